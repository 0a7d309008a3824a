"""CSV and TSV: there and back, in spreadsheets and data frames, and tables of anybody's."""

from __future__ import annotations

import csv as standard
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from full_items import FULL, QUOTE, bare, expected
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Kept, Packed, items

from annotations.errors import ReadingError
from annotations.exchange.format import Format, Order
from annotations.exchange.formats import csv, tsv
from annotations.exchange.formats.table_text import defused, undone
from annotations.exchange.items import Item, ItemCorrection, ItemSentence, ItemSpan
from annotations.model.scheme import DEFAULT

BOTH: list[Any] = [csv, tsv]


def order(**options: Any) -> Order:
    fields = {key: options.pop(key) for key in tuple(options) if key in Order.__dataclass_fields__}
    return Order(DEFAULT, options=options, **fields)


def written(one: Format, groups: list[list[Item]], wanted: Order | None = None) -> Packed:
    parcel = Packed()
    one.write(groups, parcel, wanted or order())
    assert list(parcel.files) == [one.MAIN]
    return parcel


def read(one: Format, files: dict[str, bytes], wanted: Order | None = None) -> list[Item]:
    return [bare(item) for item in one.read(Kept(files), wanted or order())]


@pytest.mark.parametrize("one", BOTH)
@pytest.mark.parametrize("headings", ["english", "chinese"])
def test_everything_that_is_said_comes_back(one: Format, headings: str) -> None:
    wanted = order(headings=headings)
    parcel = written(one, [[FULL]], wanted)
    assert wanted.losses.lines() == []
    assert read(one, parcel.files, wanted) == expected(FULL)
    assert wanted.faults.lines == []
    assert parcel.files == written(one, [[FULL]], wanted).files


@pytest.mark.parametrize("one", BOTH)
@settings(max_examples=10)
@given(st.data())
def test_there_and_back(one: Format, data: st.DataObject) -> None:
    first, second = data.draw(items()), data.draw(items("kai"))
    wanted = order()
    assert read(one, written(one, [[first], [second]]).files, wanted) == expected(first, second)
    assert wanted.faults.lines == []


@pytest.mark.parametrize("one", BOTH)
@settings(max_examples=8)
@given(items("梅:1"), st.booleans(), st.sampled_from(("english", "chinese")))
def test_several_annotators_stand_side_by_side(one: Format, mei: Item, only: bool, headings: str) -> None:
    kai = replace(mei, annotator="kai", done=None, spans=None, sentences=mei.sentences[: 1 + only])
    wanted = order(together=True, annotators=["kai", "梅:1"], headings=headings)
    parcel = written(one, [[kai, mei]], wanted)
    table = list(
        standard.reader(
            io.StringIO(parcel.files[one.MAIN].decode("utf-8-sig"), newline=""),
            delimiter="," if one is csv else "\t",
        )
    )
    assert len(table) == 1 + len(mei.sentences)
    labels = "labels" if headings == "english" else "標籤"
    assert table[0][5:7] == [f"{labels}:kai", f"{labels}:梅:1"]
    back = read(one, parcel.files, wanted)
    for annotator, item in (("kai", kai), ("梅:1", mei)):
        assert [piece for piece in back if piece.annotator == annotator] == expected(item)


def test_what_does_not_fit_is_told() -> None:
    across = replace(FULL, spans=(ItemSpan(10, 14, "ORG"),), corrections=(ItemCorrection(10, 13, "x"),))
    wanted = order()
    written(csv, [[across]], wanted)
    assert sorted(wanted.losses.lines()) == [
        "1 correction outside sentences",
        "1 name or number outside sentences",
    ]
    half = replace(FULL, text="林\ud800說：降准0.5%。\n'=無", spans=(), corrections=())
    wanted = order()
    parcel = written(csv, [[half]], wanted)
    assert wanted.losses.lines() == ["1 half of a character"]
    assert "林\ufffd說" in parcel.files[csv.MAIN].decode()
    stranger = order(together=True, annotators=["kai"])
    written(csv, [[FULL]], stranger)
    assert stranger.losses.lines() == ["1 answer of somebody without a column"]


