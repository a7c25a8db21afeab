// The map: drawn when it is looked at, opened at a point or a footnote.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see layout.py).

const overview = element.querySelector('.fn-overview');
const SOON = 1500;
let again = 0;

const isShown = () => document.documentElement.dataset.fnSide === 'map';

// A map that is still being drawn is asked for again.
function show() {
  const open = new Set([...overview.querySelectorAll('details[open] summary span')].map((each) => each.textContent));
  overview.innerHTML = props.value ?? '';
  for (const name of overview.querySelectorAll('summary span')) {
    if (open.has(name.textContent)) name.closest('details').open = true;
  }
  clearTimeout(again);
  if (overview.querySelector('[role="status"]') && isShown()) again = setTimeout(() => trigger('show'), SOON);
}

function read(from) {
  document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'article', from } }));
}

overview.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-point], [data-note]');
  if (!pressed) return;
  const { point, answer, note } = pressed.dataset;
  if (point) {
    trigger('read', { point: Number(point) });
  } else {
    const cited = { answer: Number(answer), note: Number(note) };
    document.dispatchEvent(new CustomEvent('footnote:cite', { detail: cited })); // the viewer numbers it
    trigger('cite', cited);
  }
  read(pressed);
});

// `side.js` says which part is shown; each time that it is the map, it is asked for anew.
new MutationObserver(() => isShown() && trigger('show')).observe(document.documentElement, {
  attributeFilter: ['data-fn-side'],
});

show();
watch('value', show);
