"""What tests do with a playground beside the ordinary APIs (docs/sandbox.md)."""

from typing import Any

from .call import Caller, segment

Json = dict[str, Any]


class Sandbox:
    def __init__(self, caller: Caller):
        self._caller = caller

    def act(self, session: str, outcome: str, *, idempotency_key: str | None = None, **members: Any) -> Json:
        """Bring a session to an outcome: ``act(id, "decline", reason="high_risk", wait=5)``.

        What is not possible now is an ApiError with status 409, whose ``allowed`` are those that are. The argument
        ``as_`` stands for the member ``as``.
        """
        if "as_" in members:
            members["as"] = members.pop("as_")
        path = f"/sandbox/v1/sessions/{segment(session)}/act"
        return self._caller.call("POST", path, {"outcome": outcome, **members}, idempotency_key=idempotency_key)

    def script(self, session: str, steps: list[Json], *, idempotency_key: str | None = None) -> list[Json]:
        """Several acts, up to the first that is refused."""
        path = f"/sandbox/v1/sessions/{segment(session)}/script"
        return self._caller.call("POST", path, {"steps": steps}, idempotency_key=idempotency_key)["steps"]

    def act_on_order(self, order: str, outcome: str) -> Json:
        """accept, reject or expire."""
        return self._caller.call("POST", f"/sandbox/v1/orders/{segment(order)}/act", {"outcome": outcome})

    def act_on_token(self, token: str, outcome: str) -> Json:
        """suspend, fail or revive."""
        return self._caller.call("POST", f"/sandbox/v1/tokens/{segment(token)}/act", {"outcome": outcome})

    def act_on_message(self, message: str, outcome: str, reason: str | None = None) -> Json:
        """accept, bounce or open."""
        body = {"outcome": outcome} | ({"reason": reason} if reason else {})
        return self._caller.call("POST", f"/sandbox/v1/messages/{segment(message)}/act", body)

    def catcher(self) -> Json:
        """Where requests are caught: its ``url`` and a name of your choice."""
        return self._caller.call("GET", "/sandbox/v1/catcher")

    def program_catcher(self, name: str, program: Json) -> None:
        """How requests of a name are answered: ``{"answers": [{"status": 500}], "then": {"status": 204}}``."""
        self._caller.call("PUT", f"/sandbox/v1/catchers/{segment(name)}", program)

    def caught(self, **filter: Any) -> list[Json]:
        """The newest first; ``name``, ``session_id``, ``status``, ``wait``, ``limit``."""
        return self._caller.call("GET", "/sandbox/v1/caught", query=filter)["caught"]

    def forget_caught(self, name: str | None = None) -> None:
        self._caller.call("DELETE", "/sandbox/v1/caught", query={"name": name})

    def make_tenant(self, name: str, expires_in: str | None = None) -> Json:
        """A merchant of its own for a worker: its ``username``, ``password`` and ``signing_secret``."""
        body = {"name": name} | ({"expires_in": expires_in} if expires_in else {})
        return self._caller.call("POST", "/sandbox/v1/tenants", body)

    def list_tenants(self) -> list[Json]:
        return self._caller.call("GET", "/sandbox/v1/tenants")["tenants"]

    def remove_tenant(self, merchant: str) -> None:
        self._caller.call("DELETE", f"/sandbox/v1/tenants/{segment(merchant)}")

    def reset(self, keep: list[str] | None = None) -> None:
        """Forget all of the merchant but what is kept, such as ``["profiles"]``."""
        self._caller.call("POST", "/sandbox/v1/reset", {"keep": keep or []})

    def messages(self, **filter: Any) -> list[Json]:
        """What the playground kept instead of sending, the newest first (docs/inbox.md)."""
        return self._caller.call("GET", "/playground/inbox", query=filter)["messages"]

    def clear_messages(self) -> None:
        self._caller.call("DELETE", "/playground/inbox")
