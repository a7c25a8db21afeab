// The library's list: open, remove, undo, sort, narrow, try again, turn the page.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see parts.py).

const shelf = element.querySelector('.fn-shelves');

// What had the focus gets it again; what was removed with it leaves it to the way back.
function show() {
  const focused = shelf.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && (focused.name ? ['name', focused.name] : Object.entries(focused.dataset)[0]);
  const isOpen = shelf.querySelector('.fn-narrow-by')?.open;
  shelf.innerHTML = props.value ?? '';
  if (isOpen) shelf.querySelector('.fn-narrow-by')?.setAttribute('open', '');
  if (!again) return;
  const attribute = again[0] === 'name' ? 'name' : `data-${again[0]}`;
  const same = shelf.querySelector(`[${attribute}="${CSS.escape(again[1])}"]`);
  (same ?? shelf.querySelector('[data-undo]') ?? document.querySelector('#fn-search textarea, #fn-search input'))?.focus();
}

shelf.addEventListener('click', (event) => {
  const pressed = event.target.closest('button');
  if (!pressed) return;
  const { article, remove, turn, undo, off, retry, retryAll } = pressed.dataset;
  if (article) {
    trigger('read', { article });
    document.dispatchEvent(new CustomEvent('footnote:side', { detail: { side: 'article', from: pressed } }));
  }
  if (remove) trigger('remove', { article: remove });
  if (turn) trigger('turn', { by: Number(turn) });
  if (undo) trigger('undo');
  if (off) trigger('narrow', { name: off, value: '' });
  if (retry) trigger('retry', { source: retry });
  if (retryAll) trigger('retry', { all: true });
});

shelf.addEventListener('change', (event) => {
  if (event.target.matches('[data-sort]')) trigger('sort', { order: event.target.value });
  const { name, value, type } = event.target;
  const isHalfTyped = type === 'date' && value && value < '1000'; // 2024 is typed by way of the year 2
  if (event.target.closest('.fn-narrow-by') && !isHalfTyped) trigger('narrow', { name, value });
});

show();
watch('value', show);
