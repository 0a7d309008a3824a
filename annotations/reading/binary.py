"""Files that are no text: what they are, whatever their names say, and what to do with them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

from annotations.wording import msg, tr

__all__ = ["DOCX", "EPUB", "refusal", "zip_kind"]

DOCX, EPUB = "word", "epub"
_AS_TEXT = msg("save its text as .txt or .docx and open that")
_AS_TABLE = msg("save it as CSV (UTF-8) and open that")

_MAGIC = (
    (b"\x89PNG", msg("a PNG picture, not a text")),
    (b"GIF89a", msg("a GIF picture, not a text")),
    (b"\xff\xd8\xff", msg("a JPEG picture, not a text")),
    (b"%PDF-", msg("a PDF document, not a text; {save_text}")),
    (b"{\\rtf", msg("an RTF document, not a text; {save_text}")),
    (b"\x1f\x8b", msg("a gzip archive, not a text; unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", msg("a 7z archive, not a text; unpack it first")),
    (b"Rar!\x1a\x07", msg("a RAR archive, not a text; unpack it first")),
    (b"SQLite format 3", msg("an SQLite database, not a text")),
    (b"\x7fELF", msg("a program, not a text")),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    # Names of streams, as the directory of the file has them.
    ("EncryptedPackage", msg("locked with a password; save it without one and open that")),
    ("WordDocument", msg("an old Word document (.doc), not a text; {save_text}")),
    ("Workbook", msg("an old Excel workbook (.xls), not a text; {save_table}")),
    ("PowerPoint Document", msg("an old PowerPoint presentation, not a text; {save_text}")),
)
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", msg("an Excel workbook (.xlsx), not a text; {save_table}")),
    ("xl/workbook.bin", msg("an Excel workbook (.xlsb), not a text; {save_table}")),
    ("ppt/presentation.xml", msg("a PowerPoint presentation, not a text; {save_text}")),
    ("META-INF/container.xml", EPUB),
    ("content.xml", msg("an OpenDocument file, not a text; {save_text}, or as CSV (UTF-8) if it is a table")),
    ("Index/Document.iwa", msg("a Pages or Numbers document, not a text; {save_text}")),
)


def zip_kind(names: Iterable[str]) -> str:
    """Return `DOCX`, `EPUB`, what else an archive of files so named is, in words, or an empty string."""
    held = set(names)
    kind = next((kind for member, kind in _ZIP_MEMBERS if member in held), "")
    return kind if kind in (DOCX, EPUB) else _told(kind)


def _told(words: str) -> str:
    return tr(words, save_text=tr(_AS_TEXT), save_table=tr(_AS_TABLE)) if words else ""


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
                return _told(words)
        return _told(
            msg("an old Office document, not a text; {save_text}, or as CSV (UTF-8) if it is a table")
        )
    return _told(next((words for magic, words in _MAGIC if head.startswith(magic)), ""))


def _zip_refusal(file: BinaryIO) -> str:
    import zipfile  # which a text does not need

    try:
        with zipfile.ZipFile(file) as archive:
            kind = zip_kind(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return tr(
            "a ZIP archive or an Office document that is damaged; get it anew, or save it again as .txt"
        )
    if kind == DOCX:
        return tr("a Word document; give it a name that ends in .docx")
    if kind == EPUB:
        return tr("an EPUB book; give it a name that ends in .epub")
    return kind or tr("a ZIP archive, not a text; unpack it first")
