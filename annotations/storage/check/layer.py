"""What is wrong with the bytes of a layer, and with what they say. Pure: bytes and texts in, findings out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotations.errors import StorageError
from annotations.records.validation import SCHEMA
from annotations.storage.check.findings import Finding, of_error
from annotations.storage.check.records import Now, check_records
from annotations.storage.check.texts import Texts, check_texts
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.lines import HEAD_KEY, loads
from annotations.storage.layer.normal_form import heads_of, is_head
from annotations.storage.layer.outside import taken_in
from annotations.storage.layer.schema import schema_of
from annotations.wording import counted

__all__ = ["check_copy", "check_layer"]

_REPAIR = "zhupi check --repair puts it in order and keeps the original"
_LATER = "settle what else is said of this file; zhupi check --repair can put it right then"
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
        return [Finding(path, None, "it is empty", "nothing has been said in it yet", counts=False)]
    newer = any(schema_of(document) > SCHEMA for _, document in contents.lines)
    mendable = not (newer or contents.tables)
    # Line 1 opens the table, and from line 2 on there is one record a line.
    first = 2 if contents.form is Form.OURS else None
    findings = [*_check_form(path, data, contents), *_check_head(path, contents, first)]
    of_records, newest = check_records(path, contents.lines, first=first, now=now)
    findings += of_records
    if not mendable:
        findings = [replace(one, do=_LATER, mendable=False) if one.mendable else one for one in findings]
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
    return [Finding(path, line, f"this copy is not whole: {what}", "delete it if a later copy is whole")]


def _check_form(path: Path, data: bytes, contents: Contents) -> list[Finding]:
    if contents.tables:
        what = f"it has other tables too ({', '.join(contents.tables)[:80]})"
        return [Finding(path, None, what, "take them out with TinyDB's drop_table, keeping a copy")]
    records = [line for line in contents.lines if line[0] != HEAD_KEY]
    are = "is" if len(records) == 1 else "are"
    if contents.form is Form.FOREIGN:
        what = f"another program wrote it; its {counted(len(records), 'record')} {are} all there"
        if contents.edited or contents.removed:
            what += f", {contents.edited:,} changed and {contents.removed:,} deleted since zhupi wrote it"
        do = "zhupi takes it in before its next mark, or zhupi check --repair does it now"
        return [Finding(path, None, what, do, mendable=True)]
    if contents.form is Form.DAMAGED:
        line, what = _damage(data)
        what = f"{what}, and {counted(len(records), 'record')} in it {are} whole"
        do = f"{_REPAIR}; what is missing then may be in annotations/.backup"
        return [Finding(path, line, what, do, mendable=True), *_check_harms(path, contents)]
    return list(_check_harms(path, contents))


def _check_harms(path: Path, contents: Contents) -> Iterator[Finding]:
    for harm in contents.harms:
        if harm.mended:
            what = f"{harm.what}: its checksum put right what was harmed of it"
            do = "zhupi check --repair keeps that"
        else:
            what = f"{harm.what}: it is harmed and left out"
            do = "a copy in annotations/.backup may have it whole"
        yield Finding(path, harm.line, what, do, mendable=True)
    if contents.torn:
        what = f"{contents.torn:,} of the records are of acts that were cut short before they were saved"
        yield Finding(path, None, what, "they never counted; zhupi check --repair drops them", mendable=True)


def _damage(data: bytes) -> tuple[int | None, str]:
    """Return at which line bytes stop being a layer, and what is wrong there."""
    if (mark := _CONFLICT.search(data)) is not None:
        return _line_of(data, mark.start()), "git left conflict markers"
    try:
        loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _line_of(data, error.start), "these bytes are no UTF-8"
    except json.JSONDecodeError as error:
        return error.lineno, f"this is no JSON ({error.msg})"
    except RecursionError:
        return None, "this is no JSON that can be read (too deep)"
    except ValueError:
        return None, "this is no JSON that can be read (a number in it is too large, or none)"
    return None, "not all that is in it is a record"


def _line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _check_head(path: Path, contents: Contents, first: int | None) -> list[Finding]:
    heads = heads_of(contents.lines)
    if [key for key, _ in heads] != [HEAD_KEY] or not is_head(heads[0][1]):
        what = (
            "it has no head that says whose it is"
            if not heads
            else "its head is not one line as it should be"
        )
        return [Finding(path, first, what, _REPAIR, mendable=True)]
    return []
