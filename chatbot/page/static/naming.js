// An article that is named in the question: what is typed behind an “@” is looked for, and the one that is
// taken is asked alone. Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py).

const PAUSE = 120;
const NAME = /(?:^|\s)@([^@\n]{0,60})$/;
const list = element.querySelector('[role="listbox"]');
const status = element.querySelector('[role="status"]');
const box = () => document.querySelector('#fn-ask textarea');
const marked = () => list.querySelector('[aria-selected="true"]');
let pause = 0;
let left = null; // the name that was left with Escape

function typed() {
  const { value, selectionStart: from, selectionEnd: to } = box();
  return from === to ? (NAME.exec(value.slice(0, from))?.[1] ?? null) : null;
}

function close() {
  list.hidden = true;
  list.replaceChildren();
  status.textContent = '';
  box().removeAttribute('aria-activedescendant');
}

function look() {
  clearTimeout(pause);
  const name = typed();
  if (name === null || name === left) {
    close();
    return;
  }
  left = null;
  pause = setTimeout(() => trigger('look', { typed: name }), PAUSE);
}

function mark(option) {
  marked()?.setAttribute('aria-selected', 'false');
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  box().setAttribute('aria-activedescendant', option.id);
}

function show() {
  if (!props.value || props.value.typed !== typed()) return;
  close();
  list.innerHTML = props.value.html;
  list.hidden = !list.children.length;
  status.textContent = props.value.said;
  box().setAttribute('aria-controls', list.id);
  box().setAttribute('aria-autocomplete', 'list');
  if (list.firstElementChild) mark(list.firstElementChild);
}

function take(option) {
  const question = box();
  const to = question.selectionStart;
  question.setRangeText('', question.value.lastIndexOf('@', to - 1), to, 'end');
  question.dispatchEvent(new Event('input', { bubbles: true }));
  document.dispatchEvent(new CustomEvent('footnote:only', { detail: { article: option.dataset.article } }));
  question.focus();
}

const KEYS = {
  ArrowDown: () => mark(marked().nextElementSibling ?? list.firstElementChild),
  ArrowUp: () => mark(marked().previousElementSibling ?? list.lastElementChild),
  Enter: () => take(marked()),
  Tab: () => take(marked()),
  Escape: () => {
    left = typed();
    close();
  },
};

document.addEventListener('keydown', (event) => {
  if (list.hidden || event.target !== box() || event.isComposing || event.shiftKey) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  KEYS[event.key]();
}, true);
document.addEventListener('input', (event) => event.target === box() && look());
document.addEventListener('focusout', (event) => event.target === box() && close());
list.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener('click', (event) => {
  const option = event.target.closest('[role="option"]');
  if (option) take(option);
});

watch('value', show);
