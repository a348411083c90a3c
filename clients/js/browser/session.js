/** A session of a lamp, for tests in a browser. */
export async function newSession(api, more = {}) {
  const payment = await api.createPayment({
    purchase_country: "SE", purchase_currency: "SEK", locale: "en-SE", order_amount: 10000, order_tax_amount: 2000,
    order_lines: [{ name: "Lamp", quantity: 1, unit_price: 10000, tax_rate: 2500, total_amount: 10000, total_tax_amount: 2000 }],
  });
  return api.createSession({ payment_session_url: api.paymentURL(payment.session_id), options: { place_order_mode: "PLACE_ORDER" }, ...more });
}
