"""CoNLL: what is written comes back, whatever the scheme and the tokens; files of others are read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from carried_items import RICH, order_of, read_back, written
from hypothesis import given, settings
from hypothesis import strategies as st
from parcels import Packed, items

from annotations.errors import ReadingError, UsageError
from annotations.exchange.carried import pieces
from annotations.exchange.format import Losses
from annotations.exchange.formats import conll as form
from annotations.exchange.formats.conll_tags import SCHEMES, spans_of, tag_parts, tags_of
from annotations.exchange.formats.conll_tokens import tokens_of
from annotations.exchange.items import Item, ItemSentence, ItemSpan

WORDS = {"央行称将降准0.5%。": ["央行", "称", "将", "降准", "0.5%", "。"]}
TEXT = "央行称将降准0.5%。"


def lines_of(packed: Packed, name: str = "export.conll") -> list[str]:
    return packed.files[name].decode().split("\n")


def read(text: str | bytes) -> tuple[list[Item], list[str]]:
    """Return what a file says, and what is wrong with it."""
    order = order_of(form)
    data = text if isinstance(text, bytes) else text.encode()
    return list(form.read(Packed({"a.txt": data}).source, order)), order.faults.lines


@settings(max_examples=20)
@given(items(), st.sampled_from(sorted(SCHEMES)), st.sampled_from(("whole", "single")))
def test_sentences_come_back(item: Item, scheme: str, runs: str) -> None:
    packed = written(form, [[item]], order_of(form, scheme=scheme, runs=runs))
    assert read_back(form, packed) == list(pieces(item, Losses()))


@settings(max_examples=10)
@given(items())
def test_lines_are_the_same_to_every_reader(item: Item) -> None:
    """Who divides lines at other characters, or columns at all white space, reads the same."""
    text = written(form, [[item]]).files["export.conll"].decode()
    assert text.splitlines() == text.split("\n")[:-1]
    rows = [line for line in text.split("\n") if line and not line.startswith("# ")]
    assert all(len(row.split()) == 2 and len(row.split(" ")) == 2 for row in rows)


def test_all_that_can_be_said_comes_back() -> None:
    assert read_back(form, written(form, [[RICH]])) == list(pieces(RICH, Losses()))


def test_what_stands_in_a_file() -> None:
    sentence = ItemSentence(0, len(TEXT), ("claim", "quote"), "marked", number=3, note="誰？")
    spans = (ItemSpan(0, 2, "ORG"), ItemSpan(6, 10, "front page"))
    item = Item(TEXT, article="ab", annotator="mei", sentences=(sentence,), spans=spans)
    lines = lines_of(written(form, [[item]]))
    assert [line for line in lines if not line.startswith("# zhupi")] == [
        *("# newdoc id = ab", "# sent_id = ab-3", f"# text = {TEXT}", "# tags = claim,quote"),
        *("# status = marked", "# note = 誰？", "# annotator = mei"),
        *("央 B-ORG", "行 I-ORG", "称 O", "将 O", "降 O", "准 O", "0.5% B-front_page", "。 O", "", ""),
    ]


@pytest.mark.parametrize(
    ("options", "tokens"),
    [
        ({"scheme": "BMES"}, ["央 B-ORG", "行 E-ORG", "称 O", "0.5% S-NUM"]),
        ({"scheme": "BILOU", "runs": "single"}, ["央 B-ORG", "行 L-ORG", "称 O", "0 B-NUM", "% L-NUM"]),
        ({"tokens": "word"}, ["央行 B-ORG", "降准 O", "0.5% B-NUM"]),
    ],
)
def test_schemes_and_tokens(options: dict[str, str], tokens: list[str]) -> None:
    spans = (ItemSpan(0, 2, "ORG"), ItemSpan(6, 10, "NUM"))
    item = Item(TEXT, sentences=(ItemSentence(0, len(TEXT)),), spans=spans)
    order = replace(order_of(form, **options), words=WORDS.__getitem__)
    packed = written(form, [[item]], order)
    assert set(tokens) <= set(lines_of(packed))
    assert read_back(form, packed)[0].spans == spans


def test_a_word_is_divided_where_a_name_ends_inside_it() -> None:
    item = Item(TEXT, sentences=(ItemSentence(0, len(TEXT)),), spans=(ItemSpan(1, 3, "X"),))
    order = replace(order_of(form, tokens="word"), words=WORDS.__getitem__)
    assert {"央 O", "行 B-X", "称 I-X", "降准 O"} <= set(lines_of(written(form, [[item]], order)))


def test_words_are_given_or_not_to_be_had() -> None:
    with pytest.raises(UsageError, match="tokens=char"):
        form.write([[RICH]], Packed(), order_of(form, tokens="word"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("e\u0301a👨\u200d👩\u200d👧x", ["e\u0301a", "👨\u200d👩\u200d👧", "x"]),
        (
            "iPhone 15 Pro-Max，AT&T漲3.5％",
            ["iPhone", " ", "15", " ", "Pro-Max", "，", "AT&T", "漲", "3.5％"],
        ),
        ("क्षि。", ["क्", "षि", "。"]),
        ("从-3.2到1,000。", ["从", "-3.2", "到", "1,000", "。"]),
    ],
)
def test_runs_are_whole_and_marks_stay_on_their_letters(text: str, tokens: list[str]) -> None:
    assert [text[start:end] for start, end in tokens_of(text, (), runs=True)] == tokens


def test_overlapping_names_are_counted_and_come_back() -> None:
    order = order_of(form)
    packed = written(form, [[RICH]], order)
    assert order.losses.lines() == ["1 overlapping name or number without a tag"]
    assert ItemSpan(1, 3, "LOC", "name", "gold") in (read_back(form, packed)[2].spans or ())


def test_two_names_at_the_beginning() -> None:
    item = Item("央行。", sentences=(ItemSentence(0, 3),), spans=(ItemSpan(0, 1, "X"), ItemSpan(0, 2, "Y")))
    assert read_back(form, written(form, [[item]]))[0].spans == item.spans


def test_splits_and_annotators_have_files_of_their_own() -> None:
    order = replace(order_of(form), splits=("train", "dev"), split_of=lambda item: "dev")
    assert sorted(written(form, [[RICH]], order).files) == ["dev.conll", "train.conll"]
    together = replace(order, together=True)
    packed = written(form, [[replace(RICH, annotator="bo"), RICH]], together)
    assert sorted(packed.files) == ["bo/dev.conll", "mei/dev.conll"]
    assert {one.annotator for one in read_back(form, packed)} == {"bo", "mei"}


SPANS = [(0, 1, "ORG"), (2, 2, "ORG"), (4, 6, "PER"), (7, 7, "LOC")]


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_tags_mean_what_they_are_made_of(scheme: str) -> None:
    tags = tags_of(9, SPANS, scheme)
    assert spans_of([tag_parts(tag) or ("?", "") for tag in tags]) == SPANS


@pytest.mark.parametrize(
    "tags",
    [
        "I-ORG I-ORG B-ORG O I-PER I-PER I-PER I-LOC O",  # IOB1
        "I-ORG E-ORG I-ORG O I-PER I-PER I-PER I-LOC O",  # IOE1
        "I-ORG E-ORG E-ORG O I-PER I-PER E-PER E-LOC O",  # IOE2
        "B_ORG M_ORG S_ORG O B_PER M_PER E_PER U_LOC O",
    ],
)
def test_older_schemes_are_read(tags: str) -> None:
    assert spans_of([tag_parts(tag) or ("?", "") for tag in tags.split()]) == SPANS


@pytest.mark.parametrize("separator", [" ", "\t", "  "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_others_have_no_comments(separator: str, end: str) -> None:
    rows = [("海", "B-LOC"), ("钓", "O"), ("▁", "O"), ("厦", "B-LOC"), ("门", "I-LOC")]
    text = end.join([*(separator.join(row) for row in rows), "", "", "#" + separator + "O", ""])
    found, faults = read("\ufeff" + text)
    assert faults == []
    assert [(one.text, one.spans, one.sentences) for one in found] == [
        ("海钓 厦门", (ItemSpan(0, 1, "LOC"), ItemSpan(3, 5, "LOC")), (ItemSentence(0, 5),)),
        ("#", (), (ItemSentence(0, 1),)),
    ]
    assert {(one.base, one.done, one.document, one.unit) for one in found} == {(None, None, "", "sentence")}
    assert form.recognises(Packed({"msra.txt": text.encode()}).source)


def test_characters_that_are_numbered_in_their_words() -> None:
    found, faults = read("科0\tO\n技1\tO\n央0\tB-ORG.NAM\n行1\tI-ORG.NAM\n\n好0\tO\n")
    assert ([one.text for one in found], faults) == (["科技央行", "好"], [])
    assert found[0].spans == (ItemSpan(2, 4, "ORG.NAM"),)
    found, _ = read("科 O\n技1 O\n央0 O\n")
    assert found[0].text == "科技1央0"


def test_columns_between_token_and_tag_and_documents() -> None:
    first = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n. . O O\n\n"
    found, faults = read(first + "-DOCSTART- -X- O O\n\nBo N X S-PER\n")
    assert faults == []
    assert [(one.text, one.spans) for one in found] == [
        ("EU rejects.", (ItemSpan(0, 2, "ORG"),)),
        ("Bo", (ItemSpan(0, 2, "PER"),)),
    ]
    assert found[0].document != found[1].document


def test_conllu_is_read_as_text() -> None:
    rows = ["# text = 他說 hi!", "1-2\t他說\t_\t_\t_\t_\t_\t_\t_\t_"]
    for number, (word, misc) in enumerate(
        [("他", "SpaceAfter=No"), ("說", "_"), ("hi", "SpaceAfter=No"), ("!", "_")]
    ):
        rows.append(f"{number + 1}\t{word}\t_\t_\t_\t_\t0\troot\t_\t{misc}")
    found, faults = read("\n".join(rows))
    assert ([(one.text, one.spans) for one in found], faults) == ([("他說 hi!", None)], [])


def test_a_token_may_be_a_space() -> None:
    found, faults = read("a B-X\n  O\nb O\n")
    assert (found[0].text, faults) == ("a b", [])


def test_all_that_is_wrong_is_told_with_its_line() -> None:
    found, faults = read(
        "央 B-ORG\n行\n称 what\n降 O\n".encode() + "错 O\n".encode("gbk") + "。 O\n".encode()
    )
    assert [one.text for one in found] == ["央降。"]
    assert [line.partition(":")[0] for line in faults] == [f"a.txt, line {number}" for number in (2, 3, 5)]


def test_tokens_that_are_not_of_the_text_above_them_are_told() -> None:
    found, faults = read("# text = 央行说\n央 B-ORG\n行 I-ORG\n称 O\n")
    assert found[0].text == "央行称"
    assert "line 2" in faults[0]


def test_what_somebody_changed_counts() -> None:
    data = written(form, [[RICH]]).files["export.conll"].decode()
    data = data.replace("林 B-PER", "林 B-GPE").replace("某 I-PER", "某 I-GPE")
    data = data.replace("# tags = opinion\n", "")
    found, faults = read(data)
    assert faults == []
    assert found[1].spans == (ItemSpan(0, 2, "GPE"),)
    assert (found[2].sentences[0].labels, found[2].sentences[0].status) == ((), "open")


@pytest.mark.parametrize("text", ["", "\n\n", "# a = b\n", "-DOCSTART- O\n"])
def test_what_is_no_conll_is_refused(text: str) -> None:
    with pytest.raises(ReadingError, match="is this CoNLL"):
        read(text)
    assert not form.recognises(Packed({"a.txt": text.encode()}).source)


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", '{"text": "O"}\n', "# title\n\nSome text\n", "央行称将降准。\n"]
)
def test_other_files_are_not_recognised(text: str) -> None:
    assert not form.recognises(Packed({"a.conll": text.encode()}).source)
