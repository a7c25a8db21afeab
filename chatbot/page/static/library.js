// The library's list: open, remove, undo, sort, turn the page.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see layout.py).

const shelf = element.querySelector('.fn-shelves');

// What had the focus gets it again; what was removed with it leaves it to the way back.
function show() {
  const focused = shelf.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && Object.entries(focused.dataset)[0];
  shelf.innerHTML = props.value ?? '';
  if (!again) return;
  const same = shelf.querySelector(`[data-${again[0]}="${CSS.escape(again[1])}"]`);
  (same ?? shelf.querySelector('[data-undo]') ?? document.querySelector('#fn-search textarea, #fn-search input'))?.focus();
}

shelf.addEventListener('click', (event) => {
  const pressed = event.target.closest('button');
  if (!pressed) return;
  const { article, remove, turn, undo } = pressed.dataset;
  if (article) {
    trigger('read', { article });
    document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'article', from: pressed } }));
  }
  if (remove) trigger('remove', { article: remove });
  if (turn) trigger('turn', { by: Number(turn) });
  if (undo) trigger('undo');
});

shelf.addEventListener('change', (event) => {
  if (event.target.matches('[data-sort]')) trigger('sort', { order: event.target.value });
});

show();
watch('value', show);
