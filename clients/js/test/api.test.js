// Against a playground: openhpp run -- node --test test/
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { ApiError, OpenHPP, OutcomeUnknownError, verifyCallback } from "../src/index.js";

const api = OpenHPP.fromEnvironment();
const lamp = {
  purchase_country: "SE", purchase_currency: "SEK", locale: "en-SE", order_amount: 10000, order_tax_amount: 2000,
  order_lines: [{ name: "Lamp", quantity: 1, unit_price: 10000, tax_rate: 2500, total_amount: 10000, total_tax_amount: 2000 }],
};

async function newSession(more = {}) {
  const payment = await api.createPayment(lamp);
  return api.createSession({ payment_session_url: api.paymentURL(payment.session_id), options: { place_order_mode: "PLACE_ORDER" }, ...more });
}

test("a session is made, read, listed, found and disabled", async () => {
  const made = await newSession();
  assert.equal((await api.readSession(made.session_id)).status, "WAITING");
  assert.equal((await api.describeSession(made.session_id, { include: "links" })).links.redirect_url, made.redirect_url);
  const found = [];
  for await (const one of api.sessions({ q: made.session_id, status: ["WAITING", "FAILED"] })) found.push(one.session_id);
  assert.deepEqual(found, [made.session_id]);
  assert.equal(await api.disableSession(made.session_id), undefined);
  assert.equal((await api.readSession(made.session_id)).status, "DISABLED");
});

test("a purchase is declined, approved, captured and refunded", async () => {
  const made = await newSession();
  assert.equal((await api.sandbox.act(made.session_id, { outcome: "decline", reason: "high_risk" })).session.status, "FAILED");
  const acted = await api.sandbox.act(made.session_id, { outcome: "approve" });
  assert.equal(acted.page, "completed");
  const capture = await api.captureOrder(acted.order_id, { captured_amount: 4000 }, { idempotencyKey: "capture-1" });
  assert.equal(await api.captureOrder(acted.order_id, { captured_amount: 4000 }, { idempotencyKey: "capture-1" }), capture);
  assert.equal((await api.readCapture(acted.order_id, capture)).captured_amount, 4000);
  const refund = await api.refundOrder(acted.order_id, { refunded_amount: 1000 });
  assert.equal((await api.readRefund(acted.order_id, refund)).refunded_amount, 1000);
  const order = await api.readOrder(acted.order_id);
  assert.deepEqual([order.captured_amount, order.refunded_amount, order.status], [4000, 1000, "PART_CAPTURED"]);
  await assert.rejects(api.sandbox.act(made.session_id, { outcome: "decline" }), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code, error.allowed], [409, "NOT_ALLOWED", []]);
    assert.ok(error.correlationId && error.message.includes(error.correlationId));
    return true;
  });
});

test("a callback is caught, judged, and its signature holds", async () => {
  const { url } = await api.sandbox.catcher();
  await api.sandbox.programCatcher("js", { answers: [{ status: 202 }], then: { status: 204 } });
  const made = await newSession({ merchant_urls: { status_update: `${url}/js` } });
  const [step] = await api.sandbox.script(made.session_id, [{ outcome: "approve", wait: 20 }]);
  assert.equal(step.acted.session.status, "COMPLETED");
  const [last] = await api.sandbox.caught({ name: "js", session_id: made.session_id, status: "COMPLETED", wait: 20 });
  assert.deepEqual([last.signature, last.answered], ["VALID", 204]);
  const headers = Object.fromEntries(Object.entries(last.headers).map(([name, value]) => [name.toLowerCase(), [value].flat()[0]]));
  const event = verifyCallback(process.env.OPENHPP_SIGNING_SECRET, headers, last.body);
  assert.equal(event.session.order_id, step.acted.order_id);
  await api.sandbox.forgetCaught("js");
  assert.deepEqual(await api.sandbox.caught({ name: "js" }), []);
});

