"""Sessions in a pseudo-terminal, in which keys are pressed and from which pictures are taken."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from readable import readable

__all__ = ["MIDDLE", "ROOT", "SMALL", "WIDE", "Picture", "Room", "spelled"]

ROOT = Path(__file__).resolve().parents[2]
SMALL, MIDDLE, WIDE = (80, 24), (100, 24), (160, 50)
BEGUN = 5
"""Seconds of waiting until names and quotes are found; then keys come as from a person who reads."""


class Picture(NamedTuple):
    """One session, and what is on its screen in the end."""

    name: str
    keys: Sequence[str]
    """What is pressed, in Textual's words."""
    arguments: Sequence[str | Path]
    size: tuple[int, int] = SMALL
    language: str = "en"
    meanwhile: Callable[[], None] | None = None
    """What happens to the files before the keys are pressed."""


class Room:
    """A folder in which somebody sits and works, with her settings and nothing of ours."""

    def __init__(self, folder: Path, pictures: Path) -> None:
        """Make the seeds there; pictures go to the folder `pictures`."""
        self._folder, self._pictures = folder, pictures
        (folder / "settings.toml").write_text('theme = "zhupi-dark"\nadvance = ["claim"]\n', encoding="utf-8")

    def project(self, name: str, settings: str = "", seeds: str = "*.txt") -> Path:
        """Return a new project of some of the seeds."""
        root = self._folder / name / "news"
        root.mkdir(parents=True)
        for path in (ROOT / "seeds").glob(seeds):
            shutil.copy(path, root)
        if settings:
            (root / "zhupi.toml").write_text(settings, encoding="utf-8")
        return root

    def work(self, root: Path, who: str, keys: Sequence[str], *more: str) -> None:
        """Let somebody press keys in the article that a project opens with, and leave."""
        keys = (f"wait:{BEGUN * 1000}", *keys, "wait:500", "ctrl+q")
        arguments = ["open", str(root), "--as", who, *more]
        if code := self._run(arguments, SMALL, {"TEXTUAL_PRESS": ",".join(keys)}):
            sys.exit(f"zhupi {' '.join(arguments)}: exit code {code}")

    def take(self, picture: Picture) -> None:
        """Run the session of a picture, and write what stands on its screen."""
        keys = (f"wait:{BEGUN * 1000}", *picture.keys)
        pause = sum(int(key[5:]) for key in keys if key.startswith("wait:")) / 1000
        said = {
            "ZHUPI_LANGUAGE": picture.language,
            "TEXTUAL_PRESS": ",".join(keys),
            "TEXTUAL_SCREENSHOT": str(int(pause + 4 + len(keys) * 0.15)),
            "TEXTUAL_SCREENSHOT_LOCATION": str(self._pictures),
            "TEXTUAL_SCREENSHOT_FILENAME": f"{picture.name}.svg",
        }
        if picture.meanwhile:
            threading.Timer(BEGUN, picture.meanwhile).start()
        self._run(list(map(str, picture.arguments)), picture.size, said)
        print(picture.name, flush=True)

    def _run(self, arguments: list[str], size: tuple[int, int], more: dict[str, str]) -> int:
        """Run zhupi in a pseudo-terminal until it ends; return its exit code."""
        kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
        environment = {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "TEXTUAL_ANIMATIONS": "none",
            "TZ": "UTC",
            "HOME": "/home/mei",
            "PYTHONPATH": str(ROOT),
            "ZHUPI_STATE": str(self._folder / "state"),
            "ZHUPI_CONFIG": str(self._folder / "settings.toml"),
            "XDG_CACHE_HOME": str(self._folder / "cache"),
            **kept,
            **more,
        }
        ours, its = pty.openpty()
        termios.tcsetwinsize(its, (size[1], size[0]))
        command = [sys.executable, "-m", "tui", *arguments]
        with subprocess.Popen(
            command, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True
        ) as process:
            while process.poll() is None:
                if readable(ours, 0.2):
                    os.read(ours, 1 << 16)
        os.close(ours)
        os.close(its)
        return process.returncode


def spelled(text: str) -> list[str]:
    """Return the keys that write a text."""
    return [{" ": "space", ",": "comma", ".": "full_stop", ":": "colon"}.get(one, one) for one in text]
