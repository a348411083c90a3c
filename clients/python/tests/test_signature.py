import json
import pathlib
import unittest

from openhpp import SignatureError, verify_callback, verify_result

VECTORS = json.loads((pathlib.Path(__file__).parents[2] / "testdata/signatures.json").read_text(encoding="utf-8"))


def judge(check):
    """The code of the refusal, and what was read."""
    try:
        return "", check()
    except SignatureError as error:
        return error.code, error.result or {}


class SignatureTest(unittest.TestCase):
    def test_callbacks_are_judged_as_the_server_signs(self):
        self.assertGreater(len(VECTORS["callbacks"]), 20)
        for v in VECTORS["callbacks"]:
            with self.subTest(v["name"]):
                headers = {name.title(): value for name, value in v["headers"].items()}
                code, read = judge(lambda: verify_callback(v["secret"], headers, v["body"].encode(), v["now"]))
                self.assertEqual(code, v["code"])
                self.assertEqual(read.get("event_id"), v.get("event_id"))
                self.assertEqual(read.get("session", {}).get("status"), v.get("status"))

    def test_results_are_judged_as_the_server_signs(self):
        self.assertGreater(len(VECTORS["results"]), 15)
        for v in VECTORS["results"]:
            with self.subTest(v["name"]):
                first_seen = lambda nonce: nonce not in v.get("seen", [])  # noqa: E731
                code, read = judge(
                    lambda: verify_result(
                        v["secret"], v["result"], merchant_id=v["merchant_id"], first_seen=first_seen, now=v["now"]
                    )
                )
                self.assertEqual(code, v["code"])
                self.assertEqual(read.get("session_id"), v.get("session_id"))
                self.assertEqual(read.get("amount"), v.get("amount"))
