import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a callback's timestamp may lie from the receiver's clock, either way. */
export const TOLERANCE = 300;

const MAX_RESULT = 4096;

/**
 * Why a callback or a signed result is not to be believed. `code` is SECRET, UNSIGNED,
 * TIMESTAMP, SIGNATURE or BODY of a callback; SECRET, FORM, SIGNATURE, MERCHANT, EXPIRED or
 * REPLAYED of a result. A replayed result is genuine and stands in `result`.
 */
export class SignatureError extends Error {
  /** @param {string} code @param {string} message @param {object} [result] */
  constructor(code, message, result) {
    super(message);
    this.name = "SignatureError";
    this.code = code;
    this.result = result;
  }
}

/** @param {string} secret @returns {Buffer} */
function keyOf(secret) {
  const text = String(secret ?? "").replace(/^whsec_/, "");
  const key = Buffer.from(text, "base64");
  if (key.length === 0 || key.toString("base64").replace(/=+$/, "") !== text.replace(/=+$/, "")) {
    throw new SignatureError("SECRET", "the secret is not whsec_ and base64");
  }
  return key;
}

/** Headers of Node, of fetch, or a plain object in any case. */
function headerOf(headers, name) {
  if (typeof headers?.get === "function") return headers.get(name) ?? "";
  for (const [key, value] of Object.entries(headers ?? {})) {
    if (key.toLowerCase() === name) return String(Array.isArray(value) ? value[0] : value ?? "");
  }
  return "";
}

/** @param {Buffer} is @param {Buffer} want */
const equal = (is, want) => is.length === want.length && timingSafeEqual(is, want);

/**
 * Checks the signature of a received callback and reads it.
 *
 * `body` holds the bytes as they came, before any JSON parser. The same `event_id` may come twice: drop what you have had.
 *
 * @param {string} secret "whsec_" and base64, as the server gave it
 * @param {Headers | Record<string, string | string[] | undefined>} headers
 * @param {Buffer | Uint8Array | string} body
 * @param {Date} [now]
 * @returns {{event_id: string, event_type?: string, session: {session_id: string, status: string, [member: string]: unknown}}}
 * @throws {SignatureError}
 */
export function verifyCallback(secret, headers, body, now = new Date()) {
  const key = keyOf(secret);
  const [id, at, given] = ["id", "timestamp", "signature"].map((name) => headerOf(headers, `webhook-${name}`));
  if (!id || !at || !given) {
    throw new SignatureError("UNSIGNED", "the callback lacks a webhook-id, webhook-timestamp or webhook-signature header");
  }
  const seconds = Math.floor(now.getTime() / 1000);
  if (!/^\d{1,15}$/.test(at) || Math.abs(seconds - Number(at)) > TOLERANCE) {
    throw new SignatureError("TIMESTAMP", "the callback's timestamp is too old or lies ahead");
  }
  const want = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest();
  const genuine = given
    .split(/\s+/)
    .filter((one) => one.startsWith("v1,"))
    .some((one) => equal(Buffer.from(one.slice(3), "base64"), want));
  if (!genuine) throw new SignatureError("SIGNATURE", "the callback's signature is wrong");
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new SignatureError("BODY", "the callback's body is not JSON");
  }
}

/**
 * Checks the signed result that a payer brings in the address of `merchant_urls.success`, and reads it.
 * Compare its session, amount and currency with the purchase.
 *
 * @param {string} secret that of callbacks
 * @param {string} result
 * @param {{merchantId?: string, firstSeen?: (nonce: string) => boolean | Promise<boolean>, now?: Date}} [options]
 *   `firstSeen` keeps a nonce under a unique key and answers whether it is new
 * @returns {Promise<{merchant_id: string, session_id: string, status: "COMPLETED", order_id?: string,
 *   authorization_token?: string, amount: number, currency: string, nonce: string, issued_at: number, expires_at: number}>}
 * @throws {SignatureError}
 */
export async function verifyResult(secret, result, { merchantId, firstSeen, now = new Date() } = {}) {
  const key = keyOf(secret);
  const form = () => new SignatureError("FORM", "the result is not what the server writes for {{openhpp_result}}");
  const [version, payload, ...signatures] = String(result ?? "").split(".");
  if (version !== "v1" || signatures.length === 0 || result.length > MAX_RESULT) throw form();
  const want = createHmac("sha256", key).update(`openhpp_result.${version}.${payload}`).digest();
  if (!signatures.some((one) => equal(Buffer.from(one, "base64url"), want))) {
    throw new SignatureError("SIGNATURE", "the result's signature is wrong");
  }
  let paid;
  try {
    paid = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    throw form();
  }
  if (paid?.status !== "COMPLETED" || !paid.session_id || !paid.nonce) throw form();
  if (merchantId && paid.merchant_id !== merchantId) {
    throw new SignatureError("MERCHANT", "the result is of another merchant");
  }
  const seconds = now.getTime() / 1000;
  if (!(seconds <= paid.expires_at && seconds + TOLERANCE >= paid.issued_at)) {
    throw new SignatureError("EXPIRED", "the result is too old, or lies ahead; read the session instead");
  }
  if (firstSeen && !(await firstSeen(paid.nonce))) {
    throw new SignatureError("REPLAYED", "the result was seen before; its payment is booked already", paid);
  }
  return paid;
}
