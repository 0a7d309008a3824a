"""How a query is written, and what is wrong with one that cannot be read.

::

    據 報道                  both words in one sentence; spaces mean and
    據…報道                  the one before the other, anything between; also ... and ……; in "" dots are dots
    "open AI" or 奧特曼      a phrase; one or the other
    /據.{1,9}報道/           a regular expression, within a sentence
    not label:quote          what is not so; -label:quote says the same; ( ) group
    label:claim  voice:author  status:open  flag:yes  note:"who says"  annotator:mei
    name:微軟  ORG:微軟  speaker:奧特曼  title:經濟  file:2024/
    money > 1e9 USD  percent >= 20  number = 3..5  date >= 2025-02
    label:*                  any there is; so for each word with a colon

Wide colons, signs and marks of quotation count as the narrow ones, so that an input method may stay on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from annotations.errors import UsageError
from annotations.model.article import NAME_TYPES
from annotations.model.scheme import Scheme
from annotations.search.comparison import COMPARED, read_comparison
from annotations.search.expression import BadExpression, read_expression
from annotations.search.fold import folded
from annotations.search.query import (
    ANY,
    About,
    All,
    Amount,
    Either,
    Moment,
    Not,
    Query,
    Said,
    Series,
    Spoken,
    Term,
    Words,
)
from annotations.search.series import texts_of
from annotations.wording import tr

__all__ = ["STATUSES", "QueryError", "Vocabulary", "read_query"]

STATUSES = ("marked", "none", "implied", "open", "done")
"""How a sentence may stand; ``done`` is its whole article."""
_AROUND = 8
"""Characters of a query that are shown on either side of what is wrong in it."""
_DEPTH = 50
"""Groups in groups. Chosen: nobody writes more, and Python has an end."""

_KEY = re.compile(r"([A-Za-z][\w.-]*)[:：]")
_QUOTED = {'"': '"', "“": "”", "「": "」", "『": "』"}
_BLANK = " \t\n\u3000\u00a0"
_WORD = re.compile(rf"[^{_BLANK}()]+")
_MINUS = "-－"
_JOINS = ("and", "or", "not")


class QueryError(UsageError):
    """A query that cannot be read: where in it, in brackets, and what is wrong there."""

    def __init__(self, problem: str, query: str, start: int, end: int) -> None:
        before, after = query[:start], query[end:]
        before = f"..{before[-_AROUND:]}" if len(before) > _AROUND + 2 else before
        after = f"{after[:_AROUND]}.." if len(after) > _AROUND + 2 else after
        where = f"{before}[{query[start:end]}]{after}"
        super().__init__(tr("{where}: {problem}", where=where, problem=problem))
        self.problem = problem
        self.start = start
        """Where what is wrong begins in the query, and where it ends."""
        self.end = end


class Vocabulary(NamedTuple):
    """What a project has names for."""

    labels: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    types: tuple[str, ...] = NAME_TYPES

    @classmethod
    def of(cls, scheme: Scheme) -> Vocabulary:
        """Return that of a project with `scheme`."""
        attributes = {one.name for one in scheme.own_attributes} | {"voice", "form"}
        return cls(scheme.names, frozenset(attributes), tuple(one.name for one in scheme.types))

    @property
    def keys(self) -> list[str]:
        """Return what may stand before a colon, in the order in which people look for it."""
        said = ["label", "status", "flag", "note", "annotator", "speaker"]
        return [*said, *sorted(self.attributes), "name", *self.types, "title", "file", *COMPARED]


def read_query(text: str, vocabulary: Vocabulary) -> Query:
    """Return what `text` asks.

    Raises:
        QueryError: It cannot be read.
    """
    reader = _Reader(text, vocabulary)
    query = reader.either(0)
    if query is None:
        raise reader.wrong(tr("there is nothing to find"), reader.at, len(text))
    if reader.at < len(text):
        raise reader.wrong(tr("this closes nothing that was opened"), reader.at, reader.at + 1)
    return query


class _Reader:
    """Goes through a query once."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.at = 0
        self._vocabulary = vocabulary
        self._keys: Mapping[str, str] = {one.lower(): one for one in vocabulary.keys}
        self._blank()

    def wrong(self, problem: str, start: int, end: int) -> QueryError:
        return QueryError(problem, self.text, start, end)

    # -- how terms are joined ------------------------------------------------------

    def either(self, depth: int) -> Query | None:
        """Read what is joined by ``or``."""
        found = [self._all(depth)]
        while (start := self.at) < len(self.text) and self._join("or"):
            found.append(self._all(depth))
            if found[-1] is None or found[0] is None:
                raise self.wrong(tr("something must stand on both sides of or"), start, start + 2)
        parts = tuple(one for one in found if one is not None)
        return None if not parts else parts[0] if len(parts) == 1 else Either(parts)

    def _all(self, depth: int) -> Query | None:
        """Read what is joined by ``and``, or by nothing."""
        parts: list[Query] = []
        while True:
            start = self.at
            joined = self._join("and")
            part = self._part(depth)
            if joined and (part is None or not parts):
                raise self.wrong(tr("something must stand on both sides of and"), start, start + 3)
            if part is None:
                return None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))
            parts.append(part)

    def _part(self, depth: int) -> Query | None:
        """Read one term, a group, or what is denied; None where nothing more stands."""
        start, denied = self.at, False
        while self._join("not") or self._minus():
            denied = not denied
        if self.at == len(self.text) or self.text[self.at] == ")" or self._word() == "or":
            if denied or self.at != start:
                raise self.wrong(tr("not must stand before something"), start, start + 3)
            return None
        if depth > _DEPTH:
            raise self.wrong(tr("too many groups in groups"), self.at, self.at + 1)
        part = self._group(depth) if self.text[self.at] == "(" else self._term()
        self._blank()
        return Not(part) if denied else part

    def _group(self, depth: int) -> Query:
        start = self.at
        self.at += 1
        self._blank()
        part = self.either(depth + 1)
        if self.at == len(self.text):
            raise self.wrong(tr("this bracket is not closed"), start, start + 1)
        if part is None:
            raise self.wrong(tr("there is nothing in these brackets"), start, self.at + 1)
        self.at += 1
        return part

    def _blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _BLANK:
            self.at += 1

    def _word(self) -> str:
        match = _WORD.match(self.text, self.at)
        word = match[0].lower() if match else ""
        return word if word in _JOINS else ""

    def _join(self, word: str) -> bool:
        """Pass over a word that joins, if it stands here."""
        if self._word() != word:
            return False
        self.at += len(word)
        self._blank()
        return True

    def _minus(self) -> bool:
        """Pass over a minus that denies what follows it; before a digit it is text, as in -3.5%."""
        sign, after = self.text[self.at : self.at + 1], self.text[self.at + 1 : self.at + 2]
        if not sign or sign not in _MINUS or not after or after in _BLANK + _MINUS + ")" or after.isdigit():
            return False
        self.at += 1
        return True

    # -- terms ---------------------------------------------------------------------------

    def _term(self) -> Term:
        start = self.at
        compared = read_comparison(self.text, start)
        if isinstance(compared, str):
            raise self.wrong(compared, start, self._end_of_word())
        if compared is not None:
            self.at = compared.end
            return compared.term
        key = _KEY.match(self.text, start)
        if key is None:
            return self._text()
        name = self._keys.get(key[1].lower())
        if name is None:
            problem = tr(
                'nothing to ask for; there are {known}; text with a colon stands in ""',
                known=", ".join(self._vocabulary.keys),
            )
            raise self.wrong(problem, start, key.end())
        self.at = key.end()
        return self._about(name, start)

    def _text(self) -> Term:
        """Read a word, a phrase in quotation marks, or a regular expression in strokes."""
        start = self.at
        if self.text[start] == "/":
            match = re.compile(r"/((?:\\.|[^/\\])*)/", re.DOTALL).match(self.text, start)
            if match is None:
                raise self.wrong(tr("this regular expression is not closed with /"), start, len(self.text))
            self.at = match.end()
            if not match[1]:
                raise self.wrong(tr("this regular expression is empty"), start, self.at)
            try:
                return read_expression(match[1].replace(r"\/", "/"))
            except BadExpression as error:
                raise self.wrong(str(error), start, self.at) from None
        word = "" if self.text[start] in '"“' else self.text[start : self._end_of_word()]
        if len(texts := texts_of(word)) > 1:
            self.at += len(word)
            return Series(texts)
        return Words(self._value(start))

    def _value(self, start: int) -> str:
        """Read a word or a phrase, folded."""
        closing = _QUOTED.get(self.text[self.at : self.at + 1])
        begin = self.at
        if closing in ('"', "”"):
            end = self.text.find(closing, begin + 1)
            if end < 0:
                raise self.wrong(tr("this quotation mark is not closed"), begin, len(self.text))
            words, self.at = self.text[begin + 1 : end], end + 1
        else:
            match = _WORD.match(self.text, begin)
            words = match[0] if match else ""
            self.at = begin + len(words)
        value = folded(words).text
        if not value:
            raise self.wrong(tr("here something must stand, or * for any"), start, max(self.at, start + 1))
        return value

    def _end_of_word(self) -> int:
        match = _WORD.match(self.text, self.at)
        return match.end() if match else self.at + 1

    def _about(self, key: str, start: int) -> Term:
        """Read what stands behind the colon of `key`."""
        value = self._value(start)
        if key in COMPARED:
            if value != ANY:
                problem = tr("numbers are compared: {key} > 5, {key} = 3..5, or {key}:*", key=key)
                raise self.wrong(problem, start, self.at)
            return Moment(key, ANY, "") if key in ("date", "time", "duration") else Amount(key, ANY)
        if key in self._vocabulary.types:
            return About("name", value, key)
        if key in ("name", "title", "file"):
            return About(key, value)
        if key == "speaker":
            return Spoken(value)
        if key in self._vocabulary.attributes:
            return Said("attribute", value, key)
        if key == "annotator":
            return Said(key, value)
        choices = {
            "label": sorted({*self._vocabulary.labels, "none"}),
            "status": [*STATUSES],
            "flag": ["yes", "no"],
        }.get(key)
        if choices is None or (value == ANY and key != "status"):
            return Said(key, value)
        found = next((one for one in choices if folded(one).text == value), None)
        if found is None:
            problem = tr("there is none such; there are {known}", known=", ".join(choices))
            raise self.wrong(problem, start, self.at)
        return Said("status", "none") if (key, found) == ("label", "none") else Said(key, found)
