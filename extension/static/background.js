// The loader of the background: listeners must stand before anything is awaited, the engine is awaited inside them.
import init, { event, message } from './wasm/background.js';
import initSource, { read_source } from './wasm/source.js';

const api = globalThis.browser ?? globalThis.chrome;
const ready = init({ module_or_path: new URL('./wasm/background_bg.wasm', import.meta.url) });

// The reader of raw mails is heavy and hardly ever needed: it starts on the first page that shows a mail's source.
let reader;
globalThis.honmonoSource = async (...source) => {
  reader ??= initSource({ module_or_path: new URL('./wasm/source_bg.wasm', import.meta.url) });
  await reader.catch((error) => { reader = undefined; throw error; });
  return read_source(...source);
};

api.runtime.onMessage.addListener((letter, sender, reply) => {
  ready.then(() => message(letter, sender)).then(reply, () => reply('refused'));
  return true;
});
api.runtime.onConnect.addListener(() => {});
const heard = (name) => (...details) => { ready.then(() => event(name, details)); };
// Menus and shortcuts are not everywhere (Firefox for Android has neither).
for (const [area, name] of [['runtime', 'onInstalled'], ['runtime', 'onStartup'], ['permissions', 'onAdded'], ['permissions', 'onRemoved'],
  ['tabs', 'onRemoved'], ['storage', 'onChanged'], ['alarms', 'onAlarm'], ['contextMenus', 'onClicked'], ['commands', 'onCommand']]) {
  api[area]?.[name].addListener(heard(`${area}.${name}`));
}
// Notifications are there only once the person allowed them, which may be now.
const pressed = heard('notifications.onClicked');
const listen = () => api.notifications?.onClicked.addListener(pressed);
listen();
api.permissions.onAdded.addListener(listen);
