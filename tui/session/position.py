"""Where the annotator was, by project, and the colours last chosen: in the system's place for state.

Losing it costs a few key presses and nothing else, so it is written without waiting for the disk and a
damaged file counts as none.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from annotations.digest import blake2b
from annotations.storage.files.folders import state_folder

__all__ = ["Memory", "keep", "remember_theme", "state_path", "theme_now"]

_KEEP = 2000
"""Articles whose sentence is remembered; the one left longest ago is forgotten first. Chosen: the file
is written as a whole, and stays small."""


class Memory:
    """The last article of one annotator in one project, and the sentence in each."""

    def __init__(self, root: Path, annotator: str) -> None:
        """Read what was remembered of the project in `root`."""
        self._path = state_path(root, annotator)
        self.source = ""
        """The name of the article that was open last; empty where there is none."""
        self._at: dict[str, object] = {}
        self._views: dict[str, object] = {}
        try:
            text = self._path.read_text(encoding="utf-8")
            from annotations.plain_json import loads  # a new project has nothing to read

            data = loads(text)
            if isinstance(data["source"], str) and isinstance(data["at"], dict):
                self.source, self._at = data["source"], data["at"]
                if isinstance(views := data.get("views"), dict):
                    self._views = views
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self._written: tuple[str, str, int] | None = None

    def beside(self, what: str) -> Path:
        """Return the file beside this one in which `what` of the same annotator and project is kept."""
        return self._path.with_suffix(f".{what}.json")

    def sentence_start(self, article: str) -> int | None:
        """Return the offset of the sentence the cursor stood on in `article`, or None."""
        start = self._at.get(article)
        return start if type(start) is int and start >= 0 else None

    def note(self, source: str, article: str, start: int) -> None:
        """Remember that the cursor stands in `article` on the sentence at `start`; no news is not written."""
        place = (source, article, start)
        if place == self._written:
            return
        self._written = place
        self._at.pop(article, None)
        self._at[article] = start
        while len(self._at) > _KEEP:
            del self._at[next(iter(self._at))]
        self.source = source
        self._write()

    def view(self, screen: str) -> Mapping[str, object]:
        """Return how a `screen` was left, as :meth:`keep_view` was told."""
        view = self._views.get(screen)
        return view if isinstance(view, dict) else {}

    def keep_view(self, screen: str, view: Mapping[str, object]) -> None:
        """Remember how a `screen` is left: an object of JSON."""
        self._views[screen] = dict(view)
        self._write()

    def _write(self) -> None:
        import json

        keep(self._path, json.dumps({"source": self.source, "at": self._at, "views": self._views}))


def theme_now(setting: str) -> str:
    """Return the theme that was chosen on the screen since the settings name `setting`, else `setting`.

    Who changes the settings afterwards means what is written there.
    """
    try:
        before, chosen = (state_folder() / "theme").read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return setting
    return chosen if before == setting else setting


def remember_theme(setting: str, chosen: str) -> None:
    """Remember that `chosen` was chosen on the screen while the settings name `setting`.

    The settings are a file that people write, and are left as they are.
    """
    keep(state_folder() / "theme", f"{setting} {chosen}\n")


def state_path(root: Path, annotator: str) -> Path:
    """Return the file in which it is kept where `annotator` was in the project in `root`."""
    key = blake2b(f"{root}\0{annotator}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return state_folder() / f"{key}.json"


def keep(path: Path, text: str) -> None:
    """Write `text` to a file of the user's state; a read-only home must not keep anybody from annotating."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
