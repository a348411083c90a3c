import { segment } from "./call.js";

/** What tests do with a playground beside the ordinary APIs (docs/sandbox.md). */
export class Sandbox {
  #client;

  /** @param {import("./client.js").OpenHPP} client */
  constructor(client) { this.#client = client; }

  #post(path, body, options) { return this.#client.call("POST", `/sandbox/v1/${path}`, { ...options, body }); }

  /**
   * Brings a session to an outcome: `{outcome: "decline", reason: "high_risk", wait: 5}`. What is not possible now is an
   * ApiError with status 409, whose `allowed` are those that are.
   *
   * @param {string} session @param {{outcome: string, [member: string]: unknown}} act
   * @returns {Promise<{session: object, events: object[], page: string, redirect?: string, order_id?: string, deliveries: object[]}>}
   */
  act(session, act, options) { return this.#post(`sessions/${segment(session)}/act`, act, options); }
  /** Several acts, up to the first that is refused. @returns {Promise<{acted?: object, refused?: object}[]>} */
  async script(session, steps, options) { return (await this.#post(`sessions/${segment(session)}/script`, { steps }, options)).steps; }
  /** @param {"accept" | "reject" | "expire"} outcome */
  actOnOrder(order, outcome, options) { return this.#post(`orders/${segment(order)}/act`, { outcome }, options); }
  /** @param {"suspend" | "fail" | "revive"} outcome */
  actOnToken(token, outcome, options) { return this.#post(`tokens/${segment(token)}/act`, { outcome }, options); }
  /** @param {"accept" | "bounce" | "open"} outcome */
  actOnMessage(message, outcome, reason, options) { return this.#post(`messages/${segment(message)}/act`, { outcome, reason }, options); }

  /** Where requests are caught: `url` and a name of your choice. @returns {Promise<{key: string, url: string}>} */
  catcher() { return this.#client.call("GET", "/sandbox/v1/catcher"); }
  /** How requests of a name are answered: `{answers: [{status: 500}], then: {status: 204}}`. */
  programCatcher(name, program) { return this.#client.call("PUT", `/sandbox/v1/catchers/${segment(name)}`, { body: program }); }
  /** @param {{name?: string, session_id?: string, status?: string, wait?: number, limit?: number, cursor?: string}} [filter] */
  async caught(filter) { return (await this.#client.call("GET", "/sandbox/v1/caught", { query: filter })).caught; }
  forgetCaught(name) { return this.#client.call("DELETE", "/sandbox/v1/caught", { query: { name } }); }

  /** A merchant of its own for a worker: `{name, expires_in}`. @returns {Promise<{merchant_id: string, username: string, password: string, signing_secret: string}>} */
  makeTenant(tenant, options) { return this.#post("tenants", tenant, options); }
  async listTenants() { return (await this.#client.call("GET", "/sandbox/v1/tenants")).tenants; }
  removeTenant(merchant) { return this.#client.call("DELETE", `/sandbox/v1/tenants/${segment(merchant)}`); }
  /** Forgets all of the merchant but what is kept, such as ["profiles"]. */
  reset(keep = [], options) { return this.#post("reset", { keep }, options); }

  /** Messages that the playground kept instead of sending, the newest first. `{to, wait}` and more as in docs/inbox.md. */
  async messages(filter) { return (await this.#client.call("GET", "/playground/inbox", { query: filter })).messages; }
  clearMessages() { return this.#client.call("DELETE", "/playground/inbox"); }
}
