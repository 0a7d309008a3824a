"""Subtitles (SubRip, WebVTT, SubStation): what is said, without numbers, times, tags and positions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.errors import ReadingError
from annotations.reading.extract import Extract
from annotations.wording import msg, tr

__all__ = ["extract_subtitles"]

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_DIALOGUE = re.compile(rf"Dialogue:[^,]*,[ \t]*{_TIME}[ \t]*,[ \t]*{_TIME}[ \t]*,(.*)")
_ASS_FIELDS = 7
"""How many fields stand between the times and the text: style, name, three margins, effect, text."""
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]+([^<>]+)>")
_TAG = re.compile(r"</?[A-Za-z0-9:.][^<>\n]*>|\{\\[^{}\n]*\}")
_SENTENCE_END = re.compile(r"(?:[。！？!?…]|(?<![A-Z])\.)[”’」』）)\"']*$")
_END = 12
"""Characters at the end of a text that tell whether a sentence ends there: a stop and what closes it."""
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_TURN = re.compile(r"[-–—－][ \t]*(?=\S)")
_PUNCTUATED = 0.1
"""Cues that end a sentence where subtitles have stops at all. Chosen: others have next to none."""
_NO_STOPS = msg("the subtitles have no stops, so each is a line of its own")
_PAUSE = 3.0
"""Seconds without a cue that end a paragraph. Chosen: a scene's change takes longer, a breath does not."""
_PARAGRAPH = 200
"""Characters after which a paragraph ends with its sentence. Chosen: about what one has in a newspaper."""


class _Cue(NamedTuple):
    start: float
    end: float
    """In seconds."""
    lines: list[str]
    voice: str = ""


def extract_subtitles(source: str, where: str) -> Extract:
    """Return what is said in `source`: sentences that go over several cues joined, a turn a line.

    Where the subtitles have no stops nobody knows where a sentence ends, and a cue is a line.

    Raises:
        ReadingError: There is no cue in it; `where` names the file.
    """
    cues = [cue for cue in _cues(source) if cue.lines]
    if not cues:
        raise ReadingError(
            tr(
                "{where}: has no times of subtitles in it (00:00:01,000 --> 00:00:02,000); if it is a text, "
                "name it .txt",
                where=where,
            )
        )
    cues = list(_without_repeats(cues))
    ends = sum(bool(_SENTENCE_END.search(cue.lines[-1])) for cue in cues)
    if ends > _PUNCTUATED * len(cues):
        return Extract("\n".join(_paragraphs(cues)))
    return Extract("\n".join(map(_joined_cue, cues)), notes=(tr(_NO_STOPS),))


def _cues(source: str) -> Iterator[_Cue]:
    """Yield the cues in their order in the file."""
    found: _Cue | None = None
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if match := _DIALOGUE.fullmatch(line):
            text = (
                match[9]
                .split(",", _ASS_FIELDS - 1)[-1]
                .replace("\\N", "\n")
                .replace("\\n", "\n")
                .replace("\\h", " ")
            )
            yield _Cue(
                _seconds(match, 1), _seconds(match, 5), [one for one in map(_clean, text.split("\n")) if one]
            )
        elif match := _TIMES.fullmatch(line):
            if found:
                yield found
            found = _Cue(_seconds(match, 1), _seconds(match, 5), [])
        elif found and not line.strip():
            yield found
            found = None
        elif found and not _is_number_of_next(lines, number):
            if voice := _VOICE.search(line):
                found = found._replace(voice=voice[1].strip())
            if text := _clean(line):
                found.lines.append(text)
    if found:
        yield found


def _is_number_of_next(lines: list[str], number: int) -> bool:
    """Tell whether a line is the number of the cue whose times follow it, with no blank line before."""
    return (
        lines[number].strip().isdecimal()
        and number + 1 < len(lines)
        and bool(_TIMES.fullmatch(lines[number + 1]))
    )


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, fraction = (match[group + i] or "0" for i in range(4))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _clean(line: str) -> str:
    return html.unescape(_TAG.sub("", line)).strip(" \t\u00a0\u200e\u200f\ufeff")


def _without_repeats(cues: list[_Cue]) -> Iterator[_Cue]:
    """Yield the cues without the lines that stay on screen from the one before, as in captions that roll."""
    before: list[str] = []
    end = -1.0
    for cue in cues:
        repeated = 0
        if cue.start - end < 0.5:
            for size in range(min(len(before), len(cue.lines)), 0, -1):
                if before[-size:] == cue.lines[:size]:
                    repeated = size
                    break
        before, end = cue.lines, cue.end
        if cue.lines[repeated:]:
            yield cue._replace(lines=cue.lines[repeated:])


def _paragraphs(cues: list[_Cue]) -> Iterator[str]:
    """Yield paragraphs: a turn, or what is said up to a pause, or enough sentences."""
    text, voice, end = "", "", 0.0
    for cue in cues:
        ended = not text or bool(_SENTENCE_END.search(text[-_END:]))
        pause = cue.start - end >= _PAUSE
        turns = bool(_TURN.match(cue.lines[0])) or cue.voice != voice
        if text and (turns or (ended and (pause or len(text) >= _PARAGRAPH))):
            yield text
            text = ""
        if cue.voice and not text:
            text = f"{cue.voice}：" if _HAN.search("".join(cue.lines)) else f"{cue.voice}: "
        for line in cue.lines:
            if text and _TURN.match(line) and line is not cue.lines[0]:
                yield text
                text = ""
            text = _joined(text, line)
        voice, end = cue.voice, cue.end
    if text:
        yield text


def _joined_cue(cue: _Cue) -> str:
    """Return one cue as lines: two persons, or one text in two languages, stay apart."""
    text = cue.lines[0]
    for before, line in zip(cue.lines, cue.lines[1:], strict=False):
        apart = _TURN.match(line) or bool(_HAN.search(before)) != bool(_HAN.search(line))
        text = f"{text}\n{line}" if apart else f"{text} {line}"
    return f"{cue.voice}：{text}" if cue.voice else text


def _joined(before: str, line: str) -> str:
    """Return two pieces of a text as one; only words with letters stand apart."""
    apart = before and before[-1:].isascii() and line[:1].isascii() and not before.endswith((" ", "-"))
    return f"{before} {line}" if apart else before + line
