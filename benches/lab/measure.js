// Times the engine from outside, the same under Node and in a browser's background. Clocks there are of many grains (a millisecond in
// Firefox), so each reading spans many passes and many grains, and no more: the shorter it is, the less of what else the machine does
// falls into it. The ways take turns.

const GRAINS = 30; // a reading spans at least
const ROUNDS = 61;

const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

// The smallest step the clock makes, in ms.
function grain() {
  let least = Infinity;
  for (let n = 0; n < 5; n += 1) {
    const start = performance.now();
    let now = start;
    while (now === start) now = performance.now();
    least = Math.min(least, now - start);
  }
  return least;
}

export function measure(Work, data) {
  const work = new Work(data.addresses.join('\n'), JSON.stringify(data.messages), data.brand, data.marketplace);
  const [links, mails] = work.counts();
  const ways = {
    parse: [() => work.parse(), links],
    free: [() => work.links(false), links],
    claimed: [() => work.links(true), links],
    mail: [() => work.mails(), mails],
  };
  const span = Math.max(GRAINS * grain(), 1);
  const plan = Object.entries(ways).map(([name, [pass, count]]) => {
    // Engines compile better what ran for a while.
    const until = performance.now() + 300;
    while (performance.now() < until) pass();
    let passes = 1;
    for (;;) {
      const start = performance.now();
      for (let n = 0; n < passes; n += 1) pass();
      if (performance.now() - start >= span) break;
      passes *= 2;
    }
    return { name, pass, count, passes, times: [] };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { pass, count, passes, times } of plan) {
      const start = performance.now();
      for (let n = 0; n < passes; n += 1) pass();
      times.push(((performance.now() - start) * 1e6) / (passes * count));
    }
  }
  return Object.fromEntries(plan.map(({ name, times }) => [name, middle(times)]));
}
