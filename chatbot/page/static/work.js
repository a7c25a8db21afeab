// What is worked on, and what failed: shown as Python made it; tried again, and the seeds, by a button.
// Gradio runs this with `element`, `props`, `watch` and `trigger` (see adding.py).

const shown = element.querySelector('div');

function show() {
  const isOpen = shown.querySelector('details')?.open;
  const top = shown.querySelector('ul')?.scrollTop ?? 0;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && Object.entries(focused.dataset)[0];
  shown.innerHTML = props.value ?? '';
  if (isOpen && shown.querySelector('details')) shown.querySelector('details').open = true;
  if (top) shown.querySelector('ul')?.scrollTo(0, top);
  if (again) shown.querySelector(`[data-${again[0]}="${CSS.escape(again[1])}"]`)?.focus();
}

shown.addEventListener('click', (event) => {
  const { retry, retryAll } = event.target.closest('button')?.dataset ?? {};
  if (retry) trigger('retry', { source: retry });
  if (retryAll) trigger('retry', { all: true });
});
if (element.closest('#fn-work')) {
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-seeds]');
    if (!pressed) return;
    pressed.disabled = true;
    trigger('seeds');
  });
}

show();
watch('value', show);
