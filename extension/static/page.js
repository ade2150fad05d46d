// The loader of our own pages: the document names its world.
import init, { page } from './wasm/honmono.js';

await init();
await page(document.documentElement.dataset.world);
