// Does work in slices, so that the page has its turn between them, and keeps an account of it.
(() => {
  'use strict';

  const hands = (globalThis.honmonoHands ??= /** @type {HonmonoHands} */ ({}));

  /**
   * A slice ends after so many milliseconds, or so many steps, whichever comes first. A step is a few dozen links. Between two slices
   * the page may draw itself anew, which for a long mail takes longer than our slice: many small ones make it do so again and again.
   */
  const SLICE = 12;
  const STEPS = 64;

  // What our work in this document has cost so far: how often we looked, in how many slices, and their time in milliseconds. `frames` is
  // the part of it in which the browser made the frames that we put in.
  const account = (hands.account ??= { looks: 0, torn: 0, slices: 0, longest: 0, total: 0, frames: 0 });

  /** @param {number} began */
  const book = (began) => {
    const took = performance.now() - began;
    account.slices += 1;
    account.total += took;
    account.longest = Math.max(account.longest, took);
    return took;
  };

  /** The page's turn: what it has to do, and what the person does, goes first. A timer would be slowed down in a hidden tab. */
  const turn = () => new Promise((/** @type {(value?: undefined) => void} */ go) => {
    const line = new MessageChannel();
    line.port1.onmessage = () => {
      line.port1.close();
      go();
    };
    line.port2.postMessage(null);
  });

  hands.counted = (work) => {
    const began = performance.now();
    try {
      return work();
    } finally {
      book(began);
    }
  };

  // `torn` is asked after each pause: the page changed under our hands, and what was read so far is of no use.
  hands.paced = async (work, torn, slice = SLICE) => {
    let worked = 0;
    for (;;) {
      const began = performance.now();
      let steps = 0;
      let step = work.next(worked);
      for (; !step.done && (torn === 'whole' || (++steps < STEPS && performance.now() - began < slice)); ) {
        step = work.next(worked + performance.now() - began);
      }
      worked += book(began);
      if (step.done) return step.value;
      await turn();
      if (torn !== 'whole' && torn()) {
        work.return(/** @type {any} */ (undefined));
        account.torn += 1;
        return null;
      }
    }
  };
})();
