"""Quotes over several sentences of a paragraph, damaged marks, bad input, and laws for any text."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.quotes import QuoteFound, find_quotes
from annotations.analysis.quotes.marks import outermost
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.model.article import Name, Sentence

PIECES = [
    *"他她王李·A9",
    *'「」『』“”‘’"《》（）(',
    *"，。：；！？、…,:.!? \n",
    *"說称問道的了在對和据時，，。。：",
    *["表示", "认为", "告訴記者", "據新華社報道", "據悉", "部長", "王毅", "小說", "一帶一路", "強調"],
    *[
        "今天天氣很好",
        "經濟將會增長",
        "不知道",
        "同时",
        "在接受採訪時",
        "并計劃",
        "看來",
        "的話說",
        "o3-mini",
    ],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def sentences_of(*pieces: str) -> tuple[str, list[Sentence]]:
    """Return a paragraph of these sentences, cut where they say."""
    text = "".join(pieces)
    sentences = []
    at = 0
    for piece in pieces:
        sentences.append(Sentence(at, at + len(piece), at == 0))
        at += len(piece)
    return text, sentences


def told(*pieces: str, names: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the quotes of each sentence: form, ``+`` if it goes on, speakers, content."""
    text, sentences = sentences_of(*pieces)
    where = sorted((text.find(name), name) for name in names)
    found = find_quotes(text, sentences, [Name(at, at + len(name), "PER") for at, name in where])
    return [
        [
            f"{quote.form}{'+' * quote.cont} {','.join(one.text for one in quote.speakers)} "
            f"{text[slice(*quote.content)] if quote.content else ''}"
            for quote in quotes
        ]
        for quotes in found
    ]


def test_a_quote_goes_on_to_its_closing_mark() -> None:
    assert told("張小梅說：「雨停了。", "路也乾了。", "我們可以出發。」", "大家都笑了。") == [
        ["direct 張小梅 「雨停了。"],
        ["direct+ 張小梅 路也乾了。"],
        ["direct+ 張小梅 我們可以出發。」"],
        [],
    ]


def test_who_said_it_may_come_last() -> None:
    assert told("“雨停了。", "路也干了。", "我们可以出发。”张小梅说。") == [
        ["direct 张小梅 “雨停了。"],
        ["direct+ 张小梅 路也干了。"],
        ["direct+ 张小梅 我们可以出发。”"],
    ]


def test_a_quote_that_never_closes_ends_with_its_paragraph() -> None:
    text = "張小梅說：「雨停了。路也乾了。\n大家都笑了。"
    found = find_quotes(text, split(text))
    assert [[quote.cont for quote in quotes] for quotes in found] == [[False], [True], []]


def test_a_mark_opened_again_was_forgotten() -> None:
    assert told("張小梅說：「雨停了。", "路也乾了。", "李大明說：「走吧，我們回家。」") == [
        ["direct 張小梅 「雨停了。"],
        [],
        ["direct 李大明 「走吧，我們回家。」"],
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "”這件事情再次證明，沒有人願意負責”張小梅在信中寫道。",
        '"這件事情再次證明，沒有人願意負責，”張小梅說。',
        '“這件事情再次證明，沒有人願意負責"，張小梅說。',
        "“這件事情再次證明，沒有人願意負責“，張小梅說。",
        "這件事情再次證明，沒有人願意負責。」張小梅說。",
    ],
)
def test_damaged_marks(sentence: str) -> None:
    quotes = told(sentence)[0]
    assert len(quotes) == 1
    assert quotes[0].startswith("direct 張小梅 ")
    assert quotes[0].endswith(sentence[: sentence.index("張")].rstrip("，"))


@pytest.mark.parametrize("before", ["", "張小梅說：", "晴了。", "張小梅說 ", "他\u3000"])
def test_the_wrong_way_round_a_mark_opens_where_a_quote_may_begin(before: str) -> None:
    text = f"{before}”雨停了，路乾了。”張小梅說。"
    assert [(one.start, one.end) for one in outermost(text)] == [(len(before), text.rindex("”") + 1)]


def test_the_wrong_way_round_a_mark_opens_nothing_behind_a_word() -> None:
    assert not any(one.start == 3 for one in outermost("張小梅”雨停了，路乾了。”走了。"))


