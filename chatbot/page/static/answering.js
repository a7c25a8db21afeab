// The choices for the answers: shown as Python made them, kept for this browser session, sent
// whenever one changes. Gradio runs this with `element`, `props`, `watch` and `trigger`.

const KEPT = 'footnote-choices';
const form = element.querySelector('form');
const part = (name) => element.querySelector(`.fn-${name}`);
const chosen = () => ({ ...Object.fromEntries(new FormData(form)), article, about });
let shown = '';
let article = ''; // the one that is asked, where one is
let about = ''; // the words in it that questions are about
let sent = 0; // choices are numbered as they are made: what was made of fewer comes late
let isRestored = false;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function tellCost() {
  const slider = form.elements.threshold;
  if (!slider) return;
  const words = form.querySelectorAll('.fn-costs li')[slider.value]?.textContent ?? '';
  form.querySelector('#fn-cost').textContent = words;
  slider.setAttribute('aria-valuetext', words);
}

function restore() {
  for (const [name, value] of Object.entries(kept())) {
    const control = form.elements[name];
    const radio = control instanceof RadioNodeList && [...control].find((each) => each.value === value);
    if (control instanceof RadioNodeList ? radio && !radio.disabled : control) control.value = value;
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.value = '';
  }
}

function show() {
  if (!props.value || props.value.number < sent) return;
  const { only, worn, html, chosen: words, work } = props.value;
  element.querySelector('details').hidden = !html;
  part('alone').innerHTML = only;
  part('limits').innerHTML = worn;
  ({ article = '', about = '' } = element.querySelector('.fn-only')?.dataset ?? {});
  if (html !== shown) {
    shown = html;
    const focused = form.contains(document.activeElement) && document.activeElement.name;
    form.innerHTML = html;
    restore();
    tellCost();
    if (focused) form.elements[focused]?.focus?.();
  }
  part('chosen').innerHTML = words;
  part('fetching').innerHTML = work;
  if (!isRestored) sendKept();
}

// Only once Python has sent the form: what it sends first knows nothing of what was kept, and
// would undo it if it came later.
function sendKept() {
  isRestored = true;
  if (Object.keys(kept()).length) send(kept());
}

function send(choices) {
  sent += 1;
  trigger('choose', { ...choices, number: sent });
}

function choose() {
  sessionStorage.setItem(KEPT, JSON.stringify(chosen()));
  tellCost();
  send(chosen());
}

function takeOff(name) {
  if (form.elements[name]) form.elements[name].value = '';
  choose();
  document.querySelector('#fn-ask textarea').focus();
}

function askOnly(asked) {
  ({ article = '', about = '' } = asked);
  choose();
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', tellCost);
form.addEventListener('change', choose);
form.addEventListener('reset', () => requestAnimationFrame(choose));
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-fetch]')) trigger('fetch');
  if (event.target.closest('[data-cancel]')) trigger('cancel');
  const off = event.target.closest('[data-off]');
  if (off) takeOff(off.dataset.off);
  if (event.target.closest('[data-all]')) {
    askOnly({});
    document.querySelector('#fn-ask textarea').focus();
  }
});
document.addEventListener('footnote:only', (event) => askOnly(event.detail));

show();
watch('value', show);

document.addEventListener('click', ({ target }) => {
  if (!target.closest('[data-writers]')) return;
  form.closest('details').open = true;
  form.querySelector('[name="writer"]:checked')?.focus();
});
