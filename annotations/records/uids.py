"""The uids of records: of whom, about what and of which place each is, in one word."""

from __future__ import annotations

from annotations.digest import blake2b
from annotations.expressions import lazily

__all__ = [
    "answer_uid",
    "article_of",
    "article_uid",
    "carry_uid",
    "correction_uid",
    "decision_uid",
    "doc_id",
    "remark_uid",
    "return_uid",
    "sentence_uid",
    "span_decision_uid",
]

_NAMED = lazily(r"(?:[a-z-]+:)+([0-9a-f]{20}):")


def sentence_uid(article: str, start: int, annotator: str) -> str:
    """Return the uid of an annotator's mark of the sentence that starts at `start`.

    A slot always has one uid, so that a repeated press is the same record and copies of a layer merge.
    """
    return f"sentence:{article}:{start}:{annotator}"


def article_uid(article: str, annotator: str) -> str:
    """Return the uid of what an annotator says of an article as a whole."""
    return f"article:{article}:{annotator}"


def article_of(uid: str) -> str | None:
    """Return the id of the article that `uid` names, or None if it names none."""
    match = _NAMED().match(uid)
    return None if match is None else match[1]


def doc_id(uid: str) -> int:
    """Return the TinyDB document id that belongs to `uid`: 63 bits, because TinyDB wants an integer."""
    digest = blake2b(uid.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def correction_uid(article: str, start: int, annotator: str) -> str:
    """Return the uid of a correction of the damaged place of an article that begins at `start`."""
    return f"correction:{article}:{start}:{annotator}"


def carry_uid(article: str, earlier: str, lead: str) -> str:
    """Return the uid of what says that the records of the text `earlier` hold for `article`, as of `lead`."""
    return f"carry:{article}:{earlier}:{lead}"


def decision_uid(article: str, start: int, lead: str) -> str:
    """Return the uid of what `lead` decided of the sentence that starts at `start`."""
    return f"decision:{article}:{start}:{lead}"


def span_decision_uid(article: str, what: str, start: int, lead: str) -> str:
    """Return the uid of what `lead` decided of the names or numbers (`what`) of the place at `start`."""
    return f"span-decision:{article}:{what}:{start}:{lead}"


def return_uid(article: str, start: int | None, to: str, lead: str) -> str:
    """Return the uid of what `lead` gives back to the annotator `to`: a sentence, or all without `start`."""
    return f"return:{article}:{'-' if start is None else start}:{to}:{lead}"


def answer_uid(returned: str, annotator: str) -> str:
    """Return the uid of an annotator's answer to the return that has the uid `returned`."""
    return f"answer:{returned}:{annotator}"


def remark_uid(article: str, token: str, annotator: str) -> str:
    """Return the uid of a remark of `annotator` about an article; `token` tells it from all others."""
    return f"remark:{article}:{token}:{annotator}"
