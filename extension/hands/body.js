// Reads the body of a mail: the text a person can see, the text nobody can, every link. Part of look.js, whose rules hold here too.
//
// Reading goes on in steps (`yield`), so that a long mail does not hold up the page it is shown in: see pace.js.
(() => {
  'use strict';

  const hands = (globalThis.honmonoHands ??= /** @type {HonmonoHands} */ ({}));
  // Nodes that we put into the page ourselves; paint.js adds to it. They are neither read nor watched.
  hands.own ??= new WeakSet();
  const own = hands.own;

  const UNSEEN = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'HEAD', 'TITLE', 'META', 'LINK', 'OBJECT']);
  const INLINE = new Set([
    'A', 'ABBR', 'ACRONYM', 'B', 'BDI', 'BDO', 'BIG', 'CITE', 'CODE', 'DEL', 'DFN', 'EM', 'FONT', 'I', 'IMG', 'INS', 'KBD', 'LABEL',
    'MARK', 'Q', 'RUBY', 'RP', 'RT', 'S', 'SAMP', 'SMALL', 'SPAN', 'STRIKE', 'STRONG', 'SUB', 'SUP', 'TT', 'U', 'VAR', 'WBR',
  ]);
  const HTML = 'http://www.w3.org/1999/xhtml';
  // Above so many elements a body is read by the browser's own quick roads, whose pieces are coarser.
  const WIDE = 6000;
  // Every element's style is asked for up to this many; after that, elements written alike share an answer.
  const ASK_EACH = 1500;
  /** So many letters of an address are told of. */
  const LONGEST = 20000;
  // So many links or nodes are one step.
  const LINK_STEP = 64;
  const NODE_STEP = 256;

  const UNFOLDED = /[^\S ]|  |^ | $/;
  /** @param {string} text */
  const fold = (text) => (UNFOLDED.test(text) ? text.replace(/\s+/g, ' ').trim() : text);

  /** @param {ParentNode} root @param {string} css @returns {Element[]} */
  const all = (root, css) => {
    try {
      return Array.from(root.querySelectorAll(css));
    } catch {
      return []; // a selector that this browser does not know
    }
  };

  /**
   * What a person can see of text in an element: `hidden` is about its own text, `marked` about everything in it.
   * @typedef {{ hidden: boolean, marked: boolean, colour: string, back: string, alike: Map<string, Look> }} Look
   */

  const CLEAR = /^(?:transparent|rgba\(.*,\s*0(?:\.0\d*)?\))$/;
  // Written styles that can change none of what is looked at. A backslash may spell anything.
  const HARMLESS = /^[^\\]*$/;
  const TELLING = /colo|back|font|opac|displ|visib|over|posit|clip|inde|heig|widt|trans|filt|mask|all\s*:|var\(/i;

  /** @param {Map<string, Look>} known @param {boolean} hidden @param {boolean} marked @param {string} colour @param {string} back @returns {Look} */
  const lookLike = (known, hidden, marked, colour, back) => {
    const key = `${hidden} ${marked} ${colour} ${back}`;
    let look = known.get(key);
    if (!look) known.set(key, (look = { hidden, marked, colour, back, alike: new Map() }));
    return look;
  };

  /** @param {Map<string, Look>} known @param {Look} up @param {Element} el @param {Window} win @returns {Look} */
  const lookOf = (known, up, el, win) => {
    if (up.marked) return up;
    const style = win.getComputedStyle(el);
    const display = style.display;
    if (display === 'none') return lookLike(known, true, true, up.colour, up.back);
    const back = style.backgroundColor;
    const colour = style.color;
    const ground = style.backgroundImage !== 'none' ? '' : CLEAR.test(back) ? up.back : back;
    let marked = parseFloat(style.opacity) < 0.05 || parseFloat(style.textIndent) < -999;
    if (!marked && style.overflow !== 'visible' && display !== 'inline') {
      const box = /** @type {HTMLElement} */ (el);
      marked = box.offsetHeight < 2 || box.offsetWidth < 2;
    }
    if (!marked && style.position !== 'static' && style.position !== 'relative') {
      marked = style.clip === 'rect(0px, 0px, 0px, 0px)' || parseFloat(style.left) < -999 || parseFloat(style.top) < -999;
    }
    const hidden =
      marked || style.visibility !== 'visible' || parseFloat(style.fontSize) < 2 || CLEAR.test(colour) || (ground !== '' && colour === ground);
    return lookLike(known, hidden, marked, colour, ground);
  };

  /** The colour behind an element: the first ancestor that has one. @param {Element} el @param {Window} win */
  const groundOf = (el, win) => {
    for (let up = /** @type {Element | null} */ (el), n = 0; up && n < 40; up = up.parentElement, n += 1) {
      const style = win.getComputedStyle(up);
      if (style.backgroundImage !== 'none') return '';
      if (!CLEAR.test(style.backgroundColor)) return style.backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };

  /** @param {Element} el @returns {[string, string] | null} */
  const linkOf = (el) => {
    const tag = el.tagName;
    // By far the most, with the fewest questions. In capitals it is HTML's own.
    if (tag === 'A') {
      const href = el.getAttribute('href');
      return href === null ? null : [href, ''];
    }
    if (el.namespaceURI !== HTML) {
      const href = el.getAttribute('href') ?? el.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? el.getAttribute('xlink:href');
      return href !== null && (el.localName === 'a' || el.namespaceURI !== 'http://www.w3.org/2000/svg') ? [href, 'svg'] : null;
    }
    /** @type {string | null} */
    let href = null;
    if (tag === 'AREA') return (href = el.getAttribute('href')) === null ? null : [href, 'area'];
    if (tag === 'FORM') return (href = el.getAttribute('action')) === null ? null : [href, 'form'];
    if (tag === 'BUTTON' || tag === 'INPUT') return (href = el.getAttribute('formaction')) === null ? null : [href, 'button'];
    return null;
  };

  const LINKS = 'a[href], area[href], form[action], [formaction], svg a, math [href]';
  /** Without any of these there is none but the first kind, which the browser finds in half the time. */
  const ODD = ['area', 'form', 'button', 'input', 'svg', 'math'];

  /** With a style sheet of its own a mail can make two elements that are written alike look different. @param {Element} root */
  const hasSheets = (root) => root.ownerDocument !== document || root.getElementsByTagName('style').length > 0;

  const VISIBLE = { visibilityProperty: true };
  // Without a style sheet in the mail, what has none of these looks as its parent does.
  const DRESSED = '[style], [class], [id], [hidden]';
  // So few of them are asked instead of every link.
  const FEW_DRESSED = 20;

  /**
   * The links of a very large body that nobody can see, where a few questions tell; null where each is to be asked.
   * @param {Element} root @returns {Set<Element> | null}
   */
  const hiddenIn = (root) => {
    if (hasSheets(root)) return null;
    const dressed = all(root, DRESSED);
    if (dressed.length > FEW_DRESSED) return null;
    /** @type {Set<Element>} */
    const hidden = new Set();
    // In document order, so that what is said of an inner one counts.
    for (const el of dressed) {
      const seen = el.checkVisibility?.(VISIBLE);
      if (seen && !hidden.size) continue;
      for (const link of el.matches(LINKS) ? [el, ...all(el, LINKS)] : all(el, LINKS)) {
        if (seen) hidden.delete(link);
        else hidden.add(link);
      }
    }
    return hidden;
  };

  /**
   * Reads links of a very large body, from one of them on and as many as are one step; false when there are more than are wanted. A
   * plain function: in a generator the browser compiles such a loop late or never.
   * @param {Element[]} found @param {number} from @param {boolean} plain @param {Set<Element> | null} hidden
   * @param {HonmonoBodySeen} seen @param {Element[]} links @param {HonmonoLimits} limits
   */
  const readLinks = (found, from, plain, hidden, seen, links, limits) => {
    const end = Math.min(from + LINK_STEP, found.length);
    for (let at = from; at < end; at += 1) {
      const el = /** @type {Element} */ (found[at]);
      let [href, kind] = [plain ? el.getAttribute('href') : null, ''];
      if (href === null) {
        const pair = linkOf(el);
        if (!pair) continue;
        [href, kind] = pair;
      }
      const id = links.length;
      if (id >= limits.links) return false;
      /** @type {HonmonoLinkSeen} */
      const link = { id, href: href.slice(0, LONGEST), text: fold((el.textContent ?? '').slice(0, 4000)).slice(0, limits.value) };
      if (kind) link.kind = kind;
      if (!link.text) link.alt = fold(el.querySelector('img[alt]')?.getAttribute('alt') ?? el.getAttribute('alt') ?? '').slice(0, limits.value);
      if (hidden ? hidden.size > 0 && hidden.has(el) : !seen.cut && !el.checkVisibility?.(VISIBLE)) link.hidden = true;
      links.push(el);
      seen.links.push(link);
    }
    return true;
  };

  /**
   * Reads a very large body: what the browser itself calls its text, and every link. Nothing is told of text hidden by colour
   * or size: it counts as seen, which is the side to err on.
   * @param {HTMLElement} root @param {HonmonoBodySeen} seen @param {Element[]} links @param {HonmonoLimits} limits
   * @returns {HonmonoSteps<boolean>}
   */
  const readWide = function* (root, seen, links, limits) {
    const text = root.innerText;
    seen.cut ||= text.length > limits.text;
    seen.text += foldLines(text.slice(0, limits.text));
    const plain = ODD.every((tag) => root.getElementsByTagName(tag).length === 0);
    const [found, hidden] = [all(root, plain ? 'a[href]' : LINKS), hiddenIn(root)];
    let whole = true;
    for (let at = 0; whole && at < found.length; at += LINK_STEP) {
      if ((yield) > limits.time) seen.cut = true;
      whole = readLinks(found, at, plain, hidden, seen, links, limits);
    }
    if (!whole) seen.cut = true;
    const pictures = all(root, 'img[alt]');
    for (const picture of pictures.slice(0, 2000)) {
      const alt = fold(picture.getAttribute('alt') ?? '');
      if (alt) seen.alts.push(alt.slice(0, limits.value));
    }
    seen.pictures += root.getElementsByTagName('img').length;
    return whole && plain;
  };

  /**
   * Reads the content below a root into `seen`.
   * @param {Element} root @param {HonmonoBodySeen} seen @param {Element[]} links
   * @param {HonmonoLimits} limits
   * @returns {HonmonoSteps<boolean>}
   */
  const readBody = function* (root, seen, links, limits) {
    if (root.getElementsByTagName('*').length > WIDE) return yield* readWide(/** @type {HTMLElement} */ (root), seen, links, limits);
    const win = root.ownerDocument.defaultView ?? window;
    /** @type {Map<string, Look>} */
    const known = new Map();
    const sheets = hasSheets(root);
    let asked = 0;
    let nodes = 0;
    /** @type {string[]} */
    const shown = [];
    /** @type {string[]} */
    const unseen = [];
    let size = 0;
    let pictures = 0;
    let cut = false;

    /** @param {Look} up @param {Element} el */
    const ask = (up, el) => {
      if (up.marked || (!sheets && !el.hasAttributes())) return up;
      const style = el.getAttribute('style') ?? '';
      const named = el.getAttribute('class');
      if (!sheets && !named && el.tagName !== 'FONT' && (style === '' || (HARMLESS.test(style) && !TELLING.test(style)))) {
        if (!el.id && !el.hasAttribute('hidden') && !el.hasAttribute('bgcolor') && !el.hasAttribute('background')) return up;
      }
      if (sheets && asked < ASK_EACH) {
        asked += 1;
        return lookOf(known, up, el, win);
      }
      // Elements written alike below the same look are taken to look alike.
      const key = `${el.tagName} ${style} ${named ?? ''} ${el.id} ${el.getAttribute('color') ?? ''} ${el.getAttribute('bgcolor') ?? ''} ${el.hasAttribute('hidden')}`;
      let look = up.alike.get(key);
      if (!look) up.alike.set(key, (look = lookOf(known, up, el, win)));
      return look;
    };
    /** @param {string} text @param {boolean} hidden */
    const say = (text, hidden) => {
      if (size > limits.text) {
        cut = true;
        return;
      }
      const room = limits.text - size;
      const part = text.length > room ? text.slice(0, room + 1) : text;
      size += part.length;
      (hidden ? unseen : shown).push(part);
    };

    /** @type {{ el: Element, look: Look, link: HonmonoLinkSeen | null, from: number, fromUnseen: number, fromAlt: number, fromPicture: number }[]} */
    const stack = [];
    const style = win.getComputedStyle(root);
    // The root was found visible; a fade-in of the webmail's own must not make a whole mail hidden.
    let look = lookLike(known, false, false, style.color, groundOf(root, win));

    /** @param {Element} el */
    const leave = (el) => {
      const top = stack.pop();
      if (!top) return;
      look = top.look;
      if (top.link) {
        const text = fold(shown.slice(top.from).join(''));
        const hiddenText = text ? '' : fold(unseen.slice(top.fromUnseen).join(''));
        top.link.text = (text || hiddenText).slice(0, limits.value);
        top.link.alt = fold(seen.alts.slice(top.fromAlt).join(' ')).slice(0, limits.value);
        if (!text && hiddenText && pictures === top.fromPicture) top.link.hidden = true;
      }
      if (!INLINE.has(el.tagName)) say('\n', look.hidden);
    };

    /** @type {Node | null} */
    let node = root.firstChild;
    while (node) {
      nodes += 1;
      if (nodes > limits.nodes || (nodes % NODE_STEP === 0 && (yield) > limits.time)) {
        cut = true;
        break;
      }
      let enter = false;
      if (node.nodeType === 3) {
        const text = /** @type {Text} */ (node).data;
        if (text) say(text, look.hidden);
      } else if (node.nodeType === 1) {
        const el = /** @type {Element} */ (node);
        // What stands for readers without scripts is shown where the webmail's frame allows none.
        const shut = el.tagName === 'NOSCRIPT' ? win.getComputedStyle(el).display === 'none' : UNSEEN.has(el.tagName);
        if (!shut && !own.has(el)) {
          const inner = ask(look, el);
          const pair = linkOf(el);
          /** @type {HonmonoLinkSeen | null} */
          let link = null;
          if (pair && links.length < limits.links) {
            link = { id: links.length, href: pair[0].slice(0, LONGEST), text: '', hidden: inner.marked };
            if (pair[1]) link.kind = pair[1];
            links.push(el);
            seen.links.push(link);
          } else if (pair) cut = true;
          if (!INLINE.has(el.tagName)) say('\n', look.hidden);
          const alt = el.tagName === 'IMG' || el.tagName === 'AREA' || el.tagName === 'INPUT' ? el.getAttribute('alt') : null;
          if (alt?.trim() && seen.alts.length < 2000) seen.alts.push(fold(alt).slice(0, limits.value));
          if (el.tagName === 'INPUT' && /^(?:submit|button|reset)$/i.test(el.getAttribute('type') ?? '')) say(el.getAttribute('value') ?? '', inner.hidden);
          if (el.tagName === 'IMG' && !inner.marked) pictures += 1;
          if (link || el.firstChild) {
            stack.push({ el, look, link, from: shown.length, fromUnseen: unseen.length, fromAlt: seen.alts.length - (alt?.trim() ? 1 : 0), fromPicture: pictures });
            if (el.firstChild) {
              look = inner;
              enter = true;
            } else leave(el);
          }
        }
      }
      if (enter) {
        node = node.firstChild;
        continue;
      }
      while (node && node !== root && !node.nextSibling) {
        node = node.parentNode;
        if (node && node !== root) leave(/** @type {Element} */ (node));
      }
      node = !node || node === root ? null : node.nextSibling;
    }
    if (cut) {
      // What could not be read in time still has its links counted and known: a bad one must not hide behind a long mail.
      const read = new Set(links);
      for (const el of all(root, LINKS)) {
        const pair = linkOf(el);
        if (!pair || read.has(el)) continue;
        if (links.length >= limits.links) break;
        if (links.length % LINK_STEP === 0) yield;
        seen.links.push({ id: links.length, href: pair[0].slice(0, LONGEST), text: fold((el.textContent ?? '').slice(0, 400)) });
        links.push(el);
      }
    }
    seen.text += foldLines(shown.join(''));
    seen.hidden += foldLines(unseen.join('')).slice(0, 200000);
    seen.pictures += pictures;
    seen.cut ||= cut;
    return false;
  };

  /** Spaces become one, lines stay lines. What is one already is not touched: a long text has a great many. @param {string} text */
  const foldLines = (text) => text.replace(/[^\S\n ][^\S\n]*| [^\S\n]+/g, ' ').replace(/ \n[ \n]*|\n[ \n]+/g, '\n').trim();

  hands.body = { read: readBody, fold, all, UNSEEN, INLINE, LONGEST };
})();
