"""Which lines of an article are not its body: title, byline, date, caption, source, link and code.

A line is judged as a whole, and only by what nothing but such a line looks like; a paragraph of the body
that begins with a byline (``新华社北京2月1日电　…``) stays body. Two kinds are known by where they stand:
a title stands before the first line of prose, and a date alone counts only before it or after the last one.
Markdown tells of itself which lines are headings (parts of the title here, for nobody claims anything in
them), images (captions) and code; its marks of emphasis and of block quotes hide no byline.
Besides, a sentence that is one pair of brackets may be a byline, a caption or a source within any line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from annotations.analysis import markup
from annotations.analysis.part_expressions import ends_in_stop
from annotations.analysis.part_lines import by_form, is_bare_date, list_head, speaking_role
from annotations.analysis.script import to_simplified
from annotations.expressions import UNSEEN, lazily
from annotations.model.article import Sentence

__all__ = ["PARTS", "find_parts"]

PARTS = ("body", "title", "byline", "date", "caption", "source", "link", "code")

_SHORT = 36
"""A title that nothing but its form speaks for has at most so many characters.

Chosen: the titles of the sample articles have 20 to 30. A first sentence that lacks its stop is mostly
longer."""
_HEAD_LINES = 12
"""So many lines may stand before the body text: title, subtitle, byline, date, source, a caption or two.
Chosen."""
_PROSE = 15
"""A line that ends in a full stop and is this long is prose: body text begins with it. Chosen: captions and
bylines that end in a stop are shorter; of 5,000 sentences (UD and UNER, GSD) half have more than 35."""
_OPEN_ENDS = "，,、；;：:—-…"
_NUMBERED = lazily(r"[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]?[、.．）)](?![0-9])|[-•·*]\s")
_HEADING = lazily(r"#{1,6}\s+")
_SUBTITLE = lazily("[—－―-]{1,3}\\S|副[标題题]题?[：:]")
_MARKED_UP = {markup.CODE: "code", markup.IMAGE: "caption"}
_EMPHASISED = lazily(r"([*_]{1,3})([^*_\s](?:[^*_]*[^*_\s])?)\1")
_NOT_LETTERS = lazily(r"[\W_]+")
_MARKS = ("▲", "△", "▼", "▽")
_BULLET = lazily(r"[▲△▼▽▶►●★☆■◆•·*\-→>]|https?://|www\.|[0-9]{1,2}[.、]")


class _Line:
    """A line of the article: its text in simplified script and the sentences it consists of."""

    __slots__ = ("first", "last", "part", "prose", "stopped", "text")

    def __init__(self, simple: str, first: int, last: int) -> None:
        self.text = simple = _plain(simple)
        """Without the marks of Markdown around it."""
        self.first, self.last = first, last
        """Its sentences are those from `first` up to, not including, `last`."""
        self.stopped = ends_in_stop(simple)
        self.prose = self.stopped and (len(simple) >= _PROSE or last - first > 1)
        self.part = ""


def find_parts(text: str, sentences: Sequence[Sentence], title: str = "") -> tuple[Sentence, ...]:
    """Return `sentences` of `text` with the `part` of each that is no body text, one of `PARTS`.

    `title` is what is known, or guessed, to be the title of the article. Sentences whose part is set
    already keep it. Bounds are never touched. What is doubtful is body.
    """
    if UNSEEN().search(text) is not None:
        from annotations.analysis.legible import visible

        seen = visible(text)
        read = [Sentence(*seen.here(one.start, one.end), *one[2:]) for one in sentences]
        found = _found(seen.text, read, title)
        return tuple(one._replace(part=other.part) for one, other in zip(sentences, found, strict=True))
    return _found(text, sentences, title)


def _found(text: str, sentences: Sequence[Sentence], title: str) -> tuple[Sentence, ...]:
    """Return `sentences` with their parts; `text` has nothing that nobody sees."""
    lines = list(_lines(text, sentences))
    headings = _marked_up(text, sentences, lines)
    for line in lines:
        line.prose = line.prose and not line.part and not by_form(line.text, head=True, tail=True)
    prose = [number for number, line in enumerate(lines) if line.prose]
    head = min(prose[0], _HEAD_LINES) if prose else 0
    tail = prose[-1] + 1 if prose else len(lines)
    _by_form(lines, head, tail)
    _titles(lines, head, to_simplified(title))
    _lists_of_links(lines, tail)
    for line in headings:
        line.part = line.part or "title"
    parts: dict[int, str] = {}
    for line in lines:
        for number in range(line.first, line.last):
            sentence = sentences[number]
            parts[number] = line.part or _in_brackets(text, sentence, alone=line.last - line.first == 1)
    return tuple(
        sentence._replace(part=parts[number]) if sentence.part == "body" and parts[number] else sentence
        for number, sentence in enumerate(sentences)
    )


def _lines(text: str, sentences: Sequence[Sentence]) -> Iterator[_Line]:
    """Yield the lines that `sentences` stand in."""
    first = 0
    for number in range(1, len(sentences) + 1):
        if number < len(sentences) and not sentences[number].opens_paragraph:
            continue
        yield _Line(
            to_simplified(text[sentences[first].start : sentences[number - 1].end]).strip(), first, number
        )
        first = number


def _plain(line: str) -> str:
    """Return a line without the marks of a block quote before it, and of emphasis around all of it."""
    plain = line.lstrip("> \t\u3000") if line[:1] == ">" else line
    whole = _EMPHASISED().fullmatch(plain) if plain[:1] in ("*", "_") else None
    return (whole[2] if whole else plain).strip() or line


def _marked_up(text: str, sentences: Sequence[Sentence], lines: Sequence[_Line]) -> list[_Line]:
    """Mark lines that Markdown says are code or images, and return those that it says are headings."""
    blocks = markup.blocks(text)
    headings = []
    for line in lines if blocks else ():
        block = markup.block_at(blocks, sentences[line.first].start)
        if block is None:
            continue
        line.part = _MARKED_UP.get(block.kind, "")
        if block.kind == markup.HEADING:
            line.prose = False
            headings.append(line)
    return headings


def _by_form(lines: Sequence[_Line], head: int, tail: int) -> None:
    """Give each line the part that its form gives away."""
    turns = Counter(speaking_role(line.text) for line in lines)
    dates = [number for number, line in enumerate(lines) if is_bare_date(line.text)]
    chronicle = any(head <= number < tail for number in dates)
    for number, line in enumerate(lines):
        role = speaking_role(line.text)
        if role and turns[role] > 1:
            continue  # an interview: its turns begin like bylines
        if chronicle and is_bare_date(line.text):
            continue  # dates that head sections
        line.part = line.part or by_form(line.text, head=number < head, tail=number >= tail)
        if not line.part and _is_marked_caption(lines, number):
            line.part = "caption"


def _is_marked_caption(lines: Sequence[_Line], number: int) -> bool:
    """Tell whether a line is a caption for its triangle, which in a list stands before every line."""
    line = lines[number].text
    if not line.startswith(_MARKS) or len(line) > 120:  # chosen: a longer one is a paragraph with an ornament
        return False
    beside = [lines[other].text for other in (number - 1, number + 1) if 0 <= other < len(lines)]
    return not any(other.startswith(_MARKS) for other in beside)


def _titles(lines: Sequence[_Line], head: int, title: str) -> None:
    """Mark the title and a line or two below it; nothing unless prose follows."""
    if not head:
        return
    first = next((number for number in range(head) if not lines[number].part), head)
    known = _letters(title)
    # A title that is just how the text begins may be a guess and proves nothing.
    guessed = lines[0].text.startswith(title)
    found = -1
    for number in range(head):
        line = lines[number]
        if line.part or line.text[-1] in "。；;，,、：:":
            continue
        if known and _names_article(line.text, known) and (not guessed or _may_be_title(line)):
            line.part = "title"
            found = number
    if found < 0 and first < head and _may_be_title(lines[first]):
        lines[first].part = "title"
        found = first
    if found >= 0 and guessed and _is_wrapped(lines, found):
        for line in lines[:head]:
            line.part = "" if line.part == "title" else line.part
        return
    _subtitles(lines, found, head)


def _names_article(line: str, known: str) -> bool:
    """Tell whether a line is the title `known`, or the one with what a site puts around it."""
    letters = _letters(line)
    # Sites add their name, a section, a date. Chosen: what is twice as long and more says something else;
    # six letters in common are no coincidence.
    if not letters or len(line) > 2 * len(known) + 10 or len(line) > 3 * _SHORT:
        return False
    return (
        letters == known or (known in letters and len(known) >= 6) or (letters in known and len(letters) >= 6)
    )


def _letters(text: str) -> str:
    return _NOT_LETTERS().sub("", text).casefold()


def _may_be_title(line: _Line) -> bool:
    text = _HEADING().sub("", line.text)
    return (
        0 < len(text) <= _SHORT
        and not line.stopped
        and text[-1] not in _OPEN_ENDS
        and text.count("，") + text.count(",") < 2
        and "。" not in text
        and _NUMBERED().match(text) is None
        and not is_bare_date(text)
        and len(_letters(text)) >= 2
    )


def _is_wrapped(lines: Sequence[_Line], number: int) -> bool:
    """Tell whether the text was broken into lines of one length: then a missing stop says nothing."""
    # Ten lines show it. Chosen: a wrapped line is at least three quarters as long as the longest of them.
    following = [len(line.text) for line in lines[number + 1 : number + 11]]
    return len(following) > 1 and 4 * len(lines[number].text) >= 3 * max(following)


def _subtitles(lines: Sequence[_Line], title: int, head: int) -> None:
    """Mark a subtitle: of the lines between title and prose that are nothing else, if they are one or two."""
    rest = [line for line in lines[title + 1 : head] if not line.part]
    if title < 0 or len(rest) > 2:
        return
    for line in rest:
        if _may_be_title(line) or (_SUBTITLE().match(line.text) and not line.stopped):
            line.part = "title"


def _lists_of_links(lines: Sequence[_Line], tail: int) -> None:
    """Mark what follows the head of a list of links: to the end of the article, or its bullets."""
    inside = False
    for number, line in enumerate(lines):
        if line.part == "link" and list_head(line.text):
            inside = True
        elif inside and not line.part:
            # Chosen: headlines of links are shorter than 60 characters, paragraphs longer.
            headline = len(line.text) <= 60 and line.text[-1] not in "。；;，,、：:"
            inside = headline and (
                number >= tail or (_BULLET().match(line.text) is not None and not line.stopped)
            )
            if inside:
                line.part = "link"


def _in_brackets(text: str, sentence: Sentence, *, alone: bool) -> str:
    """Return the part of a sentence of a longer line that is one pair of brackets, or an empty string."""
    if alone or text[sentence.start] not in "（(【[〔" or sentence.end - sentence.start > 60:
        return ""
    part = by_form(to_simplified(text[sentence.start : sentence.end]), head=False, tail=False)
    return part if part in ("byline", "caption", "source") else ""