test("a link is brought to a payer and the message bounces", async () => {
  const made = await newSession();
  await api.distribute(made.session_id, { method: "email", template: "INSTORE_PURCHASE", contact_information: { email: "kim@shop.example" } });
  const [message] = await api.sandbox.messages({ session_id: made.session_id, wait: 10 });
  assert.ok(message.link.startsWith(made.redirect_url), message.link);
  assert.equal((await api.sandbox.actOnMessage(message.message_id, "bounce", "no such mailbox")).state, "BOUNCED");
  const [sent] = (await api.listDistributions(made.session_id)).distributions;
  assert.equal(sent.state, "BOUNCED");
});

test("a profile is kept and removed", async () => {
  const id = crypto.randomUUID();
  const profile = { options: { page_title: "Pay here" } };
  await api.putProfile(id, profile);
  assert.equal((await api.readProfile(id)).options.page_title, "Pay here");
  assert.equal(await api.deleteProfile(id), undefined);
  await assert.rejects(api.readProfile(id), { code: "NOT_FOUND" });
});

test("a tenant sells for itself, is reset and removed", async () => {
  const tenant = await api.sandbox.makeTenant({ name: "worker-js", expires_in: "PT10M" });
  const own = new OpenHPP({ url: api.url, ...tenant });
  const link = await own.makeLink({ amount: 12500, currency: "SEK", country: "SE", locale: "en-SE", description: "Lamp repair", place_order_mode: "PLACE_ORDER" });
  const { order_id: order } = await own.sandbox.act(link.session_id, { outcome: "approve", wait: 5 });
  assert.equal((await own.tellStory(link.session_id)).session.session_id, link.session_id);
  assert.deepEqual((await own.listDeliveries({ session_id: link.session_id })).deliveries, []); // it has no address for them
  assert.deepEqual((await own.listOrders()).orders.map((one) => one.order_id), [order]);
  await assert.rejects(api.readSession(link.session_id), { status: 404 });
  await own.sandbox.reset(["profiles"]);
  await assert.rejects(own.readSession(link.session_id), { status: 404 });
  const names = async () => (await api.sandbox.listTenants()).map((one) => one.merchant_id);
  assert.ok((await names()).includes(tenant.merchant_id));
  await api.sandbox.removeTenant(tenant.merchant_id);
  assert.ok(!(await names()).includes(tenant.merchant_id));
});

test("a wrong password and an id that is none", async () => {
  const stranger = new OpenHPP({ url: api.url, username: "nobody", password: "wrong" });
  await assert.rejects(stranger.readSession("x"), { status: 401 });
  assert.throws(() => api.readSession(".."), TypeError);
  assert.throws(() => new OpenHPP({ url: api.url }), TypeError);
});

// What cut the answer off must not be taken for a no: the same key finds out.
test("a lost answer is unknown, and asked for with its key", async () => {
  const keys = [];
  const proxy = createServer(async (request, response) => {
    keys.push(request.headers["klarna-idempotency-key"]);
    const parts = [];
    for await (const part of request) parts.push(part);
    const { authorization, "content-type": type, "klarna-idempotency-key": key } = request.headers;
    const headers = { authorization, "content-type": type, "klarna-idempotency-key": key };
    const answer = await fetch(api.url + request.url, { method: request.method, headers, body: Buffer.concat(parts) });
    const body = await answer.text();
    if (keys.length === 1) return response.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" }).end(body);
  });
  await new Promise((done) => proxy.listen(0, "127.0.0.1", done));
  try {
    const far = OpenHPP.fromEnvironment({ ...process.env, OPENHPP_URL: `http://127.0.0.1:${proxy.address().port}` });
    const lost = await far.createPayment(lamp).then(() => assert.fail("an answer came"), (error) => error);
    assert.ok(lost instanceof OutcomeUnknownError, lost.stack);
    assert.equal(lost.idempotencyKey, keys[0]);
    const made = await far.createPayment(lamp, { idempotencyKey: lost.idempotencyKey });
    assert.deepEqual(await api.createPayment(lamp, { idempotencyKey: lost.idempotencyKey }), made);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
