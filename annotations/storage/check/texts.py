"""Whether the marks of a layer stand where the frozen texts have what they quote.

Marks that overlap are nothing to find: a mark is an interval of the text and stays where it is when sentences
are joined or split, so that one made before and one made after may share words. A sentence under both has
what both say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotations.errors import StorageError
from annotations.records.field_values import is_article_id
from annotations.records.migration import PROJECT
from annotations.storage.check.findings import Finding
from annotations.storage.check.revisions import Numbered, name_of
from annotations.wording import counted, msg, tr

__all__ = ["Texts", "check_texts"]

Texts = Callable[[str], str | None]
"""Gives the frozen text of an article by its id, None where it was never frozen, StorageError where that is
damaged."""

_APART = msg("see that the layer and annotations/articles come from one project; nothing was moved")


def check_texts(path: Path, newest: Iterable[Numbered], texts: Texts) -> Iterator[Finding]:
    """Check the newest revisions of a layer's records, all valid, against the texts that they are about."""
    by_article: dict[str, list[Numbered]] = defaultdict(list)
    for one in newest:
        article = one.record.get("article")
        if not one.record["deleted"] and is_article_id(article) and article != PROJECT:
            by_article[article].append(one)
    for article, records in by_article.items():
        try:
            text = texts(article)
        except StorageError:
            continue  # the frozen article is a finding of its own
        if text is None:
            said = counted(len(records), "record")
            what = tr(
                "{said} of article {article}, whose text is not in annotations/articles",
                said=said,
                article=article,
            )
            do = tr(
                "put that file back from git or a backup;"
                " zhupi check --repair finds the text if its article is still in the project"
            )
            yield Finding(path, records[0].number, what, do, mendable=True)
            continue
        for one in records:
            yield from _check_place(path, one, text)


def _check_place(path: Path, one: Numbered, text: str) -> Iterator[Finding]:
    record = one.record
    start, end, quote = record.get("start"), record.get("end"), record.get("quote")
    if type(start) is int and type(end) is int:
        if not 0 <= start <= end <= len(text):
            what = tr(
                "{name_of}: it ends at {end}, and the text at {number}",
                name_of=name_of(one),
                end=end,
                number=len(text),
            )
            yield Finding(path, one.number, what, tr(_APART))
        elif isinstance(quote, str) and text[start:end] != quote:
            what = tr(
                "{name_of}: it is out of place, for it quotes {quote!r} where {text!r} stands",
                name_of=name_of(one),
                quote=quote[:20],
                text=text[start:end][:20],
            )
            yield Finding(path, one.number, what, tr(_APART))
    if record["kind"] == "article" and any(until > len(text) for _, until in record["seen"]):
        what = tr(
            "{name_of}: it says that more was seen than the text's {characters}",
            name_of=name_of(one),
            characters=counted(len(text), "character"),
        )
        yield Finding(path, one.number, what, tr(_APART))
