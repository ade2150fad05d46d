// What the person points at by keyboard: the selected text, else the link that has the focus. Its last value is the answer.
(() => {
  const text = String(getSelection() ?? '').trim().slice(0, 20000);
  const link = document.activeElement?.closest('a[href]');
  return text ? { link: '', text } : { link: link instanceof HTMLAnchorElement ? link.href : '', text: '' };
})();
