"""Signatures of callbacks (Standard Webhooks 1.0) and of the result that a payer brings."""

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

TOLERANCE = 300
"""Seconds that a callback's timestamp may lie from the receiver's clock, either way."""

_MAX_RESULT = 4096


class SignatureError(Exception):
    """Why a callback or a signed result is not to be believed.

    ``code`` is SECRET, UNSIGNED, TIMESTAMP, SIGNATURE or BODY of a callback; SECRET, FORM, SIGNATURE, MERCHANT, EXPIRED
    or REPLAYED of a result. A replayed result is genuine and stands in ``result``.
    """

    def __init__(self, code: str, message: str, result: dict[str, Any] | None = None):
        super().__init__(message)
        self.code = code
        self.result = result


def verify_callback(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> dict[str, Any]:
    """Check the signature of a received callback and read it.

    ``secret`` is "whsec_" and base64, as the server gave it; ``body`` holds the bytes as they came; ``now`` is in seconds
    since 1970. The same ``event_id`` may come twice: drop what you have had. Raises SignatureError.
    """
    key = _key(secret)
    folded = {str(name).lower(): str(value) for name, value in headers.items()}
    id, at, given = (folded.get("webhook-" + name, "") for name in ("id", "timestamp", "signature"))
    if not (id and at and given):
        raise SignatureError("UNSIGNED", "the callback lacks a webhook-id, webhook-timestamp or webhook-signature header")
    seconds = int(time.time() if now is None else now)
    if not re.fullmatch(r"[0-9]{1,15}", at) or abs(seconds - int(at)) > TOLERANCE:
        raise SignatureError("TIMESTAMP", "the callback's timestamp is too old or lies ahead")
    want = hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
    candidates = [one[3:] for one in given.split() if one.startswith("v1,")]
    if not any([hmac.compare_digest(_decode(one), want) for one in candidates]):
        raise SignatureError("SIGNATURE", "the callback's signature is wrong")
    try:
        return json.loads(body)
    except ValueError:
        raise SignatureError("BODY", "the callback's body is not JSON") from None


def verify_result(
    secret: str,
    result: str,
    *,
    merchant_id: str = "",
    first_seen: Callable[[str], bool] | None = None,
    now: float | None = None,
) -> dict[str, Any]:
    """Check the signed result in the address of ``merchant_urls.success`` and read it.

    ``secret`` is that of callbacks. ``first_seen`` keeps a nonce under a unique key and answers whether it is new.
    Compare session, amount and currency with the purchase. Raises SignatureError.
    """
    key = _key(secret)
    form = SignatureError("FORM", "the result is not what the server writes for {{openhpp_result}}")
    version, *rest = result.split(".")
    if version != "v1" or len(rest) < 2 or len(result) > _MAX_RESULT:
        raise form
    payload, *signatures = rest
    want = hmac.new(key, f"openhpp_result.v1.{payload}".encode(), hashlib.sha256).digest()
    if not any([hmac.compare_digest(_decode(one, url=True), want) for one in signatures]):
        raise SignatureError("SIGNATURE", "the result's signature is wrong")
    try:
        paid = json.loads(_decode(payload, url=True))
        genuine = paid["status"] == "COMPLETED" and paid["session_id"] and paid["nonce"]
        issued, expires = float(paid["issued_at"]), float(paid["expires_at"])
    except (ValueError, TypeError, KeyError):
        raise form from None
    if not genuine:
        raise form
    if merchant_id and paid.get("merchant_id") != merchant_id:
        raise SignatureError("MERCHANT", "the result is of another merchant")
    seconds = time.time() if now is None else now
    if not (seconds <= expires and seconds + TOLERANCE >= issued):
        raise SignatureError("EXPIRED", "the result is too old, or lies ahead; read the session instead")
    if first_seen is not None and not first_seen(paid["nonce"]):
        raise SignatureError("REPLAYED", "the result was seen before; its payment is booked already", paid)
    return paid


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode((secret or "").removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if not key:
        raise SignatureError("SECRET", "the secret is not whsec_ and base64")
    return key


def _decode(text: str, *, url: bool = False) -> bytes:
    """The bytes of base64; none where it is no such."""
    if url:
        text = text.translate(str.maketrans("-_", "+/")) + "=" * (-len(text) % 4)
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
