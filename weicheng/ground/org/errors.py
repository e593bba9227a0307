"""Why a change of the organisation was not made; ``str(error)`` is a sentence for the user."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The user may not do this."""


class OrgError(Exception):
    """A reason in words; ``field`` names the input at fault, if one is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotPossible(OrgError):
    """The state does not allow it."""


class Invalid(OrgError):
    """A value cannot be taken."""


class CodeRefused(OrgError):
    """A one-time code that does not open anything: wrong, used, expired, or too many tries."""
