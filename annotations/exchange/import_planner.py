"""Making the plan of an import: what a file says is compared with what the layer has of the article.

A mark is compared with all marks that overlap it, joined as an export joins them, so that what was exported
from a layer says nothing new to that layer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from annotations.exchange.article_lines import CorrectionLine, MarkLine, RemarkLine
from annotations.exchange.import_bounds import SpanPlan, plan_bounds
from annotations.exchange.import_overlaps import Intervals, displace
from annotations.exchange.import_plan import Plan, Receiver
from annotations.exchange.import_revisions import Revisions
from annotations.exchange.import_spans import plan_spans
from annotations.exchange.incoming import Incoming
from annotations.exchange.said import Left, Said, contrast, said_in
from annotations.marks.bounds import bounded
from annotations.marks.coverage import merged
from annotations.model.article import Analysis, Article
from annotations.records.kinds import ArticleMark, Correction, SentenceMark
from annotations.records.record import Newest, Record
from annotations.wording import tr

__all__ = ["plan"]


def plan(
    article: Article,
    incoming: Incoming,
    records: Sequence[Record],
    latest: Callable[[str], Newest | None],
    receiver: Receiver,
    lead: Sequence[Record] = (),
    found: Analysis | None = None,
) -> Plan:
    """Return what to do with what a file says of `article`.

    Args:
        article: The article as it is frozen.
        incoming: What the file says of it.
        records: What the layer has of it, deleted records left out.
        latest: Finds the newest revision of a record by its uid, a deleted one too.
        receiver: Whose layer it is.
        lead: What the lead's layer has of it; where the receiver leads, `records` count instead.
        found: What the analysis found in it, if that is kept.
    """
    planner = _Planner(article, records, latest, receiver)
    planner.take_marks(incoming.marks)
    leading = records if receiver.corrects else lead
    if receiver.corrects:
        planner.take_corrections(incoming.corrections)
    else:
        planner.pass_over_corrections(incoming.corrections, lead)
    planner.take_bounds(incoming, leading)
    planner.take_spans(incoming, leading, found)
    planner.take_remarks(incoming.remarks)
    planner.take_done(incoming)
    if incoming.reserved:
        planner.todo.behind["reserved"] += incoming.reserved
    return planner.todo


class _Planner:
    """The plan for one article while it is made."""

    def __init__(
        self,
        article: Article,
        records: Sequence[Record],
        latest: Callable[[str], Newest | None],
        receiver: Receiver,
    ) -> None:
        self.todo = Plan()
        self._article = article
        self._records = records
        self._latest = latest
        self._receiver = receiver
        self._revisions = Revisions(article, latest, receiver)

    def take_marks(self, marks: Sequence[MarkLine]) -> None:
        """Plan for what is said of sentences."""
        old = Intervals(record for record in self._records if record["kind"] == "sentence")
        over = [old.over(mark.start, mark.end) for mark in marks]
        taken: set[int] = set()
        counting: list[int] = []
        for index, (mark, there) in enumerate(zip(marks, over, strict=True)):
            if self._is_misplaced(mark):
                continue
            if not there:
                taken.add(index)
                self.todo.made += not mark.empty
            elif not mark.empty:  # one that says nothing says nothing against what is there, either
                counting.append(index)
                text = self._article.text
                was, will = said_in(there, text), said_in([mark.fields], text)
                if was.agrees(will) and all(self._stands(one) for one in there):
                    self.todo.same += 1
                elif self._may_replace(mark, was, will):
                    taken.add(index)
        gone = displace(taken, counting, over)
        self._write([self._revisions.mark(marks[index]) for index in sorted(taken)], gone)

    def take_remarks(self, remarks: Sequence[RemarkLine]) -> None:
        """Plan for what was said after notes: what was said at one moment in the same words is one remark."""
        there = {(one["created"], one["text"]) for one in self._records if one["kind"] == "remark"}
        for one in remarks:
            if (one.created, one.text) in there:
                self.todo.same += 1
            elif not self._is_misplaced(one):
                there.add((one.created, one.text))
                self._write([self._revisions.remark(one)], [])
                self.todo.made += 1

    def take_corrections(self, corrections: Sequence[CorrectionLine]) -> None:
        """Plan for what is to be shown for damaged places."""
        old = Intervals(record for record in self._records if record["kind"] == "correction")
        new: list[Correction] = []
        gone: list[Correction] = []
        for one in corrections:
            if self._is_misplaced(one):
                continue
            there = old.over(one.start, one.end)
            if [(was["start"], was["end"], was["text"]) for was in there] == [(one.start, one.end, one.text)]:
                self.todo.same += 1
                continue
            if not there:
                self.todo.corrected += 1
            elif not self._may_replace(one, ", ".join(was["text"] for was in there), one.text):
                continue
            new.append(self._revisions.correction(one))
            gone += there
        self._write(new, gone)

    def pass_over_corrections(self, corrections: Sequence[CorrectionLine], lead: Sequence[Record]) -> None:
        """Count the corrections that do not hold here already: only the lead's hold."""
        held = {(one["start"], one["end"], one["text"]) for one in lead if one["kind"] == "correction"}
        left = sum((one.start, one.end, one.text) not in held for one in corrections)
        self.todo.same += len(corrections) - left
        if left:
            self.todo.behind["corrections"] += left

    def take_bounds(self, incoming: Incoming, leading: Sequence[Record]) -> None:
        """Plan for where sentences end."""
        made = plan_bounds(self._article, incoming.sentences, leading, self._latest, self._receiver)
        self.todo.bounds += made.made
        self._take(made, "bounds")

    def take_spans(self, incoming: Incoming, leading: Sequence[Record], found: Analysis | None) -> None:
        """Plan for what people said of names and numbers."""
        if not incoming.spoken and not incoming.spans:  # a file may have names, and no sentences
            return
        bounds = [one for one in (*leading, *self.todo.records) if one["kind"] == "bounds"]
        article = bounded(self._article, bounds)
        made = plan_spans(
            *(article, incoming.spans, incoming.spoken, found),
            *(self._records, self._latest, self._receiver),
            adds=incoming.adds,
        )
        self.todo.spans += made.made
        self._take(made, "spans")

    def _take(self, made: SpanPlan, what: str) -> None:
        self.todo.records += made.records
        self.todo.replaced += made.replaced
        self.todo.same += made.same
        self.todo.left += made.left
        if made.behind:
            self.todo.behind[what] += made.behind

    def take_done(self, incoming: Incoming) -> None:
        """Plan for whether the article is done, and what of it was seen; comes last.

        Where the file tells of nothing that was never seen, nothing is noted, which is to have seen it all.
        """
        done = incoming.done
        seen = merged(incoming.judged) or [[0, 0]] if incoming.unseen else []
        there = next((record for record in self._records if record["kind"] == "article"), None)
        whole = self._whole(incoming, there)
        if there is None:
            # An article of which the file says nothing more was begun all the same, or it would not be in it.
            begun = self._records or self.todo.records or self.todo.misplaced
            if done or whole or not begun:
                self._write([self._revisions.article_mark(done, seen, whole)], [])
        elif there["done"] == done:
            if whole:
                self._write([self._revisions.article_mark(done, there["seen"], whole, there)], [])
        elif self._receiver.replace:
            self.todo.replaced += 1
            if there["seen"]:
                seen = merged([*there["seen"], *(incoming.judged if done else ())])
            self._write([self._revisions.article_mark(done, seen, whole, there)], [])
        else:
            was, will = ("done", tr("not done")) if there["done"] else (tr("not done"), "done")
            self._leave(self._article.source, was, will)

    def _whole(self, incoming: Incoming, there: ArticleMark | None) -> dict[str, object]:
        """Return what is to be taken of what the file says of the article as a whole; empty if nothing."""
        will: dict[str, object] = {"labels": [*incoming.labels], "attributes": dict(incoming.attributes)}
        was: dict[str, object] = {"labels": [], "attributes": {}}
        was |= {key: value for key, value in (there or {}).items() if key in was}
        if not any(will.values()) or will == was:
            return {}
        if any(was.values()):
            if not self._receiver.replace:
                words = [
                    tr("the article is {one}", one=json.dumps(one, ensure_ascii=False)) for one in (was, will)
                ]
                self._leave(self._article.source, *words)
                return {}
            self.todo.replaced += 1
        return {**will}

    def _is_misplaced(self, line: MarkLine | CorrectionLine | RemarkLine) -> bool:
        if self._article.text[line.start : line.end] == line.quote:
            return False
        self.todo.misplaced.append(
            tr(
                "{where}: {source} has another text at {start}, so this was left out: {quote}",
                where=line.where,
                source=self._article.source,
                start=line.start,
                quote=line.quote[:20],
            )
        )
        return True

    def _may_replace(self, line: MarkLine | CorrectionLine, was: Said | str, will: Said | str) -> bool:
        if self._receiver.replace:
            self.todo.replaced += 1
            return True
        words = contrast(was, will) if isinstance(was, Said) and isinstance(will, Said) else (was, will)
        self._leave(
            tr(
                "{source}, at {start} ({quote})",
                source=self._article.source,
                start=line.start,
                quote=line.quote[:12],
            ),
            *map(str, words),
        )
        return False

    def _leave(self, place: str, was: str, will: str) -> None:
        self.todo.left.append(Left(place, self._receiver.called or self._receiver.annotator, was, will))

    def _stands(self, record: SentenceMark) -> bool:
        """Tell whether a mark is about the text that it quotes."""
        return self._article.text[record["start"] : record["end"]] == record["quote"]

    def _write(self, new: Iterable[Record], gone: Iterable[Record]) -> None:
        """Plan to write the records `new`, and delete those of `gone` that are not among them."""
        new = list(new)
        written = {record["uid"] for record in new}
        self.todo.records += new
        for record in gone:
            if record["uid"] not in written:
                written.add(record["uid"])
                self.todo.records.append(self._revisions.deletion(record))
