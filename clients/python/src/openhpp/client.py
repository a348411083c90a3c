"""The APIs of one merchant."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from .call import Caller, segment
from .sandbox import Sandbox

Json = dict[str, Any]


class OpenHPP(Caller):
    """Bodies and answers are those of the contracts in ``api/``, with their names; amounts are minor units.

    Every change has an idempotency key; without one of yours a fresh one is made, and OutcomeUnknown carries it.
    """

    def __init__(self, url: str, username: str, password: str, *, timeout: float = 40):
        super().__init__(url, username, password, timeout=timeout)
        self.sandbox = Sandbox(self)
        """Playgrounds only."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "OpenHPP":
        """From OPENHPP_URL, OPENHPP_USERNAME and OPENHPP_PASSWORD, as ``openhpp run`` sets them."""
        return cls(*(environment.get("OPENHPP_" + name, "") for name in ("URL", "USERNAME", "PASSWORD")))

    # Payments

    def payment_url(self, id: str) -> str:
        """The address of a payment session, as ``create_session`` wants it."""
        return f"{self.url}/payments/v1/sessions/{segment(id)}"

    def create_payment(self, purchase: Json, *, idempotency_key: str | None = None) -> Json:
        return self.call("POST", "/payments/v1/sessions", purchase, idempotency_key=idempotency_key)

    def read_payment(self, id: str) -> Json:
        return self.call("GET", f"/payments/v1/sessions/{segment(id)}")

    def update_payment(self, id: str, purchase: Json, *, idempotency_key: str | None = None) -> None:
        self.call("POST", f"/payments/v1/sessions/{segment(id)}", purchase, idempotency_key=idempotency_key)

    def place_order(self, token: str, purchase: Json, *, idempotency_key: str | None = None) -> Json:
        path = f"/payments/v1/authorizations/{segment(token)}/order"
        return self.call("POST", path, purchase, idempotency_key=idempotency_key)

    def cancel_authorization(self, token: str) -> None:
        self.call("DELETE", f"/payments/v1/authorizations/{segment(token)}")

    def create_customer_token(self, token: str, body: Json, *, idempotency_key: str | None = None) -> Json:
        path = f"/payments/v1/authorizations/{segment(token)}/customer-token"
        return self.call("POST", path, body, idempotency_key=idempotency_key)

    # Sessions: the hosted page

    def create_session(self, session: Json, *, idempotency_key: str | None = None) -> Json:
        return self.call("POST", "/hpp/v1/sessions", session, idempotency_key=idempotency_key)

    def read_session(self, id: str) -> Json:
        return self.call("GET", f"/hpp/v1/sessions/{segment(id)}")

    def disable_session(self, id: str) -> None:
        self.call("DELETE", f"/hpp/v1/sessions/{segment(id)}")

    def distribute(self, id: str, distribution: Json, *, idempotency_key: str | None = None) -> None:
        """Bring the link to the payer: ``{"method", "template", "contact_information"}``."""
        self.call("POST", f"/hpp/v1/sessions/{segment(id)}/distribution", distribution, idempotency_key=idempotency_key)

    def create_distribution_token(self, id: str, *, idempotency_key: str | None = None) -> Json:
        path = f"/hpp/v1/sessions/{segment(id)}/distribution-module/token"
        return self.call("POST", path, idempotency_key=idempotency_key)

    def list_sessions(self, **filter: Any) -> Json:
        """One part of the list; ``filter`` is the query of ``GET /openhpp/v1/sessions``."""
        return self.call("GET", "/openhpp/v1/sessions", query=filter)

    def sessions(self, **filter: Any) -> Iterator[Json]:
        """Walk the whole list."""
        while True:
            part = self.list_sessions(**filter)
            yield from part["sessions"]
            if not part.get("next"):
                return
            filter["cursor"] = part["next"]

    def describe_session(self, id: str, *, include: str | None = None) -> Json:
        """How a page stands, also after its end; ``include="links"`` adds its addresses."""
        return self.call("GET", f"/openhpp/v1/sessions/{segment(id)}", query={"include": include})

    def reopen_session(self, id: str, *, idempotency_key: str | None = None) -> Json:
        return self.call("POST", f"/openhpp/v1/sessions/{segment(id)}/reopen", idempotency_key=idempotency_key)

    def renew_session(self, id: str, body: Json | None = None, *, idempotency_key: str | None = None) -> Json:
        return self.call("POST", f"/openhpp/v1/sessions/{segment(id)}/renew", body or {}, idempotency_key=idempotency_key)

    def list_distributions(self, id: str) -> Json:
        return self.call("GET", f"/openhpp/v1/sessions/{segment(id)}/distributions")

    def resend_distribution(self, id: str, number: int, *, idempotency_key: str | None = None) -> Json:
        path = f"/openhpp/v1/sessions/{segment(id)}/distributions/{int(number)}/resend"
        return self.call("POST", path, idempotency_key=idempotency_key)

    def tell_story(self, id: str) -> Json:
        """What happened to a session, and what a shop asks about it."""
        return self.call("GET", f"/openhpp/v1/sessions/{segment(id)}/story")

    def make_link(self, link: Json, *, idempotency_key: str | None = None) -> Json:
        """A payment session, a page on it and its message in one call."""
        return self.call("POST", "/openhpp/v1/links", link, idempotency_key=idempotency_key)

    # Deliveries of callbacks

    def list_deliveries(self, **filter: Any) -> Json:
        return self.call("GET", "/openhpp/v1/deliveries", query=filter)

    def describe_delivery(self, id: str) -> Json:
        return self.call("GET", f"/openhpp/v1/deliveries/{segment(id)}")

    def retry_delivery(self, id: str, *, idempotency_key: str | None = None) -> Json:
        return self.call("POST", f"/openhpp/v1/deliveries/{segment(id)}/retry", idempotency_key=idempotency_key)

    # Profiles

    def list_profiles(self) -> Json:
        return self.call("GET", "/openhpp/v1/profiles")

    def read_profile(self, id: str) -> Json:
        return self.call("GET", f"/openhpp/v1/profiles/{segment(id)}")

    def put_profile(self, id: str, profile: Json) -> Json:
        return self.call("PUT", f"/openhpp/v1/profiles/{segment(id)}", profile)

    def delete_profile(self, id: str) -> None:
        self.call("DELETE", f"/openhpp/v1/profiles/{segment(id)}")

    # Orders

    def list_orders(self, **filter: Any) -> Json:
        return self.call("GET", "/openhpp/v1/orders", query=filter)

    def read_order(self, id: str) -> Json:
        return self.call("GET", _order(id))

    def acknowledge_order(self, id: str, *, idempotency_key: str | None = None) -> None:
        self.call("POST", _order(id, "acknowledge"), idempotency_key=idempotency_key)

    def capture_order(self, id: str, capture: Json, *, idempotency_key: str | None = None) -> str:
        """Take money; answers the capture's id."""
        _, headers = self.exchange("POST", _order(id, "captures"), capture, idempotency_key=idempotency_key)
        return _id_from(headers, "Capture-Id")

    def list_captures(self, id: str) -> list[Json]:
        return self.call("GET", _order(id, "captures"))

    def read_capture(self, id: str, capture: str) -> Json:
        return self.call("GET", _order(id, "captures/" + segment(capture)))

    def refund_order(self, id: str, refund: Json, *, idempotency_key: str | None = None) -> str:
        """Give captured money back; answers the refund's id."""
        _, headers = self.exchange("POST", _order(id, "refunds"), refund, idempotency_key=idempotency_key)
        return _id_from(headers, "Refund-Id")

    def read_refund(self, id: str, refund: str) -> Json:
        return self.call("GET", _order(id, "refunds/" + segment(refund)))

    def cancel_order(self, id: str, *, idempotency_key: str | None = None) -> None:
        self.call("POST", _order(id, "cancel"), idempotency_key=idempotency_key)

    def update_authorization(self, id: str, body: Json, *, idempotency_key: str | None = None) -> None:
        self.call("PATCH", _order(id, "authorization"), body, idempotency_key=idempotency_key)

    def extend_authorization(self, id: str, *, idempotency_key: str | None = None) -> None:
        self.call("POST", _order(id, "extend-authorization-time"), idempotency_key=idempotency_key)

    def release_authorization(self, id: str, *, idempotency_key: str | None = None) -> None:
        self.call("POST", _order(id, "release-remaining-authorization"), idempotency_key=idempotency_key)

    def update_references(self, id: str, body: Json, *, idempotency_key: str | None = None) -> None:
        self.call("PATCH", _order(id, "merchant-references"), body, idempotency_key=idempotency_key)

    def update_customer(self, id: str, body: Json, *, idempotency_key: str | None = None) -> None:
        self.call("PATCH", _order(id, "customer-details"), body, idempotency_key=idempotency_key)

    def add_shipping_info(self, id: str, body: Json, *, idempotency_key: str | None = None) -> None:
        self.call("POST", _order(id, "shipping-info"), body, idempotency_key=idempotency_key)


def _order(id: str, below: str = "") -> str:
    return f"/ordermanagement/v1/orders/{segment(id)}" + (f"/{below}" if below else "")


def _id_from(headers: Mapping[str, str], name: str) -> str:
    """The id of what was made: in a header of its own, or last in its address."""
    return headers.get(name) or headers.get("Location", "").rpartition("/")[2]
