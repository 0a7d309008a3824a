"""Reading zhupi's own JSONL back: each line as what it says of one article.

Both units are read, also mixed; a line of either is known by its keys. So are lines of the first form, in
which lists and maps stand as such, and lines that a library has read and written again. What a line says that
the article itself says (where its sentences lie in the file) is not looked at. Offsets are code points of the
article's text, end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.article_lines import ArticleLine, CorrectionLine, MarkLine, RemarkLine
from annotations.exchange.flat import nested
from annotations.exchange.line_checks import (
    ARTICLE,
    CORRECTION,
    NO_WHOLE,
    OPTIONAL,
    REMARK,
    SENTENCE,
    STATUSES,
    WHOLE,
    demand,
    is_objects,
    refuse,
    wrong,
)
from annotations.exchange.span_lines import spans_in
from annotations.plain_json import loads
from annotations.records.assistance import assistance_of_rows
from annotations.wording import counted, msg, tr

__all__ = ["read_lines", "rows_of"]

_BOM = b"\xef\xbb\xbf"


def read_lines(
    lines: Iterable[bytes], name: str, fault: Callable[[str], object] | None = None
) -> Iterator[ArticleLine]:
    """Yield what each line of a file says; blank lines are passed over.

    Args:
        lines: The lines, as a binary file yields them: divided at ``\\n`` and nowhere else.
        name: What to call the file in messages.
        fault: Takes what is wrong with a line, and the next one is read.

    Raises:
        ReadingError: A line cannot be understood, and nobody takes faults; the message names file, line
            and key.
    """
    for _, line in _read_rows(lines, name, fault):
        yield line


def rows_of(
    lines: Iterable[bytes], name: str, fault: Callable[[str], object]
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the row of each line that can be understood, its lists and maps as such, and where it stands."""
    for row, line in _read_rows(lines, name, fault):
        yield row, line.where


def _read_rows(
    lines: Iterable[bytes], name: str, fault: Callable[[str], object] | None
) -> Iterator[tuple[dict[str, Any], ArticleLine]]:
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(_BOM).strip(b" \t\r\n")
        if not bare:
            continue
        where = tr("{name}, line {number}", name=name, number=number)
        try:
            row = _row(bare, where)
            read = _read(row, where)
        except ReadingError as error:
            if fault is None:
                raise
            fault(str(error))
        else:
            yield row, read


def _row(line: bytes, where: str) -> dict[str, Any]:
    """Return what stands in a line, its lists and maps as such, in whatever form it has them."""
    try:
        return nested(_parse(line, where))
    except ValueError as error:
        refuse(where, str(error))


def _parse(line: bytes, where: str) -> dict[str, Any]:
    try:
        value = loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        refuse(where, tr("it is not UTF-8"))
    except json.JSONDecodeError:
        refuse(where, tr("it is not JSON"))
    except ValueError as error:
        refuse(where, tr("it is not JSON that can be used: {error}", error=error))
    if not isinstance(value, dict):
        refuse(where, tr("it is not a JSON object"))
    return value


def _read(row: dict[str, Any], where: str) -> ArticleLine:
    if "sentences" not in row and "start" not in row:
        refuse(where, tr("it has neither start nor sentences, so it is no line of zhupi export"))
    demand(row, ARTICLE, where)
    demand({**NO_WHOLE, **row}, WHOLE, where)
    corrections = tuple(_correction(one, where) for one in row["corrections"])
    if "sentences" in row:
        marks, sentences = _marks_of_article(row, where), row["sentences"]
    else:
        demand(row, SENTENCE, where)
        marks, sentences = [_mark(row, row["text"], where)], [row]
    return ArticleLine(
        where,
        row["article"],
        str(row["title"]),
        str(row["source"]),
        row["annotator"],
        row["done"],
        tuple(mark for mark in marks if not mark.empty or mark.created),
        corrections,
        tuple((one["start"], one["end"]) for one in sentences if one["status"] != "open"),
        row["done"]
        and any(one["status"] == "open" and one.get("part", "body") == "body" for one in sentences),
        tuple((one["start"], one["end"]) for one in sentences),
        tuple(spans_in(row, 0 if "sentences" in row else row["start"])) if "entities" in row else None,
        sum(assistance_of_rows(one["prediction"]) is None for one in sentences if one.get("prediction")),
        tuple(row.get("article_labels", ())),
        dict(row.get("article_attributes", {})),
        tuple(_remarks(row, sentences, where)),
    )


def _marks_of_article(row: dict[str, Any], where: str) -> list[MarkLine]:
    demand(row, {"sentences": (is_objects, tr("a list of objects"))}, where)
    text = row["text"]
    marks = []
    for number, sentence in enumerate(row["sentences"], 1):
        place = tr("{where}, sentence {number}", where=where, number=number)
        demand(sentence, SENTENCE, place)
        marks.append(_mark(sentence, text[sentence["start"] : sentence["end"]], place))
    return marks


def _mark(row: dict[str, Any], text: str, where: str) -> MarkLine:
    start, end, labels = row["start"], row["end"], row["labels"]
    if end <= start:
        wrong(row, "end", tr("an offset after start"), where)
    if len(text) != end - start:
        refuse(
            where,
            tr(
                "its text has {characters}, but from start to end there are {end}",
                characters=counted(len(text), "character"),
                end=end - start,
            ),
        )
    if (row["status"] == "marked") != bool(labels):
        wrong(row, "labels", tr("labels if status is marked, and only then"), where)
    if len(set(labels)) != len(labels):
        wrong(row, "labels", tr("labels that each occur once"), where)
    others = {key: row[key] for key in OPTIONAL if key in row}
    if others:
        demand(others, {key: OPTIONAL[key] for key in others}, where)
    return MarkLine(
        where,
        start,
        end,
        text,
        STATUSES[row["status"]],
        tuple(labels),
        row["voice"] or None,
        tuple(row["quotes"]),
        row["note"],
        row["flag"],
        row["created"],
        row["updated"],
        row["scheme"],
        others,
        assistance_of_rows(row.get("prediction")),
    )


def _remarks(
    row: Mapping[str, Any], sentences: Iterable[Mapping[str, Any]], where: str
) -> Iterator[RemarkLine]:
    """Yield what the annotator of a line has said in threads; what others said is in their layers."""
    text, offset = row["text"], 0 if "sentences" in row else row["start"]
    for sentence in sentences:
        if not (thread := sentence.get("thread")):
            continue
        demand(sentence, {"thread": (is_objects, msg("a list of objects"))}, where)
        start, end = sentence["start"], sentence["end"]
        for one in thread:
            demand(one, REMARK, where)
            if one["annotator"] == row["annotator"]:
                quote = text[start - offset : end - offset]
                yield RemarkLine(where, start, end, quote, one["text"], one["created"])


def _correction(row: dict[str, Any], where: str) -> CorrectionLine:
    where = tr("{where}, corrections", where=where)
    demand(row, CORRECTION, where)
    start, end = row["start"], row["end"]
    if end <= start:
        wrong(row, "end", tr("an offset after start"), where)
    if len(row["text"]) != end - start:
        wrong(row, "text", tr("the text from start to end"), where)
    return CorrectionLine(where, start, end, row["text"], row["correction"])
