// What the person points at by keyboard: the selected text, else the link that has the focus, with its words as the browser's menu gives
// them. Its last value is the answer.
(() => {
  const text = String(getSelection() ?? '').trim().slice(0, 20000);
  const link = document.activeElement?.closest('a[href]');
  if (text) return { link: '', words: '', text };
  return link instanceof HTMLAnchorElement ? { link: link.href, words: link.innerText.trim().slice(0, 500), text: '' } : { link: '', words: '', text: '' };
})();
