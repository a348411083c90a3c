"""One call: credentials, idempotency key, answer."""

import base64
import datetime
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any

from .errors import ApiError, OutcomeUnknown


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Caller:
    """Makes calls with a merchant's credentials. ``timeout`` is in seconds."""

    def __init__(self, url: str, username: str, password: str, *, timeout: float = 40):
        if not (url and username and password):
            raise ValueError("OpenHPP: url, username and password are needed")
        self.url = url.rstrip("/")
        self.timeout = timeout
        self._authorization = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()
        self._opener = urllib.request.build_opener(_NoRedirect)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a call that has no method of its own. Answers the JSON, or None where there is none.

        Raises ApiError for an answer that says no, OutcomeUnknown when none came.
        """
        return self.exchange(method, path, body, query=query, idempotency_key=idempotency_key)[0]

    def exchange(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> tuple[Any, Mapping[str, str]]:
        """Call, and answer the headers too."""
        if not path.startswith("/"):
            raise ValueError("OpenHPP: the path must begin with /")
        operation = f"{method} {path.split('?')[0]}"
        headers = {"Accept": "application/json", "Authorization": self._authorization}
        if method in ("POST", "PATCH"):
            idempotency_key = idempotency_key or str(uuid.uuid4())
            headers["Klarna-Idempotency-Key"] = idempotency_key
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        request = urllib.request.Request(self.url + path + _search(query), content, headers, method=method)
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                text, answered = response.read(), response.headers
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(operation, error, idempotency_key) from None
        except (OSError, http.client.HTTPException) as error:
            raise OutcomeUnknown(operation, idempotency_key) from error
        try:
            return (json.loads(text) if text else None), answered
        except ValueError as error:
            raise OutcomeUnknown(operation, idempotency_key) from error


def segment(id: str) -> str:
    """One segment of a path. Empty and dotted ones would name another resource."""
    if not isinstance(id, str) or id in ("", ".", ".."):
        raise ValueError(f"OpenHPP: the id is {id!r}, want the one the server gave")
    return urllib.parse.quote(id, safe="")


def _refusal(operation: str, error: urllib.error.HTTPError, idempotency_key: str | None) -> Exception:
    try:
        text = error.read()
    except (OSError, http.client.HTTPException):
        return OutcomeUnknown(operation, idempotency_key)
    try:
        envelope = json.loads(text)
    except ValueError:
        envelope = None
    if not isinstance(envelope, dict):
        envelope = {}
    envelope.setdefault("correlation_id", error.headers.get("Klarna-Correlation-Id", ""))
    return ApiError(operation, error.code, envelope)


def _search(query: Mapping[str, Any] | None) -> str:
    pairs = []
    for name, value in (query or {}).items():
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(one, datetime.datetime):
                one = one.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
            if one is not None:
                pairs.append((name, str(one)))
    return "?" + urllib.parse.urlencode(pairs) if pairs else ""
