// What a content script can do on this page, told through attributes that the lab reads.
const told = document.documentElement.dataset;
told.probe = chrome.i18n.getUILanguage();

// The smallest module: magic and version.
const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
try {
  new WebAssembly.Module(module);
  told.probeWasm = 'compiles';
} catch (error) {
  told.probeWasm = String(error);
}

const ask = () => chrome.runtime.sendMessage({ ask: 'count' }).then((answer) => {
  told.probeCount = String(answer.count);
  told.probeBackgroundWasm = answer.wasm;
});
addEventListener('probe-ask', ask);
ask();

const host = document.createElement('div');
host.id = 'probe-host';
const frame = document.createElement('iframe');
frame.src = chrome.runtime.getURL('panel.html');
host.attachShadow({ mode: 'closed' }).append(frame);
document.body?.append(host);
