// Draws what the background says: the panel's frame, the marks on links, the card of a link. Knows no site and no word: what
// a person reads stands in frames of our own, which the page can neither read nor write.
'use strict';

(() => {
  const hands = (globalThis.honmonoHands ??= /** @type {HonmonoHands} */ ({}));
  hands.own ??= new WeakSet();

  const { gone } = hands.marks;
  const { LONGEST } = hands.body;

  /** Pointer rests so long on a link before its card comes, and so long elsewhere before it goes (milliseconds). */
  const REST = 180;
  const LEAVE = 260;
  const CARD_WIDTH = 420;
  const GAP = 6;
  /** Where the address of what is marked stands. */
  const ADDRESS = ['href', 'action', 'formaction', 'xlink:href'];
  /** A page that takes our panel away this often has its way. */
  const PATIENCE = 6;

  /** @param {Element} element @param {Record<string, string>} style */
  const dress = (element, style) => {
    const css = /** @type {HTMLElement} */ (element).style;
    for (const [name, value] of Object.entries(style)) css.setProperty(name, value, 'important');
  };

  /** The theme of what stands around a node: of the first ground that can be seen. @param {Element} node */
  const ground = (node) => {
    const view = node.ownerDocument.defaultView;
    for (let at = /** @type {Element | null} */ (node); at && view; at = at.parentElement) {
      const colour = view.getComputedStyle(at).backgroundColor.match(/[\d.]+/g)?.map(Number);
      if (!colour || colour.length < 3 || (colour[3] ?? 1) < 0.5) continue;
      const [red, green, blue] = colour;
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110 ? 'dark' : 'light';
    }
    return 'light dark';
  };

  /**
   * A frame of ours in a closed shadow root, and a line to it that the page does not see.
   * @param {Document} doc @param {string} kind @param {string} url @param {string} title @param {(data: any) => void} heard
   */
  const frameOf = (doc, kind, url, title, heard) => {
    const host = doc.createElement('div');
    hands.own.add(host);
    host.setAttribute('data-honmono', kind);
    dress(host, { all: 'initial', display: 'block' });
    const frame = doc.createElement('iframe');
    frame.title = title;
    // Firefox knows no such policy and says so on the console.
    if ('featurePolicy' in doc) frame.allow = 'clipboard-write';
    dress(frame, { all: 'initial', display: 'block', width: '100%', height: '0', border: '0', 'color-scheme': 'light dark' });
    /** @type {MessagePort | null} */
    let port = null;
    frame.addEventListener('load', () => {
      port?.close();
      const line = new MessageChannel();
      port = line.port1;
      port.onmessage = (event) => heard(event.data);
      frame.contentWindow?.postMessage('line', '*', [line.port2]);
      for (const letter of waiting.splice(0)) port.postMessage(letter);
    });
    /** @type {any[]} */
    const waiting = [];
    host.attachShadow({ mode: 'closed' }).append(frame);
    // What is pressed beside the frame, on its border, is none of the page's business either.
    for (const type of ['click', 'auxclick', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'keydown', 'keyup', 'keypress', 'contextmenu']) {
      host.addEventListener(type, (event) => event.stopPropagation());
    }
    frame.src = url;
    return { host, frame, say: (/** @type {any} */ letter) => (port ? port.postMessage(letter) : waiting.push(letter)), close: () => port?.close() };
  };

  hands.painter = (ask, title) => {
    const world = /** @type {any} */ (globalThis);
    const api = /** @type {HonmonoApi} */ (world.browser ?? world.chrome);
    /** @typedef {{ token: string, spot: HonmonoSpot, frame: ReturnType<typeof frameOf>, put: number }} Panel */
    /** @type {Map<string, Panel>} */
    const panels = new Map();
    const marker = hands.marks.make();
    /** @type {Map<Document, AbortController>} */
    const heard = new Map();
    /** @type {Set<string>} */
    const shown = new Set();

    // --- panels ---

    /** @param {HonmonoSpot} spot @param {Element} host */
    const put = (spot, host) => {
      if (spot.where === 'prepend') spot.node.prepend(host);
      else if (spot.where === 'after') spot.node.after(host);
      else spot.node.before(host);
    };

    /** Whether the panel of this mail is where it belongs. @param {string} key @param {HonmonoSpot} spot @param {string} token */
    const stands = (key, spot, token) => {
      const known = panels.get(key);
      return known?.token === token && known.frame.host.isConnected && known.spot.node === spot.node;
    };

    /** @param {string} key @param {HonmonoSpot} spot @param {string} token @param {string} theme */
    const panel = (key, spot, token, theme) => {
      if (stands(key, spot, token)) return;
      let known = panels.get(key);
      if (known && known.token !== token) {
        removePanel(key);
        known = undefined;
      }
      if (!known) {
        const frame = frameOf(spot.node.ownerDocument, 'panel', api.runtime.getURL('panel.html') + '#' + token, title, (data) => {
          if (Number.isFinite(data?.height)) dress(frame.frame, { height: `${Math.min(Math.max(0, data.height), 2000)}px` });
        });
        dress(frame.host, { 'max-width': '860px', margin: '4px 0', 'min-width': '0', 'grid-column': '1 / -1' });
        known = { token, spot, frame, put: 0 };
        panels.set(key, known);
      }
      if (known.put >= PATIENCE) return;
      known.put += 1;
      known.spot = spot;
      dress(known.frame.frame, { 'color-scheme': theme });
      const began = performance.now();
      put(spot, known.frame.host);
      hands.account.frames += performance.now() - began;
    };

    /** @param {string} key */
    const removePanel = (key) => {
      const known = panels.get(key);
      known?.frame.close();
      known?.frame.host.remove();
      // A page that puts back what it did not take out itself shows nothing of it.
      if (known) dress(known.frame.host, { display: 'none' });
      panels.delete(key);
    };

    // --- the card ---

    /** @type {ReturnType<typeof frameOf> | null} */
    let cardFrame = null;
    /** @type {{ element: Element, inner: number[] | null, link: number, held: boolean, number: number, drawn: boolean, height: number } | null} */
    let card = null;
    /** The mail's head is in another frame: its card stands there, since ours may be small, or may run no page of ours. */
    let [far, pointed] = [false, false];
    let number = 0;
    /** @type {Element | null} */
    let spared = null;
    /** The marked link under the pointer, and the one whose card was sent away while the pointer stayed. @type {(Element | null)[]} */
    let [hovered, waved] = [null, null];
    /** The link whose card is to come. @type {Element | null} */
    let wanted = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;

    /** Where a link is seen in our own document, through frames; `inner` is its place in a frame. @param {Element} element @param {number[] | null} inner */
    const seenAt = (element, inner) => {
      if (inner) {
        const box = element.getBoundingClientRect();
        const [x, y] = [box.left + element.clientLeft, box.top + element.clientTop];
        return { left: x + inner[0], top: y + inner[1], bottom: Math.min(y + inner[2], box.bottom) };
      }
      const rects = [...element.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
      const first = rects[0] ?? element.getBoundingClientRect();
      const last = rects[rects.length - 1] ?? first;
      let [left, top, bottom] = [Math.min(first.left, last.left), first.top, last.bottom];
      for (let doc = element.ownerDocument; doc !== document; ) {
        const holder = doc.defaultView?.frameElement;
        if (!holder) break;
        const box = holder.getBoundingClientRect();
        [left, top, bottom] = [left + box.left, top + box.top, bottom + box.top];
        doc = holder.ownerDocument;
      }
      return { left, top, bottom };
    };

    const placeCard = () => {
      if (!card || !cardFrame) return;
      if (gone(card.element)) return hideCard();
      const link = seenAt(card.element, card.inner);
      const [width, height] = [document.documentElement.clientWidth, window.innerHeight];
      if (link.bottom < 0 || link.top > height) return hideCard();
      const wide = Math.min(CARD_WIDTH, width - 16);
      const [below, above] = [height - link.bottom - GAP, link.top - GAP];
      const under = card.height <= below || below >= above;
      const tall = Math.min(card.height, Math.max(under ? below : above, 60));
      const left = Math.min(Math.max(8, link.left), Math.max(8, width - wide - 8));
      dress(cardFrame.host, {
        width: `${wide}px`, left: `${left}px`, top: `${under ? link.bottom + GAP : link.top - GAP - tall}px`,
        visibility: card.drawn ? 'visible' : 'hidden',
      });
      dress(cardFrame.frame, { height: `${tall}px` });
    };

    const openCardFrame = () => {
      if (cardFrame?.host.isConnected) return cardFrame;
      cardFrame?.close();
      const made = frameOf(document, 'card', api.runtime.getURL('card.html'), title, (data) => {
        if (data?.close) return hideCard();
        if (!card) return;
        if (Number.isFinite(data?.height)) card.height = data.height;
        const drawn = data?.drawn === card.number;
        if (drawn) card.drawn = true;
        placeCard();
        // Only now: a frame that is not seen takes no focus.
        if (drawn && card?.held) made.frame.focus();
      });
      made.host.setAttribute('popover', 'manual');
      dress(made.host, { position: 'fixed', visibility: 'hidden', margin: '0', 'z-index': '2147483647', inset: 'auto' });
      made.host.addEventListener('pointerenter', () => clearTimeout(timer));
      made.host.addEventListener('pointerleave', () => leave());
      document.documentElement.append(made.host);
      cardFrame = made;
      return made;
    };

    /** @param {Element} element @param {string} token @param {number} link @param {boolean} held @param {number[] | null} inner */
    const showCard = (element, token, link, held, inner = null) => {
      clearTimeout(timer);
      if (far) {
        const { left, top, bottom } = seenAt(element, null);
        pointed = true;
        void ask({ show: { token, link, held, place: [left, top, bottom] } });
        return;
      }
      if (card && card.element === element && card.link === link && card.held === held) return;
      const frame = openCardFrame();
      card = { element, inner, link, held, number: ++number, drawn: false, height: card?.height ?? 120 };
      dress(frame.host, { display: 'block', visibility: 'hidden' });
      // Again each time: the last one opened is on top.
      try { frame.host.hidePopover(); frame.host.showPopover(); } catch { /* an old browser or a page in full screen: z-index serves */ }
      dress(frame.frame, { 'color-scheme': ground(element) });
      frame.say({ show: { token, link, held, number } });
      placeCard();
    };

    function hideCard() {
      clearTimeout(timer);
      wanted = null;
      if (pointed) void ask('hide');
      pointed = false;
      if (!card) return;
      const { element, held } = card;
      card = null;
      if (cardFrame) {
        dress(cardFrame.host, { display: 'none', visibility: 'hidden' });
        try { cardFrame.host.hidePopover(); } catch { /* as above */ }
      }
      if (held && !gone(element)) {
        // The focus goes back to the link; that is no wish to see its card again.
        spared = element;
        /** @type {HTMLElement} */ (element).focus({ preventScroll: true });
        spared = null;
      }
    }

    const leave = () => {
      clearTimeout(timer);
      if (pointed || (card && !card.held)) timer = setTimeout(hideCard, LEAVE);
    };

    // --- what the person does ---

    /** @typedef {{ element: Element, id: number, token: string, kept: number, hold: boolean }} Link */

    /** The marked link an event is about. @param {Event} event @returns {Link | null} */
    const linkOf = (event) => {
      for (const node of event.composedPath()) {
        const element = /** @type {Element} */ (node);
        const mark = marker.of(element);
        if (!mark) continue;
        const id = mark.region.links.indexOf(element);
        if (id >= 0) return { element, id, token: mark.token, kept: mark.kept, hold: mark.hold };
      }
      return null;
    };

    /** Any link an event is about. @param {Event} event */
    const anyLink = (event) =>
      /** @type {Element | undefined} */ (event.composedPath().find((node) => /** @type {Element} */ (node).matches?.('a[href], area[href]')));

    /** @type {Element | undefined} */
    let under;

    /** Where does a link lead? The token of a card that tells it. @param {Element} element @param {string} mail */
    const answerOn = async (element, mail) => {
      const href = ADDRESS.map((name) => element.getAttribute(name)).find((value) => value !== null) ?? '';
      const answer = await ask({ peek: { href: href.slice(0, LONGEST), text: (element.textContent ?? '').slice(0, 500), token: mail } });
      return answer && typeof answer === 'object' ? answer.card?.token : undefined;
    };

    /** Asked with a key held, on any link. @param {Element} element */
    const peek = async (element) => {
      const token = await answerOn(element, '');
      if (token && under === element) showCard(element, token, 0, false);
    };

    /** The card of a marked link; of a mail with very many links the later ones are asked for. @param {Link} link @param {boolean} held */
    const openCard = async (link, held) => {
      wanted = link.element;
      marker.speak(link.element);
      if (link.id < link.kept) return showCard(link.element, link.token, link.id, held);
      const token = await answerOn(link.element, link.token);
      if (token && (held || wanted === link.element)) showCard(link.element, token, 0, held);
    };

    const writing = () => {
      const at = document.activeElement;
      return at instanceof HTMLElement && (at.isContentEditable || at.matches('input, textarea, select'));
    };

    /** @param {Event} event */
    const over = (event) => {
      under = anyLink(event);
      const link = linkOf(event);
      hovered = link?.element ?? null;
      if (hovered !== wanted) wanted = null;
      if (hovered !== waved) waved = null;
      if (link) {
        clearTimeout(timer);
        if (card?.held || waved) return;
        timer = setTimeout(() => void openCard(link, false), REST);
      } else if (under && /** @type {PointerEvent} */ (event).shiftKey && !writing()) {
        void peek(under);
      } else if (!cardFrame || !event.composedPath().includes(cardFrame.host)) {
        if (card || pointed) leave();
        else clearTimeout(timer);
      }
    };

    /** @param {Event} event */
    const focused = (event) => {
      const link = linkOf(event);
      if (link && !card?.held && link.element !== spared) void openCard(link, false);
      else if (pointed || (card && !card.held && event.target !== cardFrame?.host)) leave();
    };

    const dismiss = () => {
      waved = hovered;
      hideCard();
    };

    /** Heard in every document, since the keys go to the one that has the focus, wherever the pointer is. @param {KeyboardEvent} event */
    const escaped = (event) => {
      if (event.key !== 'Escape' || !event.isTrusted) return;
      if (card || pointed) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if ((!card || card.inner) && (window.parent !== window || window.length > 0)) {
        pointed = false;
        void ask('escape');
      }
      dismiss();
    };

    /** @param {KeyboardEvent} event */
    const keyed = (event) => {
      if (event.key === 'Shift' && !event.repeat && under && !gone(under) && !marker.of(under) && !writing()) {
        void peek(under);
      }
    };

    /** A click on a link that leads into harm waits for a word of the person. @param {Event} event */
    const held = (event) => {
      const link = linkOf(event);
      if (!link?.hold || /** @type {MouseEvent} */ (event).button === 2) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void openCard(link, true);
    };

    /** One set of listeners for a document, however many links it has. @param {Document} doc */
    const listen = (doc) => {
      const view = doc.defaultView;
      if (!view || heard.has(doc)) return;
      const stop = new AbortController();
      heard.set(doc, stop);
      const calm = { capture: true, passive: true, signal: stop.signal };
      const firm = { capture: true, signal: stop.signal };
      view.addEventListener('pointerover', over, calm);
      view.addEventListener('focusin', focused, calm);
      view.addEventListener('scroll', () => { if (card) requestAnimationFrame(placeCard); else if (pointed) hideCard(); }, calm);
      view.addEventListener('resize', () => { if (card) placeCard(); }, calm);
      view.addEventListener('pointerdown', (event) => { if ((card || pointed) && !linkOf(event)) hideCard(); }, calm);
      view.addEventListener('keydown', keyed, calm);
      if (doc !== document) view.addEventListener('keydown', escaped, firm);
      for (const type of ['click', 'auxclick', 'submit']) view.addEventListener(type, held, firm);
    };

    const ends = new AbortController();
    window.addEventListener('keydown', escaped, { capture: true, signal: ends.signal });

    return {
      *draw(regions, drawings, away) {
        listen(document);
        far = away === true;
        shown.clear();
        /** @type {Set<string>} */
        const kept = new Set();
        /** @type {[HonmonoRegion, HonmonoDrawing, string][]} */
        const known = [];
        for (const drawing of drawings) {
          shown.add(drawing.token);
          const region = regions.get(drawing.region) ?? (drawing.region === '' ? [...regions.values()].find((some) => some.place) : undefined);
          if (!region) continue;
          const { key, place } = region;
          // Asked before anything changes: later the browser would have to work out its styles anew to answer.
          const theme = place && !stands(key, place, drawing.token) ? ground(place.node) : '';
          known.push([region, drawing, theme]);
        }
        for (const [region, drawing] of known) if (drawing.marks.length) for (const doc of region.documents) listen(doc);
        // Marks first: while the browser makes a frame, everything else is slow.
        yield* marker.mark(known);
        for (const [region, drawing, theme] of known) {
          if (!region.place) continue;
          panel(region.key, region.place, drawing.token, theme);
          kept.add(region.key);
        }
        for (const key of [...panels.keys()]) if (!kept.has(key)) removePanel(key);
        if (card && gone(card.element)) hideCard();
        for (const [doc, stop] of heard) {
          if (doc !== document && gone(doc)) {
            stop.abort();
            heard.delete(doc);
          }
        }
      },
      intact(regions) {
        const links = new Set([...regions.values()].flatMap((region) => region.links));
        return [...panels.values()].every((panel) => panel.frame.host.isConnected || panel.put >= PATIENCE)
          && marker.intact(links);
      },
      point(frame, wish) {
        if (!wish) leave();
        else if (frame?.isConnected && (!card?.held || wish.held)) showCard(frame, wish.token, wish.link, wish.held, wish.place);
      },
      doubt: marker.doubt,
      dismiss,
      changed() {
        for (const panel of panels.values()) panel.frame.say({ again: true });
      },
      tokens: () => [...shown],
      end() {
        hideCard();
        cardFrame?.close();
        cardFrame?.host.remove();
        for (const key of [...panels.keys()]) removePanel(key);
        marker.end();
        for (const stop of [ends, ...heard.values()]) stop.abort();
        heard.clear();
        shown.clear();
      },
    };
  };
})();
