// The loader of the local page.
import init, { start } from './wasm/honmono.js';

await init({ module_or_path: new URL('./wasm/honmono_bg.wasm', import.meta.url) });
await start();
