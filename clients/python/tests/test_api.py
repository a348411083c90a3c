"""Against a playground: openhpp run -- python3 -m unittest discover tests"""

import http.server
import os
import threading
import unittest
import urllib.request
import uuid

from openhpp import ApiError, OpenHPP, OutcomeUnknown, verify_callback

API = OpenHPP.from_environment()
LINE = {"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 2500, "total_amount": 10000, "total_tax_amount": 2000}
LAMP = {
    "purchase_country": "SE",
    "purchase_currency": "SEK",
    "locale": "en-SE",
    "order_amount": 10000,
    "order_tax_amount": 2000,
    "order_lines": [LINE],
}


def new_session(**more):
    payment = API.create_payment(LAMP)
    session = {"payment_session_url": API.payment_url(payment["session_id"]), "options": {"place_order_mode": "PLACE_ORDER"}}
    return API.create_session(session | more)


class ApiTest(unittest.TestCase):
    def test_a_session_is_made_read_listed_found_and_disabled(self):
        made = new_session()
        id = made["session_id"]
        self.assertEqual(API.read_session(id)["status"], "WAITING")
        self.assertEqual(API.describe_session(id, include="links")["links"]["redirect_url"], made["redirect_url"])
        self.assertEqual([one["session_id"] for one in API.sessions(q=id, status=["WAITING", "FAILED"])], [id])
        self.assertIsNone(API.disable_session(id))
        self.assertEqual(API.read_session(id)["status"], "DISABLED")

    def test_a_purchase_is_declined_approved_captured_and_refunded(self):
        id = new_session()["session_id"]
        self.assertEqual(API.sandbox.act(id, "decline", reason="high_risk")["session"]["status"], "FAILED")
        order = API.sandbox.act(id, "approve")["order_id"]
        capture = API.capture_order(order, {"captured_amount": 4000}, idempotency_key="capture-python")
        self.assertEqual(API.capture_order(order, {"captured_amount": 4000}, idempotency_key="capture-python"), capture)
        self.assertEqual(API.read_capture(order, capture)["captured_amount"], 4000)
        refund = API.refund_order(order, {"refunded_amount": 1000})
        self.assertEqual(API.read_refund(order, refund)["refunded_amount"], 1000)
        read = API.read_order(order)
        self.assertEqual([read["captured_amount"], read["refunded_amount"], read["status"]], [4000, 1000, "PART_CAPTURED"])
        with self.assertRaises(ApiError) as refused:
            API.sandbox.act(id, "decline")
        error = refused.exception
        self.assertEqual([error.status, error.code, error.allowed], [409, "NOT_ALLOWED", []])
        self.assertTrue(error.correlation_id)
        self.assertIn(error.correlation_id, str(error))

    def test_a_callback_is_caught_and_its_signature_holds(self):
        API.sandbox.program_catcher("python", {"answers": [{"status": 202}], "then": {"status": 204}})
        made = new_session(merchant_urls={"status_update": API.sandbox.catcher()["url"] + "/python"})
        (step,) = API.sandbox.script(made["session_id"], [{"outcome": "approve", "wait": 20}])
        last = API.sandbox.caught(name="python", session_id=made["session_id"], status="COMPLETED", wait=20)[0]
        self.assertEqual([last["signature"], last["answered"]], ["VALID", 204])
        headers = {name: value[0] if isinstance(value, list) else value for name, value in last["headers"].items()}
        event = verify_callback(os.environ["OPENHPP_SIGNING_SECRET"], headers, last["body"].encode())
        self.assertEqual(event["session"]["order_id"], step["acted"]["order_id"])
        API.sandbox.forget_caught("python")
        self.assertEqual(API.sandbox.caught(name="python"), [])

    def test_a_message_bounces(self):
        made = new_session()
        contact = {"method": "email", "template": "INSTORE_PURCHASE", "contact_information": {"email": "kim@shop.example"}}
        API.distribute(made["session_id"], contact)
        message = API.sandbox.messages(session_id=made["session_id"], wait=10)[0]
        self.assertTrue(message["link"].startswith(made["redirect_url"]))
        self.assertEqual(API.sandbox.act_on_message(message["message_id"], "bounce", "no such mailbox")["state"], "BOUNCED")
        self.assertEqual(API.list_distributions(made["session_id"])["distributions"][0]["state"], "BOUNCED")

    def test_a_profile_is_kept_and_removed(self):
        id = str(uuid.uuid4())
        API.put_profile(id, {"options": {"page_title": "Pay here"}})
        self.assertEqual(API.read_profile(id)["options"]["page_title"], "Pay here")
        self.assertIsNone(API.delete_profile(id))
        with self.assertRaises(ApiError) as gone:
            API.read_profile(id)
        self.assertEqual(gone.exception.code, "NOT_FOUND")

    def test_a_tenant_sells_for_itself_is_reset_and_removed(self):
        tenant = API.sandbox.make_tenant("worker-python", "PT10M")
        own = OpenHPP(API.url, tenant["username"], tenant["password"])
        lamp = {"amount": 12500, "currency": "SEK", "country": "SE", "locale": "en-SE", "description": "Lamp repair"}
        id = own.make_link(lamp)["session_id"]
        self.assertEqual(own.tell_story(id)["session"]["session_id"], id)
        self.assertEqual(own.list_deliveries(session_id=id)["deliveries"], [])
        self.assertEqual(own.list_orders()["orders"], [])
        with self.assertRaises(ApiError):
            API.read_session(id)
        own.sandbox.reset(["profiles"])
        with self.assertRaises(ApiError) as gone:
            own.read_session(id)
        self.assertEqual(gone.exception.status, 404)
        self.assertIn(tenant["merchant_id"], [one["merchant_id"] for one in API.sandbox.list_tenants()])
        API.sandbox.remove_tenant(tenant["merchant_id"])
        self.assertNotIn(tenant["merchant_id"], [one["merchant_id"] for one in API.sandbox.list_tenants()])

    def test_a_wrong_password_and_an_id_that_is_none(self):
        with self.assertRaises(ApiError) as refused:
            OpenHPP(API.url, "nobody", "wrong").read_session("x")
        self.assertEqual(refused.exception.status, 401)
        self.assertRaises(ValueError, API.read_session, "..")
        self.assertRaises(ValueError, OpenHPP, API.url, "", "")

    def test_a_lost_answer_is_unknown_and_asked_for_with_its_key(self):
        keys = []

        class Proxy(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                names = ("Authorization", "Content-Type", "Klarna-Idempotency-Key")
                keys.append(self.headers["Klarna-Idempotency-Key"])
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name: self.headers[name] for name in names}
                with urllib.request.urlopen(urllib.request.Request(API.url + self.path, body, headers)) as answer:
                    text = answer.read()
                if len(keys) > 1:
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(text)

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            far = OpenHPP.from_environment({**os.environ, "OPENHPP_URL": f"http://127.0.0.1:{server.server_port}"})
            with self.assertRaises(OutcomeUnknown) as lost:
                far.create_payment(LAMP)
            key = lost.exception.idempotency_key
            self.assertEqual(key, keys[0])
            self.assertEqual(far.create_payment(LAMP, idempotency_key=key), API.create_payment(LAMP, idempotency_key=key))
            server.shutdown()


if __name__ == "__main__":
    unittest.main()
