"""Why something was not done; ``str(error)`` is a sentence for the person in front of the page. Every room builds on these."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The user may not do this."""


class Refused(Exception):
    """Any other reason in words; ``field`` names the input at fault, if one is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotPossible(Refused):
    """The state does not allow it."""


class Invalid(Refused):
    """A value cannot be taken."""
