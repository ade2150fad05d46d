// Times the engine from outside, the same under Node and in a browser's background. Clocks there are coarse (a millisecond in Firefox), so
// each reading spans many passes; the ways take turns, so that what else the machine does falls on all of them alike.

const SPAN = 30; // ms a reading spans at least
const ROUNDS = 21;

const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

export function measure(Work, data) {
  const work = new Work(data.addresses.join('\n'), JSON.stringify(data.messages), data.brand, data.marketplace);
  const [links, mails] = work.counts();
  const ways = {
    parse: [() => work.parse(), links],
    free: [() => work.links(false), links],
    claimed: [() => work.links(true), links],
    mail: [() => work.mails(), mails],
  };
  const plan = Object.entries(ways).map(([name, [pass, count]]) => {
    // Engines compile better what ran for a while.
    const until = performance.now() + 300;
    while (performance.now() < until) pass();
    let passes = 1;
    for (;;) {
      const start = performance.now();
      for (let n = 0; n < passes; n += 1) pass();
      if (performance.now() - start >= SPAN) break;
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
