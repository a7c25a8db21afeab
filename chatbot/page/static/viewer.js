// The viewer: the article that was opened, moved to the sentence that is active.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py).

const viewer = element.querySelector('.fn-viewer');
const GAP = 8; // pixels

const source = () => viewer.querySelector('.fn-source');
const order = () => (viewer.querySelector('.fn-steps')?.dataset.order || '').split(' ').filter(Boolean);
const marksOf = (note) => [...viewer.querySelectorAll(`mark[data-notes~="${Number(note)}"]`)];

// Where what is lit stands in the window: in the text, or on a page each of whose lines has a mark.
function placeOf(marks) {
  const places = marks.filter((mark) => mark.checkVisibility()).map((mark) => mark.getBoundingClientRect());
  const side = (name) => places.map((place) => place[name]);
  return { top: side('top')[0], left: Math.min(...side('left')), right: Math.max(...side('right')) };
}

function activate(note) {
  const marks = marksOf(note);
  if (!marks.length) return false;
  viewer.querySelectorAll('mark.fn-active').forEach((mark) => mark.classList.remove('fn-active'));
  marks.forEach((mark) => {
    mark.classList.add('fn-active');
    mark.closest('.fn-text > *')?.classList.add('fn-laid'); // a table that is not has no height to scroll through
  });
  source().dataset.active = note;
  const position = viewer.querySelector('.fn-position');
  if (position) position.textContent = position.dataset.of.replace('0', order().indexOf(String(note)) + 1);
  requestAnimationFrame(() => {
    const box = viewer.getBoundingClientRect();
    const head = Math.max(box.top, viewer.querySelector('.fn-fixed')?.getBoundingClientRect().bottom ?? 0);
    const { top, left, right } = placeOf(marks);
    viewer.scrollTop += top - head - (box.bottom - head) / 3;
    if (left < box.left || right > box.right) viewer.scrollLeft += left - box.left - GAP;
  });
  return true;
}

function step(by) {
  const notes = order();
  const place = notes.indexOf(source().dataset.active);
  activate(notes[(place + by + notes.length) % notes.length]);
}

// Footnotes are numbered as they are asked for: what comes back for an earlier one is late.
let asked = 0;

// The server need not send again what is held here already.
function ask(answer, note, held = source()?.dataset.holds ?? '') {
  asked += 1;
  trigger('cite', { answer: Number(answer), note: Number(note), asked, held });
}

function show() {
  const template = document.createElement('template');
  template.innerHTML = props.value ?? '';
  const fresh = template.content.querySelector('.fn-source, .fn-same')?.dataset;
  if (fresh?.asked && Number(fresh.asked) !== asked) return;
  if (template.content.querySelector('.fn-same')) {
    if (fresh.holds !== source()?.dataset.holds) ask(fresh.answer, fresh.active, '');
    return;
  }
  const stays = fresh?.article && fresh.article === source()?.dataset.article;
  const before = stays && !fresh.active ? viewer.scrollTop : 0;
  viewer.replaceChildren(template.content);
  if (!activate(source()?.dataset.active)) {
    requestAnimationFrame(() => { viewer.scrollTop = before; }); // set at once, it would have all laid out twice
  }
  document.dispatchEvent(new Event('footnote:shown'));
}

function askAlone(about) {
  const article = viewer.querySelector('[data-only]').dataset.only;
  document.dispatchEvent(new CustomEvent('footnote:only', { detail: { article, about } }));
  document.dispatchEvent(new Event('footnote:chat'));
  document.querySelector('#fn-ask textarea').focus();
}

// What is selected in the text of an article that stands can be asked about.
const asker = element.querySelector('.fn-selected');

function selected() {
  const selection = getSelection();
  const text = viewer.querySelector('.fn-text');
  if (!selection.rangeCount || !text || !viewer.querySelector('[data-only]')) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.commonAncestorContainer) && selection.toString().trim() ? range : null;
}

function offer() {
  const range = selected();
  asker.hidden = !range;
  if (!range) return;
  const box = viewer.getBoundingClientRect();
  const place = range.getBoundingClientRect();
  asker.style.top = `${Math.max(box.top, Math.min(place.bottom + 6, box.bottom - 48))}px`;
  asker.style.left = `${Math.max(box.left + 8, Math.min(place.left, box.right - asker.offsetWidth - 8))}px`;
}

document.addEventListener('selectionchange', offer);
viewer.addEventListener('scroll', offer, { passive: true });
asker.addEventListener('mousedown', (event) => event.preventDefault()); // the selection stays
asker.addEventListener('click', () => {
  const words = getSelection().toString();
  getSelection().removeAllRanges();
  askAlone(words.slice(0, 1000));
});

viewer.addEventListener('click', (event) => {
  const tab = event.target.closest('.fn-tab');
  const stepper = event.target.closest('[data-step]');
  const alone = event.target.closest('[data-only]');
  if (stepper) step(Number(stepper.dataset.step));
  if (alone) askAlone('');
  if (tab) ask(tab.dataset.answer, tab.dataset.note);
});

// Keys of the article hold all over the page, but where somebody types or a letter chooses.
document.addEventListener('keydown', (event) => {
  const finds = event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (finds ? !viewer.contains(document.activeElement) : event.ctrlKey || event.metaKey || event.altKey) return;
  if (!viewer.checkVisibility() || !source() || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
  if (finds || event.key === '/') {
    event.preventDefault();
    document.dispatchEvent(new Event('footnote:find'));
  } else if (order().length > 1 && (event.key === 'n' || event.key === 'p')) step(event.key === 'n' ? 1 : -1);
});

// A footnote of the article that is open is lit at once. The server is asked all the same: it
// knows whether the article has changed since.
document.addEventListener('footnote:cite', (event) => {
  const { answer, note } = event.detail;
  asked += 1;
  event.detail.asked = asked;
  event.detail.held = source()?.dataset.holds ?? '';
  if (source()?.dataset.answer === String(answer)) activate(note);
});

// The same article is shown as its text or its pages: what is active stays in sight.
document.addEventListener('footnote:view', () => {
  if (source()?.dataset.active) activate(source().dataset.active);
});

show();
watch('value', show);