@pytest.mark.parametrize("said", ["希望他能來", "認為好", "表示對", "承認錯了", "預計他會來"])
def test_what_is_too_short_for_a_clause_is_no_quote(said: str) -> None:
    text = f"周建{said}。"
    assert not any(find_quotes(text, split(text), [Name(0, 2, "PER")]))


def test_a_pronoun_means_the_person_named_last() -> None:
    assert told(
        "張小梅昨天到了基隆。", "她表示，雨已經停了。", "另外，她認為路很快會乾。", names=("張小梅",)
    ) == [
        [],
        ["indirect 張小梅 雨已經停了。"],
        ["indirect 張小梅 路很快會乾。"],
    ]


def test_a_pronoun_means_nobody_of_another_paragraph() -> None:
    text = "張小梅昨天到了基隆。\n她表示，雨已經停了。"
    found = find_quotes(text, split(text), [Name(0, 3, "PER")])
    assert [one.text for one in found[1][0].speakers] == ["她"]


def test_marks_after_a_quote_are_of_the_same_speaker_but_not_certain() -> None:
    text, sentences = sentences_of("「雨已經停了。」張小梅說。", "「路很快就會乾，我們走。」")
    found = find_quotes(text, sentences)
    assert [one.text for one in found[1][0].speakers] == ["張小梅"]
    assert found[0][0].certain
    assert not found[1][0].certain


def test_a_verb_without_subject_takes_the_one_before() -> None:
    assert told("張小梅說，雨停了。", "並補充說，路很快會乾。") == [
        ["indirect 張小梅 雨停了。"],
        ["indirect 張小梅 路很快會乾。"],
    ]


@pytest.mark.parametrize(
    ("after", "speaker"),
    [
        ("目擊者張小梅告訴記者，岸邊圍了很多人。", "張小梅"),
        ("目击者张小梅告诉记者，岸边围了很多人。", "张小梅"),
        ("昨天下午，記者見到了張小梅，她一邊擦頭盔一邊說。", "張小梅"),
        ("說起那天的情形，張小梅幾度哽咽。", "張小梅"),
        ("家住北岸的张小梅说起这件事，气不打一处来。", "张小梅"),
        ("張小梅說這句話時，眼睛是亮的。", "張小梅"),
        ("路上的人都停下來看。", ""),
        ("張小梅問：「你是誰？」", ""),
        ("「我沒事。」張小梅說起那天就哭。", ""),
    ],
)
def test_the_sentence_behind_a_quote_may_say_whose_it_is(after: str, speaker: str) -> None:
    names = tuple({"張小梅", "张小梅"} & {after[at : at + 3] for at in range(len(after))})
    assert told("「當時沒想那麼多，救人要緊。」", after, names=names)[0] == [
        f"direct {speaker} 「當時沒想那麼多，救人要緊。」"
    ]


def test_whoever_acts_speaks_and_not_whoever_spoke_before() -> None:
    assert told("張小梅表示，雨停了。", "婦人放下錢就走，只說了「給孩子買書」。")[1] == [
        "direct 婦人 「給孩子買書」"
    ]
    assert told("張小梅表示，雨停了。", "窗外一陣風吹過，只說了「給孩子買書」。")[1] == [
        "direct  「給孩子買書」"
    ]


def test_a_report_says_nothing_twice() -> None:
    found = told("維修記錄顯示，電梯停了三次。", "「每次都說在等配件，等了半個月。」")
    assert found[1] == ["direct  「每次都說在等配件，等了半個月。」"]


@pytest.mark.parametrize("label", ["答：", "A：", "李大明："])
def test_a_turn_of_an_interview_goes_on_to_the_end_of_its_paragraph(label: str) -> None:
    who = label[:-1] if label == "李大明：" else ""
    assert told(
        label + "我累了。",
        "那時一週值三個夜班。",
        "（笑）",
        "她說：「別太累。」",
        names=("李大明",) if who else (),
    ) == [
        [f"direct {who} 我累了。"],
        [f"direct+ {who} 那時一週值三個夜班。"],
        [],
        ["direct 她 「別太累。」"],
    ]


