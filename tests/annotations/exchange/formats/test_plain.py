"""Plain lists: texts with labels or spans in the forms that people and models have them in."""

from __future__ import annotations

import csv as standard
import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import TEXTS, Kept, Packed

from annotations.errors import ReadingError, UsageError
from annotations.exchange.format import Order
from annotations.exchange.formats import csv, hf, plain
from annotations.exchange.items import Item, ItemSpan
from annotations.model.scheme import DEFAULT

LABELS = st.sampled_from(["claim", "甲"])
TEXT = "央行稱👍將降準0.5%。"


def read(data: bytes | str, name: str = "x.jsonl", wanted: Order | None = None, **options: str) -> list[Item]:
    data = data.encode() if isinstance(data, str) else data
    wanted = wanted or Order(DEFAULT, options=options)
    return list(plain.read(Kept({name: data}), wanted))


def lines(*records: Any) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


def said(item: Item) -> tuple[str, tuple[str, ...], str]:
    [sentence] = item.sentences
    assert (sentence.start, sentence.end) == (0, len(item.text))
    return item.text, sentence.labels, sentence.status


def test_predictions_without_ids() -> None:
    found = read(
        lines({"text": "今天下雨。", "label": "claim"}, {"text": "真好。", "label": "opinion"}), "pred.jsonl"
    )
    assert [said(one) for one in found] == [
        ("今天下雨。", ("claim",), "marked"),
        ("真好。", ("opinion",), "marked"),
    ]
    assert {(one.unit, one.base, one.article, one.document, one.predicted) for one in found} == {
        ("sentence", None, "", "", False)
    }
    assert [one.where for one in found] == ["pred.jsonl, line 1", "pred.jsonl, line 2"]


@pytest.mark.parametrize(
    ("record", "labels", "status"),
    [
        ({"text": TEXT, "labels": ["claim", "quote"]}, ("claim", "quote"), "marked"),
        ({"Text ": TEXT, "LABEL": "claim"}, ("claim",), "marked"),
        ({"content": TEXT, "category": "财经，政治"}, ("财经，政治",), "marked"),
        ({"文本": TEXT, "标签": ["claim"]}, ("claim",), "marked"),
        ({"sentence": TEXT, "label": 3}, ("3",), "marked"),
        ({"sentence": TEXT, "label": True}, ("true",), "marked"),
        ({"text": TEXT, "label": None}, (), "open"),
        ({"text": TEXT, "label": ""}, (), "open"),
        ({"text": TEXT, "labels": []}, (), "open"),
        ({"text": TEXT, "label": "none"}, (), "none"),
        ({"text": TEXT, "cats": {"claim": 1, "opinion": 0, "quote": True}}, ("claim", "quote"), "marked"),
        ({"text": TEXT, "claim": 1, "opinion": 0}, ("claim",), "marked"),
        ({"text": TEXT, "claim": 0.0, "opinion": 1.0}, ("opinion",), "marked"),
        ({"text": TEXT, "label": 1, "label_text": "claim"}, ("claim",), "marked"),
        ({"text": TEXT, "label": "claim", "text2": "x"}, ("claim",), "marked"),
        ({"article": TEXT, "label": "claim"}, ("claim",), "marked"),
    ],
)
def test_labels_in_many_spellings(record: dict[str, Any], labels: tuple[str, ...], status: str) -> None:
    [item] = read(lines(record))
    assert said(item) == (TEXT, labels, status)
    assert not item.predicted


ORG = ItemSpan(0, 2, "ORG")
RATE = ItemSpan(7, 11, "NUM")


@pytest.mark.parametrize(
    "record",
    [
        {"spans": [[7, 11, "NUM"], [0, 2, "ORG"]]},
        {"label": [[0, 2, "ORG"], [7, 11, "NUM"]]},
        {"entities": [["ORG", 0, 2], ["NUM", 7, 11]]},
        {"spans": [{"start": 0, "end": 2, "label": "ORG"}, {"start": 7, "end": 11, "label": "NUM"}]},
        {
            "entities": [
                {"start_offset": 0, "end_offset": 2, "label": "ORG"},
                {"start_offset": 7, "end_offset": 11, "type": "NUM"},
            ]
        },
        {  # the end is included
            "entities": [
                {"start_idx": 0, "end_idx": 1, "type": "ORG", "entity": "央行"},
                {"start_idx": 7, "end_idx": 10, "type": "NUM", "entity": "0.5%"},
            ]
        },
        {"label": {"ORG": {"央行": [[0, 1]]}, "NUM": {"0.5%": [[7, 10]]}}},  # CLUENER
        {"spans": [[0, 2, "ORG", "央行"], [8, 12, "NUM", "0.5%"]]},  # UTF-16
    ],
)
def test_spans_in_many_forms(record: dict[str, Any]) -> None:
    [item] = read(lines({"text": TEXT, **record}))
    assert item.spans == (ORG, RATE)
    assert said(item) == (TEXT, (), "open")


