import { Caller, segment } from "./call.js";
import { Sandbox } from "./sandbox.js";

/** @typedef {import("./call.js").CallOptions} CallOptions */

/**
 * The APIs of one merchant. Bodies and answers are those of the contracts in `api/`, with their names; amounts are
 * minor units. What takes `options` takes an `idempotencyKey` and a `signal`.
 */
export class OpenHPP extends Caller {
  /** @param {ConstructorParameters<typeof Caller>[0]} settings */
  constructor(settings) {
    super(settings);
    /** Playgrounds only. */
    this.sandbox = new Sandbox(this);
  }

  /** From OPENHPP_URL, OPENHPP_USERNAME and OPENHPP_PASSWORD, as `openhpp run` sets them. */
  static fromEnvironment(environment = process.env) {
    const { OPENHPP_URL: url, OPENHPP_USERNAME: username, OPENHPP_PASSWORD: password } = environment;
    return new OpenHPP({ url, username, password });
  }

  // Payments

  /** The address of a payment session, as `createSession` wants it. */
  paymentURL(id) { return `${this.url}/payments/v1/sessions/${segment(id)}`; }
  /** @returns {Promise<{session_id: string, client_token: string, payment_method_categories: object[]}>} */
  createPayment(purchase, options) { return this.call("POST", "/payments/v1/sessions", { ...options, body: purchase }); }
  readPayment(id) { return this.call("GET", `/payments/v1/sessions/${segment(id)}`); }
  updatePayment(id, purchase, options) { return this.call("POST", `/payments/v1/sessions/${segment(id)}`, { ...options, body: purchase }); }
  /** @returns {Promise<{order_id: string, fraud_status: string, redirect_url: string}>} */
  placeOrder(token, purchase, options) { return this.call("POST", `/payments/v1/authorizations/${segment(token)}/order`, { ...options, body: purchase }); }
  cancelAuthorization(token) { return this.call("DELETE", `/payments/v1/authorizations/${segment(token)}`); }
  createCustomerToken(token, body, options) { return this.call("POST", `/payments/v1/authorizations/${segment(token)}/customer-token`, { ...options, body }); }

  // Sessions: the hosted page

  /** @returns {Promise<{session_id: string, redirect_url: string, session_url: string, qr_code_url: string, distribution_url: string, expires_at: string}>} */
  createSession(session, options) { return this.call("POST", "/hpp/v1/sessions", { ...options, body: session }); }
  /** @returns {Promise<{session_id: string, status: string, order_id?: string, authorization_token?: string, expires_at: string}>} */
  readSession(id) { return this.call("GET", `/hpp/v1/sessions/${segment(id)}`); }
  disableSession(id) { return this.call("DELETE", `/hpp/v1/sessions/${segment(id)}`); }
  /** Brings the link to the payer: `{method, template, contact_information}`. */
  distribute(id, distribution, options) { return this.call("POST", `/hpp/v1/sessions/${segment(id)}/distribution`, { ...options, body: distribution }); }
  createDistributionToken(id, options) { return this.call("POST", `/hpp/v1/sessions/${segment(id)}/distribution-module/token`, options); }

  /** @param {object} [filter] the query of `GET /openhpp/v1/sessions` @returns {Promise<{sessions: object[], next?: string}>} */
  listSessions(filter) { return this.call("GET", "/openhpp/v1/sessions", { query: filter }); }
  /** Walks the whole list. */
  async *sessions(filter = {}) {
    for (let cursor = filter.cursor; ; ) {
      const page = await this.listSessions({ ...filter, cursor });
      yield* page.sessions;
      cursor = page.next;
      if (!cursor) return;
    }
  }
  /** How a page stands, also after its end; `{include: "links"}` adds its addresses. */
  describeSession(id, query) { return this.call("GET", `/openhpp/v1/sessions/${segment(id)}`, { query }); }
  reopenSession(id, options) { return this.call("POST", `/openhpp/v1/sessions/${segment(id)}/reopen`, options); }
  renewSession(id, body = {}, options) { return this.call("POST", `/openhpp/v1/sessions/${segment(id)}/renew`, { ...options, body }); }
  listDistributions(id) { return this.call("GET", `/openhpp/v1/sessions/${segment(id)}/distributions`); }
  resendDistribution(id, number, options) { return this.call("POST", `/openhpp/v1/sessions/${segment(id)}/distributions/${Number(number)}/resend`, options); }

