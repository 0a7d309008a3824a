"""Files that are no text: what they are, whatever their names say, and what to do with them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

__all__ = ["DOCX", "EPUB", "refusal", "zip_kind"]

DOCX, EPUB = "word", "epub"
_AS_TEXT = "save its text as .txt or .docx and open that"
_AS_TABLE = "save it as CSV (UTF-8) and open that"

_MAGIC = (
    (b"\x89PNG", "a PNG picture, not a text"),
    (b"GIF89a", "a GIF picture, not a text"),
    (b"\xff\xd8\xff", "a JPEG picture, not a text"),
    (b"%PDF-", f"a PDF document, not a text; {_AS_TEXT}"),
    (b"{\\rtf", f"an RTF document, not a text; {_AS_TEXT}"),
    (b"\x1f\x8b", "a gzip archive, not a text; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, not a text; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive, not a text; unpack it first"),
    (b"SQLite format 3", "an SQLite database, not a text"),
    (b"\x7fELF", "a program, not a text"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    # Names of streams, as the directory of the file has them.
    ("EncryptedPackage", "locked with a password; save it without one and open that"),
    ("WordDocument", f"an old Word document (.doc), not a text; {_AS_TEXT}"),
    ("Workbook", f"an old Excel workbook (.xls), not a text; {_AS_TABLE}"),
    ("PowerPoint Document", f"an old PowerPoint presentation, not a text; {_AS_TEXT}"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", f"an Excel workbook (.xlsx), not a text; {_AS_TABLE}"),
    ("xl/workbook.bin", f"an Excel workbook (.xlsb), not a text; {_AS_TABLE}"),
    ("ppt/presentation.xml", f"a PowerPoint presentation, not a text; {_AS_TEXT}"),
    ("META-INF/container.xml", EPUB),
    ("content.xml", f"an OpenDocument file, not a text; {_AS_TEXT}, or as CSV (UTF-8) if it is a table"),
    ("Index/Document.iwa", f"a Pages or Numbers document, not a text; {_AS_TEXT}"),
)


def zip_kind(names: Iterable[str]) -> str:
    """Return `DOCX`, `EPUB`, what else an archive of files so named is, in words, or an empty string."""
    held = set(names)
    return next((kind for member, kind in _ZIP_MEMBERS if member in held), "")


def refusal(file: BinaryIO | bytes) -> str:
    """Return what a file is that is no text, and what to do with it; empty where it may be a text.

    Args:
        file: The bytes of a file, or a file, which is read anywhere.
    """
    if isinstance(file, bytes):
        file = io.BytesIO(file)
    file.seek(0)
    head = file.read(16)
    if head.startswith(_ZIP):
        return _zip_refusal(file)
    if head.startswith(_OLE):
        content = head + file.read()
        for stream, words in _OLE_STREAMS:
            if stream.encode("utf-16-le") in content:
                return words
        return f"an old Office document, not a text; {_AS_TEXT}, or as CSV (UTF-8) if it is a table"
    return next((words for magic, words in _MAGIC if head.startswith(magic)), "")


def _zip_refusal(file: BinaryIO) -> str:
    import zipfile  # which a text does not need

    try:
        with zipfile.ZipFile(file) as archive:
            kind = zip_kind(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "a ZIP archive or an Office document that is damaged; get it anew, or save it again as .txt"
    if kind == DOCX:
        return "a Word document; give it a name that ends in .docx"
    if kind == EPUB:
        return "an EPUB book; give it a name that ends in .epub"
    return kind or "a ZIP archive, not a text; unpack it first"
