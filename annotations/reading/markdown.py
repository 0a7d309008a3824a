"""Markdown: front matter becomes metadata, the first heading the title, and the text stays as written."""

from __future__ import annotations

import re
from typing import Any

from annotations.reading.extract import Extract, standard_metadata, title_of

__all__ = ["extract_markdown", "front_matter"]

_FENCE = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"([^\s:#\-\[\]{}'\"][^:\n]*?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t]*")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$|^([^\n]+)\n {0,3}=+[ \t]*$", re.MULTILINE)
_BLOCK_MARKS = ("|", ">", "|-", ">-")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


def extract_markdown(source: str) -> Extract:
    """Return the text of a Markdown file without its front matter, with title and metadata."""
    found, start = front_matter(source)
    text = source[start:].lstrip("\n") if start else source
    title = title_of(found)
    if not title and (heading := _HEADING.search(text)):
        title = " ".join((heading[1] or heading[2] or "").split())
    return Extract(text, title, standard_metadata(found))


def front_matter(source: str) -> tuple[dict[str, Any], int]:
    """Return the fields between ``---`` lines at the very beginning, and where the text goes on.

    Understood is what front matter of articles consists of: ``key: value`` with plain or quoted strings,
    integers, ``true``, ``false``, ``null``, and lists as ``[a, b]`` or one ``- item`` a line. Dates stay
    strings; so does whatever stands indented under a key. A block with any other line in it is text, not
    front matter: then there are no fields, and the offset is 0.
    """
    match = _FENCE.match(source)
    if match is None:
        return {}, 0
    found: dict[str, Any] = {}
    key: str | None = None
    for line in match[1].split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _ITEM.fullmatch(line)
        one = _FIELD.fullmatch(line)
        if item and key and isinstance(items := found[key] or [], list):
            found[key] = [*items, _value(item[1])]
        elif one:
            key = one[1]
            found[key] = _value(one[2] or "")
        elif key and line[0] in " \t":
            before = found[key] if isinstance(found[key], str) and found[key] not in _BLOCK_MARKS else ""
            found[key] = f"{before} {line.strip()}".strip()
        else:
            return {}, 0
    return found, match.end() if found else 0


def _value(written: str) -> Any:
    """Return what a value of front matter means."""
    if written.startswith("[") and written.endswith("]"):
        inside = written[1:-1].strip()
        return [_scalar(part.strip()) for part in inside.split(",")] if inside else []
    return _scalar(written)


def _scalar(written: str) -> Any:
    """Return what a value that is no list means."""
    if len(written) >= 2 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1]
    written = written.split(" #", 1)[0].rstrip()
    if written.lower() in _WORDS:
        return _WORDS[written.lower()]
    if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,17})", written):
        return int(written)
    return written
