/**
 * Commands of Cypress; import this file in the support file. They use published test ids alone (docs/test-ids.md).
 *
 *   cy.hpp("pay")                     a control
 *   cy.hppBuy(link, {scenario})       from the link to the payment, as a playground's test person
 *   cy.hppSees("completed")           the page's last word
 *   cy.hppCancel()                    gives the purchase up
 *   cy.openhpp("sandbox.act", id, {outcome: "expire"})   a call of the API, with openhpp/cypress/tasks
 */
import { outcome, testId } from "./page.js";

/** Registers them at other objects than the global ones, for tests. */
export function register(Cypress, cy) {
  Cypress.Commands.add("hpp", (id) => cy.get(testId(id)));
  Cypress.Commands.add("hppSees", (name) => cy.get(outcome(name)));
  Cypress.Commands.add("hppBuy", (link, { scenario = "approved", method, code, challenge = true } = {}) => {
    cy.visit(typeof link === "string" ? link : link.redirect_url);
    if (method) cy.get(testId(`method-${method}`)).check({ force: true });
    // All but the first are in a list that a tester opens.
    if (scenario !== "approved") cy.get(".test summary").click();
    cy.get(testId(`test-${scenario}`)).click();
    cy.get(testId("pay")).click();
    if (!challenge) return;
    if (code !== undefined) cy.get('[name="otp"]').clear().type(code);
    cy.get(testId("challenge-submit")).click();
  });
  Cypress.Commands.add("hppCancel", () => {
    cy.get(testId("cancel")).click();
    cy.get(testId("cancel-confirm")).click();
  });
  Cypress.Commands.add("openhpp", (operation, ...args) => cy.task("openhpp", { operation, args }, { timeout: 60_000 }));
}

if (globalThis.Cypress) register(globalThis.Cypress, globalThis.cy);
