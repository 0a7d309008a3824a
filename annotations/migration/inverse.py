"""What takes a step of a scheme back, for the marks that were made after it."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.migration.changes import names_of
from annotations.model.scheme import Scheme
from annotations.records.lead_kinds import SchemeChange
from annotations.records.migration import scheme_change

__all__ = ["inverse"]


def inverse(changes: Iterable[SchemeChange], before: Scheme) -> list[SchemeChange]:
    """Return how what was said after `changes` reads under `before`, the scheme that they began from.

    Marks of before are not asked: the step itself is no longer applied to them. What was renamed has its name
    again, what a label was split into is that label again, and what several were merged into must be said
    again unless it is one of them: nobody can tell which was meant.
    """
    back = []
    for one in changes:
        there = names_of(before, one["what"], one["attribute"])
        what, attribute = one["what"], _called(one["attribute"], changes)
        coming = [name for name in one["new"] if name not in there]
        if not coming:
            continue
        if one["act"] == "rename":
            back.append(scheme_change(what, "rename", coming, one["old"], attribute=attribute))
        elif one["act"] == "split":
            back.append(scheme_change(what, "merge", coming, one["old"], attribute=attribute))
        elif what == "label":
            back.append(scheme_change(what, "split", coming, one["old"]))
        else:
            back.append(scheme_change(what, "rename", coming, one["old"][:1], attribute=attribute))
    return back


def _called(attribute: str, changes: Iterable[SchemeChange]) -> str:
    """Return what an attribute is called after `changes`."""
    for one in changes:
        if one["what"] == "attribute" and attribute in one["old"] and one["new"]:
            return one["new"][0]
    return attribute
