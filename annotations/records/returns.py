"""What a lead gives back to an annotator with a comment, and what the annotator answers.

A return is a record of the lead's layer about one sentence or a whole article, an answer one of the
annotator's. A further return of the same is the next revision of it, and asks for another answer; a deleted
one is withdrawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.model.annotator import same_annotator
from annotations.records.record import Record, answer_uid, new_record, return_uid

__all__ = ["Return", "answer_record", "open_returns", "return_record", "returned_to", "seen_of"]


@dataclass(frozen=True, slots=True)
class Return:
    """What was given back to an annotator, and what came of it."""

    record: Record
    """The return: its newest revision."""
    answer: Record | None
    """The annotator's newest answer, to whichever revision; None if there is none or it was taken back."""

    @property
    def answered(self) -> bool:
        """Tell whether the answer is to this revision of the return, or to one that is newer still."""
        return self.answer is not None and bool(self.answer["return_rev"] >= self.record["rev"])

    @property
    def start(self) -> int | None:
        """Return where the sentence begins; None for a whole article."""
        start: int | None = self.record["start"]
        return start

    @property
    def end(self) -> int | None:
        """Return where the sentence ends; None for a whole article."""
        end: int | None = self.record["end"]
        return end


def seen_of(mark: Record | None, *, done: bool) -> dict[str, Any]:
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
    seen: Mapping[str, Any],
    lead: str,
    writer: str,
    scheme: str,
    at: str | None = None,
) -> Record:
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
    fields = {
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "to": to,
        "comment": comment,
        "seen": dict(seen),
    }
    uid = return_uid(article, start, to, lead)
    return new_record("return", uid, fields, annotator=lead, writer=writer, scheme=scheme, at=at)


def answer_record(
    returned: Record, comment: str = "", *, annotator: str, writer: str, scheme: str, at: str | None = None
) -> Record:
    """Return the first revision of the answer to the revision `returned` of a return."""
    fields = {
        **{key: returned[key] for key in ("article", "start", "end", "quote")},
        "return": returned["uid"],
        "return_rev": returned["rev"],
        "comment": comment,
    }
    uid = answer_uid(returned["uid"], annotator)
    return new_record("answer", uid, fields, annotator=annotator, writer=writer, scheme=scheme, at=at)


def returned_to(record: Record, annotator: str) -> bool:
    """Tell whether `record` is a return to `annotator`, however that is spelled, and not withdrawn."""
    if record["kind"] != "return" or record["deleted"]:
        return False
    return same_annotator(record["to"]) == same_annotator(annotator)


def open_returns(returns: Iterable[Record], answers: Iterable[Record], annotator: str) -> list[Return]:
    """Return what was given back to `annotator` and not withdrawn, what is not answered first.

    Of an article what is about all of it comes before its sentences, and those by place; articles are in
    the order of `returns`.

    Args:
        returns: Records of the leads' layers; those of other kinds, or to others, count for nothing.
        answers: Records of the layer of `annotator`, of any kind.
        annotator: To whom.
    """
    newest = _newest(one for one in returns if one["kind"] == "return")
    by_return = {_plain(one["return"]): one for one in _newest(one for one in answers if _answers(one))}
    found = []
    for one in newest:
        if returned_to(one, annotator):
            answer = by_return.get(_plain(one["uid"]))
            found.append(Return(one, None if answer is None or answer["deleted"] else answer))
    articles = {one["article"]: number for number, one in reversed(list(enumerate(newest)))}
    return sorted(found, key=lambda one: (one.answered, articles[one.record["article"]], _place(one)))


def _answers(record: Record) -> bool:
    # What a layer has in place of a harmed answer says that it is one, and no more.
    return record["kind"] == "answer" and "return" in record


def _newest(records: Iterable[Record]) -> list[Record]:
    """Return of each record its highest revision, in the order in which the records came first."""
    newest: dict[str, Record] = {}
    for one in records:
        if one["uid"] not in newest or one["rev"] > newest[one["uid"]]["rev"]:
            newest[one["uid"]] = one
    return list(newest.values())


def _place(one: Return) -> tuple[int, str]:
    return -1 if one.start is None else one.start, one.record["uid"]


def _plain(uid: str) -> str:
    """Return what the spellings of a uid share: there are as many as of the names in it."""
    return unicodedata.normalize("NFC", uid).casefold()
