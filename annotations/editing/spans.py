"""Acts that mend names and numbers."""

from __future__ import annotations

from itertools import count

from annotations.editing.ledger import Ledger
from annotations.errors import UsageError
from annotations.model.article import Name, Number
from annotations.records.acts import Act, content
from annotations.records.kinds import Amount, SpanAct, SpanRecord, What
from annotations.records.record import Newest
from annotations.records.spans import number_fields, span_record, span_uid, what_is
from annotations.wording import term, tr

__all__ = ["SpanActs"]

_ADDED = "added"
"""What says of a name or number that it is about to be added: neither found nor said before."""


class SpanActs:
    """Names and numbers by hand: change, reject, add. What is said covers the same string in the article."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def change(
        self,
        span: Name | Number,
        *,
        start: int | None = None,
        end: int | None = None,
        type: str | None = None,  # noqa: A002 - the record's own name for it
        number: Amount | None = None,
        proposed: bool | None = None,
    ) -> Act:
        """Let `span`, one that holds, have other edges, another type or value, or be proposed.

        What holds because of another place is changed there too; with new edges it becomes a place of its
        own, and covers others in its turn.

        Raises:
            UsageError: Nothing would be left of it, or another that was said by hand is in the way.
        """
        text, spans = self._ledger.marks.article.text, self._ledger.marks.spans
        start, end = span.start if start is None else start, span.end if end is None else end
        if not 0 <= start < end <= len(text):
            raise UsageError(tr("a name or number has at least one character; x rejects it"))
        source = spans.source(span)
        record, moved = source or (None, 0)
        found = None if span.by == _ADDED else [span.start, span.end]
        target = record["target"] if record else found
        if proposed is None:
            proposed = bool(record and record["act"] != "reject" and record.get("proposed"))
        everywhere = bool(record.get("everywhere")) if record else bool(target or isinstance(span, Name))
        if moved and (start, end) != (span.start, span.end):
            target = [at + moved for at in target] if target else None
            record, moved = None, 0
        home = start - moved, end - moved
        other = spans.in_the_way(what_is(span), *home, record)
        if other is not None:
            raise UsageError(
                tr("{quote} was said by hand and is in the way; reject it first", quote=other["quote"])
            )
        return self._span(
            span,
            record,
            "change" if target else "add",
            *home,
            target,
            type=(type or span.type) if isinstance(span, Name) else None,
            number=number or number_fields(span) if isinstance(span, Number) else None,
            everywhere=everywhere,
            proposed=proposed,
        )

    def reject(self, span: Name | Number, *, proposed: bool = False) -> Act:
        """Say that `span` is no name, or no number, wherever this string stands in the article.

        What was added by hand is taken away. `proposed` says so for the whole project.
        """
        record, _ = self._ledger.marks.spans.source(span) or (None, 0)
        if record is not None and not record["target"]:
            return self._ledger.do(
                span.start,
                tr("{quote}: taken away", quote=record["quote"]),
                [record],
                [self._ledger.restored(record, None)],
            )
        target = record["target"] if record else None
        start, end = target or (span.start, span.end)
        return self._span(span, record, "reject", start, end, [start, end], proposed=proposed)

    def add_name(self, start: int, end: int, type: str) -> Act:  # noqa: A002 - the record's own name for it
        """Say that the text from `start` to `end` is a name of `type`, wherever it stands.

        Raises:
            UsageError: As for :meth:`change`.
        """
        return self.change(Name(start, end, type, by=_ADDED))

    def add_number(self, start: int, end: int, number: Amount) -> Act:
        """Say that the text from `start` to `end` is a number that amounts to `number`, at this place only.

        Raises:
            UsageError: As for :meth:`change`.
        """
        return self.change(Number(start, end, str(number["kind"]), by=_ADDED), number=number)

    def _span(
        self,
        span: Name | Number,
        record: SpanRecord | None,
        act: SpanAct,
        start: int,
        end: int,
        target: list[int] | None,
        *,
        type: str | None = None,  # noqa: A002 - the record's own name for it
        number: Amount | None = None,
        everywhere: bool = True,
        proposed: bool,
    ) -> Act:
        """Say `act` and the rest in `record`, or in one of its own; the arguments are its fields."""
        article, what = self._ledger.marks.article, what_is(span)
        uid = record["uid"] if record else self._free_uid(what, (target or (start,))[0], target is None)
        old = self._ledger.newest(uid)
        fresh = span_record(
            article.id,
            what,
            act,
            start,
            end,
            article.text[start:end],
            target=target,
            type=type,
            number=number,
            everywhere=everywhere,
            proposed=proposed,
            uid=uid,
            annotator=self._ledger.annotator,
            writer=self._ledger.writer,
            scheme=self._ledger.scheme.id,
        )
        kind_said = type or (number or {}).get("kind")
        said = {**content(fresh), **self._assistance(what, start, end, kind_said, old)}
        new = self._ledger.revised(old, fresh, said)
        kind = kind_said or tr("no {what}", what=term(what))
        quote = article.text[span.start : span.end] if act == "reject" else fresh["quote"]
        return self._ledger.do(span.start, f"{quote}: {kind}", [old], [new])

    def _assistance(
        self, what: What, start: int, end: int, kind: str | None, old: Newest | None
    ) -> dict[str, object]:
        """Return what a record remembers of what models mark there: now, or when `old` was said."""
        if shown := self._ledger.shown_spans(what, start, end):
            from annotations.records.assistance import assisted

            return {"predicted": assisted(shown, [kind] if kind else [])}
        if old is not None and old["kind"] == "span" and not old["deleted"] and "predicted" in old:
            return {"predicted": old["predicted"]}
        return {}

    def _free_uid(self, what: str, start: int, added: bool) -> str:
        """Return the uid for what is said of a place, another one if that says something of other edges."""
        uid = span_uid(self._ledger.marks.article.id, what, start, self._ledger.annotator, added=added)
        for number in count(2):
            newest = self._ledger.newest(uid)
            if newest is None or newest["deleted"]:
                break
            uid = span_uid(
                self._ledger.marks.article.id, f"{what}.{number}", start, self._ledger.annotator, added=added
            )
        return uid
