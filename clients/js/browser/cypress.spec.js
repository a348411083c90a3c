// The commands for Cypress, in a real browser by a small double of `cy`.
import { expect, test } from "@playwright/test";
import { double } from "./cy.js"; // before what registers itself
import { OpenHPP } from "openhpp";
import { register } from "openhpp/cypress";
import { tasks } from "openhpp/cypress/tasks";

import { newSession } from "./session.js";

const api = OpenHPP.fromEnvironment();

test("a purchase, a decline, a cancellation and an act", async ({ page }) => {
  const { cy, Cypress, settle } = double(page, tasks(api));
  register(Cypress, cy);
  for (const [run, outcome, status] of [
    [(link) => cy.hppBuy(link, { method: "pay_later" }), "completed", "COMPLETED"],
    [(link) => cy.hppBuy(link, { scenario: "declined", code: "123456" }), "failed", "FAILED"],
    [(link) => { cy.visit(link.redirect_url); cy.hppCancel(); }, "cancelled", "CANCELLED"],
    [(link) => { cy.visit(link.redirect_url); cy.openhpp("sandbox.act", link.session_id, { outcome: "approve" }); }, "completed", "COMPLETED"],
  ]) {
    const session = await newSession(api);
    run(session);
    cy.hppSees(outcome).should("be.visible");
    await settle();
    expect((await api.readSession(session.session_id)).status).toBe(status);
  }
});

test("an operation that is none is an error", async () => {
  await expect(tasks(api).openhpp({ operation: "sandbox.nothing", args: [] })).rejects.toThrow("no operation");
  await expect(tasks(api).openhpp({ operation: "url.act", args: [] })).rejects.toThrow("no operation");
});
