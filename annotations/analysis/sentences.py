"""Where sentences begin and end.

A sentence ends at a run of stops (``。！？……``) together with the closing marks that follow
it, and at the end of its line. Four things keep a stop from ending one:

* it stands inside a closed pair of quotes or brackets that is short enough to be read at a glance;
* the sentence goes on behind the closing mark: with a comma, with 的, or with who said it (``」他說``);
* it closes the title of a work (``《你好嗎？》``);
* it is no stop but part of a word: a decimal, a version, an address, an abbreviation, an initial.

A pair that is not closed in its own paragraph counts as not opened, so that a forgotten mark costs one
paragraph at the most. Only punctuation is looked at, one compiled expression runs over the text once.
"""

from __future__ import annotations

import re

from annotations.analysis import lexicon
from annotations.analysis.legible import visible
from annotations.analysis.pairs import (
    BRACKETS,
    CLOSERS,
    LINE_END,
    PAIRS,
    QUOTE_ENDS,
    TITLES,
    Paragraph,
)
from annotations.expressions import lazily
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

_STOPS = "。！？!?｡…"
_DOTS = ".．"

_TOKEN = re.compile("[\n\r\u2028\u2029" + re.escape("".join(PAIRS) + _STOPS + _DOTS + '"＂') + "]")
_RUN = re.compile(f"[{re.escape(_STOPS + _DOTS)}]+")
_TAIL = re.compile(f"[{re.escape(CLOSERS + _STOPS)}]*")
_BLANK = re.compile(r"\s*")

_GOES_ON = frozenset("，,、；;：:—–~～·・‧")
"""What cannot begin a sentence, so that none ends before it."""
_NOT_PLAIN = _GOES_ON.union(CLOSERS, _STOPS, _DOTS, '"')
"""Whatever else than these follows 。 opens a new sentence, without looking further."""
_AFTER_QUOTE = frozenset("的之地得了是與与和及或等為为而")
"""What ties a quote to the rest of its clause: 「為什麼？」的問題, 以「誰贏？」為題."""
_AFTER_ELLIPSIS = frozenset("的之地得了等及和與与或嗎吗呢吧啊")
_ATTRIBUTION = lazily(
    # An optional subject, a verb of saying, and the end of that clause.
    r"[^\s，,。！？!?；;：:、「『“'』」\"\u201d（）()沒没不未]{0,12}?"
    r"(?:(?:說|説|说|喊|問|问|回答|回應|回应|補充|补充|解釋|解释)道?(?:着|著|了|過|过)?"
    r"|[叫嚷答笑歎叹嘆哭罵骂吼唱念寫写回](?:着|著)?[道說说]|道"
    r"|(?:表示|指出|強調|强调|認為|认为|坦言|直言|透露|感嘆|感叹|宣布|宣佈|警告|稱|称|寫|写)"
    r"(?=[。！？!?]|[，,：:][「『“\"]))"
    r"(?=[，,。！？!?：:；;\s]|$)"
)
_SPEECH = frozenset("說説说道喊問问叫答稱称曰云：:，,、嚷吼罵骂唱")
"""After one of these an opening quote begins speech; elsewhere the quote is a phrase of the clause."""

_LINE_STOP = lazily(r"[^\s.．][.．][」”’』）)\"]*\s*$", re.MULTILINE)
_LATIN_WORD = lazily(r"(?<![0-9])[A-Za-z](?:[A-Za-z]|\.(?=[A-Za-z]))*$")
_ADDRESS = lazily(r"(?:://|^www\.|^[\w.-]+\.[a-z]{2,}/)")
_NUMBERING = lazily(r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[IVXivx]{1,5}|[A-Za-z])\Z")


