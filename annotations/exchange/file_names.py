"""Names for the files of a parcel, made of what people call their articles and themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from annotations.digest import blake2b
from annotations.exchange.items import Item

__all__ = ["annotator_names", "document_name", "file_name", "is_named_after"]

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\:*?"<>|#%&\s]+')
"""What some system has no place for, or an address on the web."""
_LONGEST = 60
"""Characters; four bytes each still leave room in the 255 that a name may have."""

_WITH_ID = 50
"""Characters of a name behind which an article's id stands, and a suffix."""


def file_name(text: str) -> str:
    """Return `text` as the name of a file or a folder on any system; ``_`` if nothing of it can be one."""
    return _UNFIT.sub("_", text).strip(" .")[:_LONGEST].strip(" .") or "_"


def annotator_names(annotators: Iterable[str]) -> dict[str, str]:
    """Return what to call the file or folder of each of `annotators`; no two have the same, in any case."""
    names = {one: file_name(one) for one in annotators}
    double = Counter(one.casefold() for one in names.values())
    return {one: _told_apart(one) if double[name.casefold()] > 1 else name for one, name in names.items()}


def is_named_after(name: str, annotator: str) -> bool:
    """Tell whether `name` is what :func:`annotator_names` may have called the file of `annotator`."""
    return name in (annotator, file_name(annotator), _told_apart(annotator))


def _told_apart(annotator: str) -> str:
    return (
        f"{file_name(annotator)}-{blake2b(annotator.encode('utf-8', 'replace'), digest_size=3).hexdigest()}"
    )


def document_name(item: Item) -> str:
    """Return what to call the file of an article, without suffix; no two articles have the same."""
    base = item.source.rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    named = stem if dot and stem and len(suffix) <= 5 else base
    return "-".join(one for one in (file_name(named or item.title)[:_WITH_ID], item.article) if one)
