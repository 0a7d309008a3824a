"""Whether what rules a project can be understood, before it takes the place of what is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.errors import ZhupiError
from annotations.hub.files.lead_paths import RULES
from annotations.project.settings import ASSIGNMENTS, GAZETTEER, SETTINGS, read_settings

__all__ = ["fault_of"]


def fault_of(rules: Mapping[str, bytes]) -> tuple[str, str] | None:
    """Return the first of `rules` that this zhupi cannot understand, and why; None if it understands all.

    Args:
        rules: By their names what the files hold that rule a project; others are passed over.
    """
    with TemporaryDirectory(prefix="zhupi-") as name:
        folder = Path(name)
        for each in RULES:
            if each in rules:
                (folder / each).write_bytes(rules[each])
        for each in RULES:
            try:
                if each in rules:
                    _read(folder, each)
            except (ZhupiError, UnicodeDecodeError) as error:
                return each, str(error).replace(f"{folder}/", "")
    return None


def _read(folder: Path, name: str) -> None:
    if name == SETTINGS:
        read_settings(folder)
    elif name == GAZETTEER:
        from annotations.analysis.gazetteer import Gazetteer

        Gazetteer.read(folder / name)
    elif name == ASSIGNMENTS:
        from annotations.assignment.table import Assignments

        Assignments.read(folder / name)
    else:
        (folder / name).read_text(encoding="utf-8-sig")