def split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text`, ascending and disjoint, together all of it but white space.

    Offsets are code points into `text`, end exclusive. The first sentence of each line has
    `opens_paragraph` set; every one is of the part ``body``. Any string is accepted. What nobody sees
    (zero-width spaces and the like) belongs to the sentence beside it, and a line of nothing else is none.
    """
    seen = visible(text)
    return tuple(seen.raw_sentences(_split(seen.text)))


def _split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text`, which has nothing that nobody sees."""
    sentences: list[Sentence] = []
    blank = _BLANK.match
    size = len(text)
    start = blank(text).end()  # type: ignore[union-attr]
    opens = True
    for end in _ends(text):
        if end <= start:
            continue
        last = end
        while text[last - 1].isspace():
            last -= 1
        sentences.append(Sentence(start, last, opens))
        opens = False
        start = end
        if start < size and text[start].isspace():
            start = blank(text, start).end()  # type: ignore[union-attr]
            opens = text[end] == "\n" or LINE_END.search(text, last, start) is not None
    return tuple(sentences)


def _ends(text: str) -> list[int]:
    """Return where sentences and lines end, ascending."""
    found: list[int] = []
    size = len(text)
    dots_end = _dots_end_sentences(text)
    paragraph: Paragraph | None = None
    resume = 0
    begin = 0
    for token in _TOKEN.finditer(text):
        at = token.start()
        if at < resume:
            continue
        char = text[at]
        if char in _STOPS or char in _DOTS:
            after = text[at + 1] if at + 1 < size else "\n"
            if char == "。" and after not in _NOT_PLAIN:
                begin = at + 1  # by far the most frequent case
                found.append(begin)
                continue
            straight = paragraph.straight if paragraph is not None and at < paragraph.end else -1
            resume, ends = _stop(text, at, begin, dots_end, straight)
            if ends:
                begin = resume
                found.append(begin)
            continue
        if char in "\n\r\u2028\u2029":
            if begin < at:
                found.append(at)
            begin = at + 1
            continue
        if paragraph is None or at >= paragraph.end:
            paragraph = Paragraph(text, at)
        if at == paragraph.straight:
            continue
        close = paragraph.partner(char, at)
        if close < 0:
            continue
        if close - at > (LONGEST_BRACKET if char in BRACKETS else LONGEST_QUOTE):
            if char in '"＂':
                paragraph.straight = close
            continue
        resume, ends = _pair(text, at, close, begin)
        if ends:
            begin = resume
            found.append(begin)
    found.append(size)
    return found


def _stop(text: str, at: int, begin: int, dots_end: bool, straight: int) -> tuple[int, bool]:
    """Judge the run of stops at `at`: where reading goes on, and whether a sentence ends there."""
    run = _RUN.match(text, at)
    assert run is not None
    stops = run.group()
    end = run.end()
    if stops.strip(_DOTS) == "" and len(stops) < 3:
        if not _dot_ends(text, at, begin, dots_end):
            return end, False
    elif stops[0] in "?!" and _inside_latin(text, at, end):
        return end, False
    tail = _tail(text, end, straight)
    closers = text[end:tail]
    if not closers and (not stops.strip("…") or (len(stops) > 2 and not stops.strip("….．"))):
        return tail, _ellipsis_ends(text, at, end)
    return tail, _ends_before(text, tail, closers)


def _tail(text: str, end: int, straight: int) -> int:
    """Return where the closing marks after a run of stops end."""
    tail = _TAIL.match(text, end).end()  # type: ignore[union-attr]
    if tail == straight:
        tail = _TAIL.match(text, tail + 1).end()  # type: ignore[union-attr]
    return tail


def _pair(text: str, at: int, close: int, begin: int) -> tuple[int, bool]:
    """Judge the closed pair from `at` to `close`: where reading goes on, and if a sentence ends there."""
    inner = close
    while inner > at + 1 and (text[inner - 1] in CLOSERS or text[inner - 1].isspace()):
        inner -= 1
    tail = _TAIL.match(text, close + 1).end()  # type: ignore[union-attr]
    outer = text[close:tail]
    stopped = text[inner - 1] in _STOPS and inner > at + 1
    if any(char in _STOPS for char in outer):
        return tail, _ends_before(text, tail, outer)
    if not stopped or text[at] in TITLES:
        return close + 1, False
    if text[at] in BRACKETS:
        # A whole sentence in brackets ends itself, an aside in the middle of one does not.
        return tail, at == begin + _blank_length(text, begin) and _ends_before(text, tail, "")
    before = text[at - 1] if at else "\n"
    phrase = at > begin and not before.isspace() and before not in _SPEECH and before not in CLOSERS
    if phrase and text[inner - 1] != "。":
        return tail, False
    return tail, _ends_before(text, tail, outer)


def _blank_length(text: str, start: int) -> int:
    return _BLANK.match(text, start).end() - start  # type: ignore[union-attr]


def _ends_before(text: str, at: int, closers: str) -> bool:
    """Say whether a sentence that has come to a stop before `at` ends there, after these closing marks."""
    if at >= len(text):
        return True
    after = text[at]
    if after in _GOES_ON:
        # No writer puts ``?;``: there a full stop was lost when the text was decoded wrongly.
        return after == ";" and text[at - 1] == "?"
    if not closers:
        return True
    if closers[0] in QUOTE_ENDS and not any(char in _STOPS for char in closers):
        return after not in _AFTER_QUOTE and _ATTRIBUTION().match(text, at) is None
    return True


def _ellipsis_ends(text: str, at: int, end: int) -> bool:
    """Say whether a bare ellipsis ends a sentence: not in 我……我不知道, nor in a list (…等)."""
    if end >= len(text) or text[end].isspace():
        return True
    after = text[end]
    if after in PAIRS or after == '"':
        return True
    if end - at < 2 or after in _GOES_ON or after in _AFTER_ELLIPSIS:
        return False
    return at > 0 and after != text[at - 1]


def _dots_end_sentences(text: str) -> bool:
    """Say whether ``.`` is the full stop of this text, and not the dot in a foreign name (喬治.布希).

    It is where there are more of it than of 。 and a line ends with it.
    """
    return text.count(".") + text.count("．") > text.count("。") and _LINE_STOP().search(text) is not None


def _dot_ends(text: str, at: int, begin: int, dots_end: bool) -> bool:
    """Say whether the ``.`` at `at` is a full stop."""
    size = len(text)
    after = text[at + 1] if at + 1 < size else "\n"
    before = text[at - 1] if at else "\n"
    if before.isspace() or (after.isascii() and after.isalnum()):
        return False
    if _NUMBERING().match(text[begin:at].strip()) is not None:
        return False
    if _is_han(before):
        return dots_end or after.isspace()
    word = _LATIN_WORD().search(text, max(begin, at - 24), at)
    if word is not None and (
        len(word.group()) == 1 or word.group().lower() in lexicon.words("latin_abbreviations")
    ):
        return False
    if not after.isspace():
        return dots_end or after in CLOSERS or after in '"'
    following = text[at + 1 : at + 12].lstrip()[:1]
    return not following or not following.islower()


def _is_han(character: str) -> bool:
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _inside_latin(text: str, at: int, end: int) -> bool:
    """Say whether a half-width ``?`` or ``!`` is part of an address or of a name (Yahoo!奇摩)."""
    if text[max(0, at - 5) : at].lower() == "yahoo":
        return end < len(text) and not text[end].isspace()
    if end >= len(text) or not ("!" <= text[end] <= "~") or at == 0 or not ("!" <= text[at - 1] <= "~"):
        return False
    start = at
    while start > max(0, at - 300) and "!" <= text[start - 1] <= "~":
        start -= 1
    return _ADDRESS().search(text[start:at]) is not None
