// A background without an engine: it answers as the real one does, and knows nothing. Only when it is asked to measure does it load one.
import init, { Work } from './bench.js';
import { measure } from './measure.js';

const api = globalThis.browser ?? globalThis.chrome;

async function measured() {
  await init({ module_or_path: new URL('./bench_bg.wasm', import.meta.url) });
  const data = await (await fetch(new URL('./data.json', import.meta.url))).json();
  return measure(Work, data);
}

api.runtime.onMessage.addListener((ask, sender, reply) => {
  if (ask === 'there?') {
    // The real one looks into its session's memory before it answers.
    api.storage.session.get('nothing').then(() => reply('yes'));
  } else {
    measured().then(reply, (error) => reply({ error: String(error) }));
  }
  return true;
});
