import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SignatureError, verifyCallback, verifyResult } from "../src/index.js";

const vectors = JSON.parse(readFileSync(new URL("../../testdata/signatures.json", import.meta.url), "utf8"));
const at = (seconds) => new Date(seconds * 1000);

/** The code of the refusal, and what was read. */
async function judge(check) {
  try {
    return { code: "", read: await check() };
  } catch (error) {
    assert.ok(error instanceof SignatureError, error.stack);
    return { code: error.code, read: error.result };
  }
}

test("callbacks are judged as the server signs", async () => {
  assert.ok(vectors.callbacks.length > 20);
  let before;
  for (const v of vectors.callbacks) {
    for (const headers of [v.headers, new Headers(v.headers)]) {
      const { code, read } = await judge(() => verifyCallback(v.secret, headers, Buffer.from(v.body), at(v.now)));
      assert.equal(code, v.code, v.name);
      assert.equal(read?.event_id, v.event_id, v.name);
      assert.equal(read?.session.status, v.status, v.name);
      if (v.repeat) assert.equal(read.event_id, before.event_id);
      before = read;
    }
  }
});

test("results are judged as the server signs", async () => {
  assert.ok(vectors.results.length > 15);
  for (const v of vectors.results) {
    const seen = new Set(v.seen);
    const options = { merchantId: v.merchant_id, now: at(v.now), firstSeen: (nonce) => !seen.has(nonce) };
    const { code, read } = await judge(() => verifyResult(v.secret, v.result, options));
    assert.equal(code, v.code, v.name);
    assert.equal(read?.session_id, v.session_id, v.name);
    assert.equal(read?.amount, v.amount, v.name);
  }
});
