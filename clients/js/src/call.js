import { randomUUID } from "node:crypto";

import { ApiError, OutcomeUnknownError } from "./errors.js";

/**
 * @typedef {object} CallOptions
 * @property {unknown} [body] sent as JSON
 * @property {Record<string, unknown>} [query] members that are undefined are left out; arrays are repeated
 * @property {string} [idempotencyKey] of a change; without one a fresh one is made
 * @property {AbortSignal} [signal]
 */

/** Makes calls with a merchant's credentials. */
export class Caller {
  /**
   * @param {object} settings
   * @param {string} settings.url the API's address, such as https://pay.example.com
   * @param {string} settings.username
   * @param {string} settings.password
   * @param {number} [settings.timeout] milliseconds for one call, 40,000
   * @param {typeof fetch} [settings.fetch]
   */
  constructor({ url, username, password, timeout = 40_000, fetch: send = globalThis.fetch }) {
    if (!url || !username || !password) throw new TypeError("OpenHPP: url, username and password are needed");
    this.url = url.replace(/\/+$/, "");
    this.timeout = timeout;
    this.send = send;
    this.authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  }

  /**
   * A call that has no method of its own. Answers the JSON, or undefined where there is none.
   *
   * @param {string} method @param {string} path begins with a slash @param {CallOptions} [options]
   * @returns {Promise<any>}
   * @throws {ApiError | OutcomeUnknownError}
   */
  async call(method, path, options = {}) {
    return (await this.exchange(method, path, options)).body;
  }

  /** @returns {Promise<{body: any, headers: Headers}>} */
  async exchange(method, path, { body, query, idempotencyKey, signal } = {}) {
    if (!path.startsWith("/")) throw new TypeError("OpenHPP: the path must begin with /");
    const operation = `${method} ${path.split("?")[0]}`;
    const headers = { accept: "application/json", authorization: this.authorization };
    if (method === "POST" || method === "PATCH") {
      idempotencyKey ??= randomUUID();
      headers["klarna-idempotency-key"] = idempotencyKey;
    }
    if (body !== undefined) headers["content-type"] = "application/json";
    const content = body === undefined ? undefined : JSON.stringify(body);
    const limit = AbortSignal.timeout(this.timeout);
    let response, text;
    try {
      response = await this.send(this.url + path + search(query), {
        method, headers, body: content, redirect: "manual", signal: signal ? either(signal, limit) : limit,
      });
      text = await response.text();
    } catch (cause) {
      throw new OutcomeUnknownError(operation, idempotencyKey, cause);
    }
    const read = parse(text);
    if (response.status >= 300) {
      const envelope = { ...(read ?? {}) };
      envelope.correlation_id ??= response.headers.get("klarna-correlation-id") ?? "";
      throw new ApiError(operation, response.status, envelope);
    }
    if (text !== "" && read === undefined) {
      throw new OutcomeUnknownError(operation, idempotencyKey, new Error("the answer is not JSON"));
    }
    return { body: read, headers: response.headers };
  }
}

/** One segment of a path. Empty and dotted ones would name another resource. */
export function segment(id) {
  if (typeof id !== "string" || id === "" || id === "." || id === "..") {
    throw new TypeError(`OpenHPP: the id is ${JSON.stringify(id)}, want the one the server gave`);
  }
  return encodeURIComponent(id);
}

/** The envelope is an object; anything else leaves the status to speak for itself. */
function parse(text) {
  try {
    const read = JSON.parse(text);
    return typeof read === "object" && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

function search(query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) parameters.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  const text = parameters.toString();
  return text && `?${text}`;
}

/** AbortSignal.any, which Node 18 does not have. */
function either(...signals) {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}
