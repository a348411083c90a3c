// Runs the document's files for Cypress, which lie beside this folder, by the double of `cy`.
import { test } from "@playwright/test";

import config from "../cypress.config.js";
import { commands, current, double } from "./cy.js";

const cases = [], registered = {};

globalThis.describe = (_, define) => define();
globalThis.it = (name, run) => cases.push([name, run]);
config.e2e.setupNodeEvents((event, handlers) => Object.assign(registered, { [event]: handlers }));

await import("../cypress/support/e2e.js");
await import("../cypress/e2e/payment.cy.js");

for (const [name, run] of cases) {
  test(name, async ({ page }) => {
    const { cy, Cypress, settle } = double(page, registered.task);
    current.cy = cy;
    for (const command of commands) Cypress.Commands.add(...command);
    run();
    await settle();
  });
}
