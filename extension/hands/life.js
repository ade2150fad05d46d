// Watches the page and ends with it: says hello, looks when the page has changed, asks the background, has the answer drawn.
// Survives a background that sleeps or dies; ends quietly when the extension is gone, and takes everything of ours along.
'use strict';

(() => {
  const hands = globalThis.honmonoHands;
  const VERSION = 1;
  /** After a change the page settles for so long, unless its plan says otherwise (milliseconds). */
  const SETTLE = 30;
  /** A page that was quiet for so long is looked at in half that time. */
  const QUIET = 300;
  /** A page that changes all the time, and nothing that we tell of, is looked at less and less often, down to once in so long. */
  const CALM = 250;
  /** Looking takes at most one part in so many of the page's time. */
  const SHARE = 20;
  /** A part of the page is in a frame that has not been heard of: look again so much later. */
  const SOON = 800;
  /** So many changes at once are not looked through one by one. */
  const MANY = 60;
  /** A slice of drawing, in milliseconds: after each the page styles itself anew, nearly as long for some marks as for all. */
  const DRAWING = 40;
  /** A page that changes under our eyes this often is read in one go. */
  const TORN = 3;

  /** What links share is told by a letter each: so many letters at most, and the one for none. */
  const SHARED = 90;
  const NONE = ' '.charCodeAt(0);

  /** With how many plain letters two texts begin alike; others count differently elsewhere. @param {string} one @param {string} other */
  const alike = (one, other) => {
    const most = Math.min(one.length, other.length, SHARED);
    let at = 0;
    for (let letter = 0; at < most && (letter = one.charCodeAt(at)) < 128 && letter === other.charCodeAt(at); ) at += 1;
    return at;
  };

  /**
   * Links as they travel, a line each, since a text crosses at once where ten thousand values cross one by one: most have an address and
   * a text and nothing more to say, and most addresses of a mail begin as the one before. @param {HonmonoLinkSeen[]} links
   */
  const lined = (links) => {
    const lines = links.map(({ href }) => (href.includes('\n') ? '' : href));
    let head = '';
    const same = lines.map((href, at) => {
      // Mostly the beginning stays the same for long; now and then a longer one is looked for.
      if (at % 64 === 1 || !href.startsWith(head)) head = href.slice(0, at ? alike(href, lines[at - 1]) : 0);
      return head.length;
    });
    return {
      same: String.fromCharCode(...same.map((many) => NONE + many)),
      href: lines.map((href, at) => href.slice(same[at])).join('\n'),
      text: links.map(({ text }) => text).join('\n'),
      more: links.filter((link, at) => link.kind || link.alt || link.hidden || link.href !== lines[at]),
    };
  };

  /** @returns {HonmonoLife} */
  const make = () => {
    const world = /** @type {any} */ (globalThis);
    const api = /** @type {HonmonoApi} */ (world.browser ?? world.chrome);
    /** @type {HonmonoPlan | null} */
    let plan = null;
    /** @type {HonmonoPainter | null} */
    let painter = null;
    /** @type {HonmonoMemory} */
    const memory = {};
    /** What was last told of. @type {Map<string, HonmonoRegion>} */
    let lent = new Map();
    /** @type {HonmonoPort | null} */
    let port = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let late;
    /** Told to look again while a look was under way. */
    let anew = false;
    let [running, ended, busy, dirty, torn, vain, last, cost, looked, site, place] = [false, false, false, false, 0, 0, '', 0, 0, '', ''];
    /** @type {Map<Node, Node>} */
    const watched = new Map();

    const alive = () => {
      try {
        return !ended && Boolean(api.runtime?.id);
      } catch {
        return false;
      }
    };

    /** A timer. In a window whose frame was taken away Firefox throws: we end with it. @param {() => void} what @param {number} wait */
    const later = (what, wait) => {
      try {
        return setTimeout(what, wait);
      } catch {
        end();
        return undefined;
      }
    };

    /** Asks the background; a dead worker is woken by the second try. @type {HonmonoAsk} */
    const ask = async (message) => {
      for (let turn = 0; turn < 2; turn += 1) {
        if (!alive()) break;
        try {
          return (await hands.counted(() => api.runtime.sendMessage({ honmono: VERSION, page: message }))) ?? null;
        } catch { /* the worker died, or we are orphans: the check above tells */ }
      }
      if (!alive()) end();
      return null;
    };

    /** Hears at once when the extension goes, where the browser says so. A sleeping worker closes the line too and means nothing. */
    const holdOn = () => {
      if (port || !alive()) return;
      try {
        port = api.runtime.connect({ name: 'life' });
        port.onDisconnect.addListener(() => {
          port = null;
          if (!alive()) end();
          else later(() => { if (!alive()) end(); }, 200);
        });
      } catch {
        if (!alive()) end();
      }
    };

    const look = async () => {
      timer = undefined;
      clearTimeout(late);
      if (!running || !plan || !painter) return;
      if (!alive()) return end();
      if (busy) {
        dirty = true;
        return;
      }
      busy = true;
      dirty = false;
      try {
        await lookOnce(plan, painter);
      } finally {
        busy = false;
      }
      if (dirty) soon();
    };

    /** @param {HonmonoPlan} plan @param {HonmonoPainter} mine */
    const lookOnce = async (plan, mine) => {
      const gone = () => !running || painter !== mine;
      anew = false;
      const before = hands.account.total;
      hands.account.looks += 1;
      const seen = await hands.paced(hands.look(plan, document, memory), torn < TORN ? () => dirty || gone() : 'whole');
      looked = performance.now();
      cost = hands.account.total - before;
      if (gone()) return;
      if (!seen) {
        // Half of it was read before the page changed: nothing is said of such a mixture.
        torn += 1;
        dirty = true;
        return;
      }
      torn = 0;
      const { snapshot, regions } = seen;
      site = snapshot.site;
      const [said, heavy] = hands.counted(() => {
        const text = JSON.stringify({
          regions: snapshot.regions.map((region) => region.body ? { ...region, body: { ...region.body, links: [] } } : region),
          links: snapshot.regions.map((region) => lined(region.body?.links ?? [])),
        });
        return [JSON.stringify({ ...snapshot, regions: 0, looked_at: 0, at: null, title: '', tried: 0 }) + text, text];
      });
      watch();
      if (said === last && mine.intact(regions)) {
        vain += 1;
        return;
      }
      vain = 0;
      const answer = await ask({ look: { snapshot: { ...snapshot, regions: [] }, text: heavy } });
      if (gone() || !answer) return;
      if (answer === 'heard') last = anew ? '' : said;
      const drawings = typeof answer === 'object' ? answer.draw ?? answer.soon : null;
      if (!drawings) return;
      last = anew ? '' : said;
      lent = regions;
      await hands.paced(mine.draw(regions, drawings), gone, DRAWING);
      if (drawings.length) holdOn();
      if (typeof answer === 'object' && answer.soon) {
        last = '';
        late = later(soon, SOON);
      }
    };

    const settle = () => plan?.sites.find((candidate) => candidate.id === site)?.watch.settle || SETTLE;

    const soon = () => {
      if (timer !== undefined || !running) return;
      if (busy) {
        dirty = true;
        return;
      }
      const since = performance.now() - looked;
      const pause = settle();
      const wait = since > QUIET ? pause / 2 : Math.min(pause * (1 + vain), Math.max(pause, CALM));
      timer = later(() => void look(), Math.max(wait, cost * SHARE - since));
    };

    /** Whether a change is worth a look: not ours, not in something the person writes. @param {MutationRecord} record */
    const matters = (record) => {
      if (hands.own.has(record.target)) return false;
      const element = record.target instanceof Element ? record.target : record.target.parentElement;
      if (element?.closest('[contenteditable=""], [contenteditable=true], textarea')) return false;
      if (record.type !== 'childList') return true;
      for (const node of record.addedNodes) if (!hands.own.has(node)) return true;
      return record.removedNodes.length > 0;
    };

    const observer = new MutationObserver((records) => {
      if (!alive()) return end();
      painter?.doubt(records);
      if (timer !== undefined || dirty) return;
      if (records.length > MANY || hands.counted(() => records.some(matters))) soon();
    });

    const here = () => location.href;
    const moved = () => {
      if (here() !== place) {
        place = here();
        soon();
      }
    };

    /** Watches the document, and the frames that the plan names as far as they can be entered. */
    const watch = () => {
      if (!plan) return;
      const present = plan.sites.filter((candidate) => !site || candidate.id === site);
      const attributes = [...new Set(present.flatMap((candidate) => candidate.watch.attributes))];
      const wanted = new Map(/** @type {[Node, Node][]} */ ([[document, document]]));
      for (const selector of present.flatMap((candidate) => candidate.watch.frames)) {
        for (const frame of document.querySelectorAll(selector)) {
          const inner = frame instanceof HTMLIFrameElement ? frame.contentDocument : null;
          if (!watched.has(frame)) frame.addEventListener('load', soon);
          wanted.set(frame, inner ?? frame);
        }
      }
      const key = (/** @type {Map<Node, Node>} */ map) => [...map.values()];
      const [before, after] = [key(watched), key(wanted)];
      if (before.length === after.length && before.every((node, index) => node === after[index])) return;
      observer.disconnect();
      watched.clear();
      for (const [frame, node] of wanted) {
        watched.set(frame, node);
        if (node === frame && node !== document) continue;
        observer.observe(node, { childList: true, subtree: true, ...(attributes.length ? { attributes: true, attributeFilter: attributes } : {}) });
      }
    };

    /** @param {any} message @param {{ id?: string }} sender @param {(answer: any) => void} reply */
    const told = (message, sender, reply) => {
      if (sender.id !== api.runtime.id || !running) return undefined;
      if (message === 'there') reply(painter?.tokens() ?? []);
      // What we cost this page; asked for when the figures are made.
      if (message === 'spent') reply({ ...hands.account, idle: timer === undefined && !busy });
      if (message === 'changed') {
        painter?.changed();
        reply(true);
      }
      if (message === 'body' || message === 'shape') {
        if (!plan) return void reply(null);
        // In one go: half of what a page was, and half of what it is, is nobody's mail.
        void hands.paced(hands.look(plan, document, memory, { shape: message === 'shape' }), 'whole').then((seen) => {
          if (seen && message === 'body') lent = seen.regions;
          reply(seen?.snapshot ?? null);
        });
        return true;
      }
      if (Array.isArray(message?.draw) && painter) {
        void hands.paced(painter.draw(lent, message.draw, true), () => !running, DRAWING);
        if (message.draw.length) holdOn();
        reply(true);
      }
      if (message?.show) painter?.point(lent.get(message.show.region)?.frame, message.show);
      if (message === 'hide') painter?.point(null, null);
      if (message === 'escape') painter?.dismiss();
      if (message === 'again') {
        reply(true);
        again();
      }
      return undefined;
    };

    const again = () => {
      last = '';
      anew = true;
      if (!running) return void start();
      soon();
    };

    /** @param {PageTransitionEvent} event */
    const back = async (event) => {
      if (!event.persisted) return;
      // Another page said hello in this tab meanwhile.
      await ask({ hello: { url: here() } });
      again();
    };
    const seen = () => { if (!alive()) end(); };

    /** What an orphan of ours could not take along. */
    const sweep = () => {
      for (const node of document.querySelectorAll('[data-honmono]')) node.remove();
      hands.marks.sweep(document);
    };

    /** A document that was written by the page around it, and that the page can enter, is looked at from there. */
    const isEntered = () => {
      if (/^https?:$/.test(location.protocol)) return false;
      try {
        return window.frameElement !== null;
      } catch {
        return false;
      }
    };

    async function start() {
      if (running || ended || isEntered()) return;
      // Opened ahead by the browser, behind what the person sees, a page has no place in the tab yet.
      if (/** @type {{ prerendering?: boolean }} */ (document).prerendering) {
        document.addEventListener('prerenderingchange', () => void start(), { once: true });
        return;
      }
      running = true;
      // Before the first word to the background, which may be slow to answer: who asks for hands meanwhile is to find them.
      api.runtime.onMessage.addListener(told);
      const answer = await ask({ hello: { url: here() } });
      if (!running || ended) return;
      if (!answer || typeof answer !== 'object' || !answer.plan) return stop();
      plan = answer.plan.plan;
      place = here();
      sweep();
      painter ??= hands.painter(ask, answer.plan.title);
      for (const type of ['hashchange', 'popstate']) window.addEventListener(type, moved);
      window.addEventListener('pageshow', back);
      document.addEventListener('visibilitychange', seen);
      window.addEventListener('focus', seen);
      window.addEventListener('load', soon);
      await look();
    }

    function stop() {
      if (!running) return;
      running = false;
      clearTimeout(timer);
      clearTimeout(late);
      timer = undefined;
      observer.disconnect();
      watched.clear();
      last = '';
      painter?.end();
      painter = null;
      try {
        api.runtime.onMessage.removeListener(told);
        port?.disconnect();
      } catch { /* orphans have no runtime */ }
      port = null;
      for (const type of ['hashchange', 'popstate']) window.removeEventListener(type, moved);
      window.removeEventListener('pageshow', back);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('focus', seen);
      window.removeEventListener('load', soon);
    }

    function end() {
      if (ended) return;
      stop();
      ended = true;
    }

    return { start, stop, end, again, alive };
  };

  // Lent a second time: the same hands look again. Hands of a dead extension make room.
  if (hands.life?.alive()) hands.life.again();
  else {
    hands.life?.end();
    hands.life = make();
    void hands.life.start();
  }
})();
