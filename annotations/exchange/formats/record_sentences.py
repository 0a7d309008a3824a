"""Records of whole documents: a list of sentences, each with its label beside it or in another list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.formats.record_fields import fields_of
from annotations.exchange.items import ItemSentence
from annotations.wording import tr

__all__ = ["like_sentences", "sentences_in"]


def like_sentences(value: object) -> bool:
    """Tell whether `value` is a list of texts, or of objects that have one each."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, str) and one.strip() for one in value) or all(
        isinstance(one, Mapping) and "text" in fields_of(tuple(one)).once for one in value
    )


def sentences_in(
    text: str, listed: Sequence[Any], labels: object, where: str, said: Callable[[Any], tuple[list[str], str]]
) -> tuple[str, tuple[ItemSentence, ...]]:
    """Return the text of a document and its sentences.

    Args:
        text: The text; empty where the record has none: it is the sentences then, a line each.
        listed: What :func:`like_sentences` is true of.
        labels: A label, or a list of labels, for each; None where the objects have theirs.
        where: The place of the record, for messages.
        said: Returns the labels that a value is, and the status that this makes.

    Raises:
        ReadingError: There are more or fewer labels than sentences, or a sentence does not stand in the text.
    """
    pairs = list(_pairs(listed))
    if labels is not None and not (isinstance(labels, list) and len(labels) == len(pairs)):
        number = len(labels) if isinstance(labels, list) else 1
        raise ReadingError(
            tr(
                "{where}: its sentences are {sentences:,}, but its labels are for {labels:,}",
                where=where,
                sentences=len(pairs),
                labels=number,
            )
        )
    told = [own for _, own in pairs] if labels is None else labels
    text = text or "\n".join(words for words, _ in pairs)
    sentences: list[ItemSentence] = []
    at = 0
    for number, ((words, _), own) in enumerate(zip(pairs, told, strict=True), 1):
        start = text.find(words, at)
        if start < 0:
            raise ReadingError(
                tr(
                    "{where}, sentence {number}: {text!r:.40} does not stand in the text there",
                    where=where,
                    number=number,
                    text=words,
                )
            )
        at = start + len(words)
        names, status = said(own)
        sentences.append(ItemSentence(start, at, tuple(names), status, number=number))
    return text, tuple(sentences)


def _pairs(listed: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each sentence and the value of its labels."""
    for one in listed:
        if isinstance(one, Mapping):
            values, once = list(one.values()), fields_of(tuple(one)).once
            words = str(values[once["text"]]).strip()
            yield words, values[once["labels"]] if "labels" in once else None
        else:
            yield one.strip(), None
