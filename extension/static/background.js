// The loader of the background: listeners must stand before anything is awaited, the engine is awaited inside them.
import init, { change, event, message } from './wasm/background.js';
import initDuties, { duty, happened, own_page } from './wasm/duties.js';
import initSource, { asked, question, read_source, site } from './wasm/source.js';

const api = globalThis.browser ?? globalThis.chrome;
const ready = init({ module_or_path: new URL('./wasm/background_bg.wasm', import.meta.url) });

// What is not needed to look at a mail is in modules of its own, each started when it is first asked for.
const later = (start, file) => {
  let there;
  return () => {
    there ??= start({ module_or_path: new URL(file, import.meta.url) }).catch((error) => { there = undefined; throw error; });
    return there;
  };
};
// What the background does beside looking at mails; what changes by it goes back into the background.
const duties = later(initDuties, './wasm/duties_bg.wasm');
globalThis.honmonoDuty = async (...asked) => { await duties(); return duty(...asked); };
globalThis.honmonoPage = async (...seen) => { await duties(); return own_page(...seen); };
globalThis.honmonoChange = async (...what) => { await ready; return change(...what); };
// The reader of raw mails, and what a person asks about outside a mail.
const source = later(initSource, './wasm/source_bg.wasm');
globalThis.honmonoSource = async (...shown) => { await source(); return read_source(...shown); };
globalThis.honmonoSite = async (...origin) => { await source(); return site(...origin); };
globalThis.honmonoQuestion = async (...words) => { await source(); return question(...words); };

api.runtime.onMessage.addListener((letter, sender, reply) => {
  ready.then(() => message(letter, sender)).then(reply, () => reply('refused'));
  return true;
});
api.runtime.onConnect.addListener(() => {});
// Menus and shortcuts are not everywhere (Firefox for Android has neither).
const hear = (area, name, then) => { api[area]?.[name].addListener((...details) => { then(`${area}.${name}`, details); }); };
for (const [area, name] of [['tabs', 'onRemoved'], ['storage', 'onChanged']]) {
  hear(area, name, (...heard) => ready.then(() => event(...heard)));
}
for (const [area, name] of [['contextMenus', 'onClicked'], ['commands', 'onCommand']]) {
  hear(area, name, (...heard) => source().then(() => asked(...heard)));
}
const aside = (...heard) => duties().then(() => happened(...heard));
for (const [area, name] of [['runtime', 'onInstalled'], ['runtime', 'onStartup'], ['permissions', 'onAdded'], ['permissions', 'onRemoved'],
  ['alarms', 'onAlarm']]) {
  hear(area, name, aside);
}
// Notifications are there only once the person allowed them, which may be now. One listener, however often that is.
const pressed = (...details) => { aside('notifications.onClicked', details); };
const listen = () => api.notifications?.onClicked.addListener(pressed);
listen();
api.permissions.onAdded.addListener(listen);
