// The loader of our own pages: the document names its world. Whoever framed us may hand over a line before the engine is there.
// The engine is compiled, and a panel's record asked for, while the rest is still on its way.
const compiled = WebAssembly.compileStreaming(fetch(new URL('./wasm/pages_bg.wasm', import.meta.url)));
const line = new Promise((found) => { addEventListener('message', (event) => { if (event.ports[0]) found(event.ports[0]); }); });
const api = globalThis.browser ?? globalThis.chrome;
const { world } = document.documentElement.dataset;
const ahead = world === 'panel' ? api.runtime.sendMessage({ honmono: 1, ours: { recall: { token: location.hash.slice(1) } } }) : Promise.resolve();
// It is waited for later.
ahead.catch(() => {});

const { default: init, page } = await import('./wasm/pages.js');
await init({ module_or_path: await compiled });
await page(world, line, ahead);
performance.mark('drawn');
