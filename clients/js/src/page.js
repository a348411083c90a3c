/** The controls of the page by their published test ids (docs/test-ids.md). */
export const testId = (id) => `[data-testid="${id}"]`;

/** The page's last word, by its published name. */
export const outcome = (name) => `[data-outcome="${name}"]`;

/**
 * Plays the payer on a page of Playwright, by published test ids alone.
 * `page` is a Page of @playwright/test or playwright-core.
 */
export class Payer {
  /** @param {import("@playwright/test").Page} page */
  constructor(page) { this.page = page; }

  /** A control, as a Locator. */
  control(id) { return this.page.locator(testId(id)); }

  /** Presses what posts a form, and waits for the page that answers. */
  async #post(id) {
    const answered = this.page.waitForEvent("framenavigated", (frame) => frame === this.page.mainFrame());
    await Promise.all([answered, this.control(id).click()]);
  }

  /** @param {string | {redirect_url: string}} link */
  async open(link) { await this.page.goto(typeof link === "string" ? link : link.redirect_url); }

  /** @param {string} category such as pay_later */
  async choose(category) { await this.control(`method-${category}`).check({ force: true }); }

  /**
   * Has a playground's page fill in a test person, whose payment ends so: approved, declined, pending, wrong_code or
   * silent.
   */
  async fillIn(scenario = "approved") {
    // All but the first are in a list that a tester opens.
    if (scenario !== "approved") await this.page.locator(".test summary").click();
    await this.#post(`test-${scenario}`);
  }

  /** Types into fields by their names, such as `{email: "kim+denied@shop.example"}`. */
  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) await this.page.locator(`[name="${name}"]`).fill(value);
  }

  async pay() { await this.control("pay").click(); }

  /** Answers the question for a one-time code; without a value as the test person does. */
  async confirm(code) {
    if (code !== undefined) await this.fill({ otp: code });
    await this.#post("challenge-submit");
  }

  /**
   * From the link to what came of it, as a test person does.
   *
   * @param {string | {redirect_url: string}} link
   * @param {{scenario?: string, method?: string, code?: string}} [options]
   * @returns {Promise<string>} the outcome's name, or "left" where the page has sent the payer to the shop
   */
  async buy(link, { scenario = "approved", method, code } = {}) {
    await this.open(link);
    const { origin } = new URL(this.page.url());
    await this.fillIn(scenario);
    if (method) await this.choose(method);
    await this.pay();
    const next = this.page.locator(`${testId("challenge-submit")}, [data-outcome]:not([data-outcome="checking"])`);
    const left = this.page.waitForURL((url) => url.origin !== origin, { waitUntil: "commit", timeout: 0 }).then(() => "left");
    left.catch(() => {}); // the page was closed before
    for (;;) {
      const seen = next.getAttribute("data-outcome").catch((error) => (this.page.url().startsWith(origin) ? Promise.reject(error) : "left"));
      const name = await Promise.race([left, seen]);
      if (name) return name;
      await this.confirm(code);
    }
  }

  async retry() { await this.control("retry").click(); }
  async back() { await this.control("back").click(); }
  async cancel() {
    await this.control("cancel").click();
    await this.control("cancel-confirm").click();
  }
  /** To the shop, from the page's last word. */
  async goOn() { await this.control("continue").click(); }

  /** Waits for the page's last word: completed, failed, cancelled, expired, disabled, error, checking or not-found. */
  async sees(name) { await this.page.locator(outcome(name)).waitFor(); }
}
