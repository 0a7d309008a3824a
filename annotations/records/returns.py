"""What a lead gives back to an annotator with a comment, and what the annotator answers.

A return is a record of the lead's layer about one sentence or a whole article, an answer one of the
annotator's. A further return of the same is the next revision of it, and asks for another answer; a deleted
one is withdrawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from annotations.model.annotator import same_annotator
from annotations.records.kinds import SCHEMA, ArticleMark
from annotations.records.lead_kinds import AnswerRecord, OfSentence, ReturnRecord, SeenMark
from annotations.records.record import Newest, owned
from annotations.records.uids import answer_uid, return_uid

__all__ = ["Return", "answer_record", "open_returns", "return_record", "returned_to", "seen_of"]

_R = TypeVar("_R", ReturnRecord, AnswerRecord)


class Return(NamedTuple):
    """What was given back to an annotator, and what came of it."""

    record: ReturnRecord
    """The return: its newest revision."""
    answer: AnswerRecord | None
    """The annotator's newest answer, to whichever revision; None if there is none or it was taken back."""

    @property
    def answered(self) -> bool:
        """Tell whether the answer is to this revision of the return, or to one that is newer still."""
        return self.answer is not None and self.answer["return_rev"] >= self.record["rev"]

    @property
    def start(self) -> int | None:
        """Return where the sentence begins; None for a whole article."""
        return self.record["start"]

    @property
    def end(self) -> int | None:
        """Return where the sentence ends; None for a whole article."""
        return self.record["end"]


def seen_of(mark: OfSentence | ArticleMark | None, *, done: bool) -> SeenMark:
    """Return what a return keeps of the `mark` that it is about.

    Args:
        mark: The annotator's mark of the sentence, or what the annotator says of the whole article; None if
            there is none.
        done: Whether the annotator marked the article done.
    """
    return {"uid": mark["uid"] if mark else None, "rev": mark["rev"] if mark else 0, "done": done}


def return_record(
    article: str,
    start: int | None,
    end: int | None,
    quote: str,
    *,
    to: str,
    comment: str,
    seen: SeenMark,
    lead: str,
    writer: str,
    scheme: str,
    at: str | None = None,
) -> ReturnRecord:
    """Return the first revision of what `lead` gives back; :func:`.following` makes the next ones of it.

    Args:
        article: The id of the article.
        start: Where the sentence begins; None gives back the whole article.
        end: Where it ends, or None.
        quote: What stands there; empty for a whole article.
        to: The annotator.
        comment: What is to be looked at; not empty.
        seen: The mark that it is about, as :func:`seen_of` gives it.
        lead: Whose layer it goes to.
        writer: The running program.
        scheme: The id of the scheme.
        at: When; by default now.
    """
    return {
        "schema": SCHEMA,
        "uid": return_uid(article, start, to, lead),
        "kind": "return",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "to": to,
        "comment": comment,
        "seen": {**seen},
        **owned(lead, writer, scheme, at=at),
    }


def answer_record(
    returned: ReturnRecord,
    comment: str = "",
    *,
    annotator: str,
    writer: str,
    scheme: str,
    at: str | None = None,
) -> AnswerRecord:
    """Return the first revision of the answer to the revision `returned` of a return."""
    return {
        "schema": SCHEMA,
        "uid": answer_uid(returned["uid"], annotator),
        "kind": "answer",
        "article": returned["article"],
        "start": returned["start"],
        "end": returned["end"],
        "quote": returned["quote"],
        "return": returned["uid"],
        "return_rev": returned["rev"],
        "comment": comment,
        **owned(annotator, writer, scheme, at=at),
    }


def returned_to(record: Newest, annotator: str) -> bool:
    """Tell whether `record` is a return to `annotator`, however that is spelled, and not withdrawn."""
    if record["kind"] != "return" or record["deleted"]:
        return False
    return same_annotator(record["to"]) == same_annotator(annotator)


def open_returns(returns: Iterable[Newest], answers: Iterable[Newest], annotator: str) -> list[Return]:
    """Return what was given back to `annotator` and not withdrawn, what is not answered first.

    Of an article what is about all of it comes before its sentences, and those by place; articles are in
    the order of `returns`.

    Args:
        returns: Records of the leads' layers; those of other kinds, or to others, count for nothing.
        answers: Records of the layer of `annotator`, of any kind.
        annotator: To whom.
    """
    newest = _newest(one for one in returns if one["kind"] == "return")
    by_return = {
        _plain(one["return"]): one for one in _newest(one for one in answers if one["kind"] == "answer")
    }
    found = []
    for one in newest:
        if returned_to(one, annotator):
            answer = by_return.get(_plain(one["uid"]))
            found.append(Return(one, None if answer is None or answer["deleted"] else answer))
    articles = {one["article"]: number for number, one in reversed(list(enumerate(newest)))}
    return sorted(found, key=lambda one: (one.answered, articles[one.record["article"]], _place(one)))


def _newest(records: Iterable[_R]) -> list[_R]:
    """Return of each record its highest revision, in the order in which the records came first."""
    newest: dict[str, _R] = {}
    for one in records:
        if one["uid"] not in newest or one["rev"] > newest[one["uid"]]["rev"]:
            newest[one["uid"]] = one
    return list(newest.values())


def _place(one: Return) -> tuple[int, str]:
    return -1 if one.start is None else one.start, one.record["uid"]


def _plain(uid: str) -> str:
    """Return what the spellings of a uid share: there are as many as of the names in it."""
    return unicodedata.normalize("NFC", uid).casefold()
