// The library's list: open, remove (asked twice), turn the page.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see layout.py).

const shelf = element.querySelector('.fn-shelves');
const words = shelf.dataset;
let asking = null;

function button(text, action, primary) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = primary ? 'fn-plain fn-danger' : 'fn-plain';
  made.textContent = text;
  made.addEventListener('click', action);
  return made;
}

function ask(article) {
  asking = article;
  const remove = [...shelf.querySelectorAll('[data-remove]')].find((each) => each.dataset.remove === article);
  if (!remove) {
    asking = null;
    return;
  }
  const question = document.createElement('span');
  question.className = 'fn-sure';
  question.setAttribute('role', 'group');
  question.setAttribute('aria-label', words.sure);
  const keep = button(words.no, () => {
    asking = null;
    question.remove();
    remove.hidden = false;
    remove.focus();
  });
  const yes = button(words.yes, () => {
    asking = null;
    question.replaceChildren();
    trigger('remove', { article });
  }, true);
  question.append(words.sure, ' ', yes, keep);
  remove.hidden = true;
  remove.after(question);
  keep.focus();
}

function show() {
  shelf.innerHTML = props.value ?? '';
  if (asking) ask(asking);
}

shelf.addEventListener('click', (event) => {
  const pressed = event.target.closest('button');
  if (!pressed) return;
  if (pressed.dataset.article) {
    trigger('read', { article: pressed.dataset.article });
    document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'article', from: pressed } }));
  }
  if (pressed.dataset.remove) ask(pressed.dataset.remove);
  if (pressed.dataset.turn) trigger('turn', { by: Number(pressed.dataset.turn) });
});

show();
watch('value', show);
