// Looks at a page as a plan says and brings back what is there, as plain data. It knows no site, no brand and no word.
//
// Rules it keeps, whatever the plan says (src/page/plan.rs): bodies are found first, from the outside in; a match inside a
// body counts for nothing but the body's own text and links; an editable body is a draft; nothing is changed, clicked or
// asked from the network; it never throws.
(() => {
  'use strict';

  const hands = (globalThis.honmonoHands ??= /** @type {HonmonoHands} */ ({}));
  const own = hands.own;

  const { read: readBody, fold, all, UNSEEN, INLINE } = hands.body;

  /** Lines and indentation of the markup go, spaces within a line stay as the page has them. @param {string} text */
  const foldMarkup = (text) => text.replace(/\s*[\n\r\t]\s*/g, ' ').trim();

  /** @param {Element} el @param {string[] | undefined} list */
  const isIn = (el, list) => {
    for (const css of list ?? []) {
      try {
        if (el.closest(css)) return true;
      } catch {
        // a selector that this browser does not know
      }
    }
    return false;
  };

  /** @param {Element} el */
  const rendered = (el) =>
    typeof el.checkVisibility !== 'function'
      ? el.getClientRects().length > 0
      : el.checkVisibility() || (getComputedStyle(el).display === 'contents' && el.parentElement?.checkVisibility() === true);

  /** Of nested elements the outermost, in document order. @param {Element[]} list */
  const outermost = (list) => {
    const set = new Set(list);
    return [...set].filter((el) => {
      for (let up = el.parentElement; up; up = up.parentElement) if (set.has(up)) return false;
      return true;
    });
  };

  /** @param {Element[]} zones @param {Node} node */
  const inside = (zones, node) => zones.some((zone) => zone.contains(node));

  // --- The reader's clock -------------------------------------------------------------------------------------------

  /** @type {[number, number][] | undefined} */
  let zoneKnown;

  // The offsets of the last three years and the coming one, with the moments when they changed.
  /** @param {number} now @returns {[number, number][]} */
  const zone = (now) => {
    if (zoneKnown) return zoneKnown;
    const month = 30 * 86400000;
    const offset = (/** @type {number} */ at) => -new Date(at).getTimezoneOffset();
    let at = now - 37 * month;
    /** @type {[number, number][]} */
    const list = [[at, offset(at)]];
    for (let here = list[0][1]; at < now + 12 * month; at += month) {
      const there = offset(at + month);
      if (here === there) continue;
      let [low, high] = [at, at + month];
      while (high - low > 60000) {
        const middle = Math.floor((low + high) / 2);
        if (offset(middle) === here) low = middle;
        else high = middle;
      }
      here = there;
      list.push([Math.round(high / 60000) * 60000, there]);
    }
    return (zoneKnown = list);
  };

  // --- Fields -------------------------------------------------------------------------------------------------------

  /** The text of a small piece of a page. @param {Element} root @param {string[]} less @param {number} most */
  const textOf = (root, less, most) => {
    /** @type {string[]} */
    const out = [];
    let size = 0;
    const left = less.length ? new Set(less.flatMap((css) => all(root, css))) : null;
    /** @type {Node | null} */
    let node = root.firstChild;
    while (node && size < most) {
      let enter = false;
      if (node.nodeType === 3) {
        out.push(/** @type {Text} */ (node).data);
        size += /** @type {Text} */ (node).data.length;
      } else if (node.nodeType === 1) {
        const el = /** @type {Element} */ (node);
        enter = !UNSEEN.has(el.tagName) && !left?.has(el) && !own.has(el);
        if (el.tagName === 'IMG') out.push(el.getAttribute('alt') ?? '');
        if (el.tagName === 'BR' || (enter && !INLINE.has(el.tagName))) out.push('\n');
      }
      if (enter && node.firstChild) {
        node = node.firstChild;
        continue;
      }
      while (node && node !== root && !node.nextSibling) node = node.parentNode;
      node = !node || node === root ? null : node.nextSibling;
    }
    return foldMarkup(out.join('')).slice(0, most);
  };

  /** @param {Element} el @param {HonmonoWay} way @param {number} most @returns {string | null} */
  const take = (el, way, most) => {
    if (way.take === 'text') return textOf(el, way.less, most);
    if (way.take === 'raw') return (el.textContent ?? '').slice(0, 6000000);
    if (way.take === 'there') return '';
    if (way.take === 'tag') return el.localName;
    return el.getAttribute(way.take.attr)?.slice(0, most) ?? null;
  };

  /**
   * @param {HonmonoField} field
   * @param {{ doc: Document, base: ParentNode, zones: Element[], bodies: Element[], limits: HonmonoLimits }} at
   * @returns {HonmonoFound}
   */
  const readField = (field, at) => {
    /** @type {HonmonoFound} */
    const found = { values: [], parts: [], way: null, counts: [] };
    /** @type {ParentNode | null} */
    let base = at.base;
    if (field.from === 'page') base = at.doc;
    else if (typeof field.from === 'object') {
      try {
        base = at.base instanceof Element ? at.base.closest(field.from.up) : null;
      } catch {
        base = null;
      }
    }
    const most = field.most || 1;
    const first = at.bodies[0];
    for (const [index, way] of field.ways.entries()) {
      let matches = !base ? [] : way.css === '' ? (base instanceof Element ? [base] : []) : all(base, way.css);
      matches = matches.filter((el) => !inside(at.zones, el) && !own.has(el));
      if (field.from === 'before') {
        matches = first ? matches.filter((el) => first.compareDocumentPosition(el) & 2 && !el.contains(first)).reverse() : [];
      }
      found.counts.push(matches.length);
      for (const el of matches) {
        const value = take(el, way, at.limits.value);
        if (value === null || (way.has && !value.includes(way.has))) continue;
        found.way = index;
        found.values.push(value);
        if (field.parts.length) found.parts.push(readFields(field.parts, { ...at, base: el }));
        if (found.values.length >= most) break;
      }
      if (found.values.some((value) => value !== '' || way.take === 'there') || found.parts.length) break;
    }
    return found;
  };

  /** @param {HonmonoField[]} fields @param {Parameters<typeof readField>[1]} at */
  const readFields = (fields, at) => {
    /** @type {Record<string, HonmonoFound>} */
    const out = {};
    for (const field of fields) out[field.name] = readField(field, at);
    return out;
  };

  // --- Bodies -------------------------------------------------------------------------------------------------------

  /**
   * Where a window stands: its number among its parent's frames, and so on up to the page. A page can neither change nor forge what
   * the browser says here, and windows of other origins may be compared. Null in a shadow tree, and once it is gone.
   * @param {Window | null} from @param {number} [depth] @returns {number[] | null}
   */
  const placeOfWindow = (from, depth = 0) => {
    if (from === window.top) return [];
    if (!from || depth > 20) return null;
    let number = 0;
    while (number < from.parent.length && from.parent[number] !== from) number += 1;
    const above = number < from.parent.length ? placeOfWindow(from.parent, depth + 1) : null;
    return above && [...above, number];
  };

  /** @typedef {{ el: Element, way: number, root: Element | null, doc: Document | null, closed: string | null, at?: number[] | null }} BodyAt */

  /** A frame that is sent somewhere holds an empty document until the other one is there. @param {Element} frame @param {Document} inner */
  const isComing = (frame, inner) =>
    inner.URL === 'about:blank' && !inner.body?.hasChildNodes() && (frame.hasAttribute('srcdoc') || !/^(?:about:|javascript:|$)/i.test(frame.getAttribute('src')?.trim() ?? ''));

  /** Every body of the document, whatever region it is in. @param {HonmonoBody} plan @param {Document} doc @param {number[]} counts @returns {BodyAt[]} */
  const findBodies = (plan, doc, counts) => {
    /** @type {Map<Element, number>} */
    const way = new Map();
    for (const [index, one] of plan.ways.entries()) {
      const matches = all(doc, one.css);
      counts[index] = (counts[index] ?? 0) + matches.length;
      for (const el of matches) if (!way.has(el)) way.set(el, index);
    }
    if (plan.dense && !way.size) {
      const el = densest(doc);
      if (el) way.set(el, plan.ways.length);
    }
    return outermost([...way.keys()])
      .filter((el) => !isIn(el, plan.not) && !el.closest('[contenteditable]:not([contenteditable="false" i])'))
      .map((el) => {
        const index = way.get(el) ?? 0;
        const one = plan.ways[index];
        if (!one?.frame) return { el, way: index, root: el, doc, closed: null };
        let inner = null;
        try {
          inner = /** @type {HTMLIFrameElement} */ (el).contentDocument;
        } catch {
          // another origin
        }
        if (!inner || isComing(el, inner)) return { el, way: index, root: null, doc: null, closed: el.getAttribute('src') ?? '', at: placeOfWindow(/** @type {HTMLIFrameElement} */ (el).contentWindow) };
        const within = inner;
        const root = one.inside.map((css) => all(within, css)[0]).find(Boolean) ?? inner.body;
        const draft = /** @type {HTMLElement | null} */ (root)?.isContentEditable || inner.designMode === 'on';
        return { el, way: index, root: draft ? null : root, doc: inner, closed: null };
      })
      .filter((body) => body.root || body.closed !== null);
  };

  /** The pane a body lies in, for regions found by climbing from it. @param {Element} el @param {string[]} panes */
  const panesOf = (el, panes) => {
    for (const css of panes) {
      try {
        const pane = el.closest(css);
        if (pane) return pane;
      } catch {
        // a selector that this browser does not know
      }
    }
    return null;
  };

  /**
   * Where most of a page's links to other sites are: the smallest element that holds most of them. For pages nobody told us about.
   * @param {Document} doc
   */
  const densest = (doc) => {
    const host = doc.location?.host;
    const abroad = all(doc, 'a[href]').filter((el) => {
      const a = /** @type {HTMLAnchorElement} */ (el);
      return /^https?:$/.test(a.protocol) && a.host !== host && rendered(a);
    });
    if (!abroad.length || abroad.length > 20000) return null;
    /** @type {Map<Element, number>} */
    const held = new Map();
    for (const link of abroad) for (let up = link.parentElement; up; up = up.parentElement) held.set(up, (held.get(up) ?? 0) + 1);
    let el = doc.body;
    for (;;) {
      const next = [...el.children].find((child) => (held.get(child) ?? 0) > abroad.length * 0.7 && /^(?:block|table|flex|grid|list-item)/.test(getComputedStyle(child).display));
      if (!next) return el === doc.body ? null : el;
      el = /** @type {HTMLElement} */ (next);
    }
  };

  // --- Regions ------------------------------------------------------------------------------------------------------

  /** @param {HonmonoMemory} memory @param {Element} el */
  const keyOf = (memory, el) => {
    memory.keys ??= new WeakMap();
    let key = memory.keys.get(el);
    if (!key) {
      memory.next = (memory.next ?? 0) + 1;
      memory.keys.set(el, (key = `r${memory.next}`));
    }
    return key;
  };

  /** @param {HonmonoPlace[]} places @param {Element} container @param {Document} doc @param {Element[]} zones @returns {HonmonoSpot | null} */
  const placeOf = (places, container, doc, zones) => {
    for (const place of places) {
      /** @type {ParentNode | null} */
      let base = container;
      try {
        if (place.from === 'page') base = doc;
        else if (typeof place.from === 'object') base = container.closest(place.from.up);
      } catch {
        base = null;
      }
      const node = !base ? undefined : place.css === '' ? (base instanceof Element ? base : undefined) : all(base, place.css).find((el) => !inside(zones, el));
      if (node && (place.side === 'prepend' || node.parentNode)) return { node, where: place.side };
    }
    return null;
  };

  /**
   * @param {HonmonoCandidate} site @param {HonmonoSnapshot} snapshot @param {HonmonoLimits} limits @param {Document} doc
   * @param {HonmonoMemory} memory @param {Map<string, HonmonoRegion>} regions
   * @returns {HonmonoSteps<{ zones: Element[], roots: Element[] }>}
   */
  const lookAt = function* (site, snapshot, limits, doc, memory, regions) {
    /** @type {BodyAt[]} */
    const bodies = [];
    for (const kind of site.kinds) {
      if (!kind.body) continue;
      const counts = (snapshot.tried[`${kind.name}.body`] = /** @type {number[]} */ ([]));
      for (const body of findBodies(kind.body, doc, counts)) if (!bodies.some((other) => other.el === body.el)) bodies.push(body);
    }
    const outer = new Set(outermost(bodies.map((body) => body.el)));
    const real = bodies.filter((body) => outer.has(body.el));
    const zones = real.map((body) => body.el);
    const used = new Set();

    snapshot.page = readFields(site.page, { doc, base: doc, zones, bodies: zones, limits });
    for (const kind of site.kinds) {
      const counts = (snapshot.tried[`${kind.name}.roots`] = /** @type {number[]} */ ([]));
      /** @type {Element[]} */
      let roots = [];
      let way = 0;
      for (const [index, css] of kind.roots.entries()) {
        const matches = all(doc, css);
        counts.push(matches.length);
        roots = outermost(matches.filter((el) => !inside(zones, el) && !own.has(el) && !isIn(el, kind.not) && rendered(el)));
        if (kind.without.length) roots = roots.filter((root) => !kind.without.some((css) => all(root, css).some((el) => !inside(zones, el))));
        if (kind.needs_body) roots = roots.filter((root) => real.some((body) => root.contains(body.el) && rendered(body.el)));
        way = index;
        if (roots.length) break;
      }
      if (!roots.length && kind.climb.length) {
        way = kind.roots.length;
        const visible = real.filter((body) => rendered(body.el)).map((body) => body.el);
        for (const body of visible) {
          if (isIn(body, kind.not)) continue;
          const pane = panesOf(body, kind.climb);
          if (!pane) continue;
          /** @type {Element} */
          let el = body;
          while (el !== pane && el.parentElement) {
            const up = el.parentElement;
            if (visible.some((other) => other !== body && up.contains(other))) break;
            el = up;
          }
          if (el !== body) roots.push(el);
        }
        counts.push(roots.length);
      }
      const most = kind.most || 60;
      if (roots.length > most) snapshot.cut = true;
      for (const root of roots.slice(0, most)) {
        const key = keyOf(memory, root);
        if (regions.has(key)) continue; // an earlier kind has it
        const within = kind.body ? real.filter((body) => root.contains(body.el)) : [];
        const visible = within.filter((body) => rendered(body.el));
        for (const body of within) used.add(body);
        /** @type {HonmonoRegionSeen} */
        const seen = { key, kind: kind.name, way, fields: {}, body: null };
        seen.fields = readFields(kind.fields, { doc, base: root, zones, bodies: visible.map((body) => body.el), limits });
        /** @type {HonmonoRegion} */
        const region = { key, container: root, place: null, documents: new Set(), frame: null, links: [], cover: null };
        region.place = placeOf(kind.places, root, doc, zones);
        const first = visible[0];
        if (first) {
          region.frame = first.closed === null ? null : first.el;
          seen.body = { way: first.way, count: visible.length, text: '', hidden: '', alts: [], pictures: 0, links: [], closed: first.closed, empty: false, cut: false };
          if (first.at) seen.body.at = first.at;
          for (const body of visible) {
            if (!body.root) continue;
            const content = body.root;
            if (body.doc) region.documents.add(body.doc);
            const parts = kind.body ? outermost(kind.body.parts.flatMap((css) => all(content, css))) : [];
            for (const part of parts.length ? parts : [content]) {
              if (seen.body.text) seen.body.text += '\n';
              const before = region.links.length;
              const whole = yield* readBody(part, seen.body, region.links, limits);
              region.cover = whole && before === 0 ? part : null;
            }
          }
          seen.body.empty = !seen.body.closed && !seen.body.text && !seen.body.links.length && !seen.body.pictures;
          snapshot.cut ||= seen.body.cut;
        }
        snapshot.regions.push(seen);
        regions.set(key, region);
      }
    }
    snapshot.strays = real.filter((body) => !used.has(body) && rendered(body.el)).length;
    return { zones, roots: [...regions.values()].map((region) => region.container) };
  };

  // --- Shape --------------------------------------------------------------------------------------------------------

  /** Names and counts around the message, for a report on a changed page. @param {Element} el @param {Element[]} zones @param {{ left: number }} budget @param {number} depth @returns {HonmonoShape} */
  const shapeOf = (el, zones, budget, depth) => {
    budget.left -= 1;
    const body = zones.includes(el);
    /** @type {HonmonoShape} */
    const shape = { tag: el.localName, role: el.getAttribute('role') ?? '', attributes: el.getAttributeNames().sort(), text: 0, body, times: 1, inside: [] };
    if (body || depth > 40 || budget.left < 0) return shape;
    for (const child of el.childNodes) if (child.nodeType === 3) shape.text += fold(/** @type {Text} */ (child).data).length;
    for (const child of el.children) {
      if (budget.left < 0) break;
      if (UNSEEN.has(child.tagName) || own.has(child)) continue;
      const inner = shapeOf(child, zones, budget, depth + 1);
      const last = shape.inside.at(-1);
      if (last && JSON.stringify({ ...last, times: 1, text: 0 }) === JSON.stringify({ ...inner, text: 0 })) last.times += 1;
      else shape.inside.push(inner);
    }
    return shape;
  };

  // --- The look -----------------------------------------------------------------------------------------------------

  hands.look = function* (plan, doc, memory, options) {
    const now = Date.now();
    /** @type {HonmonoSnapshot} */
    const snapshot = {
      site: '', url: '', title: '', lang: '', looked_at: now, zone: [], loading: false, at: null, tried: {}, page: {}, regions: [],
      strays: 0, cut: false, fault: null, shape: null,
    };
    /** @type {Map<string, HonmonoRegion>} */
    const regions = new Map();
    try {
      snapshot.url = doc.location?.href ?? doc.URL;
      snapshot.title = doc.title.slice(0, plan.limits.value);
      snapshot.lang = doc.documentElement?.getAttribute('lang') ?? '';
      snapshot.loading = doc.readyState === 'loading';
      snapshot.at = placeOfWindow(doc.defaultView);
      snapshot.zone = zone(now);
      for (const site of plan.sites) {
        const counts = site.present.map((css) => all(doc, css).length);
        snapshot.tried[`${site.id}.present`] = counts;
        if (counts.length && !counts.some(Boolean)) continue;
        snapshot.site = site.id;
        const { zones, roots } = yield* lookAt(site, snapshot, plan.limits, doc, memory, regions);
        if (options?.shape) {
          // Around the messages that were found; without any, the whole page.
          const top = roots[0]?.parentElement ?? doc.body ?? doc.documentElement;
          if (top) snapshot.shape = shapeOf(top, zones, { left: 1500 }, 0);
        }
        break;
      }
    } catch (fault) {
      snapshot.fault = fault instanceof Error ? fault.name : 'unknown';
    }
    return { snapshot, regions };
  };
})();
