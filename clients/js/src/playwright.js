import { test as base, expect } from "@playwright/test";

import { OpenHPP } from "./client.js";
import { Payer } from "./page.js";

/**
 * Playwright's `test` with two fixtures more: `openhpp`, the API of the playground that `openhpp run` started, and `payer`,
 * who pays in the test's page.
 */
export const test = base.extend({
  openhpp: async ({}, use) => { await use(OpenHPP.fromEnvironment()); }, // eslint-disable-line no-empty-pattern
  payer: async ({ page }, use) => { await use(new Payer(page)); },
});

export { expect };
