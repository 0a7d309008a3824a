"""Where sentences begin and end.

A sentence ends at a run of stops (``。！？!?……``) together with the closing marks that follow
it, and at the end of its line. Four things keep a stop from ending one:

* it stands inside a closed pair of quotes or brackets that is short enough to be read at a glance;
* the sentence goes on behind the closing mark: with a comma, with 的, or with who said it (``」他說``);
* it closes the title of a work (``《你好嗎？》``);
* it is no stop but part of a word: a decimal, a version, an address, an abbreviation, an initial.

Marks of Markdown belong to what they close (``**重點。**``), a heading, a row of a table and a line of code
are one piece each, and a line that is only a rule (``---``) is none.

A pair that is not closed in its own paragraph counts as not opened, so that a forgotten mark costs one
paragraph at the most. Only punctuation is looked at, and what stands behind a quote; one compiled expression
runs over the text once.
"""

from __future__ import annotations

import re

from annotations.analysis import markup, speech_tags
from annotations.analysis.pairs import (
    BRACKETS,
    CLOSERS,
    LINE_END,
    PAIRS,
    QUOTE_ENDS,
    TITLES,
    Paragraph,
)
from annotations.analysis.stops import (
    DOTS,
    GOES_ON,
    STOPS,
    dot_ends,
    dots_end_sentences,
    ellipsis_ends,
    inside_latin,
)
from annotations.expressions import UNSEEN, lazily
from annotations.model.article import Sentence

__all__ = ["LONGEST_BRACKET", "LONGEST_QUOTE", "split"]

LONGEST_QUOTE = 120
"""A closed quote of up to so many characters stays one piece, whatever stops are in it. A longer one is cut
at its stops: three or four lines on a screen are as much as one label can be said of.

Chosen, not measured: of 5,000 sentences (UD and UNER, GSD) 99 in 100 have at most 106 characters, so that a
quote is kept as long as sentences are anyway. Fewer would cut what one speaker says in one breath, more
would make one label cover several claims."""

LONGEST_BRACKET = 300
"""The same for brackets and titles; an aside is seldom tagged on its own, so it may be longer. Chosen: beyond
it a bracket is taken for one that somebody forgot to close."""

_LINE_ENDS = "\n\r\u2028\u2029"
_TOKEN = re.compile(f"[{_LINE_ENDS}" + re.escape("".join(PAIRS) + STOPS + DOTS + '"＂`') + "]")
_RUN = re.compile(f"[{re.escape(STOPS + DOTS)}]+")
_TAIL = re.compile(f"[{re.escape(CLOSERS + STOPS)}]*")
_BLANK = re.compile(r"\s*")
_LEAD = lazily(r"[\s*_~#>+-]*")
"""What may stand before the first word of a line: marks of lists, headings and emphasis."""

_FACES = frozenset("\u2764\U0001f44d\U0001f44f\U0001f4aa").union(
    chr(code)
    for start, end in ((0x1F600, 0x1F650), (0x1F910, 0x1F930), (0x1F970, 0x1F97B), (0x1F493, 0x1F4A0))
    for code in range(start, end)
)
"""Faces, hearts and hands: they belong to the sentence before them, other signs may head the one behind."""
_SIGNS = lazily(r"[^\w\s「『“‘\"（(《〈【…。！？!?]+(?:\s+[^\w\s「『“‘\"（(《〈【…。！？!?]+)*")
"""Signs alone (■, 🔚) behind a sentence in its line are none of their own; 「……」 is one: a silence."""
_NOT_PLAIN = GOES_ON.union(CLOSERS, STOPS, DOTS, "\"*_~<[［'\u2070\u00b9\u00b2\u00b3\u2074").union(_FACES)
"""Whatever else than these follows 。 opens a new sentence, without looking further."""