@pytest.mark.parametrize(
    ("org", "number"),
    [("B I", "B I I I"), ("B E", "B M M E"), ("I L", "B I I I"), ("B E", "B I I L"), ("I I", "B I E B")],
)
def test_tokens_with_tags(org: str, number: str) -> None:
    tags = (
        [f"{one}-ORG" for one in org.split()] + ["O"] * 5 + [f"{one}-NUM" for one in number.split()] + ["O"]
    )
    [item] = read(lines({"tokens": list(TEXT), "ner_tags": tags}))
    found = (ORG, RATE) if number != "B I E B" else (ORG, ItemSpan(7, 10, "NUM"), ItemSpan(10, 11, "NUM"))
    assert (item.text, item.spans) == (TEXT, found)


def test_latin_tokens_have_spaces_between_them() -> None:
    [item] = read(
        lines({"tokens": ["用", "Claude", "Code", "3", "写", "。"], "ner_tags": ["O", "S-P", *"OOOO"]})
    )
    assert (item.text, item.spans) == ("用Claude Code 3写。", (ItemSpan(1, 7, "P"),))


def test_a_model_says_how_sure_it_is() -> None:
    first, second, third = read(
        lines(
            {"text": TEXT, "label": "claim", "score": 0.75},
            {"text": TEXT, "scores": {"claim": 0.9, "opinion": 0.2}, "model": "bert"},
            {"text": TEXT, "predictions": [{"label": "claim", "score": 0.5}],
             "entities": [{"entity_group": "ORG", "score": 0.25, "word": "央行", "start": 0, "end": 2}]},
        )
    )  # fmt: skip
    assert (first.predicted, dict(first.sentences[0].scores)) == (True, {"claim": 0.75})
    assert (second.annotator, second.predicted, said(second)[1]) == ("bert", True, ("claim",))
    assert dict(second.sentences[0].scores) == {"claim": 0.9, "opinion": 0.2}
    assert dict(third.sentences[0].scores) == {"claim": 0.5}
    assert third.spans == (ItemSpan(0, 2, "ORG", score=0.25),)


def test_what_else_a_record_says_is_kept() -> None:
    [item] = read(
        lines(
            {
                "text": TEXT,
                "label": "claim",
                "doc_id": "n1",
                "sent_idx": 2,
                "url": "https://x",
                "annotator": "kai",
                "note": "?",
                "title": "題",
                "lang": "zh",
                "score": 1,
            }
        )
    )
    assert (item.document, item.annotator, item.title, item.source) == ("n1", "kai", "題", "https://x")
    assert item.metadata == {"lang": "zh"}
    assert (item.sentences[0].note, item.sentences[0].number, item.predicted) == ("?", 2, False)


@pytest.mark.parametrize(
    "record",
    [
        {"sentences": ["今天下雨。", "真好。", "嗯。"], "labels": ["claim", ["opinion"], None]},
        {
            "sentences": [
                {"text": "今天下雨。", "label": "claim"},
                {"text": "真好。", "label": "opinion"},
                {"text": "嗯。"},
            ]
        },
        {
            "text": "今天下雨。\n真好。\n嗯。",
            "sentences": ["今天下雨。", "真好。", "嗯。"],
            "labels": ["claim", "opinion", ""],
        },
    ],
)
def test_documents_with_their_sentences(record: dict[str, Any]) -> None:
    [item] = read(lines({"doc_id": "n1", "entities": [[0, 2, "T"]], **record}))
    assert (item.unit, item.document, item.text) == ("article", "n1", "今天下雨。\n真好。\n嗯。")
    assert [(item.text[one.start : one.end], one.labels, one.status) for one in item.sentences] == [
        ("今天下雨。", ("claim",), "marked"),
        ("真好。", ("opinion",), "marked"),
        ("嗯。", (), "open"),
    ]
    assert item.spans == (ItemSpan(0, 2, "T"),)


def test_documents_that_do_not_fit_are_told() -> None:
    wanted = Order(DEFAULT)
    read(
        lines(
            {"sentences": ["a", "b"], "labels": ["claim"]},
            {"text": "b", "sentences": ["a"], "labels": ["claim"]},
            {"text": "a"},
        ),
        wanted=wanted,
    )
    assert wanted.faults.lines == [
        "x.jsonl, line 1: its sentences are 2, but its labels are for 1",
        "x.jsonl, line 2, sentence 1: 'a' does not stand in the text there",
    ]


