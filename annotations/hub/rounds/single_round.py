"""One exchange with a hub that is waited for, as commands need it that have no screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from annotations.errors import StorageError
from annotations.hub.address import Address
from annotations.hub.files.project_files import ProjectFiles
from annotations.hub.layers.delivery import Delivery
from annotations.hub.layers.ledger import Exchanged, Ledger, ledger_path
from annotations.hub.layers.outbox import Outbox
from annotations.hub.rounds.round import News, Round, Step
from annotations.hub.rounds.steps import STEPS
from annotations.project.project import Project
from annotations.storage.files.folders import layer_indexes, state_folder
from annotations.wording import tr

__all__ = ["Unsent", "cache_folder", "exchange", "opened_ledger", "run", "unsent"]


def run(round_: Round, steps: Iterable[Step]) -> None:
    """Do `steps`; each has what those before it left."""
    for step in steps:
        step.run(round_)


def exchange(
    project: Project,
    address: Address,
    *,
    steps: Sequence[Step] = STEPS,
    expect: Callable[[int | None], None] | None = None,
    sent: Callable[[int], None] = lambda revisions: None,
    taken: Callable[[int], None] = lambda revisions: None,
    on_file: Callable[[int, int], None] = lambda done, of: None,
    state: Path | None = None,
    cache: Path | None = None,
) -> News:
    """Exchange with the hub what is new, once, and wait for it: for a command that has no screen.

    Args:
        project: The project, opened for who works there.
        address: Where the hub is, and who one is there.
        steps: What is done.
        expect: Called with how many revisions are to be sent or taken in from then on; None where that is not
            known.
        sent: Called with the number of revisions that were sent since the last call.
        taken: Called with the number of revisions that were taken in since the last call.
        on_file: Called with how many files and articles were taken or given, and of how many.
        state: The user's folder for what is remembered.
        cache: The user's folder for indexes of layers.

    Returns:
        What came.

    Raises:
        HubError: The hub cannot be reached, or refuses; what was done until then stays.
        StorageError: A layer cannot be read or written.
    """
    from annotations.hub.client.hub import Hub

    ledger = opened_ledger(project, address, state)
    delivery = Delivery(project, ledger, cache or cache_folder(state))
    try:
        outbox = Outbox(project, ledger)
        with closing(Hub.connect(address.url)) as hub:
            round_ = Round(hub, project, ledger, outbox, delivery, ProjectFiles(project, ledger))
            round_.expect, round_.sent, round_.taken, round_.on_file = expect, sent, taken, on_file
            run(round_, steps)
            return round_.news()
    except sqlite3.Error as error:
        raise _unremembered(ledger.path, error) from error
    finally:
        delivery.close()
        ledger.close()


class Unsent(NamedTuple):
    """What of the annotator's layer is not at the hub, as far as is known here."""

    waiting: int
    """Revisions that are to be sent."""
    left: list[str]
    """What is never sent, a line each."""
    exchanged: Exchanged
    """When something was last sent and received."""


def unsent(project: Project, address: Address, state: Path | None = None) -> Unsent:
    """Return what of the annotator's layer the hub is not known to have, and since when; asks nobody.

    Raises:
        StorageError: The layer cannot be read.
    """
    ledger = opened_ledger(project, address, state)
    try:
        outbox = Outbox(project, ledger)
        return Unsent(outbox.look(), outbox.left, ledger.exchanged)
    finally:
        ledger.close()


def cache_folder(state: Path | None = None) -> Path:
    """Return the folder for indexes of layers: that of zhupi, or one in `state` where that is given."""
    return layer_indexes() if state is None else state / "layers"


def opened_ledger(project: Project, address: Address, state: Path | None = None) -> Ledger:
    """Return what is remembered of a hub, for who works in `project`.

    Raises:
        StorageError: Nothing can be remembered there.
    """
    path = ledger_path(state or state_folder(), project.root, f"{address.place}\0{project.annotator}")
    try:
        return Ledger(path)
    except (OSError, sqlite3.Error) as error:
        raise _unremembered(path, error) from error


def _unremembered(path: Path, error: Exception) -> StorageError:
    return StorageError(
        tr("{path}: what was sent cannot be remembered ({error}); check the disk", path=path, error=error)
    )
