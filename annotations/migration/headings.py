"""The sections that a project's guidelines and rulings have for labels and attributes, led on with these."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.records.kinds import SchemeChange

__all__ = ["led_on"]

_SECTION = re.compile(r"(?m)^(##[ \t]+)(\S+)")


def led_on(text: str, changes: Iterable[SchemeChange]) -> str:
    """Return `text`, guidelines or rulings, with its sections called as what they are about is called now.

    What was split or removed keeps its section, which can be read still, and so does what was merged into a
    label that has one: nobody but a person can tell under which label an example belongs now.
    """
    now = {
        old: one["new"][0]
        for one in changes
        if one["what"] in ("label", "attribute") and one["act"] in ("rename", "merge")
        for old in one["old"]
    }
    there = {found[2] for found in _SECTION.finditer(text)}

    def called(found: re.Match[str]) -> str:
        name = now.get(found[2], found[2])
        if name != found[2] and name in there:  # two sections of one label could not be read
            return found[0]
        there.add(name)
        return found[1] + name

    return _SECTION.sub(called, text)