def test_each_may_be_an_article() -> None:
    [item] = read(lines({"text": TEXT, "label": "news", "spans": [[0, 2, "ORG"]]}), each="article")
    assert (item.unit, item.base, item.labels, item.sentences, item.spans) == (
        "article",
        0,
        ("news",),
        (),
        (ORG,),
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", "text,label\n今天下雨。,claim\n真好。,opinion\n"),
        ("x.csv", "\ufeff类别;内容\nclaim;今天下雨。\nopinion;真好。\n"),
        ("x.csv", "今天下雨。,claim\n真好。,opinion\n"),
        ("x.csv", 'claim,"今天下雨。"\nopinion,"真好。"\n'),
        ("x.tsv", "今天下雨。\tclaim\n真好。\topinion\n"),
        ("x.txt", "claim\t今天下雨。\r\nopinion\t真好。\r\n"),
        ("x.txt", "text\tlabel\n今天下雨。\tclaim\n\n真好。\topinion"),
        ("x.txt", "__label__claim 今天下雨。\n__label__opinion 真好。\n"),
        ("x.json", '[{"text": "今天下雨。", "label": "claim"},\n {"text": "真好。", "label": "opinion"}]'),
        (
            "x.json",
            '{\n"data": [{"text": "今天下雨。", "label": "claim"}, {"text": "真好。", "label": "opinion"}]}',
        ),
        ("list", '{"text": "今天下雨。", "label": "claim"}\n{"text": "真好。", "label": "opinion"}'),
    ],
)
def test_lists_of_every_kind(name: str, data: str) -> None:
    assert [said(one) for one in read(data, name)] == [
        ("今天下雨。", ("claim",), "marked"),
        ("真好。", ("opinion",), "marked"),
    ]
    assert plain.recognises(Kept({name: data.encode()}))


def test_headings_that_nobody_knows_are_no_text() -> None:
    rows = "".join(f"{'很長的文本。' * 2}{at},{at % 2}\n" for at in range(6))
    found = read("乙欄,甲欄\n" + rows, "x.csv")
    assert [said(one)[1] for one in found] == [("0",), ("1",)] * 3


def test_texts_without_labels_are_open() -> None:
    assert [said(one) for one in read("一。\n二。\n", "x.txt")] == [
        ("一。", (), "open"),
        ("二。", (), "open"),
    ]


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from(TEXTS), st.lists(st.sampled_from(["claim", "甲"]), unique=True)), min_size=1
    )
)
def test_whatever_stands_in_a_text_comes_back(records: list[tuple[str, list[str]]]) -> None:
    found = read(lines(*({"text": text, "labels": labels} for text, labels in records)))
    assert [(one.text, list(one.sentences[0].labels)) for one in found] == records


def test_all_faults_are_told_and_the_rest_is_read() -> None:
    wanted = Order(DEFAULT)
    deep = '{"text": "a", "label": ' + "[" * 3000 + "]" * 3000 + "}"
    data = lines(
        {"text": "a", "label": "claim"},
        {"label": "claim"},
        {"text": "央行", "spans": [[0, 1, "ORG", "行"], [0, 3, "ORG"], [1, 1, "X"], "x", [0, 1e300, "X"]]},
        {"text": "a", "label": [{"a": 1}]},
        {"tokens": ["a"], "ner_tags": ["O", "O"]},
        {"tokens": [1]},
        [],
        {"text": "a", "cats": {"claim": "perhaps"}},
    )
    data += deep + "\nnonsense\n" + '{"text": 1' + "0" * 5000 + "}\n" + lines({"text": "b"})
    found = read(data.encode() + b'{"text": "\xff"}\n', wanted=wanted)
    assert [one.text for one in found] == ["a", "央行", "b"]
    assert found[1].spans == ()
    told = [line.partition("x.jsonl, line ")[2] for line in wanted.faults.lines]
    assert [line.split(";")[0][:50] for line in told] == [
        "2: it has no text",
        "3, span 1: from 0 to 1 stands '央', and not '行'",
        "3, span 2: 0 to 3 is outside its text, which ends ",
        "3, span 3: it is empty, from 1 to 1",
        "3, span 4: it is no start, end and label but 'x'",
        "3, span 5: it is no start, end and label but [0, 1",
        "4: {'a': 1} is no label",
        "5: it has 1 tokens and 2 tags",
        "6: its tokens are not all texts",
        "8: claim is neither yes nor no but 'perhaps'",
        "9: it is no JSON (nested too deeply)",
        "10: it is no JSON (Expecting value: line 1 column ",
        "11: it is no JSON (a number in it has more than 4,",
        "13: it is not UTF-8",
    ]


