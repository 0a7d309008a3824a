"""What an annotator has of their own on a server that a team works on: settings, and where they were.

All of them come to one user of the system. Without this, the colours and keys that one chooses would be those
of everybody.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from annotations.errors import SettingsError
from annotations.model.annotator import same_annotator
from annotations.storage.files.files import Files, atomic_write
from tui.session.position import state_path
from tui.settings import Settings, settings_path
from tui.settings_file import set_value

__all__ = ["personal"]


def personal(folder: Path, annotator: str) -> Mapping[str, str]:
    """Return what the environment of the program says of `annotator`, who works in the project in `folder`.

    Settings begin as a copy of those of the user who serves. What a project may start and where it may send
    stay that user's: at the team's hub each annotator has the login of their own that is among them.
    """
    key = blake2b(same_annotator(annotator).encode(), digest_size=8).hexdigest()
    own = state_path(folder, "").with_suffix("") / key
    settings = own / settings_path().name
    with contextlib.suppress(OSError):  # a home that cannot be written to keeps nobody from annotating
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not settings.exists() and settings_path().exists():
            atomic_write(Files(), settings, settings_path().read_bytes(), exclusive=True)
    with contextlib.suppress(SettingsError):  # the program says it, where it can be read
        _allow_the_same(Settings.read(), Settings.read(settings))
    return {
        "ZHUPI_ANNOTATOR": annotator,
        "ZHUPI_STATE": str(own),
        "ZHUPI_CONFIG": str(settings),
    }


def _allow_the_same(user: Settings, own: Settings) -> None:
    """Have `own` allow what `user` does: the taggers and the hubs."""
    if own.taggers != user.taggers:
        set_value(own.path, "taggers", list(user.taggers) or None)
    if own.hubs != user.hubs:
        set_value(own.path, "hubs", list(user.hubs) or None)
