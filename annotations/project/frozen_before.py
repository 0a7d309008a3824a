"""A file whose bytes were annotated, and are read as another text by now: it is the same article.

A newer zhupi reads damaged bytes better. That must not hide what was said of the text that an earlier one
made of them, so the frozen text is found by the bytes, of which it keeps a digest. Those frozen before
there was one are compared with the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.reading.read_before import was_read_from
from annotations.reading.source import Place, read_bytes
from annotations.wording import msg, tr

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.project.project import Project

__all__ = ["differences", "frozen_before"]

_READ_BEFORE = msg(
    "its bytes are read otherwise by now, damaged ones among them: the text is shown as it was annotated"
)
_SPACED = msg(
    "its file has other white space now, which changes nothing: the text is shown as it was annotated"
)


def frozen_before(project: Project, article: Article, place: Place) -> str | None:
    """Return the frozen text that was read from the bytes of `article`, whatever they are read as now.

    Where the annotator names an encoding, a text that was read in another one is none: it may be what was
    to be put right.

    Args:
        project: The project.
        article: An article as it was read from `place`.
        place: Where it lies.

    Raises:
        ReadingError, StorageError: What was frozen, or the file, cannot be read.
    """
    catalogue = project.catalogue
    named = article.encoding if project.options.encoding else None
    known = catalogue.of_bytes(article.digest, named)
    if known is not None or place.position is not None:
        return known
    data: bytes | None = None
    for one in catalogue.at(article.source):
        before = catalogue.get(one)
        if before is None or before.digest or named not in (None, before.encoding):
            continue
        frozen = project.frozen.load(one)
        data = read_bytes(place.path) if data is None else data
        if frozen is not None and was_read_from(frozen.raw, data, frozen.encoding):
            return catalogue.stands_for(one)
    return None


def differences(frozen: str, text: str) -> tuple[str, ...]:
    """Return what is to be told of a `frozen` text whose file is read as `text` now."""
    if frozen == text:
        return ()
    from annotations.editions.equivalence import equivalent

    return (tr(_SPACED) if equivalent(frozen, text) else tr(_READ_BEFORE),)
