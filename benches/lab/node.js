// The same under Node: `node node.js` in the folder that `cargo xtask bench` made; prints one JSON object.
import { readFileSync } from 'node:fs';
import init, { Work } from './bench.js';
import { measure } from './measure.js';

const read = (name) => readFileSync(new URL(name, import.meta.url));
await init({ module_or_path: read('./bench_bg.wasm') });
console.log(JSON.stringify(measure(Work, JSON.parse(read('./data.json')))));
