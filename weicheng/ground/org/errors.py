"""Why a change of the organisation was not made."""

from weicheng.ground.kernel.errors import Refused


class CodeRefused(Refused):
    """A one-time code that does not open anything: wrong, used, expired, or too many tries."""
