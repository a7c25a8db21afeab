// What else may be asked: wanted once an answer stands and nobody has gone on, shown under it.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py).

const PAUSE = 400; // the answer is drawn first
let pause = 0;

const last = () => document.querySelector('.fn-log > .fn-turn:last-child');
const numberOf = (turn) => Number(turn.id.slice('fn-turn-'.length));

function want() {
  const turn = last();
  if (turn && turn.getAttribute('aria-busy') !== 'true') trigger('wanted', { turn: numberOf(turn) });
}

function show() {
  const turn = last();
  if (!turn || !props.value || numberOf(turn) !== props.value.turn) return;
  turn.querySelector('.fn-further')?.remove();
  const place = document.createElement('div');
  place.className = 'fn-further';
  place.setAttribute('aria-live', 'off');
  place.innerHTML = props.value.html;
  turn.append(place);
}

document.addEventListener('footnote:kept', () => {
  clearTimeout(pause);
  pause = setTimeout(want, PAUSE);
});
document.addEventListener('click', (event) => {
  const pressed = event.target.closest('.fn-further button');
  if (!pressed) return;
  trigger('pick', { turn: numberOf(pressed.closest('.fn-turn')), number: Number(pressed.dataset.number) });
  document.querySelector('#fn-ask textarea').focus();
});

watch('value', show);
