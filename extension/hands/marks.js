// Marks links: an attribute, which marks.css draws, and words for those who hear a page instead of seeing it. Part of paint.js, which
// says which and how. What a link says of itself already is kept, and comes back when its mark goes.
(() => {
  'use strict';

  const hands = (globalThis.honmonoHands ??= /** @type {HonmonoHands} */ ({}));
  const { all } = hands.body;

  const MARK = 'data-honmono-mark';
  /** On a body: how all of its links are marked that say nothing else themselves. */
  const COVER = 'data-honmono-marks';
  /** On a link of such a body: it is not marked. */
  const SPARED = 'data-honmono-unmarked';
  const COVERED = `[${COVER}] a[href]:not([${MARK}], [${SPARED}])`;
  /** So many marks are one step (see pace.js). */
  const STEP = 512;
  /** Above so many marks in one drawing a link is marked by its line alone (see marks.css), and a body may mark its links. */
  const MANY = 1000;
  /** So many links of such a body bear words for who hears the page from the start; the others when they have the focus. */
  const SPEAKING = 500;
  /** What has no text to underline. */
  const PICTURE = 'img, svg, picture, input';

  /** `cover` is the body that marks the link. @typedef {HonmonoMarked & { cover: Element | null, round: number }} Mark */
  /** @typedef {{ described: Set<Element>, pictured: Set<Element> }} Survey */

  /** Whether a node went with its frame. In Firefox the mere question fails then. @param {Node} node */
  const gone = (node) => {
    try {
      return !node.isConnected || !(node.ownerDocument ?? /** @type {Document} */ (node)).defaultView;
    } catch {
      return true;
    }
  };

  /** How many links are marked in some ways. @param {HonmonoMark[]} ways */
  const manyOf = (ways) => ways.reduce((sum, { runs }) => runs.reduce((sum, part, at) => sum + (at % 2 ? part : 0), sum), 0);

  /** Links of one way in steps: from one number to before another. @param {number[]} runs @param {number} count */
  const stepsOf = function* (runs, count) {
    for (let next = 0; next < runs.length; next += 2) {
      const end = Math.min(runs[next] + runs[next + 1], count);
      for (let from = runs[next]; from < end; from += STEP) yield [from, Math.min(end, from + STEP)];
    }
  };

  /**
   * What bears a description, and what holds a picture: asked at once where there are very many links.
   * @param {HonmonoRegion} region @returns {Survey}
   */
  const surveyOf = ({ cover, documents }) => {
    /** @type {Survey} */
    const survey = { described: new Set(), pictured: new Set() };
    for (const root of cover ? [cover] : documents) {
      for (const element of all(root, '[aria-description]')) survey.described.add(element);
      for (const picture of all(root, PICTURE)) {
        for (let up = picture.parentElement; up && up !== root && !survey.pictured.has(up); up = up.parentElement) survey.pictured.add(up);
      }
    }
    return survey;
  };

  /**
   * The way in which a body marks its links itself. The first attribute that a link is given costs the browser more than reading it;
   * for ten thousand of them that is a third of all that we do. Null where they are marked one by one.
   * @param {HonmonoRegion} region @param {HonmonoDrawing} drawing
   */
  const commonOf = (region, drawing) => {
    if (!region.cover) return null;
    const common = drawing.marks.find((way) => manyOf([way]) * 2 > region.links.length);
    return common && manyOf([common]) > MANY ? common : null;
  };

  /** Links that are not marked. @param {HonmonoRegion} region @param {HonmonoDrawing} drawing */
  const othersOf = ({ links }, { marks }) => {
    if (manyOf(marks) === links.length) return [];
    const others = new Set(links.keys());
    for (const { runs } of marks) {
      for (const [from, end] of stepsOf(runs, links.length)) for (let id = from; id < end; id += 1) others.delete(id);
    }
    return [...others].map((id) => links[id]);
  };

  /** @returns {HonmonoMarker} */
  const make = () => {
    /** How each link is marked; a long mail has ten thousand, marked in a few ways. @type {Map<Element, Mark>} */
    const marked = new Map();
    /** What the page itself had said of some of them. @type {Map<Element, string>} */
    const spoken = new Map();
    /** Bodies that mark their links, and how. @type {Map<Element, Mark>} */
    const covers = new Map();
    /** Links of such bodies that are not marked. @type {Map<Element, { round: number }>} */
    const spared = new Map();
    /** Every drawing is one; marks of an earlier one are taken away. */
    let round = 0;
    /** Something came into a body that marked its links. */
    let doubted = false;

    /** How a link is marked that bears no mark itself. @param {Element} element */
    const coveredAs = (element) => {
      if (!covers.size || spared.has(element) || !element.matches?.('a[href]')) return undefined;
      for (const [cover, mark] of covers) if (cover.contains(element)) return mark;
      return undefined;
    };

    /** What a mail itself wrote in our words goes before its body says anything in them. @param {Element} cover */
    const clean = (cover) => {
      for (const [name, ours] of /** @type {[string, Map<Element, unknown>][]} */ ([[MARK, marked], [COVER, covers], [SPARED, spared]])) {
        for (const element of all(cover, `[${name}]`)) if (!ours.has(element)) element.removeAttribute(name);
      }
    };

    /** Asks the page as little as can be: a new mark is written without a look at what is there. @param {Element} element @param {Mark} mark @param {Survey | null} survey */
    const markLink = (element, mark, survey) => {
      const known = marked.has(element);
      marked.set(element, mark);
      if (!known && (!survey || survey.described.has(element))) {
        const before = element.ariaDescription;
        if (before !== null) spoken.set(element, before);
      }
      const pictured = survey ? survey.pictured.has(element) : element.firstElementChild !== null && element.querySelector(PICTURE) !== null;
      const look = pictured ? `${mark.look} picture` : mark.cover ? null : mark.look;
      if (look === null) {
        if (known && element.hasAttribute(MARK)) element.removeAttribute(MARK);
      } else if (!known || element.getAttribute(MARK) !== look) element.setAttribute(MARK, look);
      // By its property: in Firefox that takes half as long.
      if (!known || element.ariaDescription !== mark.say) element.ariaDescription = mark.say;
    };

    /**
     * Marks links from one number to before another. A plain function: in a generator the browser compiles such a loop late or never.
     * @param {Mark} mark @param {number} from @param {number} end @param {Survey | null} survey
     */
    const markRun = (mark, from, end, survey) => {
      const { cover, region: { links } } = mark;
      const pictures = survey && survey.pictured.size > 0;
      for (let id = from; id < end; id += 1) {
        const link = links[id];
        if (cover && id >= SPEAKING && !(pictures && survey.pictured.has(link))) continue;
        markLink(link, mark, survey);
      }
    };

    /** A body marks its links, once those that are not marked say so. @param {Mark} mark @param {Element[]} others */
    const put = (mark, others) => {
      const cover = /** @type {Element} */ (mark.cover);
      for (const link of others) {
        spared.set(link, mark);
        link.setAttribute(SPARED, '');
      }
      covers.set(cover, mark);
      if (cover.getAttribute(COVER) !== mark.look) cover.setAttribute(COVER, mark.look);
    };

    /** @param {Element} element */
    const unmark = (element) => {
      const before = spoken.get(element);
      marked.delete(element);
      spoken.delete(element);
      if (gone(element)) return;
      element.removeAttribute(MARK);
      element.ariaDescription = before ?? null;
    };

    /** Takes an attribute of ours from what has it no more in this round. @param {Map<Element, { round: number }>} from @param {string} name */
    const strip = (from, name) => {
      for (const [element, mark] of from) {
        if (mark.round === round) continue;
        from.delete(element);
        if (!gone(element)) element.removeAttribute(name);
      }
    };

    return {
      *mark(known) {
        const old = marked.size > 0;
        round += 1;
        doubted = false;
        const many = manyOf(known.flatMap(([, drawing]) => drawing.marks)) > MANY;
        let count = 0;
        for (const [region, drawing] of known) {
          const survey = many ? surveyOf(region) : null;
          const common = many ? commonOf(region, drawing) : null;
          if (common && region.cover) clean(region.cover);
          for (const way of drawing.marks) {
            /** @type {Mark} */
            const mark = {
              ...way, look: many ? `${way.look} many` : way.look, token: drawing.token, kept: drawing.kept, region,
              cover: way === common ? region.cover : null, round,
            };
            for (const [from, end] of stepsOf(way.runs, region.links.length)) {
              markRun(mark, from, end, survey);
              if ((count += end - from) < STEP) continue;
              count = 0;
              yield;
            }
            if (mark.cover) put(mark, othersOf(region, drawing));
          }
        }
        strip(covers, COVER);
        strip(spared, SPARED);
        // Nothing was marked before in most drawings.
        if (old) for (const [element, mark] of marked) {
          if (mark.round === round) continue;
          unmark(element);
          if (++count % STEP === 0) yield;
        }
      },
      of: (element) => marked.get(element) ?? coveredAs(element),
      speak(element) {
        const mark = marked.has(element) ? undefined : coveredAs(element);
        if (mark) markLink(element, mark, null);
      },
      doubt(records) {
        if (doubted || !covers.size) return;
        hands.counted(() => {
          for (const cover of covers.keys()) {
            if (!records.some(({ addedNodes, target }) => addedNodes.length && cover.contains(target))) continue;
            // No more than what is seen: a click on a link that was judged is held meanwhile.
            doubted = true;
            cover.removeAttribute(COVER);
          }
        });
      },
      intact(links) {
        return !doubted && [...covers.keys()].every((cover) => cover.hasAttribute(COVER))
          && [...marked].every(([element, { cover }]) => links.has(element) && (cover || element.hasAttribute(MARK)));
      },
      end() {
        round += 1;
        strip(covers, COVER);
        strip(spared, SPARED);
        for (const element of [...marked.keys()]) unmark(element);
      },
    };
  };

  /** Takes away what an orphan of ours could not take along. @param {Document} doc */
  const sweep = (doc) => {
    for (const element of all(doc, `[${MARK}], ${COVERED}`)) element.removeAttribute('aria-description');
    for (const name of [MARK, COVER, SPARED]) for (const element of all(doc, `[${name}]`)) element.removeAttribute(name);
  };

  hands.marks = { make, gone, sweep };
})();
