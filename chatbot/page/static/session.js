// A login that has ended leads to the login page, unless a question is being typed: that is not taken away.

const spoken = document.currentScript.dataset;
document.documentElement.lang = spoken.lang;
document.documentElement.dir = spoken.dir;

const ask = window.fetch;
window.fetch = async (...given) => {
  const answer = await ask(...given);
  const typed = document.querySelector('#fn-ask textarea')?.value;
  if (answer.status === 401 && !typed) location.reload();
  return answer;
};
