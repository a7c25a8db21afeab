// The conversation: turns as they come, footnotes that open, cards that tell.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py). Nothing here
// makes HTML of its own: what Python sent is already escaped, and only shown.

const log = element.querySelector('.fn-log');
const GAP = 8;
const PATIENCE = 1500;
const PIECE = 3; // turns: what is laid out in a moment
const KEPT = 'footnote-conversation'; // the conversation that this tab shows, for a reload
let open = null;
let key = sessionStorage.getItem(KEPT) ?? '';
let isReopening = Boolean(key);

const frames = new WeakMap();

// What a tab showed before a reload is shown again; where it is gone, nothing new comes, and the
// welcome stands.
function reopen() {
  isReopening = false;
  log.classList.add('fn-waiting');
  setTimeout(() => log.classList.remove('fn-waiting'), PATIENCE);
  trigger('reopen', { key });
}

function turnElement(number) {
  const id = `fn-turn-${number}`;
  const found = document.getElementById(id);
  if (found) return found;
  log.querySelector('.fn-welcome')?.remove();
  const turn = document.createElement('section');
  turn.id = id;
  turn.className = 'fn-turn';
  log.append(turn);
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  requestAnimationFrame(() => turn.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' }));
  return turn;
}

// Of a long conversation the end is shown. What is above comes piece by piece, when it is scrolled or stepped
// to: thousands of elements that nobody looks at would slow everything else down.
let earlier = [];

function fill(shown) {
  log.innerHTML = shown.html;
  earlier = [...shown.earlier];
  log.querySelector('.fn-turn:last-child:not(:first-child)')?.scrollIntoView({ block: 'start' });
  lookAgain(log.querySelector('.fn-earlier'));
}

function showEarlier() {
  const more = log.querySelector('.fn-earlier');
  const first = log.querySelector('.fn-turn');
  const before = first.getBoundingClientRect().top;
  more.insertAdjacentHTML('afterend', earlier.splice(-PIECE).join(''));
  if (!earlier.length) {
    if (document.activeElement === more) log.focus();
    more.remove();
  }
  log.scrollTop += first.getBoundingClientRect().top - before;
  lookAgain(more);
}

// An observer tells of a change alone; begun anew it tells how it is in the next frame.
function lookAgain(more) {
  nearTop.disconnect();
  if (more?.isConnected) requestAnimationFrame(() => nearTop.observe(more));
}

const nearTop = new IntersectionObserver(
  (seen) => seen.some((each) => each.isIntersecting) && earlier.length && showEarlier(),
  { root: log, rootMargin: '100% 0px 0px' },
);

// While a model writes only the place of its text changes: what stands around it keeps its
// focus, its unfolded parts and its position.
function show(shown) {
  if (!shown) return;
  if (isReopening) {
    reopen();
  } else {
    log.classList.remove('fn-waiting');
  }
  const isAnother = shown.key !== key;
  key = shown.key;
  sessionStorage.setItem(KEPT, key);
  if (shown.turn === 0) {
    hideCard();
    fill(shown);
    document.dispatchEvent(new CustomEvent('footnote:kept'));
    return;
  }
  if (isAnother && shown.turn === 1) log.replaceChildren();
  if (shown.replaces) {
    for (const old of log.querySelectorAll('.fn-turn')) {
      const number = Number(old.id.slice('fn-turn-'.length));
      if (number >= shown.replaces && number < shown.turn) old.remove();
    }
  }
  const turn = turnElement(shown.turn);
  turn.setAttribute('aria-busy', String(!shown.is_done));
  if (frames.get(turn) !== shown.html) {
    frames.set(turn, shown.html);
    hideCard();
    turn.innerHTML = shown.html;
  }
  const written = turn.querySelector('.fn-written');
  if (written) written.innerHTML = shown.written;
  if (shown.is_done) document.dispatchEvent(new CustomEvent('footnote:kept'));
}

// A card hangs beside its chip, inside the window, and never under the pointer.
const cardOf = (chip) => document.getElementById(chip.getAttribute('aria-describedby'));

function hideCard() {
  open?.classList.remove('fn-shown');
  open = null;
}

function showCard(chip) {
  hideCard();
  open = cardOf(chip);
  if (!open) return;
  open.classList.add('fn-shown');
  const at = chip.getBoundingClientRect();
  const size = open.getBoundingClientRect();
  const right = log.getBoundingClientRect().right - size.width - GAP;
  const left = Math.max(GAP, Math.min(at.left - size.width / 3, right));
  const fits = at.bottom + GAP + size.height <= window.innerHeight - GAP;
  open.style.left = `${left}px`;
  open.style.top = `${fits ? at.bottom + GAP : Math.max(GAP, at.top - size.height - GAP)}px`;
}

function cite(chip) {
  document.querySelectorAll('.fn-chip[aria-current]').forEach((each) => each.removeAttribute('aria-current'));
  chip.setAttribute('aria-current', 'true');
  hideCard();
  const note = { answer: Number(chip.dataset.answer), note: Number(chip.dataset.note) };
  document.dispatchEvent(new CustomEvent('footnote:cite', { detail: note })); // the viewer numbers it
  trigger('cite', note);
  document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'article', from: chip } }));
}

