// A PDF as its text or as its printed pages, with the same sentences lit on either.
// What was chosen holds for every PDF of the session. Gradio runs this with `element` (see parts.py).

const views = element.querySelector('.fn-views');
const told = views.querySelector('[role=status]');
const source = () => document.querySelector('.fn-viewer .fn-source');
const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;
const percent = (share) => `${(100 * share).toFixed(3)}%`;

let wanted = sessionStorage.getItem('fn-view') === 'pages' ? 'pages' : 'text';

function page(article, size, number, of) {
  const figure = document.createElement('figure');
  figure.style.aspectRatio = `${size.width} / ${size.height}`;
  const picture = document.createElement('img');
  picture.alt = views.dataset.page.replace('{at}', number).replace('{all}', of);
  picture.dataset.from = `${article.dataset.pages}/${number}?version=${article.dataset.version}`;
  figure.append(picture);
  return figure;
}

// A page is drawn when it is looked at, that of the active sentence first, then the next. Until a
// picture is there, lines stand for its text (page.css).
async function draw(figure) {
  const picture = figure.querySelector('img');
  picture.src ||= picture.dataset.from;
  const isDrawn = await picture.decode().then(() => true, () => false);
  figure.classList.toggle('fn-drawn', isDrawn);
  if (!isDrawn && figure.isConnected) told.textContent = views.dataset.none;
}

async function drawSeen(seen) {
  const isLater = (figure) => !figure.querySelector('mark.fn-active');
  const figures = seen.filter((each) => each.isIntersecting).map((each) => each.target);
  for (const figure of figures.sort((one, other) => isLater(one) - isLater(other))) await draw(figure);
  const next = figures.at(-1)?.nextElementSibling;
  if (next) draw(next);
}

let looking = null;

function look(figures) {
  looking?.disconnect();
  looking = new IntersectionObserver(drawSeen, { root: document.querySelector('.fn-viewer') });
  figures.forEach((figure) => looking.observe(figure));
}

// The share of a page's width that what is lit takes, half of it at least: a narrow window shows so much of it.
function widest(spans) {
  const width = (boxes) => Math.max(...boxes.map((box) => box.left + box.width)) - Math.min(...boxes.map((box) => box.left));
  return Math.max(0.5, ...spans.filter((boxes) => boxes.length).map(width));
}

function light(figures, note, boxes) {
  for (const box of boxes) {
    const mark = document.createElement('mark');
    mark.dataset.notes = note;
    for (const side of ['left', 'top', 'width', 'height']) mark.style[side] = percent(box[side]);
    figures[box.page - 1].append(mark);
  }
}

// Returns whether the pages could be shown; they are asked for once while an article is open.
async function print(article) {
  if (article.querySelector('.fn-printed')) return true;
  const spans = (article.dataset.spans || '').split(' ').filter(Boolean).map((each) => each.split(':'));
  const asked = new URLSearchParams([['version', article.dataset.version], ...spans.map(([, span]) => ['span', span])]);
  const response = await fetch(`${article.dataset.pages}?${asked}`).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok || !answer) {
    told.textContent = answer?.detail ? sentence(answer.detail) : views.dataset.none;
    return false;
  }
  if (article.querySelector('.fn-printed')) return true; // asked for twice, and the other was sooner
  const printed = document.createElement('div');
  printed.className = 'fn-printed';
  const figures = answer.pages.map((size, number) => page(article, size, number + 1, answer.pages.length));
  spans.forEach(([note], number) => light(figures, note, answer.spans[number]));
  if (answer.spans.some((boxes) => !boxes.length)) told.textContent = views.dataset.missing;
  printed.style.setProperty('--lit-width', widest(answer.spans));
  printed.append(...figures);
  article.append(printed);
  look(figures);
  return true;
}

async function show() {
  const article = source();
  views.hidden = !article?.dataset.pages;
  told.textContent = '';
  if (views.hidden) return;
  const isPrinted = wanted === 'pages' && await print(article);
  if (source() !== article) return;
  article.classList.toggle('fn-as-pages', isPrinted && wanted === 'pages');
  for (const button of views.querySelectorAll('[data-view]')) {
    button.setAttribute('aria-pressed', (button.dataset.view === 'pages') === article.classList.contains('fn-as-pages'));
  }
  document.dispatchEvent(new Event('footnote:view'));
}

function choose(view) {
  wanted = view;
  sessionStorage.setItem('fn-view', view);
  show();
}

views.addEventListener('click', (event) => {
  const button = event.target.closest('[data-view]');
  if (button) choose(button.dataset.view);
});
document.addEventListener('footnote:shown', show);

// Words are found in the text.
function toText() {
  if (!views.hidden && wanted === 'pages') choose('text');
}
document.addEventListener('footnote:find', toText);
document.addEventListener('input', (event) => {
  if (event.target.closest('.fn-finder')) toText();
});