@pytest.mark.parametrize(("name", "data"), [("x.jsonl", b""), ("x.json", b"3"), ("x.jsonl", b"{nonsense\n")])
def test_what_is_no_list_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ReadingError, match=r"x\.json"):
        read(data, name)
    with pytest.raises(ReadingError, match="no file with a list"):
        list(plain.read(Kept({"a.pdf": b"", "b.pdf": b""}), Order(DEFAULT)))


def test_other_encodings_when_told() -> None:
    data = "今天下雨。\tclaim\n".encode("big5")
    with pytest.raises(ReadingError, match="line 1: it is not UTF-8; set encoding=gb18030 or"):
        read(data, "x.txt")
    assert said(read(data, "x.txt", encoding="big5")[0]) == ("今天下雨。", ("claim",), "marked")


ODD = (
    *(
        None,
        True,
        0,
        1,
        -1,
        3,
        1e300,
        0.5,
        "",
        "a",
        "央行",
        "none",
        "[",
        "{}",
        '[[0,1,"X"]]',
        "nan",
        "1",
        "a|b",
    ),
    *([], {}, [[]], [{}], [[0, 1]], [[0, 1, "X"]], [["X", 0, 1]], {"claim": 0.5}, {"X": {"央": [[0, 0]]}}),
    *([{"start": "0", "end": "1", "type": ["X"], "text": "央", "more": "{}"}], ["claim", None], [True]),
    *({"of_article": 3}, {"of_article": {"corrections": [[0, 1, "x"], 3], "metadata": 3, "done": 1}}),
    *({"quotes": [3], "scores": {"a": "b"}, "decided_by": 3, "votes": 3, "raw": [1, "2"], "how": 3}, 10**400),
)
KEYS = (
    *(
        "text",
        "label",
        "labels",
        "spans",
        "entities",
        "start",
        "end",
        "article",
        "status",
        "more",
        "sentence",
    ),
    *("sentences", "article_labels", "annotator", "note", "flag", "score", "scores", "tokens", "ner_tags"),
    *("title", "part", "voice", "speakers", "labels:mei", "more:mei", "claim", "x", "model"),
)


@settings(max_examples=70)
@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(ODD)), st.sampled_from(("央行", "a", None)))
def test_whatever_stands_in_a_record_harms_nobody(record: dict[str, Any], text: str | None) -> None:
    record |= {"text": text} if text else {}
    for one, name in ((plain, "x.jsonl"), (hf, "x.jsonl"), (csv, "x.csv")):
        data = lines(record)
        if one is csv:
            rows = io.StringIO()
            standard.writer(rows).writerows([record, [json.dumps(value) for value in record.values()]])
            data = rows.getvalue()
        source = Kept({name: data.encode()})
        assert one.recognises(source) in (True, False)
        with suppress(ReadingError):
            for item in one.read(source, Order(DEFAULT)):
                json.dumps(dict(item.metadata))
                for sentence in item.sentences:
                    assert 0 <= sentence.start < sentence.end <= len(item.text)
                    assert (sentence.status == "marked") == bool(sentence.labels)
                    assert all(label and isinstance(label, str) for label in sentence.labels)
                for span in item.spans or ():
                    assert 0 <= span.start < span.end <= len(item.text)


@settings(max_examples=50)
@given(st.binary(max_size=60), st.sampled_from(("x.jsonl", "x.json", "x.csv", "x.tsv", "x.txt")))
def test_whatever_a_file_holds_harms_nobody(data: bytes, name: str) -> None:
    source = Kept({name: data})
    assert plain.recognises(source) in (True, False)
    with suppress(ReadingError):
        list(plain.read(source, Order(DEFAULT)))


def test_it_is_only_read() -> None:
    with pytest.raises(UsageError, match="only read"):
        plain.write([], Packed(), Order(DEFAULT))
    assert plain.UNITS == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "央\tB-ORG\n行\tI-ORG\n稱\tO\n"),
        ("a.txt", "央行稱將降準。\n今天。\n"),
        ("a.jsonl", '{"id": 1, "text": "a", "label": ["claim"], "Comments": []}\n'),
        ("a.jsonl", '{"text": "a", "label": "x", "answer": "accept", "_view_id": "choice"}\n'),
        ("a.json", '[{"id": 1, "data": {"text": "a"}, "annotations": []}]'),
        (
            "a.jsonl",
            '{"article": "", "start": 0, "end": 1, "text": "a", "labels": "", "status": "", "more": ""}',
        ),
        ("a.jsonl", "{" * 10_000),
        ("a.ann", "T1\tORG 0 2\t央行\n"),
        ("a.jsonl", ""),
        ("a.csv", "a\n"),
    ],
)
def test_what_others_know_better_is_not_recognised(name: str, data: str) -> None:
    assert not plain.recognises(Kept({name: data.encode()}))
