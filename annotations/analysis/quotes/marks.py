"""Quotation marks: which belong together, also where one is missing, doubled or the wrong way round.

Everything here works on text that `normal` made: as long as what it came from, so that offsets hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotations.analysis.script import to_simplified

__all__ = ["ASIDE", "QUOTED", "TITLE", "Marked", "masked", "normal", "outermost"]

QUOTED = "\ue000"
"""Stands in masked text for every character of a pair of quotation marks, the marks included."""
ASIDE = "\ue001"
"""The same for brackets."""
TITLE = "\ue003"
"""The same for what stands in the marks of a title, these not included."""

_PRIVATE = re.compile(f"[{QUOTED}{ASIDE}{TITLE}]")
_WIDE = dict(zip(",:;?!", "，：；？！", strict=True))
_NARROW = re.compile(r"[,:;?!](?![0-9A-Za-z]| [A-Za-z])|(?<![0-9A-Za-z])[,:;?!]")
_IN_NUMBER = re.compile(r"(?<=[0-9０-９])[，：](?=[0-9０-９])")

_CLOSER = {"「": "」", "『": "』", "“": "”", "‘": "’", "﹁": "﹂", "﹃": "﹄", "«": "»", '"': '"'}
_OPENER = {closer: opener for opener, closer in _CLOSER.items()}
_MARK = re.compile("[" + re.escape("".join(_CLOSER) + "".join(_OPENER)) + "＂]")
_STOPS = frozenset("，。！？；…,.!?、")
_BEFORE_SPEECH = frozenset("：。！？\n \u3000" + "说道称问喊叫")
_SAID = re.compile("[说称道问示出]，")
_ASIDE = re.compile(r"[（(【\[][^（()）【】\[\]\n]{0,80}[)）】\]]")
_TITLE = re.compile("《[^《》\n]{1,80}》")
_SENTENCE_END = re.compile("[。！？]")


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands in quotation marks, the marks included."""

    start: int
    end: int
    closed: bool = True


def normal(text: str) -> str:
    """Return `text` in simplified script, with wide punctuation between clauses and none inside numbers."""
    text = _PRIVATE.sub("\ue002", to_simplified(text))
    text = _NARROW.sub(lambda found: _WIDE[found.group()], text)
    return _IN_NUMBER.sub("·", text)


def masked(text: str, pairs: list[Marked]) -> str:
    """Return `text` with what is in quotation marks and in brackets unreadable, and what is in titles."""
    pieces = []
    at = 0
    for pair in pairs:
        pieces += [text[at : pair.start], QUOTED * (pair.end - pair.start)]
        at = pair.end
    pieces.append(text[at:])
    text = _ASIDE.sub(lambda found: ASIDE * len(found.group()), "".join(pieces))
    return _TITLE.sub(lambda found: f"《{TITLE * (len(found.group()) - 2)}》", text)


def outermost(text: str) -> list[Marked]:
    """Return what is in quotation marks in the paragraph `text` and in no others, ascending.

    A mark that opens and is never closed counts where speech may begin: at the start of the paragraph or
    of a sentence, after a colon or a word like 說. Then it reaches to the end of the paragraph, or of its
    sentence if the same mark opens again later. One that closes and was never opened counts after a stop.
    """
    pairs, lost = _paired(text)
    for at, again in lost:
        if at and text[at - 1] not in _BEFORE_SPEECH and not _SAID.match(text, at - 2):
            continue
        end = len(text)
        if again >= 0:
            stop = _SENTENCE_END.search(text, at, again)
            end = stop.end() if stop else again
        pairs.append(Marked(at, end, closed=False))
    pairs.sort(key=lambda pair: (pair.start, -pair.end))
    kept: list[Marked] = []
    for pair in pairs:
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept


class _Pairing:
    """The marks that are open, the last one on top, and what became of the others."""

    def __init__(self) -> None:
        self.pairs: list[Marked] = []
        self.lost: list[tuple[int, int]] = []
        """The marks that nothing closes: where each stands, and where it opens again or -1."""
        self.opened: list[tuple[str, int]] = []
        self.count = dict.fromkeys(_CLOSER, 0)

    def open(self, kind: str, at: int) -> None:
        """Open a mark; one of its kind that is open was forgotten, and all that was opened within it."""
        while self.count[kind]:
            forgotten, where = self.opened.pop()
            self.count[forgotten] -= 1
            self.lost.append((where, at if forgotten == kind else -1))
        self.opened.append((kind, at))
        self.count[kind] += 1

    def close(self, kind: str, at: int) -> None:
        """Close the last mark of `kind` and forget what was opened within it."""
        while True:
            last, where = self.opened.pop()
            self.count[last] -= 1
            if last == kind:
                self.pairs.append(Marked(where, at + 1))
                return


def _paired(text: str) -> tuple[list[Marked], list[tuple[int, int]]]:
    """Return the pairs, and the marks that nothing closes: where each stands, where it opens again or -1."""
    pairing = _Pairing()
    opened, count = pairing.opened, pairing.count
    last = {char: text.rfind(char) for char in _OPENER}
    sentence = 0  # where the last pair ended
    for found in _MARK.finditer(text):
        at = found.start()
        char = '"' if found.group() == "＂" else found.group()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        ends = not after or after in _STOPS or before in _STOPS
        top = opened[-1][0] if opened else ""
        if char == '"':
            if count['"']:
                pairing.close('"', at)
            elif top in ("“", "「") and ends and before:
                pairing.close(top, at)
            elif not before.isdigit():
                pairing.open('"', at)
        elif char in _CLOSER:
            if top == char and (not after or after in _STOPS) and before not in _STOPS:
                pairing.close(char, at)  # “…“: the wrong way round
            else:
                pairing.open(char, at)
        elif char == "’" and _latin(before) and (_latin(after) or not count["‘"]):
            continue  # an apostrophe
        elif count[_OPENER[char]]:
            pairing.close(_OPENER[char], at)
        elif top == '"':
            pairing.close('"', at)
        elif opened:
            continue
        elif after and after not in _STOPS and at < last[char] and before in "：。！？ \u3000":
            pairing.open(_OPENER[char], at)  # ”…”: the wrong way round; nothing may be before it, too
        elif before in _STOPS and before:
            begin = max((text.rfind(stop, sentence, at - 1) + 1 for stop in "。！？："), default=0)
            pairing.pairs.append(Marked(max(begin, sentence), at + 1))
        if not opened:
            sentence = at + 1
    return pairing.pairs, [*pairing.lost, *((where, -1) for _, where in opened)]


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
