// A count that lives only as long as this world does.
let count = 0;
chrome.runtime.onMessage.addListener((message, _sender, answer) => {
  if (message.ask === 'throw') {
    setTimeout(() => {
      throw new Error('the probe fails on purpose');
    });
    answer({});
  } else {
    count += 1;
    let wasm = 'compiles';
    try {
      new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    } catch (error) {
      wasm = String(error);
    }
    answer({ count, wasm });
  }
});
