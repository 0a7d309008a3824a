"""What a record says of a text, as items: of zhupi's own tables and data sets, and of anybody's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from annotations.errors import ReadingError
from annotations.exchange.carried import object_in, sentence_with, with_article_more
from annotations.exchange.format import Faults, Order
from annotations.exchange.formats.record_fields import Fields
from annotations.exchange.formats.record_sentences import like_sentences, sentences_in
from annotations.exchange.formats.record_values import (
    ABOVE,
    labels_in,
    like_spans,
    native,
    spans_in,
    whole_number,
)
from annotations.exchange.formats.tagged_tokens import joined_tokens
from annotations.exchange.items import Item, ItemSentence, ItemSpan, Unit
from annotations.wording import tr

__all__ = ["Reader", "speakers_in", "status_with", "unit_of"]

_ID = re.compile(r"[0-9a-f]{20}")
_STATUSES = ("none", "implied", "open")
_NONE = frozenset(("none", "無", "无"))
_SAID = ("labels", "status", "note", "spans", "more")
Said = Mapping[str, Any]
"""By field what a record says in one person's name."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes items of records.

    Args:
        faults: Takes what is wrong with them.
        labels: Those of the scheme.
        cells: Whether values are texts as in cells, of which several labels may be one.
        unit: What a text is of which the record does not say where in an article it stands.
        empty: What an empty list of labels says: that none fits, or nothing.
    """

    faults: Faults
    labels: Collection[str] = frozenset()
    cells: bool = True
    unit: Unit = "sentence"
    empty: Literal["none", "open"] = "open"

    def items(
        self, keys: Sequence[str], values: Sequence[object], fields: Fields, where: str
    ) -> Iterator[Item]:
        """Yield what a record says, an item for each who says something; faults are told."""
        once = {field: values[at] for field, at in fields.once.items() if at < len(values)}
        try:
            if like_sentences(listed := native(once.get("sentences"))) and not fields.ours:
                yield self._document(once, listed, where)
                return
            text, tagged = _text(once, where)
            base = self._base(once, text, fields, where)
            others = {
                keys[at]: values[at]
                for at in fields.others
                if at < len(values) and values[at] not in (None, "")
            }
            whole = Item(text, self.unit if base is None else "sentence", where, **_named(once), base=base)
            if whole.unit == "article":
                whole = replace(whole, base=0)
            if not fields.ours:
                whole = replace(whole, metadata=_plain(others))
            for annotator, said in _sayings(once, values, fields):
                yield self._said(replace(whole, annotator=annotator), said, tagged, others)
        except ReadingError as error:
            self.faults.add(str(error))

    def _document(self, once: Said, listed: Any, where: str) -> Item:
        """Return a whole document of which the sentences are listed."""
        text = once.get("text")

        def said(value: object) -> tuple[list[str], str]:
            names, _ = self._labels(native(value), {}, {}, where)
            one = self._status(ItemSentence(0, 1), names, {}, given=value is not None)
            return list(one.labels), one.status

        whole = text if isinstance(text, str) else ""
        text, sentences = sentences_in(whole, listed, native(once.get("labels")), where, said)
        spans = native(once.get("spans"))
        return Item(
            text,
            where=where,
            **_named(once),
            annotator=_text_of(once.get("annotator")),
            sentences=sentences,
            spans=None if spans is None else spans_in(spans, text, where, self.faults.add),
        )

    def _base(self, once: Said, text: str, fields: Fields, where: str) -> int | None:
        """Return where in its article the text begins; None where the record does not say so."""
        start, end = whole_number(once.get("start")), whole_number(once.get("end"))
        if start is None or end is None or start < 0 or ("article" not in once and not fields.ours):
            if fields.ours:
                raise ReadingError(
                    tr("{where}: start and end are no numbers; take them from the export again", where=where)
                )
            return None
        if len(text) != end - start:
            if not fields.ours:
                return None
            raise ReadingError(
                tr(
                    "{where}: its text is {length:,} long, but from {start} to {end} "
                    "there are {number:,}; put the text back as it was",
                    where=where,
                    length=len(text),
                    start=start,
                    end=end,
                    number=end - start,
                )
            )
        return start

    def _said(self, item: Item, said: Said, tagged: tuple[ItemSpan, ...] | None, others: Said) -> Item:
        """Return what one person says."""
        where, text = item.where, item.text
        more = said.get("more")
        more = more if isinstance(more, Mapping) else object_in(more)
        if of_article := more.get("of_article"):
            item = with_article_more(item, of_article if isinstance(of_article, dict) else {})
        spans = tagged
        value = native(said.get("spans"))
        labels = native(said.get("labels"))
        if labels is not None and like_spans(labels):
            value, labels = (labels if value is None else value), None
        if value is not None:
            spans = spans_in(value, text, where, self.faults.add)
        names, scores = self._labels(labels, said, others, where)
        sentence = sentence_with(ItemSentence(0, len(text)), more) if more else ItemSentence(0, len(text))
        sentence = replace(
            sentence,
            number=whole_number(said.get("sentence")) or 0,
            part=_word(said.get("part")) or "body",
            voice=_word(said.get("voice")) or sentence.voice,
            note=_text_of(said.get("note")),
            flag=_word(said.get("flag")).casefold() in ("true", "1", "yes", "是", "真"),
            scores=scores or sentence.scores,
        )
        sentence = self._status(sentence, names, said, given=labels is not None)
        self._check_speakers(sentence, said, where)
        if not spans and isinstance(of_article, dict) and of_article.get("spans") is False:
            spans = None
        predicted = item.predicted or bool(_text_of(said.get("model")))
        predicted = predicted or bool(scores and not _text_of(said.get("annotator")))
        item = replace(item, spans=spans, predicted=predicted)
        if item.unit == "article":
            return replace(item, labels=sentence.labels, sentences=())
        return replace(item, sentences=(sentence,))

    def _labels(
        self, value: object, said: Said, others: Said, where: str
    ) -> tuple[list[str], Mapping[str, float]]:
        if value is None and (columns := self.labels & others.keys()):
            value = {label: _number(others[label]) for label in others if label in columns}
        scored = native(said.get("scores"))
        if value is None and scored is None:
            return [], {}
        try:
            names, scores = labels_in([] if value is None else value, self.labels, cell=self.cells)
            if isinstance(scored, Mapping):
                numbers = {key: one for key, one in scored.items() if type(one) in (int, float)}
                sound = {key: float(one) for key, one in numbers.items() if 0 <= one <= 1}
                scores = scores | sound
                names = names or [key for key, one in sound.items() if one >= ABOVE]
        except ValueError as error:
            raise ReadingError(f"{where}: {error}") from None
        score = _number(said.get("score"))
        if isinstance(score, int | float) and 0 <= score <= 1:
            scores = {label: float(score) for label in names} | scores
        return names, scores

    def _status(self, sentence: ItemSentence, names: list[str], said: Said, *, given: bool) -> ItemSentence:
        """Return `sentence` with its labels, and what that makes of its status."""
        status = _word(said.get("status"))
        if len(names) == 1 and names[0].casefold() in _NONE and names[0] not in self.labels:
            return replace(sentence, labels=(), status="none")
        if not names and given and "status" not in said:
            status = self.empty
        return replace(sentence, labels=tuple(names), status=status_with(names, status))

    def _check_speakers(self, sentence: ItemSentence, said: Said, where: str) -> None:
        told = _text_of(said.get("speakers"))
        if told and told != (known := speakers_in(sentence.quotes)):
            self.faults.add(
                tr(
                    "{where}: speakers {told!r:.60} are not read, it stays at {known!r:.60}; "
                    "name them in zhupi",
                    where=where,
                    told=told,
                    known=known,
                )
            )


def status_with(labels: Sequence[str], status: str) -> str:
    """Return the status of a sentence with `labels`, which a file calls `status`: labelled is marked."""
    return "marked" if labels else status if status in _STATUSES else "open"


def unit_of(order: Order) -> Unit:
    """Return what a text is of which no file says so."""
    return "article" if "article" in (order.unit, order.options.get("each")) else "sentence"


def speakers_in(quotes: Sequence[Mapping[str, Any]]) -> str:
    """Return who is quoted, for people to read."""
    speakers = (one for quote in quotes for one in quote.get("speakers") or ())
    names = [one.get("name") or one.get("text") for one in speakers if isinstance(one, Mapping)]
    return "; ".join(dict.fromkeys(one for one in names if isinstance(one, str) and one))


def _sayings(once: Said, values: Sequence[object], fields: Fields) -> Iterator[tuple[str, Said]]:
    """Yield who says something in a record, and what; several have columns of their own."""
    for annotator, own in fields.each.items():
        said = {field: values[at] for field, at in own.items() if at < len(values)}
        if any(said.get(field) not in (None, "") for field in _SAID):
            yield annotator, {**once, **said}
    if not fields.each:
        yield _text_of(once.get("annotator")) or _text_of(once.get("model")), once


def _text(once: Said, where: str) -> tuple[str, tuple[ItemSpan, ...] | None]:
    """Return the text of a record, and the spans that its tokens are tagged with."""
    value = once.get("text")
    tokens = native(once.get("tokens"))
    if isinstance(value, str) and value:
        return value, None
    if isinstance(tokens, list) and tokens:
        tags = native(once.get("token_tags"))
        named = isinstance(tags, list) and not any(isinstance(one, int) for one in tags)
        if isinstance(tags, list) and any(isinstance(one, int) and one for one in tags):
            raise ReadingError(
                tr(
                    "{where}: its tags are numbers, and nothing tells what they stand for; write their names"
                    " (B-ORG), or name the folder with the data set's card",
                    where=where,
                )
            )
        return joined_tokens(tokens, tags if named else None, where)
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
        return _text_of(value), None
    raise ReadingError(tr("{where}: it has no text", where=where))


def _named(once: Said) -> dict[str, Any]:
    """Return the fields of an item that say which article it is of."""
    article = _text_of(once.get("article"))
    known = article if _ID.fullmatch(article) else ""
    source = _text_of(once.get("source"))
    return {
        "article": known,
        "document": article or source,
        "title": _text_of(once.get("title")),
        "source": source,
    }


def _plain(others: Said) -> Mapping[str, Any]:
    return {
        key: value if isinstance(value, str | int | float | bool | list | dict) else str(value)
        for key, value in others.items()
    }


def _text_of(value: object) -> str:
    """Return what stands in a cell as a text."""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value)


def _word(value: object) -> str:
    return _text_of(value).strip()


def _number(value: object) -> object:
    """Return the number that a cell says, or what else stands there."""
    if not isinstance(value, str):
        return value
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value.strip().casefold() in ("true", "yes", "x", "y", "是", "✓")
