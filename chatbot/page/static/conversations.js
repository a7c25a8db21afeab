// The kept conversations: search, open, rename in place, delete and undo.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py).

const shelf = element.querySelector('.fn-kept');
const search = element.querySelector('input[type="search"]');
const words = shelf.dataset;
const PAUSE = 200;
let pause = 0;
let editing = null;

function button(text, type) {
  const made = document.createElement('button');
  made.type = type;
  made.className = 'fn-plain';
  made.textContent = text;
  return made;
}

function rename(pressed) {
  const item = pressed.closest('li');
  const title = item.querySelector('.fn-title');
  const form = document.createElement('form');
  const field = document.createElement('input');
  const cancel = button(words.no, 'button');
  const close = () => {
    editing = null;
    form.remove();
    title.hidden = false;
    pressed.focus();
  };
  editing?.();
  editing = close;
  form.className = 'fn-renaming';
  field.value = title.textContent;
  field.maxLength = 120;
  field.dir = 'auto';
  field.setAttribute('aria-label', words.title);
  form.append(field, button(words.yes, 'submit'), cancel);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    editing = null;
    trigger('rename', { key: pressed.dataset.rename, title: field.value });
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  cancel.addEventListener('click', close);
  title.hidden = true;
  title.after(form);
  field.focus();
  field.select();
}

async function copyLink(pressed) {
  await navigator.clipboard.writeText(new URL(pressed.dataset.link, location.href).href);
  const { textContent: words } = pressed;
  pressed.textContent = pressed.dataset.done;
  setTimeout(() => { pressed.textContent = words; }, 1500);
}

// The conversation whose sharing an answer led to, until the list shows it.
let wanted = '';

function reveal() {
  const sharing = wanted && shelf.querySelector(`[data-sharing="${CSS.escape(wanted)}"]`);
  if (!sharing) return;
  wanted = '';
  sharing.setAttribute('open', '');
  sharing.querySelector('div :is(a, button)').focus();
}

// What is being typed is not taken away; what had the focus gets it again, or what stands in its place.
function show() {
  if (editing) return;
  const sharing = shelf.querySelector('.fn-share[open]')?.dataset.sharing;
  const focused = shelf.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && Object.entries(focused.dataset)[0];
  const wasDeleted = focused?.dataset.delete;
  shelf.innerHTML = props.value ?? '';
  shelf.querySelector(`[data-sharing="${CSS.escape(sharing ?? '')}"]`)?.setAttribute('open', '');
  if (!navigator.clipboard) shelf.querySelectorAll('[data-link]').forEach((each) => each.remove());
  reveal();
  if (!focused) return;
  const same = again && shelf.querySelector(`[data-${again[0]}="${CSS.escape(again[1])}"]`);
  const renamed = shelf.querySelector('[aria-current]') ?? search;
  (same ?? shelf.querySelector('.fn-share[open] a') ?? (wasDeleted && shelf.querySelector('[data-undo]')) ?? renamed).focus();
}

search.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(() => trigger('find', { search: search.value }), PAUSE);
});
shelf.addEventListener('click', (event) => {
  const pressed = event.target.closest('button');
  if (!pressed) return;
  const { open, rename: renamed, delete: deleted, turn, undo, share, revoke, link } = pressed.dataset;
  if (share) trigger('publish', { key: share, public: pressed.dataset.public === 'true' });
  if (revoke) trigger('revoke', { key: revoke });
  if (link) copyLink(pressed);
  if (open) {
    trigger('open', { key: open });
    document.dispatchEvent(new CustomEvent('footnote:chat'));
  }
  if (renamed) rename(pressed);
  if (deleted) trigger('remove', { key: deleted });
  if (turn) trigger('turn', { by: Number(turn) });
  if (undo) trigger('undo');
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-side="conversations"]')) trigger('refresh');
});
document.addEventListener('footnote:share', (event) => {
  wanted = event.detail.key;
  search.value = '';
  trigger('find', { search: '' });
  reveal();
});
document.addEventListener('footnote:kept', () => {
  if (document.documentElement.dataset.fnSide === 'conversations') trigger('refresh');
});

show();
watch('value', show);
