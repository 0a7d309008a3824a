"""What is wrong with the bytes of a layer, and with what they say. Pure: bytes and texts in, findings out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotations.errors import StorageError
from annotations.records.kinds import SCHEMA
from annotations.storage.check.findings import Finding, of_error
from annotations.storage.check.records import Now, check_records
from annotations.storage.check.texts import Texts, check_texts
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.lines import HEAD_KEY, loads
from annotations.storage.layer.normal_form import heads_of, is_head
from annotations.storage.layer.outside import taken_in
from annotations.storage.layer.schema import schema_of
from annotations.wording import counted, msg, tr

__all__ = ["check_copy", "check_layer"]

_REPAIR = msg("zhupi check --repair puts it in order and keeps the original")
_LATER = msg("settle what else is said of this file; zhupi check --repair can put it right then")
_CONFLICT = re.compile(rb"^(?:<{7}|>{7})(?: |\r?$)", re.MULTILINE)


def check_layer(
    path: Path, data: bytes, *, now: Now | None, texts: Texts, left: bytes | None = None
) -> list[Finding]:
    """Check a layer: its form, its head, every line, and what the marks quote.

    Args:
        path: The layer.
        data: The whole file.
        now: The project's scheme, and how records read under it; None leaves what they say unjudged.
        texts: The frozen texts.
        left: The file as zhupi left it, if that is known.
    """
    try:
        contents = taken_in(parse(data, str(path)), parse(left, str(path)) if left else None)
    except StorageError as error:
        return [of_error(path, error)]
    if contents.form is Form.EMPTY:
        return [Finding(path, None, tr("it is empty"), tr("nothing has been said in it yet"), counts=False)]
    newer = any(schema_of(document) > SCHEMA for _, document in contents.lines)
    mendable = not (newer or contents.tables)
    # Line 1 opens the table, and from line 2 on there is one record a line.
    first = 2 if contents.form is Form.OURS else None
    findings = [*_check_form(path, data, contents), *_check_head(path, contents, first)]
    of_records, newest = check_records(path, contents.lines, first=first, now=now)
    findings += of_records
    if not mendable:
        findings = [replace(one, do=tr(_LATER), mendable=False) if one.mendable else one for one in findings]
    return findings + list(check_texts(path, newest, texts))


def check_copy(path: Path, data: bytes) -> list[Finding]:
    """Check whether a copy of a layer is whole; what its records say is the business of the layer."""
    try:
        contents = parse(data, str(path))
    except StorageError as error:
        return [of_error(path, error)]
    if contents.form is not Form.DAMAGED:
        return []
    line, what = _damage(data)
    return [
        Finding(
            path,
            line,
            tr("this copy is not whole: {what}", what=what),
            tr("delete it if a later copy is whole"),
        )
    ]


def _check_form(path: Path, data: bytes, contents: Contents) -> list[Finding]:
    if contents.tables:
        what = tr("it has other tables too ({tables})", tables=", ".join(contents.tables)[:80])
        return [Finding(path, None, what, tr("take them out with TinyDB's drop_table, keeping a copy"))]
    records = [line for line in contents.lines if line[0] != HEAD_KEY]
    are = counted(len(records), "record is", "records are")
    held = counted(len(records), "record in it is", "records in it are")
    if contents.form is Form.FOREIGN:
        what = tr("another program wrote it; its {are} all there", are=are)
        if contents.edited or contents.removed:
            what += tr(
                ", {edited:,} changed and {removed:,} deleted since zhupi wrote it",
                edited=contents.edited,
                removed=contents.removed,
            )
        do = tr("zhupi takes it in before its next mark, or zhupi check --repair does it now")
        return [Finding(path, None, what, do, mendable=True)]
    if contents.form is Form.DAMAGED:
        line, what = _damage(data)
        what = tr("{what}, and {held} whole", what=what, held=held)
        do = tr("{REPAIR}; what is missing then may be in annotations/.backup", REPAIR=tr(_REPAIR))
        return [Finding(path, line, what, do, mendable=True), *_check_harms(path, contents)]
    return list(_check_harms(path, contents))


def _check_harms(path: Path, contents: Contents) -> Iterator[Finding]:
    for harm in contents.harms:
        if harm.mended:
            what = tr("{what}: its checksum put right what was harmed of it", what=harm.what)
            do = tr("zhupi check --repair keeps that")
        else:
            what = tr("{what}: it is harmed and left out", what=harm.what)
            do = tr("a copy in annotations/.backup may have it whole")
        yield Finding(path, harm.line, what, do, mendable=True)
    if contents.torn:
        what = tr(
            "{torn:,} of the records are of acts that were cut short before they were saved",
            torn=contents.torn,
        )
        yield Finding(
            path, None, what, tr("they never counted; zhupi check --repair drops them"), mendable=True
        )


def _damage(data: bytes) -> tuple[int | None, str]:
    """Return at which line bytes stop being a layer, and what is wrong there."""
    if (mark := _CONFLICT.search(data)) is not None:
        return _line_of(data, mark.start()), tr("git left conflict markers")
    try:
        loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _line_of(data, error.start), tr("these bytes are no UTF-8")
    except json.JSONDecodeError as error:
        return error.lineno, tr("this is no JSON ({msg})", msg=error.msg)
    except RecursionError:
        return None, tr("this is no JSON that can be read (too deep)")
    except ValueError:
        return None, tr("this is no JSON that can be read (a number in it is too large, or none)")
    return None, tr("not all that is in it is a record")


def _line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _check_head(path: Path, contents: Contents, first: int | None) -> list[Finding]:
    heads = heads_of(contents.lines)
    if [key for key, _ in heads] != [HEAD_KEY] or not is_head(heads[0][1]):
        what = (
            tr("it has no head that says whose it is")
            if not heads
            else tr("its head is not one line as it should be")
        )
        return [Finding(path, first, what, tr(_REPAIR), mendable=True)]
    return []