def split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text`, ascending and disjoint, together all of it but white space and rules.

    A rule is a line of one mark alone (``---``, ``***``); a text of nothing else keeps it. Offsets are code
    points into `text`, end exclusive. The first sentence of each line has `opens_paragraph` set; every one is
    of the part ``body``. Any string is accepted. What nobody sees (zero-width spaces and the like) belongs to
    the sentence beside it, and a line of nothing else is none.
    """
    if UNSEEN().search(text) is None:
        return _split(text)
    from annotations.analysis.legible import visible

    seen = visible(text)
    return tuple(seen.raw_sentences(_split(seen.text)))


def _split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text`, which has nothing that nobody sees."""
    lines = markup.blocks(text)
    rules = {line.start for line in lines if line.kind == markup.RULE}
    ends = _Reading(text, lines).ends()
    return _sentences(text, ends, rules) or _sentences(text, ends, set())


def _sentences(text: str, ends: list[int], rules: set[int]) -> tuple[Sentence, ...]:
    """Return what lies between `ends`, without white space and without the lines that begin at `rules`."""
    sentences: list[Sentence] = []
    blank = _BLANK.match
    size = len(text)
    start = blank(text).end()  # type: ignore[union-attr]
    opens = True
    for end in ends:
        if end <= start:
            continue
        last = end
        while text[last - 1].isspace():
            last -= 1
        if opens and rules and text.rfind("\n", 0, start) + 1 in rules:
            opens = True
        elif not opens and not text[start].isalnum() and _SIGNS().fullmatch(text, start, last):
            sentences[-1] = sentences[-1]._replace(end=last)
        else:
            sentences.append(Sentence(start, last, opens))
            opens = False
        start = end
        if start < size and text[start].isspace():
            start = blank(text, start).end()  # type: ignore[union-attr]
            opens = opens or text[end] == "\n" or LINE_END.search(text, last, start) is not None
    return tuple(sentences)


class _Reading:
    """Goes through a text once and notes where sentences and lines end."""

    def __init__(self, text: str, lines: list[markup.Block]) -> None:
        self._text = text
        self._lines = lines
        self._emphasis = markup.Emphasis(text)
        self._dots_end = dots_end_sentences(text)
        self._paragraph: Paragraph | None = None
        self._begin = 0
        """Where the sentence begins that is being read."""
        self._long = -1, False
        """Where the quote that is too long to stay one closes, and whether something introduced it."""
        self._ends: list[int] = []

    def ends(self) -> list[int]:
        """Return where sentences and lines end, ascending."""
        text, found = self._text, self._ends
        size = len(text)
        resume = 0
        upcoming = iter(self._lines)
        line = next(upcoming, None)
        for token in _TOKEN.finditer(text):
            at = token.start()
            if at < resume:
                continue
            char = text[at]
            while line is not None and line.end <= at:
                line = next(upcoming, None)
            if line is not None and line.start <= at and char not in _LINE_ENDS:
                continue
            if char == "。" and (text[at + 1] if at + 1 < size else "\n") not in _NOT_PLAIN:
                self._begin = at + 1  # by far the most frequent case
                found.append(at + 1)
                continue
            if char in _LINE_ENDS:
                if self._begin < at:
                    found.append(at)
                self._begin = at + 1
                continue
            resume, ends = self._judged(char, at)
            if ends:
                self._begin = resume
                found.append(resume)
        found.append(size)
        return found

    def _judged(self, char: str, at: int) -> tuple[int, bool]:
        """Judge a mark: where reading goes on, and whether a sentence ends there."""
        text = self._text
        if char == "!" and text[at + 1 : at + 2] == "[" and (image := markup.image_end(text, at)) > at:
            return image, False
        if char in STOPS or char in DOTS:
            return self._stop(at)
        if char == "`":
            return markup.code_span_end(text, at), False
        paragraph = self._paragraph
        if paragraph is None or at >= paragraph.end:
            paragraph = self._paragraph = Paragraph(text, at)
        if at == paragraph.straight:
            return at + 1, False
        close = paragraph.partner(char, at)
        if close < 0:
            return at + 1, False
        if close - at > (LONGEST_BRACKET if char in BRACKETS else LONGEST_QUOTE):
            if char not in BRACKETS:
                self._long = close, speech_tags.introduces(text, self._begin, at)
            if char in '"＂':
                paragraph.straight = close
            return at + 1, False
        return self._pair(at, close)

    def _stop(self, at: int) -> tuple[int, bool]:
        """Judge the run of stops at `at`."""
        text = self._text
        run = _RUN.match(text, at)
        assert run is not None
        stops = run.group()
        end = run.end()
        if stops.strip(DOTS) == "" and len(stops) < 3:
            if not dot_ends(text, at, self._begin, self._dots_end):
                return end, False
        elif stops[0] in "?!" and inside_latin(text, at, end):
            return end, False
        tail = self._tail(end)
        closers = text[end:tail]
        if not closers and (not stops.strip("…") or (len(stops) > 2 and not stops.strip("….．。"))):
            return tail, ellipsis_ends(text, at, end)
        close, introduced = self._long
        return tail, self._ends_before(tail, closers, introduced=introduced and end <= close < tail)

    def _tail(self, end: int) -> int:
        """Return where the marks end that close something behind a stop or a closing mark."""
        text = self._text
        paragraph = self._paragraph
        straight = paragraph.straight if paragraph is not None and end <= paragraph.end else -1
        at = -1
        while at != end:
            at = end
            end = _TAIL.match(text, at).end()  # type: ignore[union-attr]
            if end == straight:
                end += 1
            end = self._emphasis.closed(end)
        end = markup.footnote_end(text, end)
        while text[end : end + 1] in _FACES:
            end += 1
        return end

    def _pair(self, at: int, close: int) -> tuple[int, bool]:
        """Judge the closed pair from `at` to `close`."""
        text = self._text
        char = text[at]
        inner = close
        while inner > at + 1 and (text[inner - 1] in CLOSERS or text[inner - 1].isspace()):
            inner -= 1
        behind = markup.address_end(text, close + 1) if char == "[" else close + 1
        tail = self._tail(behind)
        outer = text[close:tail]
        stopped = inner > at + 1 and self._is_stop(inner - 1)
        if any(mark in STOPS for mark in text[behind:tail]):
            return tail, self._ends_before(tail, outer)
        if not stopped or char in TITLES:
            return behind, False
        lead = _LEAD().match(text, self._begin).end()  # type: ignore[union-attr]
        if char in BRACKETS and behind == close + 1:
            # A whole sentence in brackets ends itself, an aside in the middle of one does not.
            return tail, at == lead and self._ends_before(tail, "")
        introduced = speech_tags.introduces(text, self._begin, at)
        before = text[at - 1] if at else "\n"
        phrase = at > lead and not before.isspace() and before not in CLOSERS and before not in "，,、"
        if phrase and not introduced and text[inner - 1] != "。":
            return tail, False
        return tail, self._ends_before(tail, outer, introduced=introduced)

    def _is_stop(self, at: int) -> bool:
        """Say whether a stop stands at `at`, the last mark inside a pair."""
        text = self._text
        if text[at] in STOPS:
            return True
        return self._dots_end and text[at] in DOTS and dot_ends(text, at, self._begin, dots_end=True)

    def _ends_before(self, at: int, closers: str, *, introduced: bool = False) -> bool:
        """Say whether a sentence that has come to a stop before `at` ends there.

        Args:
            at: Where the next character stands.
            closers: The marks before it that close something.
            introduced: Whether words before the quote that they close have said whose it is.
        """
        text = self._text
        if at >= len(text):
            return True
        after = text[at]
        if after in GOES_ON:
            # No writer puts ``?;``: there a full stop was lost when the text was decoded wrongly.
            return after == ";" and text[at - 1] == "?"
        if not closers:
            return True
        if closers.strip("*_~")[:1] in QUOTE_ENDS and not any(char in STOPS for char in closers):
            tied = speech_tags.tied(text, at)
            return not tied and (introduced or not speech_tags.follows(text, at))
        return True
