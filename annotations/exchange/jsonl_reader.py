"""Reading zhupi's own JSONL back: each line as what it says of one article.

Both units are read, also mixed; a line of either is known by its keys. So are lines of the first form, in
which lists and maps stand as such, and lines that a library has read and written again. What a line says that
the article itself says (where its sentences lie in the file) is not looked at. Offsets are code points of the
article's text, end exclusive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

from annotations.errors import ReadingError
from annotations.exchange.article_lines import ArticleLine, CorrectionLine, MarkLine, RemarkLine
from annotations.exchange.flat import nested
from annotations.exchange.span_lines import spans_in
from annotations.plain_json import loads
from annotations.records.assistance import assistance_of
from annotations.records.field_values import is_time
from annotations.wording import counted, msg, tr

__all__ = ["read_lines", "rows_of"]

_BOM = b"\xef\xbb\xbf"
_ID = re.compile(r"[0-9a-f]{20}")
_STATUSES = {"marked": "marked", "none": "none", "implied": "open", "open": "open"}
"""What a line calls the status of a sentence, and what its mark says: ``implied`` follows from ``done``."""


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
        _refuse(where, str(error))


def _parse(line: bytes, where: str) -> dict[str, Any]:
    try:
        value = loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        _refuse(where, tr("it is not UTF-8"))
    except json.JSONDecodeError:
        _refuse(where, tr("it is not JSON"))
    except ValueError as error:
        _refuse(where, tr("it is not JSON that can be used: {error}", error=error))
    if not isinstance(value, dict):
        _refuse(where, tr("it is not a JSON object"))
    return value


def _read(row: dict[str, Any], where: str) -> ArticleLine:
    if "sentences" not in row and "start" not in row:
        _refuse(where, tr("it has neither start nor sentences, so it is no line of zhupi export"))
    _demand(row, _ARTICLE, where)
    _demand({**_NO_WHOLE, **row}, _WHOLE, where)
    corrections = tuple(_correction(one, where) for one in row["corrections"])
    if "sentences" in row:
        marks, sentences = _marks_of_article(row, where), row["sentences"]
    else:
        _demand(row, _SENTENCE, where)
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
        sum(bool(one.get("prediction")) and not assistance_of(_predictions(one)) for one in sentences),
        tuple(row.get("article_labels", ())),
        dict(row.get("article_attributes", {})),
        tuple(_remarks(row, sentences, where)),
    )


def _marks_of_article(row: dict[str, Any], where: str) -> list[MarkLine]:
    _demand(row, {"sentences": (_is_objects, tr("a list of objects"))}, where)
    text = row["text"]
    marks = []
    for number, sentence in enumerate(row["sentences"], 1):
        place = tr("{where}, sentence {number}", where=where, number=number)
        _demand(sentence, _SENTENCE, place)
        marks.append(_mark(sentence, text[sentence["start"] : sentence["end"]], place))
    return marks


def _mark(row: dict[str, Any], text: str, where: str) -> MarkLine:
    start, end, labels = row["start"], row["end"], row["labels"]
    if end <= start:
        _wrong(row, "end", tr("an offset after start"), where)
    if len(text) != end - start:
        _refuse(
            where,
            tr(
                "its text has {characters}, but from start to end there are {end}",
                characters=counted(len(text), "character"),
                end=end - start,
            ),
        )
    if (row["status"] == "marked") != bool(labels):
        _wrong(row, "labels", tr("labels if status is marked, and only then"), where)
    if len(set(labels)) != len(labels):
        _wrong(row, "labels", tr("labels that each occur once"), where)
    others = {key: row[key] for key in _OPTIONAL if key in row}
    if others:
        _demand(others, {key: _OPTIONAL[key] for key in others}, where)
    return MarkLine(
        where,
        start,
        end,
        text,
        _STATUSES[row["status"]],
        tuple(labels),
        row["voice"] or None,
        tuple(row["quotes"]),
        row["note"],
        row["flag"],
        row["created"],
        row["updated"],
        row["scheme"],
        others,
        assistance_of(_predictions(row)),
    )


def _predictions(row: Mapping[str, Any]) -> list[Any]:
    rows = row.get("prediction")
    return rows if isinstance(rows, list) else []


def _remarks(
    row: Mapping[str, Any], sentences: Iterable[Mapping[str, Any]], where: str
) -> Iterator[RemarkLine]:
    """Yield what the annotator of a line has said in threads; what others said is in their layers."""
    text, offset = row["text"], 0 if "sentences" in row else row["start"]
    for sentence in sentences:
        if not (thread := sentence.get("thread")):
            continue
        _demand(sentence, {"thread": (_is_objects, msg("a list of objects"))}, where)
        start, end = sentence["start"], sentence["end"]
        for one in thread:
            _demand(one, _REMARK, where)
            if one["annotator"] == row["annotator"]:
                quote = text[start - offset : end - offset]
                yield RemarkLine(where, start, end, quote, one["text"], one["created"])


def _correction(row: dict[str, Any], where: str) -> CorrectionLine:
    where = tr("{where}, corrections", where=where)
    _demand(row, _CORRECTION, where)
    start, end = row["start"], row["end"]
    if end <= start:
        _wrong(row, "end", tr("an offset after start"), where)
    if len(row["text"]) != end - start:
        _wrong(row, "text", tr("the text from start to end"), where)
    return CorrectionLine(where, start, end, row["text"], row["correction"])


def _is(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_offset(value: object) -> bool:
    return type(value) is int and value >= 0  # a bool is an int to isinstance


def _is_status(value: object) -> bool:
    return isinstance(value, str) and value in _STATUSES


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _is_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_word_or_number(value: object) -> bool:
    """Tell whether it is a text, or what pandas makes of one that looks like a number."""
    return type(value) in (str, int, float)


def _is_text_or_null(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_time_or_null(value: object) -> bool:
    return value is None or is_time(value)


_Check = tuple[Callable[[object], bool], str]

_ARTICLE: dict[str, _Check] = {
    "article": (_is_id, msg("the id of an article, 20 hexadecimal digits")),
    "title": (_is_word_or_number, msg("a text")),
    "source": (_is_word_or_number, msg("a text")),
    "text": (_is(str), msg("a text")),
    "done": (_is(bool), msg("true or false")),
    "corrections": (_is_objects, msg("a list of objects")),
    "annotator": (_is_word, msg("a name")),
}
_SENTENCE: dict[str, _Check] = {
    "start": (_is_offset, msg("an offset from 0")),
    "end": (_is_offset, msg("an offset after start")),
    "labels": (_is_words, msg("a list of labels")),
    "status": (_is_status, "/".join(_STATUSES)),
    "voice": (_is_text_or_null, msg("a text or null")),
    "quotes": (_is_objects, msg("a list of objects")),
    "note": (_is(str), msg("a text")),
    "flag": (_is(bool), msg("true or false")),
    "created": (_is_time_or_null, msg("a time in UTC such as 2026-01-31T08:00:00Z, or null")),
    "updated": (_is_time_or_null, msg("a time in UTC such as 2026-01-31T08:00:00Z, or null")),
    "scheme": (_is_word, msg("the name of a scheme")),
}
_OPTIONAL: dict[str, _Check] = {
    "voice_by": (_is_text_or_null, msg("a text or null")),
    "attributes": (_is(dict), msg("an object")),
}
_WHOLE: dict[str, _Check] = {
    "article_labels": (_is_words, msg("a list of labels")),
    "article_attributes": (_is(dict), msg("an object")),
}
_NO_WHOLE: Mapping[str, Any] = {"article_labels": [], "article_attributes": {}}
"""What stands for them where a file has none: the first form had not."""
_GUESSED = ("article", "annotator", "text", "note")
_REMARK: dict[str, _Check] = {
    "annotator": (_is_word, msg("a name")),
    "text": (_is_word, msg("a text that is not empty")),
    "created": (is_time, msg("a time in UTC such as 2026-01-31T08:00:00Z")),
}
_CORRECTION: dict[str, _Check] = {
    "start": (_is_offset, msg("an offset from 0")),
    "end": (_is_offset, msg("an offset after start")),
    "text": (_is(str), msg("a text")),
    "correction": (_is_word, msg("a text that is not empty")),
}


def _demand(row: Mapping[str, Any], checks: Mapping[str, _Check], where: str) -> None:
    """Check that `row` has every key that `checks` names, each with a value it can have."""
    for key, (holds, must) in checks.items():
        if key not in row or not holds(row[key]):
            words = tr("one of {names}", names=", ".join(_STATUSES)) if holds is _is_status else tr(must)
            _wrong(row, key, words, where)


def _wrong(row: Mapping[str, Any], key: str, must: str, where: str) -> NoReturn:
    found = tr("is {row!r:.60}", row=row[key]) if key in row else tr("is missing")
    guessed = key in _GUESSED and type(row.get(key)) in (int, float)
    hint = tr("; pandas makes numbers of such texts, unless it reads with dtype=False") if guessed else ""
    _refuse(where, tr("{key} must be {must}, but {found}{hint}", key=key, must=must, found=found, hint=hint))


def _refuse(where: str, what: str) -> NoReturn:
    raise ReadingError(
        tr("{where}: {what}; nothing is imported until that is put right", where=where, what=what)
    )
