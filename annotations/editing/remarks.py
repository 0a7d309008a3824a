"""Acts by which annotator and lead answer each other about a sentence."""

from __future__ import annotations

from annotations.editing.ledger import Ledger
from annotations.records.acts import Act
from annotations.records.kinds import RemarkRecord
from annotations.records.record import revise, tombstone
from annotations.records.remarks import remark_record
from annotations.wording import tr

__all__ = ["RemarkActs"]


class RemarkActs:
    """What is said after a note, changed and taken back."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def say(self, sentence: int, to: str, text: str) -> Act:
        """Say `text`, not empty, about the sentence, to whom it is about: the annotator `to`."""
        ledger, article = self._ledger, self._ledger.marks.article
        start, end = article.sentences[sentence].start, article.sentences[sentence].end
        record = remark_record(
            article.id,
            start,
            end,
            article.text[start:end],
            text,
            to=to,
            annotator=ledger.annotator,
            writer=ledger.writer,
            scheme=ledger.scheme.id,
        )
        return ledger.do(start, tr("remark"), [None], [record])

    def change(self, remark: RemarkRecord, text: str) -> Act:
        """Let a remark of one's own say `text` from now on; an empty one takes it back."""
        writer = self._ledger.writer
        after = revise(remark, writer=writer, text=text) if text else tombstone(remark, writer=writer)
        words = tr("remark") if text else tr("remark taken back")
        return self._ledger.do(remark["start"], words, [remark], [after])
