"""Names that are one person's, the ranked list of speakers, and completion."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.model.article import Name
from annotations.speakers.aliases import Aliases
from annotations.speakers.candidates import Given, Speakers, complete
from annotations.speakers.person_names import fold, same_organisation, same_person

SAME = """
奧特曼 = 奧爾特曼
奥特曼 = 奧爾特曼
羅納爾多 = 羅納多
普里戈津 = 普里高津
川普 = 特朗普
普丁 = 普京
蒲亭 = 普丁
澤倫斯基 = 泽连斯基
馬克宏 = 馬克龍
納坦雅胡 = 内塔尼亚胡
季辛吉 = 基辛格
龐佩奧 = 蓬佩奧
唐納德·川普 = 特朗普
美國總統特朗普 = 川普
王毅 = 外長王毅
王毅外長 = 外交部長王毅
王毅 = 王毅先生
王部長 = 王毅
記者王小明 = 王小明
清華大學教授李大同 = 李大同
Dario Amodei = Amodei
Anthropic首席執行官Dario Amodei = Amodei
D. Amodei = Dario Amodei
ＤＡＲＩＯ ＡＭＯＤＥＩ = Dario Amodei
OpenAI CEO奧特曼 = 奧爾特曼
馬斯克 = 埃隆·馬斯克
埃隆‧馬斯克 = 埃隆•马斯克
埃隆・马斯克 = 埃隆·馬斯克
謝爾蓋耶維奇 = 謝蓋耶維奇
克里斯蒂亞諾 = 克利斯蒂亞諾
克里斯蒂亞諾 = 克利斯蒂婭諾
約·拜登 = 拜登
俄羅斯總統普京 = 普丁
"""

APART = """
王毅 = 王力
王毅 = 王毅夫
王先生 = 王毅
王女士 = 王毅
李部長 = 王毅
馬斯克 = 馬克斯
馬克龍 = 馬克
埃隆·馬斯克 = 金伯·馬斯克
Dario Amodei = Daniela Amodei
Dario = Amodei
阿莫代 = Amodei
李雅莉 = 李雅麗
馬麗莉 = 馬麗黎
布萊恩 = 布萊爾
特朗普 = 普京
奧特曼 = 歐特曼
萊里索夫斯基 = 賴里索夫斯基
布爾特爾曼 = 布特曼
總統府 = 總統
總理辦公室 = 辦公室
教育部 = 教育部長
陳水扁 = 陳水
"""


def pairs(block: str) -> list[tuple[str, str]]:
    return [(row.split(" = ")[0], row.split(" = ")[1]) for row in block.strip().split("\n")]


@pytest.mark.parametrize(("a", "b"), pairs(SAME))
def test_one_person(a: str, b: str) -> None:
    assert same_person(a, b)
    assert same_person(b, a)
    assert same_person(to_simplified(a), b)
    assert Aliases([(a, "PER"), (b, "PER")]).same(a, b)


@pytest.mark.parametrize(("a", "b"), pairs(APART))
def test_two_people(a: str, b: str) -> None:
    assert not same_person(a, b)
    assert not same_person(b, a)
    assert not Aliases([(a, "PER"), (b, "PER")]).same(a, b)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("OpenAI", "openai", True),
        ("美國OpenAI公司", "OpenAI", True),
        ("微軟公司", "微软", True),
        ("阿里巴巴集團", "阿里巴巴", True),
        ("Apple Inc.", "Apple", True),
        ("外交部", "中國外交部", False),
        ("中國移動", "移動", False),
        ("俄羅斯Yandex", "Yandex", True),
        ("俄羅斯電力", "電力", False),
        ("中國銀行", "美國銀行", False),
        ("集團公司", "公司", False),
    ],
)
def test_organisations(a: str, b: str, same: bool) -> None:
    assert same_organisation(a, b) is same
    assert Aliases([(a, "ORG"), (b, "ORG")]).same(a, b) is same


def test_a_short_form_needs_one_person_and_no_other() -> None:
    one = Aliases([("埃隆·馬斯克", "PER"), ("馬斯克", "PER")])
    assert one.same("馬斯克", "埃隆·馬斯克")
    one.add("金伯·馬斯克", "PER")
    assert not one.same("馬斯克", "埃隆·馬斯克")
    assert not one.same("埃隆·馬斯克", "金伯·馬斯克")
    wangs = Aliases([("王毅", "PER"), ("王部長", "PER")])
    assert wangs.same("王部長", "王毅")
    wangs.add("王文濤部長", "PER")
    assert wangs.same("王部長", "王文濤")  # of two people it is the one with that title
    assert not wangs.same("王部長", "王毅")
    wangs.add("王小洪部長", "PER")
    assert not wangs.same("王部長", "王文濤")


def test_the_fullest_name_stands_for_the_person() -> None:
    names = Aliases([("馬斯克", "PER"), ("外長王毅", "PER"), ("埃隆·馬斯克", "PER"), ("王毅", "PER")])
    assert names.canonical("馬斯克") == "埃隆·馬斯克"
    assert names.canonical("外長王毅") == "王毅"
    assert names.canonical("新來的人") == "新來的人"


def test_what_people_say_wins() -> None:
    names = Aliases([("OpenAI", "ORG"), ("奧特曼", "PER"), ("奧爾特曼", "PER"), ("阿莫代", "PER")])
    assert names.same("奧特曼", "奧爾特曼")
    names.part("奧特曼", "奥尔特曼")
    assert not names.same("奧特曼", "奧爾特曼")
    names.join("阿莫代", "Dario Amodei")
    names.join("奧特曼", "OpenAI")
    assert names.same("阿莫代", "Dario Amodei")
    assert names.same("奧特曼", "OpenAI")
    names.part("阿莫代", "Dario Amodei")
    assert not names.same("阿莫代", "Dario Amodei")
    names.join("奧特曼", "奧爾特曼")
    assert names.same("奧特曼", "奧爾特曼")
    short = Aliases([("馬斯克", "PER"), ("埃隆·馬斯克", "PER")], parted=[("馬斯克", "埃隆·馬斯克")])
    assert not short.same("馬斯克", "埃隆·馬斯克")


def test_parted_names_are_not_joined_by_a_third() -> None:
    names = Aliases(
        [("特朗普", "PER"), ("川普", "PER"), ("美國總統特朗普", "PER")], parted=[("特朗普", "川普")]
    )
    assert not names.same("特朗普", "川普")


WORDS = st.sampled_from([name for pair in pairs(SAME) + pairs(APART) for name in pair])


@settings(max_examples=100)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["PER", "ORG", ""])), max_size=12), st.data())
def test_being_one_is_an_equivalence_and_hands_win(names: list[tuple[str, str]], data: st.DataObject) -> None:
    aliases = Aliases(names)
    known = [name for name, _ in names]
    for a in known:
        assert aliases.same(a, a)
        assert aliases.same(a, aliases.canonical(a))
        for b in known:
            assert aliases.same(a, b) == aliases.same(b, a) == (aliases.group(a) == aliases.group(b))
    if known:
        a, b = data.draw(st.sampled_from(known)), data.draw(WORDS)
        if fold(a) != fold(b):
            aliases.part(a, b)
            assert not aliases.same(a, b)
            aliases.join(a, b)
            assert aliases.same(a, b)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_names_can_be_compared(a: str, b: str) -> None:
    assert same_person(a, b) == same_person(b, a)
    assert same_person(a, a)
    assert fold(fold(a)) == fold(a)


def test_very_long_names_do_no_harm() -> None:
    long = "奧特曼·" * 1250
    assert not same_person(long, "奧特曼")
    assert same_person(long, long)
    many = Aliases([(f"{long}{number}", "PER") for number in range(200)])
    assert many.canonical(f"{long}7") == f"{long}7"


TEXT = (
    "馬斯克昨天抵達北京。微軟和OpenAI開始調查DeepSeek是否採用其數據，美國總統特朗普警告稱需要限制出口。"
    "Dario Amodei認為，川普的看法有誤。北京表示，不會讓步。據新華社報道，王毅也不同意。"
)
TYPES = {
    "馬斯克": "PER",
    "北京": "LOC",
    "微軟": "ORG",
    "OpenAI": "ORG",
    "DeepSeek": "ORG",
    "美國": "LOC",
    "特朗普": "PER",
    "Dario Amodei": "PER",
    "川普": "PER",
    "新華社": "ORG",
    "王毅": "PER",
}


def names_of(text: str) -> list[Name]:
    spots = [(text.find(word, at), word) for word in TYPES for at in range(len(text))]
    found = {(at, word) for at, word in spots if at >= 0}
    return [Name(at, at + len(word), TYPES[word]) for at, word in sorted(found)]


def speakers(*given_speakers: Given) -> Speakers:
    return Speakers(TEXT, split(TEXT), names_of(TEXT), given=given_speakers)


def listed(found: Speakers, sentence: int, cue: str = "", **more: object) -> list[str]:
    at = TEXT.index(cue) if cue else None
    return [one.name for one in found.candidates(sentence, cue=at, **more)]  # type: ignore[arg-type]


def test_names_before_the_cue_come_first_the_nearest_first() -> None:
    assert listed(speakers(), 1, "警告稱") == [
        "特朗普",
        "DeepSeek",
        "OpenAI",
        "微軟",
        "馬斯克",
        "Dario Amodei",
        "王毅",
        "新華社",
    ]


def test_the_rule_comes_first_and_nobody_twice() -> None:
    at = TEXT.index("微軟")
    found = speakers().candidates(1, cue=TEXT.index("警告稱"), ruled=[(at, at + 2)])
    assert [one.name for one in found][:3] == ["微軟", "特朗普", "DeepSeek"]
    assert found[0].why == "by rule"
    assert len({one.name for one in found}) == len(found)


def test_a_candidate_tells_where_it_is() -> None:
    found = {
        one.name: one for one in speakers(Given("川普", 2, None)).candidates(1, cue=TEXT.index("警告稱"))
    }
    trump = found["特朗普"]
    assert (trump.start, trump.text, trump.type) == (TEXT.index("特朗普"), "特朗普", "PER")
    assert trump.where == (1, 2)
    assert trump.why == "this sentence, before the cue"
    assert found["馬斯克"].where == (0,)
    assert found["馬斯克"].why == "named in 1"


def test_a_place_counts_where_it_acts() -> None:
    assert listed(speakers(), 3, "表示，不會")[0] == "北京"
    assert "北京" not in listed(speakers(), 0, "抵達")
    assert "北京" not in listed(speakers(), 3)
    white_house = "白宮星期一沒有回應。"
    found = Speakers(white_house, split(white_house), [Name(0, 2, "LOC")]).candidates(0)
    assert [one.name for one in found] == ["白宮"]


def test_speakers_given_come_before_names_of_other_sentences_the_latest_first() -> None:
    found = speakers(Given("馬斯克", 0, 0), Given("某官員", 1), Given("王毅", 4), Given("", 2))
    assert listed(found, 3)[:4] == ["某官員", "馬斯克", "特朗普", "Dario Amodei"]
    official = found.candidates(3)[0]
    assert (official.start, official.end, official.text, official.type) == (None, None, "某官員", "")
    assert (official.where, official.why) == ((1,), "speaker of 2")
    assert listed(found, 0, limit=2) == ["馬斯克", "某官員"]
    found.take_back(1)
    assert "某官員" not in listed(found, 3)


def test_a_typed_name_is_shown_where_the_article_has_it() -> None:
    (typed,) = speakers(Given("馬斯克", 2)).candidates(3, limit=1)
    assert (typed.start, typed.end, typed.type) == (0, 3, "PER")
    assert (typed.where, typed.why) == ((2, 0), "speaker of 3")


def test_wherever_a_speaker_was_said_to_be_that_is_where_it_ends() -> None:
    for at in range(8):
        [one] = Speakers(TEXT, split(TEXT), given=[Given(TEXT[at : at + 3], 2, at)]).candidates(3, limit=1)
        assert (one.start, one.end, one.text) == (at, at + 3, TEXT[at : at + 3])


def test_a_speaker_stands_where_it_was_said_if_the_name_is_there() -> None:
    at = TEXT.index("王毅")
    here, beside = (
        Speakers(TEXT, split(TEXT), given=[Given("王毅", 2, start)]).candidates(3, limit=1)[0]
        for start in (at, at + 1)
    )
    assert (here.start, here.end, here.text) == (at, at + 2, "王毅")
    assert (beside.start, beside.end, beside.text) == (None, None, "王毅")


def test_without_a_cue_the_first_name_of_a_clause_leads() -> None:
    assert listed(speakers(), 1)[:4] == ["微軟", "OpenAI", "DeepSeek", "特朗普"]


def test_names_may_come_later_and_in_any_order() -> None:
    late = Speakers(TEXT, split(TEXT))
    assert late.candidates(1) == []
    every = names_of(TEXT)
    late.see(every[5:])
    late.see(every[:5])
    assert late.candidates(1) == speakers().candidates(1)


def test_a_list_looks_at_a_window_and_not_at_the_article() -> None:
    """The same sentence has the same list whether 50 or 5,000 paragraphs stand before it."""
    lists = []
    for size in (50, 5_000):
        text = TEXT * size
        types = [
            Name(n.start + k * len(TEXT), n.end + k * len(TEXT), n.type)
            for k in range(size)
            for n in names_of(TEXT)
        ]
        looked = Counting(text, split(text), types)
        lists.append([one.name for one in looked.candidates(5 * size - 4)])
        assert looked.looked_at < 2_000
    assert lists[0] == lists[1]


class Counting(Speakers):
    """Counts how often a sentence is looked up for a name."""

    looked_at = 0

    def _sentence_at(self, offset: int) -> int:
        self.looked_at += 1
        return super()._sentence_at(offset)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([TEXT, "他走了。", "「好。」王毅說。", "\n"]), max_size=4),
    st.data(),
)
def test_offsets_fit_and_the_limit_holds(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    sentences = split(text)
    if not sentences:
        return
    found = Speakers(text, sentences, names_of(text))
    number = data.draw(st.integers(0, len(sentences) - 1))
    bounds = sentences[number]
    cue = data.draw(st.none() | st.integers(bounds.start, bounds.end))
    limit = data.draw(st.integers(0, 9))
    candidates = found.candidates(number, cue=cue, limit=limit)
    assert len(candidates) <= limit
    assert len({found.aliases.group(one.name) for one in candidates}) == len(candidates)
    for one in candidates:
        assert text[one.start : one.end] == one.text
        assert all(0 <= other < len(sentences) for other in one.where)


def test_completion() -> None:
    names = ["特朗普", "埃隆·馬斯克", "馬克龍", "Dario Amodei", "OpenAI", "司馬遷"]
    assert complete("马", names) == ["馬克龍", "埃隆·馬斯克", "司馬遷"]
    assert complete("馬", names, limit=1) == ["馬克龍"]
    assert complete("amo", names) == ["Dario Amodei"]
    assert complete("ai", names) == ["OpenAI"]
    assert complete("ＯＰ", names) == ["OpenAI"]
    assert complete("", names) == complete("  ", names) == complete("王", names) == []
    assert set(complete("o", speakers().names())) == {"OpenAI", "Dario Amodei"}


def test_the_tables_are_simplified_and_lead_nowhere_else() -> None:
    table = lexicon.pairs("transliterations")
    assert len(table) >= 50
    for other, usual in table.items():
        assert to_simplified(other + usual) == other + usual
        assert usual not in table
        assert other != usual
        assert len(other) >= 2
    for name in ("surnames", "transliteration_characters", "more_titles"):
        assert all(to_simplified(word) == word for word in lexicon.words(name))
