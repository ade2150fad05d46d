// The loader of the local page.
import init, { start } from './wasm/honmono.js';

await init();
await start();
