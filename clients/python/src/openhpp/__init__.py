"""Client of OpenHPP: API, signatures, sandbox. Needs nothing but Python."""

from .client import OpenHPP
from .errors import ApiError, OutcomeUnknown
from .signature import SignatureError, verify_callback, verify_result

__all__ = ["ApiError", "OpenHPP", "OutcomeUnknown", "SignatureError", "verify_callback", "verify_result"]