def test_empty_input() -> None:
    assert find_quotes("", []) == []
    assert find_quotes("他說：「好。」", [Sentence(0, 0, True)]) == [()]
    assert find_quotes("。", [Sentence(0, 1)]) == [()]


HARD = {
    "open marks": "「",
    "closing marks": "」",
    "nested": "「『",
    "straight": '"',
    "cues": "說",
    "cues and commas": "他說，",
    "no stop": "他說天氣真的不好王毅",
    "quotes": "他說「天氣真的很好」，",
    "two quotes": "「天氣真的很好，」他說，",
    "prepositions": "在對和與時",
    "sources": "據",
    "pronouns": "她表示，天氣不好，",
    "brackets": "（（）",
    "titles": "《",
    "hearsay": "據悉，",
    "chain": "並強調，天氣不好",
    "adverbs": "也還今天",
    "colons": "：",
    "unspoken": "「天氣很好，真的。」",
}


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD.keys())
def test_work_grows_with_the_text(piece: str) -> None:
    def calls(size: int) -> int:
        text = (piece * size)[:size]
        names = [Name(at, at + 2, "ORG") for at in range(0, size - 2, 7)]
        count = 0

        def tick(*_: Any) -> None:
            nonlocal count
            count += 1

        sys.setprofile(tick)
        try:
            find_quotes(text, [Sentence(0, size, True)], names)
        finally:
            sys.setprofile(None)
        return count

    assert calls(8000) < 2.5 * calls(4000) + 2000


def test_bad_input_is_survived() -> None:
    for text in (
        "「" * 10_000 + "好" + "」" * 10_000,
        "他說：「" * 5_000,
        "“‘" * 10_000,
        "王" * 5_000 + "表示，天氣很好。",
        "\ue000\ue001說：\ue003\ud800",
    ):
        find_quotes(text, split(text))
    long = "王" * 5_000
    assert (
        len(find_quotes(long + "表示，天氣很好。", [Sentence(0, 5_008, True)], [Name(0, 5_000, "PER")])) == 1
    )


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_offsets_and_independence(text: str, data: st.DataObject) -> None:
    sentences = split(text)
    names = []
    at = 0
    for size in data.draw(st.lists(st.integers(1, 5), max_size=8)):
        if at + size <= len(text):
            names.append(Name(at, at + size, data.draw(st.sampled_from(["PER", "ORG", "LOC"]))))
        at += size + data.draw(st.integers(0, 5))
    found = find_quotes(text, sentences, names)
    assert len(found) == len(sentences)
    for sentence, quotes in zip(sentences, found, strict=True):
        for quote in quotes:
            assert quote.form in ("direct", "indirect", "mixed")
            for span in (quote.cue, quote.content):
                assert span is None or sentence.start <= span[0] < span[1] <= sentence.end
            for one in quote.speakers:
                assert text[one.start : one.end] == one.text != ""
                assert one.title_start <= one.start
                assert one.reason
        starts = [quote.content for quote in quotes if quote.content]
        assert starts == sorted(starts)
    alone: list[tuple[QuoteFound, ...]] = []
    openings = [at for at, one in enumerate(sentences) if one.opens_paragraph or not at]
    for first, last in pairwise([*openings, len(sentences)]):
        alone += find_quotes(text, sentences[first:last], names)
    assert alone == found


def bare(quotes: tuple[QuoteFound, ...]) -> list[tuple[Any, ...]]:
    """Return what of quotes must not depend on the script."""
    return [
        (
            quote.form,
            quote.cont,
            quote.cue,
            quote.content,
            quote.certain,
            [(one.start, one.end, one.title_start) for one in quote.speakers],
        )
        for quote in quotes
    ]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_both_scripts_give_the_same(text: str) -> None:
    sentences = split(text)
    assert [bare(one) for one in find_quotes(text, sentences)] == [
        bare(one) for one in find_quotes(to_simplified(text), sentences)
    ]


def test_a_name_over_two_paragraphs_counts_in_neither() -> None:
    text = "他表示在台北「他們\n他說好。"
    sentences = split(text)
    over = [Name(7, 11, "PER")]
    whole = find_quotes(text, sentences, over)
    assert whole == [*find_quotes(text, sentences[:1], over), *find_quotes(text, sentences[1:], over)]
