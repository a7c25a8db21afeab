// The map: drawn when it is looked at, opened at a point or a footnote.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py).

const overview = element.querySelector('.fn-overview');
const SOON = 1500;
let again = 0;

const isMaking = () => !overview.firstElementChild || overview.querySelector('[role="status"]');
const isShown = () => document.documentElement.dataset.fnSide === 'map';

// A map that is still being drawn is asked for again: what comes meanwhile is the same, and so no news.
function ask() {
  clearTimeout(again);
  if (!isShown()) return;
  trigger('show');
  again = setTimeout(() => isMaking() && ask(), SOON);
}

function show() {
  const open = new Set([...overview.querySelectorAll('details[open] summary span')].map((each) => each.textContent));
  overview.innerHTML = props.value ?? '';
  for (const name of overview.querySelectorAll('summary span')) {
    if (open.has(name.textContent)) name.closest('details').open = true;
  }
}

function read(from) {
  document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'article', from } }));
}

overview.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-passage], [data-note]');
  if (!pressed) return;
  const { passage, answer, note } = pressed.dataset;
  if (passage) {
    trigger('read', { passage });
  } else {
    const cited = { answer: Number(answer), note: Number(note) };
    document.dispatchEvent(new CustomEvent('footnote:cite', { detail: cited })); // the viewer numbers it
    trigger('cite', cited);
  }
  read(pressed);
});

// `side.js` says which part is shown; each time that it is the map, it is asked for anew.
new MutationObserver(ask).observe(document.documentElement, {
  attributeFilter: ['data-fn-side'],
});

show();
watch('value', show);
