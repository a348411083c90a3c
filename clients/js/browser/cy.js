/** What the support file registers when it is imported, which happens once for all specs. */
export const commands = [];
globalThis.Cypress = { Commands: { add: (...command) => commands.push(command) } };

/** The `cy` of the test that runs. */
export const current = {};
globalThis.cy = new Proxy({}, { get: (_, name) => current.cy[name] });

/**
 * A small double of Cypress over a page of Playwright: what commands of openhpp/cypress and specs use of `cy`. Like the
 * original it queues what it is asked for; `settle` does it. Commands work in a real browser, at a real page.
 */
export function double(page, tasks) {
  const queue = [];

  /** What a command yields: its value, and actions on it, which yield it again. */
  function chain(work) {
    const step = {};
    queue.push(async () => { step.value = await work(); });
    const then = (action) => chain(async () => (await action(step.value), step.value));
    return {
      click: () => then((found) => press(found)),
      check: (options) => then((found) => found.check(options)),
      clear: () => then((found) => found.clear()),
      type: (text) => then((found) => found.pressSequentially(text)),
      then: (next) => chain(() => nested(() => next(step.value))),
      its: (name) => chain(() => step.value[name]),
      should: (condition, want) => then((found) => holds(found, condition, want)),
    };
  }

  /** What a function asks for comes before the rest of the queue. */
  async function nested(work) {
    const rest = queue.splice(0);
    const value = await work();
    await settle();
    queue.push(...rest);
    return value;
  }

  // The original waits for the next page by itself before it looks for anything.
  async function press(found) {
    if ((await found.evaluate((element) => element.tagName)) === "SUMMARY") return found.click(); // leads nowhere
    await Promise.all([page.waitForEvent("framenavigated"), found.click()]);
  }

  async function settle() {
    while (queue.length > 0) await queue.shift()();
  }

  async function holds(value, condition, want) {
    const is = { "equal": () => value === want, "be.visible": () => value.isVisible() }[condition];
    if (!is) throw new TypeError(`the double has no ${condition}`);
    if (!(await is())) throw new Error(`${JSON.stringify(value)} should ${condition} ${JSON.stringify(want)}`);
  }

  const cy = {
    visit: (address) => chain(() => page.goto(address)),
    get: (selector) => chain(async () => {
      const found = page.locator(selector);
      await found.waitFor({ state: "attached" });
      return found;
    }),
    task: (name, argument) => chain(() => tasks[name](argument)),
  };
  const Cypress = { Commands: { add(name, run) {
    cy[name] = (...args) => chain(() => nestedCommand(run, args));
  } } };

  /** A command that yields what the last of its own commands yields. */
  async function nestedCommand(run, args) {
    const rest = queue.splice(0);
    const last = run(...args);
    const yielded = {};
    last?.then((value) => { yielded.value = value; });
    await settle();
    queue.push(...rest);
    return yielded.value;
  }

  return { cy, Cypress, settle };
}
