// Before anything else: the page's language, and the visitor's login.

const spoken = document.currentScript.dataset;
const root = document.documentElement;

// Gradio puts the browser's own language there once it has begun.
function speak() {
  if (root.lang !== spoken.lang) root.lang = spoken.lang;
  if (root.dir !== spoken.dir) root.dir = spoken.dir;
}
speak();
new MutationObserver(speak).observe(root, { attributeFilter: ['lang', 'dir'] });

// What is chosen here the server reads from each request (see speaking.py).
document.addEventListener('click', ({ target }) => {
  const chosen = target.closest?.('[data-language]')?.dataset.language;
  if (!chosen) return;
  document.cookie = `footnote_language=${chosen}; max-age=31536000; samesite=lax`;
  location.reload();
});

// A login that has ended leads to the login page, unless a question is being typed: that is not taken away.
const ask = window.fetch;
window.fetch = async (...given) => {
  const answer = await ask(...given);
  const typed = document.querySelector('#fn-ask textarea')?.value;
  if (answer.status === 401 && !typed) location.reload();
  return answer;
};
