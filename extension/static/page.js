// The loader of our own pages: the document names its world. Whoever framed us may hand over a line before the engine is there.
import init, { page } from './wasm/pages.js';

const line = new Promise((found) => { addEventListener('message', (event) => { if (event.ports[0]) found(event.ports[0]); }); });
await init({ module_or_path: new URL('./wasm/pages_bg.wasm', import.meta.url) });
await page(document.documentElement.dataset.world, line);
performance.mark('drawn');
