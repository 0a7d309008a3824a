"""brat: what is written comes back and keeps brat's own rules; files as others have them are read."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from carried_items import RICH, TEXT, order_of, read_back, written
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Packed, items

from annotations.errors import ReadingError
from annotations.exchange.formats import brat as form
from annotations.exchange.formats.brat_names import label_of, type_of
from annotations.exchange.items import Item, ItemSentence, ItemSpan

NAME = "央行-0123456789abcdef0123"
NEWS = "央行称将降准。\n他說好。"


def read(**files: str | bytes) -> tuple[list[Item], list[str], list[str]]:
    """Return what files say, what is wrong with them, and what is left out; ``a_ann`` is ``a.ann``."""
    order = order_of(form)
    named = {name.replace("_", "."): data for name, data in files.items()}
    packed = Packed({name: one if isinstance(one, bytes) else one.encode() for name, one in named.items()})
    return list(form.read(packed.source, order)), order.faults.lines, order.losses.lines()


@settings(max_examples=30)
@given(items())
def test_articles_come_back(item: Item) -> None:
    assert read_back(form, written(form, [[item]])) == [item]


@settings(max_examples=10)
@given(items())
def test_files_keep_the_rules_of_brat(item: Item) -> None:
    """No reader of lines sees more of them, no fragment has a line end, and each has its words."""
    packed = written(form, [[item]])
    (name,) = [one for one in packed.files if one.endswith(".ann")]
    text = packed.files[name.replace(".ann", ".txt")].decode()
    assert text == item.text
    annotations = packed.files[name].decode()
    assert annotations.splitlines() == annotations.split("\n")[:-1]
    for line in annotations.split("\n"):
        if line.startswith("T"):
            found = re.fullmatch(r"T\d+\t([a-zA-Z0-9_-]+) ([\d ;]+)\t(.*)", line)
            assert found is not None
            places = [tuple(map(int, one.split())) for one in found[2].split(";")]
            assert " ".join(text[start:end] for start, end in places) == found[3]
            assert all(len(text[start:end].splitlines()) == 1 for start, end in places)


def test_all_that_can_be_said_comes_back() -> None:
    assert read_back(form, written(form, [[RICH]])) == [RICH]


def test_what_stands_in_the_files() -> None:
    packed = written(form, [[RICH]])
    assert sorted(packed.files) == [
        *("annotation.conf", "visual.conf"),
        *(f"{NAME}.ann", f"{NAME}.json", f"{NAME}.txt"),
    ]
    lines = packed.files[f"{NAME}.ann"].decode().split("\n")
    assert lines[:8] == [
        "T1\tSentence 0 6\t央行“降准”",
        "A1\tStatus T1 implied",
        "T2\tSentence 9 26\t林某說：「👨\u200d👩\u200d👧說不會漲價。」",
        "A2\tquote T2",
        "A3\tclaim T2",
        '#1\tAnnotatorNotes T2\t"誰說的？\\nE:\\\\tmp \\"x\\" # & <b>"',
        "T3\tSpeaker 9 11\t林某",
        "R1\tSaidBy Arg1:T2 Arg2:T3",
    ]
    assert json.loads(packed.files[f"{NAME}.json"])["title"] == "央行\t降准"


def test_the_configuration_has_all_types_in_use() -> None:
    item = replace(RICH, spans=(ItemSpan(0, 2, "機構"), ItemSpan(0, 2, "Sentence")))
    packed = written(form, [[item]])
    conf = packed.files["annotation.conf"].decode()
    sections = dict(one.split("]\n", 1) for one in conf.removeprefix("[").split("\n["))
    assert list(sections) == ["entities", "relations", "events", "attributes"]
    assert {"Sentence", "Speaker", "PER", "ORG", "_x6a5f__x69cb_"} <= set(sections["entities"].split("\n"))
    assert {"claim\tArg:Sentence", "Status\tArg:Sentence, Value:none|implied"} <= set(
        sections["attributes"].split("\n")
    )
    visual = packed.files["visual.conf"].decode().split("\n")
    assert {"_x6a5f__x69cb_ | 機構", "claim | 事實主張"} <= set(visual)
    assert [one.label for one in read_back(form, packed)[0].spans or ()] == ["Sentence", "機構"]


@given(st.text(max_size=8))
@settings(max_examples=40)
def test_names_are_mapped_and_mapped_back(label: str) -> None:
    assert re.fullmatch(r"[a-zA-Z0-9_-]+", type_of(label))
    assert label_of(type_of(label)) == label


@pytest.mark.parametrize("label", ["a_x4e8b_", "_x005f_", "Sentence", "Speaker", "PER", "a_b", ""])
def test_names_that_look_mapped(label: str) -> None:
    assert label_of(type_of(label)) == label
    assert type_of(label) not in ("Sentence", "Speaker", "")


def test_annotators_and_splits_have_folders() -> None:
    order = replace(order_of(form), splits=("train", "dev"), split_of=lambda item: "dev", together=True)
    packed = written(form, [[replace(RICH, annotator="bo"), RICH]], order)
    assert {name.rpartition("/")[0] for name in packed.files} == {"", "bo/dev", "mei/dev"}
    assert [one.annotator for one in read_back(form, packed)] == ["bo", "mei"]


def test_files_of_others() -> None:
    annotations = (
        "T1\tORG 0 2\t央行\nT2\tSentence 0 7\t央行称将降准。\nA1\tClaim T2\nA2\tConfidence T2 High\n"
        "#1\tAnnotatorNotes T2\twho says it?\nT3\topinion 8 12\t他說好。\n"
        "T4\tEvent 0 2;5 7\t央行 准。\nA3\tSure T1\nR1\tPart Arg1:T1 Arg2:T4\nE1\tEvent:T4 Who:T1\n"
        "*\tEquiv T1 T4\nN1\tReference T1 Wikipedia:534366\tPBC\n#2\tAnnotatorNotes T1\tsure\n"
    )
    (item,), faults, losses = read(a_txt=NEWS, a_ann=annotations)
    assert faults == []
    assert item.sentences == (
        ItemSentence(0, 7, ("Claim",), "marked", note="who says it?", attributes={"Confidence": "High"}),
        ItemSentence(8, 12, ("opinion",), "marked"),
    )
    assert item.spans == (ItemSpan(0, 2, "ORG"), ItemSpan(0, 7, "Event"))
    assert (item.done, item.annotator, item.document) == (None, "", "a")
    assert sorted(losses) == [
        "1 attribute of a name",
        "1 gap inside a span, which now goes from its first part to its last",
        "1 note on a name",
        "4 relations, events and links",
    ]


CRLF = "央行。\r\n他說。\r\n漲價。"
ASTRAL = "𠮷野家\n他說。\n漲價。"


@pytest.mark.parametrize(
    ("text", "mark", "shift"),
    [
        (CRLF + ASTRAL, "", 0),  # code points
        (CRLF, "\ufeff", 1),  # what stands before the text, too
        (CRLF, "\ufeff", 0),
        (CRLF, "", -2),  # one for each line end
        (CRLF, "\ufeff", -1),
        (ASTRAL, "", 1),  # UTF-16
    ],
)
def test_whatever_the_offsets_count(text: str, mark: str, shift: int) -> None:
    start = text.index("漲") + shift
    (item,), faults, _ = read(a_txt=mark + text, a_ann=f"\ufeffT1\tX {start} {start + 2}\t漲價\r\n")
    assert faults == []
    (span,) = item.spans or ()
    assert (item.text[span.start : span.end], item.text) == ("漲價", text)


def test_white_space_may_have_shrunk_in_a_surface() -> None:
    (item,), faults, _ = read(a_txt="甲  乙\u3000丙", a_ann="T1\tX 0 6\t甲 乙 丙\n")
    assert (item.spans, faults) == ((ItemSpan(0, 6, "X"),), [])


def test_a_span_in_fragments_is_one_again() -> None:
    (item,), faults, losses = read(a_txt="第一行\r\n第二行", a_ann="T1\tX 1 3;5 7\t一行 第二\n")
    assert (item.spans, faults, losses) == ((ItemSpan(1, 7, "X"),), [], [])


def test_words_of_a_span_may_have_line_ends() -> None:
    """Other tools than brat write them as they are."""
    (item,), faults, _ = read(a_txt="甲乙\n\n丙丁。", a_ann="T1\tX 0 6\t甲乙\n\n丙丁\n\nT2\tY 0 1\t甲\n丙\n")
    assert item.spans == (ItemSpan(0, 1, "Y"), ItemSpan(0, 6, "X"))
    assert [one.partition(":")[0] for one in faults] == ["a.ann, line 6"]


def test_two_files_of_a_shared_task_are_one() -> None:
    (item,), _, _ = read(a_txt=NEWS, a_a1="T1\tORG 0 2\t央行\n", a_a2="T2\tORG 8 9\t他\n")
    assert item.spans == (ItemSpan(0, 2, "ORG"), ItemSpan(8, 9, "ORG"))


def test_all_that_is_wrong_is_told() -> None:
    annotations = "T1\tORG 0 2\t人行\nT2\tORG 0 2\t央行\nwhat\nT3\tORG 0 99\t央行\nT4 ORG 0 1\t央\n"
    found, faults, _ = read(a_txt=NEWS, a_ann=annotations, b_ann="", c_txt="准错".encode("gbk"), c_ann="")
    assert [one.spans for one in found] == [(ItemSpan(0, 2, "ORG"),)]
    assert [re.split(": ", line)[0] for line in faults] == [
        *("a.ann, line 3", "a.ann, line 5", "a.ann, line 1", "a.ann, line 4", "b.ann", "c.txt"),
    ]
    assert "'人行' does not stand there, but '央行'" in faults[2]


def test_what_somebody_changed_in_brat_counts() -> None:
    files = dict(written(form, [[RICH]]).files)
    lines = files[f"{NAME}.ann"].decode()
    lines = lines.replace("A3\tclaim T2\n", "").replace("Speaker 9 11\t林某", "Speaker 9 10\t林")
    lines = lines.replace("A4\topinion T4\n", "A4\tStatus T4 none\n")
    files[f"{NAME}.ann"] = lines.encode()
    order = order_of(form)
    (item,) = form.read(Packed(files).source, order)
    first, second, third = item.sentences
    assert (second.labels, third.labels, third.status) == (("quote",), (), "none")
    (quote,) = second.quotes
    assert [one["text"] for one in quote["speakers"]] == ["林"]
    assert quote["content"] == RICH.sentences[1].quotes[0]["content"]
    assert (first.status, second.thread) == ("implied", RICH.sentences[1].thread)


def test_a_file_alone_says_what_is_missing() -> None:
    with pytest.raises(ReadingError, match="name the folder"):
        read(a_txt=TEXT)
    assert "name the folder" in read(a_ann="T1\tX 0 1\t央\n")[1][0]


def test_it_is_recognised_by_pairs() -> None:
    assert form.recognises(Packed({"a.txt": b"", "a.ann": b""}).source)
    for files in ({"a.txt": b"T1"}, {"a.ann": b"T1\tX 0 1\ta\n"}, {"a.txt": b"", "a.ann": b"<xml>"}):
        assert not form.recognises(Packed(files).source)
