"""A workbook of openpyxl's, written row by row and read row by row, within bounds."""

from __future__ import annotations

import datetime
import io
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, BinaryIO
from xml.parsers import expat

from annotations.errors import ReadingError
from annotations.exchange.parcels import Sink
from annotations.wording import tr

__all__ = ["Book", "sheets_of"]

_ROWS = 1_048_576
"""Rows of a sheet; Excel has no more."""
_MOST_UNPACKED = 2 << 30
"""Bytes that the parts of a workbook may unpack to. Chosen: a million rows of ours take a quarter."""
_MOST_RATIO = 200
"""How many times its own size, beyond a first megabyte. Chosen: ours takes a tenth of that."""
_MOST_PARTS = 10_000
_PIECE = 1 << 16
_HELD = 256
"""Rows that are read at once."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""When everything in our workbooks was made, for the same items to make the same bytes."""
_WIDTHS = {"text": 80, "文本": 80, "title": 24, "標題": 24, "note": 24, "備註": 24}


class Book:
    """Takes rows; a context, at whose end nothing of them is left but what :meth:`save` handed on.

    Args:
        sink: Takes the bytes of the workbook.
        heading: The first row of every sheet.
    """

    def __init__(self, sink: Sink, heading: Sequence[object]) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        self._sink = sink
        self._heading = heading
        self._cell = WriteOnlyCell
        self._book: Any = Workbook(write_only=True)
        moment = datetime.datetime(*_LONG_AGO)  # noqa: DTZ001 - Excel has no zones
        self._book.properties.creator = "zhupi"
        self._book.properties.created = self._book.properties.modified = moment
        self._saved = False
        self._begin()

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._saved:  # which cleans up, too
            for sheet in self._book.worksheets:
                sheet.close()
                sheet._writer.cleanup()

    def add(self, row: Sequence[object]) -> None:
        """Take a row; where a sheet is full, another one begins."""
        if self._rows == _ROWS:
            self._begin()
        self._sheet.append([self._text(one) if isinstance(one, str) else one for one in row])
        self._rows += 1

    def save(self) -> None:
        """Hand the workbook on."""
        from openpyxl.writer.excel import ExcelWriter

        self._saved = True
        with tempfile.SpooledTemporaryFile(max_size=1 << 24) as file:
            ExcelWriter(self._book, _Undated(file, "w", zipfile.ZIP_DEFLATED)).save()
            file.seek(0)
            while piece := file.read(_PIECE):
                self._sink.write(piece)

    def _begin(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        number = len(self._book.worksheets) + 1
        self._sheet: Any = self._book.create_sheet("zhupi" if number == 1 else f"zhupi {number}")
        self._sheet.freeze_panes = "A2"
        for at, one in enumerate(self._heading, 1):
            if width := _WIDTHS.get(str(one).partition(":")[0]):
                self._sheet.column_dimensions[get_column_letter(at)].width = width
        cells = [self._text(str(one), always=True) for one in self._heading]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)
        self._rows = 1

    def _text(self, text: str, *, always: bool = False) -> Any:
        """Return a cell that is a text, and stays one when it is edited."""
        if not always and text[:1] not in _LIKE_FORMULAS:
            return text
        cell: Any = self._cell(self._sheet)
        cell._value = text  # by its property a formula would be one
        cell.data_type = "s"
        if text[:1] in _LIKE_FORMULAS:
            cell.quotePrefix = True
        return cell


_LIKE_FORMULAS = frozenset("=+-@\t\r\n＝＋－＠#'")
"""What texts begin with that Excel takes for formulas, errors, or the mark of a text."""


class _Undated(zipfile.ZipFile):
    """An archive of which every file is as old as any other."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        with self.open(_undated(str(zinfo_or_arcname)), "w") as file:
            file.write(data.encode() if isinstance(data, str) else data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with open(filename, "rb") as source, self.open(_undated(str(arcname)), "w", force_zip64=True) as file:  # noqa: PTH123
            while piece := source.read(_PIECE):
                file.write(piece)


def _undated(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


Rows = Iterator[tuple[int, Sequence[object]]]


def sheets_of(file: BinaryIO, where: str) -> Iterator[tuple[str | None, Rows]]:
    """Yield the title of each sheet, None where there is one only, and its rows with their numbers.

    Raises:
        ReadingError: It is no workbook, is damaged, has XML with a document type, or unpacks to too much.
    """
    from openpyxl import load_workbook

    held = file if file.seekable() else io.BytesIO(file.read())
    _demand_sound(held, where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and what else is not read
            book: Any = load_workbook(held, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged workbook makes of it
        raise _damaged(where, error) from None
    try:
        for sheet in book.worksheets:
            yield (sheet.title if len(book.worksheets) > 1 else None), _rows(sheet, where)
    finally:
        book.close()


def _rows(sheet: Any, where: str) -> Rows:
    sheet.reset_dimensions()  # which say what they like
    rows = sheet.iter_rows(max_row=_ROWS, values_only=True)
    number = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                some = list(islice(rows, _HELD))
        except Exception as error:  # whatever a damaged sheet makes of it
            raise _damaged(where, error) from None
        yield from enumerate(some, number + 1)
        number += len(some)
        if len(some) < _HELD:
            return


def _demand_sound(file: BinaryIO, where: str) -> None:
    """Check that a file is an archive that does not unpack to too much, of XML without document types."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            unpacked = sum(one.file_size for one in parts)
            packed = sum(one.compress_size for one in parts)
            if len(parts) > _MOST_PARTS or unpacked > min(_MOST_UNPACKED, (1 << 20) + _MOST_RATIO * packed):
                raise ReadingError(
                    tr("{where}: it unpacks to more than zhupi reads; divide it in Excel", where=where)
                )
            for one in parts:
                if one.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(one) as part:
                        _demand_plain(part, where)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise _damaged(where, error) from None
    file.seek(0)


class _Begun(Exception):
    """The first element has begun, behind which there is no document type."""


def _demand_plain(part: Any, where: str) -> None:
    """Refuse XML with a document type, in which entities are defined."""

    def refuse(*_: object) -> None:
        raise ReadingError(
            tr("{where}: its XML has a document type, which no workbook has; it is not read", where=where)
        )

    def begun(*_: object) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begun
    try:
        while piece := part.read(_PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)  # what it has put off
    except (_Begun, expat.ExpatError):  # what is no XML the reader says itself
        return


def _damaged(where: str, error: Exception) -> ReadingError:
    if isinstance(error, ReadingError):
        return error
    return ReadingError(
        tr(
            "{where}: it is no sound workbook ({error:.80}); save it as .xlsx again",
            where=where,
            error=str(error),
        )
    )
