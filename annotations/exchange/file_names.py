"""Names for the files of a parcel, made of what people call their articles and themselves."""

from __future__ import annotations

import re

from annotations.exchange.items import Item

__all__ = ["document_name", "file_name"]

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\:*?"<>|#%&\s]+')
"""What some system has no place for, or an address on the web."""
_LONGEST = 60
"""Characters; four bytes each still leave room in the 255 that a name may have."""


def file_name(text: str) -> str:
    """Return `text` as the name of a file or a folder on any system; ``_`` if nothing of it can be one."""
    return _UNFIT.sub("_", text).strip(" .")[:_LONGEST].strip(" .") or "_"


def document_name(item: Item) -> str:
    """Return what to call the file of an article, without suffix; no two articles have the same."""
    base = item.source.rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    named = stem if dot and stem and len(suffix) <= 5 else base
    return "-".join(one for one in (file_name(named or item.title), item.article) if one)
