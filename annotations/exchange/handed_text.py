"""An article in a file that is handed in: which one it is, and whether two have the same text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.digest import blake2b
from annotations.model.article import Article

__all__ = ["HandedText", "bounds_of", "text_hash"]


@dataclass(frozen=True, slots=True)
class HandedText:
    """An article that the records are about, as whoever handed in had it."""

    article: str
    title: str
    source: str
    text_hash: str | None
    """:func:`text_hash` of its text; None where the annotator's project had lost it."""
    frozen: Mapping[str, object] | None = None
    """The article as it was frozen: whoever collects may have another text in that file."""
    analysis: Mapping[str, object] | None = None
    """What was found in it: whoever collects may find something else, or never open it."""

    @property
    def bounds(self) -> list[list[int]] | None:
        """Return where its sentences begin and end; None where that is not told."""
        sentences = self.frozen.get("sentences") if self.frozen is not None else None
        if not isinstance(sentences, list):
            return None
        try:
            return [[one["start"], one["end"]] for one in sentences]
        except (TypeError, KeyError):
            return None

    @classmethod
    def of(
        cls,
        identity: str,
        article: Article | None,
        frozen: Mapping[str, object] | None = None,
        analysis: Mapping[str, object] | None = None,
    ) -> HandedText:
        """Return what is handed in of the article of that id, which may be lost."""
        if article is None:
            return cls(identity, "", "", None)
        return cls(identity, article.title, article.source, text_hash(article.text), frozen, analysis)


def bounds_of(article: Article) -> list[list[int]]:
    """Return where the sentences of `article` begin and end."""
    return [[one.start, one.end] for one in article.sentences]


def text_hash(text: str) -> str:
    """Return 32 hexadecimal digits that two articles share only if their texts are the same."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
