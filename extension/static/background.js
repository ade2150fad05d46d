// The loader of the background: listeners must stand before anything is awaited, the engine is awaited inside them.
import init, { event, message } from './wasm/background.js';

const api = globalThis.browser ?? globalThis.chrome;
const ready = init({ module_or_path: new URL('./wasm/background_bg.wasm', import.meta.url) });

api.runtime.onMessage.addListener((letter, sender, reply) => {
  ready.then(() => message(letter, sender)).then(reply, () => reply('refused'));
  return true;
});
api.runtime.onConnect.addListener(() => {});
for (const [area, name] of [['runtime', 'onInstalled'], ['runtime', 'onStartup'], ['permissions', 'onAdded'], ['permissions', 'onRemoved'],
  ['tabs', 'onRemoved'], ['storage', 'onChanged']]) {
  api[area][name].addListener((...details) => { ready.then(() => event(`${area}.${name}`, details)); });
}
