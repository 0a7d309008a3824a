"""Which part of an article a line is by its form: a byline, a date, a caption, a source or a link.

A wrong hit hides a sentence from the annotator, so each rule asks for a whole line (or a whole pair of
brackets) in a form of its own: a role before a colon and names after it, a date and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from annotations.analysis import part_expressions as form

__all__ = ["by_form", "is_bare_date", "list_head", "speaking_role"]

_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕", "〖": "〗"}
_LONGEST = {"byline": 60, "date": 60, "caption": 120, "source": 120, "link": 120}
"""How many characters a line of each part may have."""


class _Place(NamedTuple):
    """Where a line stands."""

    head: bool
    tail: bool
    bracketed: bool

    @property
    def outside(self) -> bool:
        """Tell whether it stands before or behind the body text."""
        return self.head or self.tail


def list_head(line: str) -> bool:
    """Tell whether `line` heads a list of links and is nothing else (相关新闻：)."""
    match = form.LIST_HEAD().match(line) if form.has_list_head(line) else None
    return match is not None and not line[match.end() :].strip("】〗]：:｜|丨▼↓／/ ")


def is_bare_date(line: str) -> bool:
    """Tell whether `line` is a date that does not say of what it is one (2月1日)."""
    if len(line) > _LONGEST["date"] or not form.has_date(line):
        return False
    match = form.DATE_LINE().match(line)
    return match is not None and match["label"] is None


def speaking_role(line: str) -> str:
    """Return the role before a colon that may as well open a turn of an interview (记者：), or nothing."""
    match = form.SPEAKING().match(line) if form.has_colon(line) else None
    return match[1] if match else ""


def by_form(line: str, *, head: bool, tail: bool) -> str:
    """Return the part of a line, or of a sentence in brackets, that its form gives away; or an empty string.

    Args:
        line: In simplified script, without white space at its ends.
        head: Whether it stands before the body text.
        tail: Whether it stands after all body text.
    """
    if not line or len(line) > max(_LONGEST.values()):
        return ""
    line = form.DATE_STAMP().sub("", line)
    bracketed = _BRACKETS.get(line[0]) == line[-1] and line.find(line[-1]) == len(line) - 1
    inner = line[1:-1].strip() if bracketed else line
    place = _Place(head, tail, bracketed)
    for part, fits in _RULES.items():
        if len(line) <= _LONGEST[part] and fits(inner, place):
            return part
    return ""


def _is_date(line: str, place: _Place) -> bool:
    if not place.outside or not form.has_date(line):
        return False
    return (form.DATE_LINE().match(line) or form.DATE_AND_SOURCE().match(line)) is not None


def _is_byline(line: str, place: _Place) -> bool:
    plain = line.rstrip("。")
    if form.ORIGINAL_TITLE().match(plain):
        return place.outside and plain == line
    if form.has_agency(plain) and (form.WIRE().match(plain) or form.PLAIN_BYLINE().match(plain)):
        return True
    reporter = form.REPORTER().match(plain) if form.has_reporter(plain) else None
    if reporter is not None:
        alone = place.outside and len(plain) < 8
        return bool(place.bracketed or reporter["closed"] or form.OWN_REPORTER().match(plain) or alone)
    if form.has_colon(plain):
        return _is_credit(plain, place)
    return place.head and form.has_date(plain) and form.NAME_AND_DATE().match(plain) is not None


def _is_credit(line: str, place: _Place) -> bool:
    """Tell whether a line names who did what (编辑：王小明)."""
    picture = form.PICTURE_STROKE().match(line) and (place.bracketed or not place.head)
    if picture or form.PICTURE_COLON().match(line):
        return False  # a caption
    if form.CREDITS().match(line):
        return place.outside or place.bracketed or not speaking_role(line)
    if form.PEN_NAMES().match(line):
        return place.outside and (not speaking_role(line) or (place.head and not line.startswith("记者")))
    return place.head and form.has_date(line) and form.NAME_AND_DATE().match(line) is not None


def _is_caption(line: str, place: _Place) -> bool:
    if not form.has_picture(line):
        return False
    if form.CAPTION().match(line):
        return True
    if place.bracketed:
        return form.CREDIT_END().search(f"（{line}）") is not None
    if form.ends_in_stop(line) or line.count("。") > 2 or (line[-1] in "）)" and "。" in line):
        return False  # behind a sentence only the credit in brackets is no body text
    return form.CREDIT_END().search(line) is not None


def _is_source(line: str, place: _Place) -> bool:
    if not form.has_source(line):
        return False
    stated = form.is_spoken(line)
    if form.SOURCE().match(line):
        legal = form.LEGAL().match(line) is not None
        return legal or not form.ends_in_stop(line) or (len(line) <= 20 and not stated)
    return (place.outside or place.bracketed) and not stated and form.SOURCE_WORDS().match(line) is not None


def _is_link(line: str, place: _Place) -> bool:
    if form.has_address(line) and (form.URL().match(line) or form.LABELLED_URL().match(line)):
        return True
    head_of_list = form.LIST_HEAD().match(line) if form.has_list_head(line) else None
    if head_of_list is not None:
        return bool(head_of_list["end"].strip()) or not form.ends_in_stop(line)
    return not form.ends_in_stop(line.rstrip("！!")) and form.CALL().match(line) is not None


_RULES: dict[str, Callable[[str, _Place], bool]] = {
    "date": _is_date,
    "byline": _is_byline,
    "caption": _is_caption,
    "source": _is_source,
    "link": _is_link,
}
