"""What a call can end with instead of an answer."""

from typing import Any


class ApiError(Exception):
    """An answer that says no.

    ``code`` is machine-readable, such as BAD_VALUE or NOT_FOUND, and empty when the answer did not come from the API.
    ``messages`` are for people; each names a field where one is at fault. ``allowed`` is what is possible instead, where
    the sandbox says so. ``correlation_id`` finds the request in the server's log.
    """

    def __init__(self, operation: str, status: int, envelope: dict[str, Any]):
        self.operation = operation
        self.status = status
        self.code: str = envelope.get("error_code") or ""
        self.messages: list[str] = envelope.get("error_messages") or []
        self.allowed: list[str] | None = envelope.get("allowed")
        self.correlation_id: str = envelope.get("correlation_id") or ""
        text = f"{operation}: {status}" + (f" {self.code}" if self.code else "")
        if self.messages:
            text += ": " + "; ".join(self.messages)
        if self.correlation_id:
            text += f" (correlation id {self.correlation_id})"
        super().__init__(text)


class OutcomeUnknown(Exception):
    """No answer came, or only a part of one: what was asked may have been done.

    Make the same call again with ``idempotency_key``, or read.
    """

    def __init__(self, operation: str, idempotency_key: str | None):
        # The reason's own words may hold an address with a token in it; it is the __cause__.
        super().__init__(f"{operation}: no answer, the outcome is unknown")
        self.operation = operation
        self.idempotency_key = idempotency_key
