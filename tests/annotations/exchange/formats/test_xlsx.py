"""Excel's workbooks: there and back, as openpyxl and pandas read them, and those of anybody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from full_items import FULL, bare, expected
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Kept, Packed, items

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats import xlsx, xlsx_book
from annotations.exchange.items import Item, ItemSentence
from annotations.model.scheme import DEFAULT

pytestmark = pytest.mark.peer("openpyxl")


def order(headings: str = "english", **fields: Any) -> Order:
    return Order(DEFAULT, options={"headings": headings}, **fields)


def written(groups: list[list[Item]], wanted: Order | None = None) -> bytes:
    parcel = Packed()
    xlsx.write(groups, parcel, wanted or order())
    assert list(parcel.files) == [xlsx.MAIN]
    return parcel.files[xlsx.MAIN]


def read(data: bytes, wanted: Order | None = None, name: str = "x.xlsx") -> list[Item]:
    return [bare(item) for item in xlsx.read(Kept({name: data}), wanted or order())]


def book(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))


def made(*sheets: list[list[object]]) -> bytes:
    """Return a workbook as somebody has it."""
    from openpyxl import Workbook

    made_of = Workbook()
    made_of.remove(made_of.active)
    for rows in sheets:
        sheet = made_of.create_sheet()
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    made_of.save(data)
    return data.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook of which one part is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("headings", ["english", "chinese"])
def test_everything_that_is_said_comes_back(headings: str) -> None:
    wanted = order(headings)
    data = written([[FULL]], wanted)
    assert wanted.losses.lines() == []
    assert read(data, wanted) == expected(FULL)
    assert wanted.faults.lines == []
    assert book(data).active["A1"].value == ("title" if headings == "english" else "標題")


def test_the_same_items_make_the_same_bytes() -> None:
    data = written([[FULL]])
    assert data == written([[FULL]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=7)
@given(items(), items("kai"))
def test_there_and_back(mei: Item, kai: Item) -> None:
    wanted = order()
    assert read(written([[mei], [kai]]), wanted) == expected(mei, kai)
    assert wanted.faults.lines == []


@settings(max_examples=5)
@given(items())
def test_several_annotators_stand_side_by_side(mei: Item) -> None:
    kai = replace(mei, annotator="kai", spans=None)
    back = read(written([[kai, mei]], order(together=True, annotators=["kai", "mei"])))
    for item in (kai, mei):
        assert [piece for piece in back if piece.annotator == item.annotator] == expected(item)


@settings(max_examples=20)
@given(st.text(st.characters() | st.sampled_from("_x0041_\r\x00\x0b\ufffe '=\t\n"), min_size=1))
def test_whatever_a_text_is_made_of_comes_back(text: str) -> None:
    sentence = ItemSentence(0, len(text), note=text)
    item = Item(text, article="0" * 20, sentences=(sentence,))
    wanted = order()
    [back] = read(written([[item]], wanted), wanted)
    sound = text.encode("utf-8", "replace").decode() if wanted.losses.lines() else text
    if not wanted.losses.lines():
        assert (back.text, back.sentences[0].note) == (sound, sound)
    assert wanted.faults.lines == []


def test_no_cell_is_a_formula() -> None:
    evil = replace(
        FULL,
        title="=cmd|' /C calc'!A0",
        source="+1",
        annotator="@x",
        text="=SUM(A1:A9)，+1。",
        sentences=(ItemSentence(0, 15, ("-claim", "=x"), "marked", note="#N/A", voice="'=1"),),
        spans=None,
        corrections=(),
    )
    data = written([[evil]])
    cells = [cell for row in book(data).active.iter_rows(min_row=2) for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    begins = {cell.value[0] for cell in texts if cell.quotePrefix}
    assert begins == set("=+@-#'")
    assert "=SUM(A1:A9)，+1。" in {cell.value for cell in texts}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
    assert read(data) == expected(evil)


def test_what_does_not_fit_into_a_cell_is_told() -> None:
    long = "字" * 32_766 + "👍" + "字"
    item = Item(
        long + long,
        article="0" * 20,
        sentences=(
            ItemSentence(0, len(long)),
            ItemSentence(len(long), 2 * len(long), attributes={"a": long}),
        ),
    )
    wanted = order()
    data = written([[item]], wanted)
    assert wanted.losses.lines() == [
        "2 texts cut to the length of Excel's cells",
        "1 cell longer than Excel's",
    ]
    assert len(book(data).active["E2"].value) == 32_766
    assert read(data, wanted) == []
    assert [line.partition(";")[0] for line in wanted.faults.lines] == [
        "x.xlsx, row 2: its text is 32,766 long, but from 0 to 32768 there are 32,768",
        "x.xlsx, row 3: its text is 32,766 long, but from 32768 to 65536 there are 32,768",
    ]


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_book, "_ROWS", 3)
    groups = [[replace(FULL, article=f"{at:020}")] for at in range(3)]
    data = written(groups)
    assert book(data).sheetnames == ["zhupi", "zhupi 2", "zhupi 3"]
    monkeypatch.undo()
    assert read(data) == expected(*(one for [one] in groups))


def test_each_split_has_a_workbook_and_nothing_is_left_after_a_failure(tmp_path: Any) -> None:
    wanted = order(splits=["train", "test"], split_of=lambda item: "test")
    parcel = Packed()
    xlsx.write([[FULL]], parcel, wanted)
    assert list(parcel.files) == ["train.xlsx", "test.xlsx"]
    assert read(parcel.files["test.xlsx"]) == expected(FULL)
    with pytest.raises(ReadingError, match="no row that can be read"):
        read(changed(made([[]]), "-", bytes))
    from openpyxl.worksheet._writer import ALL_TEMP_FILES

    before = list(ALL_TEMP_FILES)
    with pytest.raises(ZeroDivisionError):
        xlsx.write(([FULL] for _ in [1 / 0]), Packed(), order())
    assert before == ALL_TEMP_FILES


# Workbooks of others, and of ours that others saved


def test_a_workbook_that_was_saved_again() -> None:
    saved = book(written([[FULL]], order("chinese")))
    saved.active["G2"].value = "opinion; claim"
    saved.active.insert_cols(3)
    data = io.BytesIO()
    saved.save(data)
    first, second = read(data.getvalue())
    assert first == replace(
        expected(FULL)[0], sentences=(replace(expected(FULL)[0].sentences[0], labels=("opinion", "claim")),)
    )
    assert second == expected(FULL)[1]


def test_shared_strings_as_excel_writes_them() -> None:
    def shared(xml: bytes) -> bytes:
        return xml.replace(b't="inlineStr"><is><t>A</t></is>', b't="s"><v>0</v>')

    def typed(xml: bytes) -> bytes:
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/>'
        return xml.replace(b"</Types>", part + b"</Types>")

    data = changed(made([["text"], ["A"], ["B"]]), "xl/worksheets/sheet1.xml", shared)
    data = changed(data, "[Content_Types].xml", typed)
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        strings = "<si><r><t>央行</t></r><r><t>_x000D_降準</t></r></si>"
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{strings}</sst>')
    assert [one.text for one in read(out.getvalue())] == ["央行\r降準", "B"]


def test_a_list_of_somebody() -> None:
    import datetime

    data = made(
        [["remarks of mine"], ["and more"]],
        [
            ["編號", "內容", "類別", "日期"],
            [1, "央行_x000D_降準。", "claim", datetime.date(2026, 1, 31)],
            [],
            [2, 3.0, None],
        ],
    )
    found = read(data)
    told = [(one.text, one.sentences[0].labels, one.sentences[0].status) for one in found if one.metadata]
    assert told == [("央行\r降準。", ("claim",), "marked"), ("3", (), "open")]
    assert found[-2].metadata == {"編號": 1, "日期": "2026-01-31T00:00:00"}


def test_faults_name_sheet_and_row() -> None:
    row = ["a", "0" * 20, 0, 9, "claim", "marked", "{}"]
    heading = ["text", "article", "start", "end", "labels", "status", "more"]
    wanted = order()
    assert read(made([heading, row], [heading, [], row]), wanted) == []
    assert [line.partition(":")[0] for line in wanted.faults.lines] == [
        "x.xlsx, sheet Sheet, row 2",
        "x.xlsx, sheet Sheet1, row 3",
    ]


BOMB = b'<!DOCTYPE a [<!ENTITY x "y">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"", "no sound workbook"),
        (lambda: b"PK\x03\x04nonsense", "no sound workbook"),
        (lambda: made([["a"]])[:-200], "no sound workbook"),
        (
            lambda: changed(made([["text"], ["a"]]), "xl/workbook.xml", lambda xml: b"<a>"),
            "no sound workbook",
        ),
        (
            lambda: changed(made([["text"], ["a"]]), "xl/worksheets/sheet1.xml", lambda xml: xml[:-40]),
            "no sound workbook",
        ),
        (
            lambda: changed(
                made([["text"], ["a"]]),
                "xl/workbook.xml",
                lambda xml: b"<!-- " + b"x" * 99_999 + b"-->" + BOMB + xml,
            ),
            "document type",
        ),
        (
            lambda: changed(made([["text"], ["a"]]), "xl/styles.xml", lambda xml: xml + b" " * (1 << 24)),
            "unpacks to more",
        ),
    ],
)
def test_what_is_no_workbook_is_refused(data: Callable[[], bytes], words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read(data())


def test_rows_and_columns_that_are_far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_book, "_ROWS", 9999)  # a million of them is a second of nothing

    def far(xml: bytes) -> bytes:
        xml = xml.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
        more = b'<row r="5"><c r="XFD5" t="inlineStr"><is><t>z</t></is></c></row>'
        more += b'<row r="999999999999"><c r="A1" t="inlineStr"><is><t>far</t></is></c></row>'
        return xml.replace(b"</sheetData>", more + b"</sheetData>")

    wanted = order()
    found = read(changed(made([["text"], ["a"]]), "xl/worksheets/sheet1.xml", far), wanted)
    assert [one.text for one in found] == ["a"]
    assert wanted.faults.lines == [
        "x.xlsx, row 5: its cells are 16384 where the first row has 1; check its quotes"
    ]


def test_recognition_is_by_name_and_first_bytes() -> None:
    assert xlsx.recognises(Kept({"a.XLSX": written([[FULL]])}))
    assert not xlsx.recognises(Kept({"a.xlsx": b"text,label\n"}))
    assert not xlsx.recognises(Kept({"a.zip": written([[FULL]])}))
    with pytest.raises(ReadingError, match=r"there is no file \.xlsx"):
        list(xlsx.read(Kept({"a": b"", "b": b""}), order()))


@pytest.mark.peer("pandas")
def test_pandas() -> None:
    import pandas

    frame = pandas.read_excel(io.BytesIO(written([[FULL]])), keep_default_na=False)
    assert list(frame["text"]) == ["林某說：降准0.5%。", "'=無"]
    assert list(frame["flag"]) == [True, False]
    assert list(frame["start"]) == [0, 12]
    assert frame["note"][0] == "=1+1_x000D_二\n\t三_x000D_\n"
