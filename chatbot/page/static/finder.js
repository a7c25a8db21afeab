// Searching in the article that is open: every match lit, one of them the active one.
// Matches are lit by the CSS Custom Highlight API, so the article's own marks stay untouched.
// Gradio runs this with `element` (see parts.py).

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

// The article folded as one text, and its text nodes, each with where its part begins. Of a node whose
// letters are folded one for one no more need be known; of another, where each unit is from.
const PLAIN = /^ ?[!-~]+(?: [!-~]+)* ?$/;
let read = { of: null };

function unfold(data, last) {
  const units = [];
  const starts = [];
  const ends = [];
  let at = 0;
  for (const letter of data) {
    for (const unit of folded(letter).split('')) {
      const isSpace = /\s/.test(unit);
      if (isSpace && /\s/.test(units.at(-1) ?? last)) continue;
      units.push(isSpace ? ' ' : unit);
      starts.push(at);
      ends.push(at + letter.length);
    }
    at += letter.length;
  }
  return { text: units.join(''), starts, ends };
}

function reading() {
  if (read.of === article()) return read;
  const nodes = [];
  let [text, last, block] = ['', ' ', null];
  const texts = document.createTreeWalker(article(), NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest('.fn-text, h2') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const within = node.parentElement.closest(BLOCKS);
    if (within !== block && last !== '\n') {
      text += '\n';
      last = '\n';
    }
    block = within;
    const isPlain = PLAIN.test(node.data) && !(node.data[0] === ' ' && /\s/.test(last));
    const part = isPlain ? { text: node.data.toLowerCase() } : unfold(node.data, last);
    nodes.push({ node, at: text.length, starts: part.starts, ends: part.ends });
    text += part.text;
    last = part.text.at(-1) ?? last;
  }
  read = { of: article(), text, nodes };
  return read;
}

function placeOf(position) {
  const { nodes } = read;
  let [low, high] = [0, nodes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (nodes[middle].at <= position) low = middle;
    else high = middle - 1;
  }
  const { node, at, starts, ends } = nodes[low];
  const unit = position - at;
  return { node, start: starts ? starts[unit] : unit, end: ends ? ends[unit] : unit + 1 };
}

const LIT = 2000; // matches before and after the active one that are lit: a letter has many
let found = []; // where each match begins in the folded text
let length = 0;
let active = -1;

function rangeOf(position) {
  const range = new Range();
  const [first, last] = [placeOf(position), placeOf(position + length - 1)];
  range.setStart(first.node, first.start);
  range.setEnd(last.node, last.end);
  return range;
}

// The first match that is not above what can be seen; matches stand below each other.
function firstSeen() {
  const head = top();
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rangeOf(found[middle]).getBoundingClientRect().bottom > head) high = middle;
    else low = middle + 1;
  }
  return Math.min(low, found.length - 1);
}

function search() {
  const wanted = foldedText(field.value);
  found = [];
  active = -1;
  if (wanted && article()) {
    const { text } = reading();
    length = wanted.length;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + length)) found.push(at);
    active = firstSeen();
  }
  light();
}

function light() {
  const isAsked = foldedText(field.value) !== '';
  position.textContent = !isAsked ? '' : found.length
    ? position.dataset.of.replace('{at}', active + 1).replace('{all}', found.length)
    : position.dataset.none;
  for (const button of form.querySelectorAll('[data-match]')) button.disabled = found.length < 2;
  const near = [...found.slice(Math.max(0, active - LIT), Math.max(0, active)), ...found.slice(active + 1, active + LIT)];
  CSS.highlights?.set('fn-found', new Highlight(...near.map(rangeOf)));
  CSS.highlights?.set('fn-found-active', new Highlight(...found.slice(Math.max(0, active), active + 1).map(rangeOf)));
}

function top() {
  const fixed = viewer().querySelector('.fn-fixed')?.getBoundingClientRect().bottom ?? 0; // it may scroll away
  return Math.max(viewer().getBoundingClientRect().top, fixed);
}

function reveal() {
  if (active < 0) return;
  const range = rangeOf(found[active]);
  range.startContainer.parentElement.closest('.fn-text > *')?.classList.add('fn-laid'); // as in viewer.js
  const place = range.getBoundingClientRect();
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
