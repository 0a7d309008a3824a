"""What a project's files say of labels, attributes and types of names, led on with these.

Guidelines and rulings have sections for labels and attributes, the gazetteer a type on each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.records.lead_kinds import SchemeChange

__all__ = ["gazetteer_led_on", "led_on"]

_TYPE = re.compile(r"(?m)^([^#\t\n][^\t\n]*\t[ ]*)([^\t\r\n ]+)")
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


def gazetteer_led_on(text: str, changes: Iterable[SchemeChange]) -> str:
    """Return `text`, a gazetteer, with its types called as they are called now."""
    now = {
        old: one["new"][0] for one in changes if one["what"] == "type" and one["new"] for old in one["old"]
    }
    return _TYPE.sub(lambda found: found[1] + now.get(found[2], found[2]), text)
