"""What can be wrong between a client and a hub, by what is to be done about it."""

from __future__ import annotations

from annotations.errors import ZhupiError

__all__ = [
    "CursorLost",
    "HubAway",
    "HubError",
    "HubNewer",
    "HubOlder",
    "HubRefuses",
    "NoHub",
    "NoPassword",
    "NotLead",
    "TooMuch",
]


class HubError(ZhupiError):
    """Anything that a hub, or the way to it, has against what was asked."""


class HubAway(HubError):
    """It cannot be reached, or the connection broke: nothing is lost, and it is tried again later."""


class HubRefuses(HubError):
    """It does not let this person in, or not any more; trying again is of no use."""


class NoPassword(HubRefuses):
    """libpq has no password for it, or a wrong one; whoever is at a terminal can be asked for it."""


class NoHub(HubError):
    """There is a database, and no hub in it."""


class HubOlder(HubError):
    """The schema there is older than what this program can work with."""


class HubNewer(HubError):
    """The schema there is for newer programs than this one."""


class NotLead(HubError):
    """What was asked is for the lead alone."""


class CursorLost(HubError):
    """What was received last is not there: the hub was restored, and one begins from the start."""


class TooMuch(HubError):
    """More than a hub takes in one call, or in one piece."""