// Where a page may not write to the clipboard (an address that is not this machine's, without
// TLS), the old way still does.
async function copy(button) {
  const text = button.parentElement.querySelector('pre').textContent;
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {
    const held = document.createElement('textarea');
    held.value = text;
    button.after(held);
    held.select();
    document.execCommand('copy');
    held.remove();
    button.focus();
  }
  const status = button.parentElement.querySelector('[role="status"]');
  const { textContent: words } = button;
  button.textContent = status.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = words;
    status.textContent = '';
  }, PATIENCE);
}

// A rating that is pressed again is taken back; the word goes with it.
function rate(feedback, pressed) {
  for (const each of feedback.querySelectorAll('[data-rating]')) {
    const isPressed = each === pressed && each.getAttribute('aria-pressed') === 'false';
    if (pressed) each.setAttribute('aria-pressed', String(isPressed));
  }
  const rating = feedback.querySelector('[aria-pressed="true"]')?.dataset.rating ?? '';
  const word = feedback.querySelector('input');
  const status = feedback.querySelector('[role="status"]');
  word.parentElement.hidden = !rating;
  if (!rating) word.value = '';
  status.textContent = rating ? status.dataset.said : '';
  trigger('rate', { answer: Number(feedback.dataset.answer), rating, word: word.value });
}

// An answer asked anew goes, and the question's box gets the focus that went with it.
function again(place, more) {
  trigger('again', { answer: Number(place.dataset.answer), ...more });
  document.querySelector('#fn-ask textarea').focus();
}

function edit(place, isOpen) {
  const [editing, button] = [place.querySelector('.fn-edit'), place.querySelector('[data-edit]')];
  const text = editing.querySelector('textarea');
  editing.hidden = !isOpen;
  button.setAttribute('aria-expanded', String(isOpen));
  text.value = text.defaultValue;
  (isOpen ? text : button).focus();
  editing.scrollIntoView({ block: 'nearest' });
}

function showFiles(button) {
  const files = button.nextElementSibling;
  files.hidden = !files.hidden;
  button.setAttribute('aria-expanded', String(!files.hidden));
  files.scrollIntoView({ block: 'nearest' });
}

function showSharing(button) {
  document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'conversations', from: button } }));
  document.dispatchEvent(new CustomEvent('footnote:share', { detail: { key: button.dataset.showSharing } }));
}

function askEdited(place) {
  again(place, { question: place.querySelector('textarea').value });
}

log.addEventListener('keydown', (event) => {
  const edited = event.target.matches('.fn-edit textarea') && event.target.closest('.fn-again');
  if (edited && event.key === 'Escape') edit(edited, false);
  if (edited && event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    askEdited(edited);
  }
  const feedback = event.key === 'Enter' && event.target.closest('.fn-word')?.closest('.fn-feedback');
  if (feedback && event.target.matches('input')) rate(feedback);
});
log.addEventListener('click', (event) => {
  const kept = event.target.closest('[data-keep]');
  if (kept) rate(kept.closest('.fn-feedback'));
  const rated = event.target.closest('[data-rating]');
  if (rated) rate(rated.closest('.fn-feedback'), rated);
  const copied = event.target.closest('[data-copy]');
  if (copied && copied.textContent !== copied.dataset.done) copy(copied);
  const place = event.target.closest('.fn-again');
  const asked = event.target.closest('[data-again]');
  if (asked) again(place, { quoted: Boolean(asked.dataset.quoted) });
  if (event.target.closest('[data-edit]')) edit(place, place.querySelector('.fn-edit').hidden);
  if (event.target.closest('[data-cancel]')) edit(place, false);
  if (event.target.closest('[data-ask]')) askEdited(place);
  const exported = event.target.closest('[data-export]');
  if (exported) showFiles(exported);
  const shared = event.target.closest('[data-show-sharing]');
  if (shared) showSharing(shared);
  const chip = event.target.closest('.fn-chip');
  const example = event.target.closest('.fn-example');
  if (chip) cite(chip);
  if (event.target.closest('.fn-earlier')) showEarlier();
  if (example) trigger('pick', { example: Number(example.dataset.example) });
});
log.addEventListener('pointerover', (event) => {
  const chip = event.pointerType === 'mouse' && event.target.closest('.fn-chip');
  if (chip) showCard(chip);
});
log.addEventListener('pointerout', (event) => {
  if (event.target.closest('.fn-chip')) hideCard();
});
log.addEventListener('focusin', (event) => {
  if (event.target.matches('.fn-chip:focus-visible')) showCard(event.target);
});
log.addEventListener('focusout', hideCard);
log.addEventListener('scroll', hideCard);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hideCard();
});
// What asks is heard here: the question's own box would wait for the next frame.
document.addEventListener('keypress', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || !event.target.matches('#fn-ask textarea')) return;
  event.preventDefault();
  trigger('ask');
});
document.addEventListener('click', (event) => {
  if (event.target.closest('#fn-ask .submit-button')) trigger('ask');
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-new]')) trigger('renew');
  if (event.target.closest('[data-restore]')) trigger('restore');
});

show(props.value);
watch('value', () => show(props.value));
