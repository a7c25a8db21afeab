// Searching in the article that is open: every match lit, one of them the active one.
// Matches are lit by the CSS Custom Highlight API, so the article's own marks stay untouched.
// Gradio runs this with `element` (see layout.py).

const form = element.querySelector('.fn-finder');
const field = form.querySelector('input');
const position = form.querySelector('[role=status]');
const viewer = () => document.querySelector('.fn-viewer');
const article = () => viewer().querySelector('.fn-source');
const isShown = () => !form.hidden && form.checkVisibility();

const ALIKE = { '‘': "'", '’': "'", '“': '"', '”': '"', '‐': '-', '‑': '-', '–': '-', '—': '-' };
const BLOCKS = 'p, li, td, pre, h2, h3, h4, h5, h6';

// Letters are alike without their case and accents, as quotes and dashes are without their form.
function folded(letter) {
  if (letter < '\x80') return letter.toLowerCase();
  return ALIKE[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function foldedText(text) {
  return Array.from(text, folded).join('').replace(/\s+/g, ' ').trim();
}

// The article folded, and where each unit of that stands: in which text node, from where to where.
let read = { of: null };

function reading() {
  if (read.of === article()) return read;
  const parts = [];
  const places = [];
  let block = null;
  const texts = document.createTreeWalker(article(), NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest('.fn-text, h2') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  const add = (letters, place) => {
    for (const unit of letters.split('')) {
      const isSpace = /\s/.test(unit);
      if (isSpace && /\s/.test(parts.at(-1) ?? ' ')) continue;
      parts.push(isSpace && place ? ' ' : unit);
      places.push(place);
    }
  };
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const within = node.parentElement.closest(BLOCKS);
    if (within !== block) add('\n', null);
    block = within;
    let at = 0;
    for (const letter of node.data) {
      add(folded(letter), { node, start: at, end: at + letter.length });
      at += letter.length;
    }
  }
  read = { of: article(), text: parts.join(''), places };
  return read;
}

let found = [];
let active = -1;

function search() {
  const wanted = foldedText(field.value);
  found = [];
  active = -1;
  if (wanted && article()) {
    const { text, places } = reading();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(places[at].node, places[at].start);
      range.setEnd(places[at + wanted.length - 1].node, places[at + wanted.length - 1].end);
      found.push(range);
    }
    active = found.findIndex((range) => range.getBoundingClientRect().bottom > top());
    if (active < 0) active = found.length - 1;
  }
  light();
}

function light() {
  const isAsked = foldedText(field.value) !== '';
  position.textContent = !isAsked ? '' : found.length
    ? position.dataset.of.replace('{at}', active + 1).replace('{all}', found.length)
    : position.dataset.none;
  for (const button of form.querySelectorAll('[data-match]')) button.disabled = found.length < 2;
  CSS.highlights?.set('fn-found', new Highlight(...found.filter((_, number) => number !== active)));
  CSS.highlights?.set('fn-found-active', new Highlight(...found.slice(Math.max(0, active), active + 1)));
}

function top() {
  return viewer().querySelector('.fn-fixed')?.getBoundingClientRect().bottom ?? viewer().getBoundingClientRect().top;
}

function reveal() {
  if (active < 0) return;
  const place = found[active].getBoundingClientRect();
  const box = viewer().getBoundingClientRect();
  if (place.top < top() || place.bottom > box.bottom) viewer().scrollTop += place.top - top() - (box.bottom - top()) / 3;
}

function step(by) {
  if (!found.length) return;
  active = (active + by + found.length) % found.length;
  light();
  reveal();
}

function clear() {
  field.value = '';
  search();
}

form.addEventListener('submit', (event) => event.preventDefault());
field.addEventListener('input', () => {
  search();
  reveal();
});
field.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
  if (event.key === 'Escape') {
    event.stopPropagation();
    clear();
    viewer().focus();
  }
});
form.addEventListener('click', (event) => {
  const button = event.target.closest('[data-match]');
  if (button) step(Number(button.dataset.match));
});

document.addEventListener('footnote:shown', () => {
  form.hidden = !article();
  search();
});
document.addEventListener('footnote:find', () => {
  if (!isShown()) return;
  field.focus();
  field.select();
});