@settings(max_examples=60)
@given(st.text("'=+-@\t\r\n＝a", max_size=5))
def test_formulas_are_defused_and_read_back(text: str) -> None:
    safe = defused(text)
    assert undone(safe) == text
    assert safe[:1] not in tuple("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("one", BOTH)
def test_no_cell_is_a_formula(one: Format) -> None:
    evil = replace(
        FULL,
        title="=cmd|' /C calc'!A0",
        source="+1",
        annotator="@x",
        text="=SUM(A1:A9)，+1。",
        sentences=(ItemSentence(0, 15, ("-claim", "=x"), "marked", note="\t=1", voice="-1"),),
        spans=None,
        corrections=(),
    )
    parcel = written(one, [[evil]])
    text = parcel.files[one.MAIN].decode("utf-8-sig")
    cells = [
        cell
        for row in standard.reader(io.StringIO(text, newline=""), delimiter="," if one is csv else "\t")
        for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert "'=SUM(A1:A9)，+1。" in cells
    assert read(one, parcel.files) == expected(evil)


def test_a_byte_order_mark_for_excel() -> None:
    assert written(csv, [[FULL]]).files[csv.MAIN].startswith(b"\xef\xbb\xbftitle,")
    assert written(csv, [[FULL]], order(bom="no")).files[csv.MAIN].startswith(b"title,")
    assert written(tsv, [[FULL]]).files[tsv.MAIN].startswith(b"title\t")
    assert written(tsv, [[FULL]], order(bom="yes")).files[tsv.MAIN].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("one", BOTH)
def test_each_split_has_a_table(one: Format) -> None:
    wanted = order(splits=["train", "test"], split_of=lambda item: "test" if item.title == "-題" else "train")
    parcel = Packed()
    other = replace(FULL, title="b")
    one.write([[FULL], [other]], parcel, wanted)
    assert list(parcel.files) == [f"train.{one.NAME}", f"test.{one.NAME}"]
    assert read(one, parcel.files) == expected(FULL, other)
    assert read(one, {"test": parcel.files[f"test.{one.NAME}"]}) == expected(FULL)


# What people and their programs make of tables


def test_a_table_that_excel_saved_again() -> None:
    text = written(csv, [[FULL]], order(bom="no")).files[csv.MAIN].decode()
    rows = list(standard.reader(io.StringIO(text, newline="")))
    for row in rows[1:]:
        row[:] = [one.upper() if one in ("true", "false") else one for one in row]
        row += ["", "a remark of the lead's"]
    rows[0] += ["", "checked"]
    again = io.StringIO(newline="")
    standard.writer(again, delimiter=";", lineterminator="\r\n").writerows(rows)
    assert read(csv, {"x.csv": again.getvalue().encode("utf-8-sig")}) == expected(FULL)
    again = io.StringIO(newline="")
    standard.writer(again, delimiter="\t", lineterminator="\r\n").writerows(rows)
    assert read(tsv, {"x.txt": again.getvalue().encode("utf-16")}) == expected(FULL)
    assert read(csv, {"x.csv": b"sep=\t\r\n" + again.getvalue().encode()}) == expected(FULL)


def test_labels_typed_into_a_table_are_read() -> None:
    text = written(csv, [[FULL]]).files[csv.MAIN].decode("utf-8-sig")
    text = text.replace("claim|quote,marked", "opinion；claim,marked").replace(",none,", ",open,")
    [first, second] = read(csv, {"x.csv": text.encode()})
    assert first.sentences[0].labels == ("opinion", "claim")
    assert (second.sentences[0].labels, second.sentences[0].status) == ((), "open")


def test_speakers_typed_into_a_table_are_refused() -> None:
    text = written(csv, [[FULL]]).files[csv.MAIN].decode("utf-8-sig")
    assert "speaker,林某," in text
    wanted = order()
    [first, _] = read(csv, {"x.csv": text.replace("speaker,林某,", "speaker,王某,").encode()}, wanted)
    assert first.sentences[0].quotes == (QUOTE,)
    [fault] = wanted.faults.lines
    assert fault.startswith("x.csv, line 2: speakers '王某' are not read")


def test_all_faults_are_told_and_the_rest_is_read() -> None:
    head = b"text,article,start,end,labels,status,more,spans\n"
    rows = [
        "a,,0,2,claim,marked,{},",  # too long
        "a,,x,2,claim,marked,{},",
        ",,0,0,claim,marked,{},",
        'a,,0,1,claim,marked,{},"[[0, 1, ""ORG"", ""b""], [0, 1, ""PER""], [0, 9, ""LOC""], 3]"',
        'a,,0,1,"claim"x,marked,{},',
        "a,,0,1,claim,marked,{},,5",
        "b,,0,1,claim,marked,{},",
    ]
    wanted = order()
    found = read(csv, {"x.csv": head + "\n".join(rows).encode() + b"\n"}, wanted)
    assert [item.text for item in found] == ["a", "b"]
    assert found[0].spans == (ItemSpan(0, 1, "PER"),)
    assert [line.partition(";")[0] for line in wanted.faults.lines] == [
        "x.csv, line 2: its text is 1 long, but from 0 to 2 there are 2",
        "x.csv, line 3: start and end are no numbers",
        "x.csv, line 4: it has no text",
        "x.csv, line 5, span 1: from 0 to 1 stands 'a', and not 'b'",
        "x.csv, line 5, span 3: 0 to 9 is outside its text, which ends at 1",
        "x.csv, line 5, span 4: it is no start, end and label but 3",
        "x.csv, line 6: it is broken",
        "x.csv, line 7: its cells are 9 where the first row has 8",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it has no row"),
        ("text,label\n央行,claim\n".encode("gb18030"), "it is not UTF-8; save it as CSV UTF-8, or set"),
    ],
)
def test_what_is_no_such_table_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read(csv, {"x.csv": data})
    with pytest.raises(ReadingError, match="there is no file"):
        read(csv, {"a.pdf": b"", "b.pdf": b""})


def test_other_encodings_when_told() -> None:
    data = "文本,标签\n央行降准,claim\n".encode("gb18030")
    [item] = read(csv, {"x.csv": data}, order(encoding="gb18030"))
    assert (item.text, item.sentences[0].labels) == ("央行降准", ("claim",))


def test_a_tsv_in_which_quotes_stand_for_themselves() -> None:
    data = 'text\tlabel\n"今天\tclaim\n"明"天\topinion\n'.encode()
    assert [item.text for item in read(tsv, {"x.tsv": data})] == ['"今天', '"明"天']


def test_recognition_is_by_name_and_headings() -> None:
    assert csv.recognises(written(csv, [[FULL]]).source)
    assert tsv.recognises(written(tsv, [[FULL]], order(headings="chinese")).source)
    assert csv.recognises(Kept({"x.CSV": "标签;文本\n".encode("utf-8-sig")}))
    assert not csv.recognises(Kept({"x.csv": b"1,2\n"}))
    assert not csv.recognises(Kept({"x.csv": b"\xff\x00\x01"}))
    assert not tsv.recognises(written(csv, [[FULL]]).source)


# The libraries that people use


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tables")
    kai = replace(FULL, annotator="kai")
    for one in BOTH:
        (folder / one.MAIN).write_bytes(written(one, [[FULL], [kai]]).files[one.MAIN])
    return {one.NAME: folder / one.MAIN for one in BOTH}


TEXTS = ["林某說：降准0.5%。", "''=無"] * 2
NOTES = ["'=1+1\r二\n\t三\r\n", ""] * 2


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.peer("pandas")
def test_pandas(files: dict[str, Path], name: str) -> None:
    import pandas

    frame = pandas.read_csv(files[name], sep="," if name == "csv" else "\t", keep_default_na=False)
    assert list(frame["text"]) == TEXTS
    assert list(frame["note"]) == NOTES
    assert list(frame["flag"]) == [True, False] * 2
    assert list(frame["start"]) == [0, 12] * 2


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.peer("polars")
def test_polars(files: dict[str, Path], name: str) -> None:
    import polars

    frame = polars.read_csv(files[name], separator="," if name == "csv" else "\t")
    assert frame.columns[0] == "title"
    assert frame["text"].to_list() == TEXTS
    assert frame["note"].fill_null("").to_list() == NOTES
    assert frame["end"].to_list() == [11, 15] * 2


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.peer("duckdb")
def test_duckdb(files: dict[str, Path], name: str) -> None:
    import duckdb

    found = duckdb.sql(
        f"select text, coalesce(note, ''), flag, \"end\" from read_csv('{files[name]}')"
    ).fetchall()
    assert [row[0] for row in found] == TEXTS
    assert [row[1] for row in found] == NOTES
    assert [row[3] for row in found] == [11, 15] * 2


@pytest.mark.peer("datasets")
def test_datasets(files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads with pandas, which is given the other table above."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    import datasets

    found = datasets.load_dataset("csv", data_files=str(files["csv"]), split="train", cache_dir=str(tmp_path))
    assert list(found["text"]) == TEXTS


def test_the_csv_module(files: dict[str, Path]) -> None:
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(standard.DictReader(file))
    assert [row["text"] for row in rows] == TEXTS
    assert [row["note"] for row in rows] == NOTES
