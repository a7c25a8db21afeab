// The side: article or library; beside the chat on wide screens, over it on narrow ones.
// Gradio runs this with `element` (see parts.py).

const root = document.documentElement;
const narrow = window.matchMedia('(max-width: 860px)');
const part = (name) => document.getElementById(`fn-${name}`);
let cameFrom = null;

function arrange() {
  const over = narrow.matches && root.dataset.fnSheet === 'open';
  const side = part('side');
  side.setAttribute('role', over ? 'dialog' : 'complementary');
  side.toggleAttribute('aria-modal', over);
  side.setAttribute('aria-label', element.querySelector('nav').getAttribute('aria-label'));
  side.inert = narrow.matches && !over;
  for (const behind of ['chat', 'masthead']) part(behind).inert = over;
}

function choose(name) {
  root.dataset.fnSide = name;
  for (const button of element.querySelectorAll('nav [data-side]')) {
    if (button.dataset.side === name) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
}

function open(name, from) {
  choose(name);
  const wasOpen = root.dataset.fnSheet === 'open';
  if (!wasOpen) cameFrom = from;
  root.dataset.fnSheet = 'open';
  arrange();
  if (narrow.matches && !wasOpen) element.querySelector('[data-close]').focus();
}

function close() {
  if (root.dataset.fnSheet !== 'open') return;
  delete root.dataset.fnSheet;
  arrange();
  if (narrow.matches && cameFrom?.isConnected) cameFrom.focus();
  cameFrom = null;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-side]');
  if (button) open(button.dataset.side, button);
  if (event.target.closest('[data-close]')) close();
});
document.addEventListener('footnote:chat', close);
document.addEventListener('footnote:side', (event) => open(event.detail.side, event.detail.from));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && narrow.matches) close();
});
narrow.addEventListener('change', arrange);

choose('article');
requestAnimationFrame(arrange);
