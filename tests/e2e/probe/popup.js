const text = document.getElementById('text');
document.getElementById('button').addEventListener('click', (event) => {
  text.textContent = event.isTrusted ? 'pressed by a person' : 'pressed by a script';
});
chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) =>
  chrome.scripting
    .executeScript({ target: { tabId: tab.id }, func: () => document.title })
    .then(([answer]) => (text.textContent = `the page is called ${answer.result}`), (error) => (text.textContent = String(error))),
);