  /** What happened to a session, and what a shop asks about it. */
  tellStory(id) { return this.call("GET", `/openhpp/v1/sessions/${segment(id)}/story`); }
  /** A payment session, a page on it and its message in one call. */
  makeLink(link, options) { return this.call("POST", "/openhpp/v1/links", { ...options, body: link }); }

  // Deliveries of callbacks

  listDeliveries(filter) { return this.call("GET", "/openhpp/v1/deliveries", { query: filter }); }
  describeDelivery(id) { return this.call("GET", `/openhpp/v1/deliveries/${segment(id)}`); }
  retryDelivery(id, options) { return this.call("POST", `/openhpp/v1/deliveries/${segment(id)}/retry`, options); }

  // Profiles

  listProfiles() { return this.call("GET", "/openhpp/v1/profiles"); }
  readProfile(id) { return this.call("GET", `/openhpp/v1/profiles/${segment(id)}`); }
  putProfile(id, profile) { return this.call("PUT", `/openhpp/v1/profiles/${segment(id)}`, { body: profile }); }
  deleteProfile(id) { return this.call("DELETE", `/openhpp/v1/profiles/${segment(id)}`); }

  // Orders

  listOrders(filter) { return this.call("GET", "/openhpp/v1/orders", { query: filter }); }
  readOrder(id) { return this.call("GET", order(id)); }
  acknowledgeOrder(id, options) { return this.call("POST", order(id, "acknowledge"), options); }
  /** Takes money; answers the capture's id. @param {{captured_amount: number}} capture @returns {Promise<string>} */
  async captureOrder(id, capture, options) { return idFrom(await this.exchange("POST", order(id, "captures"), { ...options, body: capture }), "capture-id"); }
  listCaptures(id) { return this.call("GET", order(id, "captures")); }
  readCapture(id, capture) { return this.call("GET", order(id, `captures/${segment(capture)}`)); }
  /** Gives captured money back; answers the refund's id. @param {{refunded_amount: number}} refund @returns {Promise<string>} */
  async refundOrder(id, refund, options) { return idFrom(await this.exchange("POST", order(id, "refunds"), { ...options, body: refund }), "refund-id"); }
  readRefund(id, refund) { return this.call("GET", order(id, `refunds/${segment(refund)}`)); }
  cancelOrder(id, options) { return this.call("POST", order(id, "cancel"), options); }
  updateAuthorization(id, body, options) { return this.call("PATCH", order(id, "authorization"), { ...options, body }); }
  extendAuthorization(id, options) { return this.call("POST", order(id, "extend-authorization-time"), options); }
  releaseAuthorization(id, options) { return this.call("POST", order(id, "release-remaining-authorization"), options); }
  updateReferences(id, body, options) { return this.call("PATCH", order(id, "merchant-references"), { ...options, body }); }
  updateCustomer(id, body, options) { return this.call("PATCH", order(id, "customer-details"), { ...options, body }); }
  addShippingInfo(id, body, options) { return this.call("POST", order(id, "shipping-info"), { ...options, body }); }
}

const order = (id, below) => `/ordermanagement/v1/orders/${segment(id)}${below ? `/${below}` : ""}`;

/** The id of what was made: in a header of its own, or last in its address. */
const idFrom = ({ headers }, name) => headers.get(name) ?? (headers.get("location") ?? "").split("/").pop();
