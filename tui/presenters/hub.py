"""How it stands with a team's hub, in words: in the heading, and for whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import counted, tr

if TYPE_CHECKING:
    from tui.session.hub import HubStanding, SessionHub

__all__ = ["left_words", "sent_words", "standing_words"]


def sent_words(hub: SessionHub) -> tuple[str, str]:
    """Return what the heading says where all is saved, and its style.

    It is ``saved`` until the hub has it; where that takes longer it says of how much, and that it is no harm.
    Where the hub cannot be reached nothing of others comes either, so it is said where nothing waits too.
    """
    waiting, trouble, lasting = hub.standing
    if trouble:
        style = "bad" if lasting else ""
        if waiting:
            return tr("saved, {waiting:,} to send", waiting=waiting), style
        return tr("saved, not sent") if lasting or waiting is None else tr("sent, offline"), style
    return (tr("saved"), "good") if waiting or waiting is None else (tr("sent"), "good")


def standing_words(hub: SessionHub) -> str:
    """Return in a line what is saved, what of it is sent, and why not all."""
    waiting, trouble, _ = hub.standing
    if waiting is None:
        if trouble:
            return tr("everything is saved here, and nothing is sent: {trouble}", trouble=trouble)
        return tr("everything is saved here; the hub is being asked what it has")
    if waiting and trouble:
        what = counted(waiting, "record waits", "records wait")
        return tr("saved here; {what}: {trouble}", what=what, trouble=trouble)
    if waiting:
        what = counted(waiting, "record is", "records are")
        return tr("everything is saved here; {what} on the way to the hub", what=what)
    if trouble:
        return tr(
            "everything is saved here and sent; what others say does not come for now: {trouble}",
            trouble=trouble,
        )
    return tr("everything is saved here, and sent to {address}", address=hub.address)


def left_words(standing: HubStanding) -> str:
    """Return what is told at the end of the program of what it could not send; empty where all is sent."""
    waiting, trouble, lasting = standing
    if waiting:
        what = counted(waiting, "record waits", "records wait")
        if lasting:
            return tr("all is saved here; {what} for the hub: {why}", what=what, why=trouble)
        return tr(
            "all is saved here; {what} for the hub and will be sent the next time zhupi is open: {why}",
            what=what,
            why=trouble or tr("there was no time"),
        )
    if waiting is None and trouble:
        return tr("all is saved here; nothing could be sent to the hub: {trouble}", trouble=trouble)
    return ""
