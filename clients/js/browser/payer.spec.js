// Run by Playwright: openhpp run -- npx playwright test
import { createServer } from "node:http";

import { expect, test } from "openhpp/playwright";

import { newSession } from "./session.js";

test("every scenario of a test person ends as it says", async ({ openhpp, payer }) => {
  for (const [scenario, outcome, status] of [
    ["approved", "completed", "COMPLETED"], ["declined", "failed", "FAILED"], ["pending", "completed", "COMPLETED"], ["wrong_code", "failed", "FAILED"],
  ]) {
    const session = await newSession(openhpp);
    expect(await payer.buy(session, { scenario, method: "pay_later" })).toBe(outcome);
    expect((await openhpp.readSession(session.session_id)).status).toBe(status);
  }
});

test("the payer is sent to the shop", async ({ openhpp, payer, page }) => {
  const shop = createServer((_, response) => response.end("<title>Thanks</title>"));
  await new Promise((listening) => shop.listen(0, "127.0.0.1", listening));
  try {
    const success = `http://127.0.0.1:${shop.address().port}/thanks?order={{order_id}}`;
    const session = await newSession(openhpp, { merchant_urls: { success } });
    expect(await payer.buy(session)).toBe("left");
    await expect(page).toHaveTitle("Thanks");
    const { order_id: order } = await openhpp.readSession(session.session_id);
    expect(page.url()).toBe(success.replace("{{order_id}}", order));
  } finally {
    shop.close();
  }
});

test("a wrong code, another try, details of one's own, and giving up", async ({ openhpp, payer }) => {
  const session = await newSession(openhpp);
  await payer.open(session);
  await payer.fillIn();
  await payer.fill({ email: "kim+denied@shop.example" });
  await payer.pay();
  await payer.confirm("123456");
  await payer.sees("failed");
  await payer.retry();
  await payer.cancel();
  await payer.sees("cancelled");
  expect((await openhpp.readSession(session.session_id)).status).toBe("CANCELLED");
});

test("an open page follows what the sandbox does", async ({ openhpp, payer }) => {
  const session = await newSession(openhpp);
  await payer.open(session);
  await openhpp.sandbox.act(session.session_id, { outcome: "approve" });
  await payer.sees("completed");
});
