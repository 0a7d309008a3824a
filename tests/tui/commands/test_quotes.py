"""Who is quoted, how, and whose voice it is: what rules bring, what a list picks, what undo takes back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from annotations.model.article import Article, Name
from tui.layout.pieces import Highlights
from tui.screens.dialogs.speaker import SpeakerScreen
from tui.session import messages
from tui.session.analysis import Analyser

OPENAI, SEMI, BODY = 5, 9, 2
"""Of the founding article: OpenAI表示, 據SemiAnalysis報道, and a sentence that quotes nobody."""
TWO = "張三說：「天氣很好。」李四說：「雨快來了。」"


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the same few names at once."""

    def begin(analyser: Analyser, article: Article, first: int) -> None:
        text = article.text
        found = [
            Name(*match.span(), kind)
            for pattern, kind in (
                ("OpenAI|SemiAnalysis|DeepSeek", "ORG"),
                ("奧爾特曼|翟季冬|Dario Amodei|特朗普|張三|李四|王五", "PER"),
            )
            for match in re.finditer(pattern, text)
        ]
        starts = [sentence.start for sentence in article.sentences]
        found.sort(key=lambda name: name.start)
        analyser._tell(messages.Analysed(article.id, Highlights(starts, found)))

    monkeypatch.setattr(Analyser, "begin", begin)


def in_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


async def go(reader, index: int) -> None:
    reader.view.cursor = index
    await reader.settle()


def quotes(reader, index: int | None = None) -> list[dict]:
    return [
        dict(one)
        for one in reader.session.article.marks.said(reader.view.cursor if index is None else index).quotes
    ]


def names(reader, index: int | None = None) -> list[list[str]]:
    return [[one["name"] for one in quote["speakers"]] for quote in quotes(reader, index)]


def listed(reader) -> list[str]:
    return [choice.value.name for choice in reader.screen.picker.choices]


def look(reader, index: int, letter: str):
    """Return how a letter beside a sentence is drawn."""
    strip = reader.strip(reader.view.lines.first[index])
    return next(segment.style.color for segment in strip if letter in segment.text)


async def click(reader, words: str) -> None:
    """Click on words in the list that is open."""
    rows = reader.panel.split("\n")
    y = next(y for y, row in enumerate(rows) if y and words in row)
    at = reader.screen.query_one("#panel").content_region.offset
    await reader.pilot.click(offset=(at.x + cell_len(rows[y][: rows[y].index(words)]), at.y + y))
    await reader.settle()


async def test_a_proposal_is_dim_and_says_nothing(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, OPENAI)
        assert reader.columns(OPENAI) == "..q  "
        assert look(reader, OPENAI, "q") == look(reader, OPENAI, "."), "as what is not said"
        assert "quote?" in reader.panel
        assert "OpenAI" in reader.panel.split("\n")[1]
        assert reader.session.article.marks.unsaid
        assert not (founding.parent / "annotations").exists()


async def test_q_takes_the_form_and_the_speaker_of_the_rule(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, OPENAI)
        await reader.press("q")
        [quote] = quotes(reader)
        text = reader.session.article.text
        [who] = quote["speakers"]
        assert (quote["form"], quote["cont"], quote["by"]) == ("indirect", False, "rule")
        assert (who["text"], who["name"], who["by"]) == ("OpenAI", "OpenAI", "rule")
        assert text[who["start"] : who["end"]] == "OpenAI"
        assert text[slice(*quote["content"])].startswith("o3-mini的發布")
        assert reader.columns(OPENAI) == "  q  "
        assert look(reader, OPENAI, "q") != look(reader, OPENAI + 1, ".")
        assert "by rule" in reader.panel
        await reader.press("u")
        assert quotes(reader) == []
        assert reader.columns(OPENAI) == "..q  "
        await reader.press("ctrl+r")
        assert quotes(reader) == [quote]
        await reader.press("q")
        assert (quotes(reader), reader.columns(OPENAI)) == ([], "..q  "), "it takes all of it along"


async def test_a_quote_of_nobody_lacks_a_speaker_until_one_is_picked(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("q")
        assert reader.columns(BODY) == "  q? "
        assert "lacks speaker" in reader.panel
        await reader.press("p")
        assert reader.screen.picker.title == f"speaker of sentence {BODY + 1}"
        first = listed(reader)[0]
        await reader.press("1")
        assert names(reader) == [[first]]
        assert quotes(reader)[0]["speakers"][0]["by"] == "person"
        assert reader.columns(BODY) == "  q  "
        assert reader.screen.picker is None
        await reader.press("u")
        assert (names(reader), reader.columns(BODY)) == ([[]], "  q? ")
        await reader.press("u")
        assert reader.session.article.marks.said(BODY).labels == frozenset()


async def test_p_alone_makes_it_a_quote(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, SEMI)
        await reader.press("p", "1")
        assert reader.labels() == {"quote"}
        assert names(reader) == [["SemiAnalysis"]], "whom the rule found comes first"
        await reader.press("u")
        assert (reader.labels(), quotes(reader)) == (set(), [])


@pytest.mark.parametrize(
    ("keys", "which"),
    [
        (("2",), 1),
        (("２",), 1),
        (("down", "enter"), 1),
        (("right", "down", "up", "space"), 1),
        (("down", "ctrl+j"), 1),
        (("f6",), None),
        (("escape",), None),
    ],
)
async def test_every_way_to_pick(opened, founding, keys, which) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("q", "f6")
        there = listed(reader)
        assert len(there) >= 2
        await reader.press(*keys)
        assert names(reader) == [[there[which]] if which is not None else []]
        assert (reader.screen.picker is None) == (keys != ("f6",)), "its own key opens it anew"


async def test_a_click_picks(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("q", "p")
        there = listed(reader)
        await click(reader, f"2 {there[1]}")
        assert names(reader) == [[there[1]]]
        await reader.press("p")
        await click(reader, "unknown")
        assert names(reader) == [[""]]


async def test_another_key_leaves_the_list_and_does_what_it_does(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("p", "j")
        assert reader.screen.picker is None
        assert reader.view.cursor == BODY + 1
        await reader.press("p", "c")
        assert reader.labels() == {"claim"}
        assert quotes(reader) == []
        await reader.press("p", "end")
        assert reader.view.cursor == 28


async def test_an_input_method_picks_nothing(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("p")
        await reader.burst("我在2月1日")
        assert reader.session.article.marks.unsaid
        assert reader.message.startswith("input method on?")


async def test_unknown_is_an_answer(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("q", "p", "0")
        [who] = quotes(reader)[0]["speakers"]
        assert (who["name"], who["text"], who["start"], who["by"]) == ("", "", None, "person")
        assert reader.columns(BODY) == "  q  ", "it lacks nothing"
        assert "unknown" in reader.panel
        await reader.press("u")
        assert reader.columns(BODY) == "  q? "


async def test_a_name_is_typed_and_completed(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("p", "/")
        assert isinstance(reader.app.screen, SpeakerScreen)
        for key in "Dario":
            await reader.press(key)
        await reader.press("tab", "enter")
        assert names(reader) == [["Dario Amodei"]]
        [who] = quotes(reader)[0]["speakers"]
        assert reader.session.article.text[who["start"] : who["end"]] == "Dario Amodei", "in another sentence"
        assert who["start"] > reader.session.article.sentences[BODY].end
        await reader.press("p", "/", "王", "五", "enter")
        [who] = quotes(reader)[0]["speakers"]
        assert (who["name"], who["text"], who["start"]) == ("王五", "", None), "it stands nowhere"
        await reader.press("p", "/", "escape")
        await reader.press("p", "/", "enter")
        assert names(reader) == [["王五"]], "nothing typed says nothing"
        await reader.press("u", "u")
        assert reader.labels() == set()


async def test_a_speaker_from_another_sentence(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, OPENAI + 1)
        await reader.press("p")
        at = listed(reader).index("OpenAI")
        await reader.press(str(at + 1))
        [who] = quotes(reader)[0]["speakers"]
        text = reader.session.article.text
        assert text[who["start"] : who["end"]] == "OpenAI"
        assert who["end"] <= reader.session.article.sentences[OPENAI + 1].start
        assert reader.columns(OPENAI + 1) == "  q  "


async def test_a_second_speaker(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, SEMI)
        await reader.press("q", "p", "+")
        assert reader.screen.picker.title.startswith("a second speaker")
        other = next(name for name in listed(reader) if name != "SemiAnalysis")
        await reader.press(str(listed(reader).index(other) + 1))
        assert names(reader) == [["SemiAnalysis", other]]
        await reader.press("u")
        assert names(reader) == [["SemiAnalysis"]]


async def test_the_same_person_under_another_name(opened, tmp_path) -> None:
    path = in_file(tmp_path, "張三說，天氣很好。老張認為，雨快來了。王五說，不會。")
    async with opened(path) as reader:
        await go(reader, 1)
        await reader.press("p", "/", "老", "張", "enter")
        assert names(reader) == [["老張"]]
        await reader.press("p", "=")
        choices = [choice.value for choice in reader.screen.picker.choices]
        await reader.press(str(choices.index("張三") + 1))
        [who] = quotes(reader)[0]["speakers"]
        assert (who["text"], who["name"], who["by"]) == ("老張", "張三", "person")
        assert "張三 (老張)" in reader.panel
        await reader.press("u")
        assert names(reader) == [["老張"]]


async def test_tab_goes_to_the_next_quote(opened, tmp_path) -> None:
    path = in_file(tmp_path, "張三說天氣很好，李四說雨快來了。王五也在場。\n")
    async with opened(path) as reader:
        found = reader.session.article.speakers.proposals.fields(0)
        assert len(found) == 2, "張三說 and 李四說"
        await reader.press("q", "p")
        assert "quote 1 of 2" in reader.panel
        await reader.press("tab")
        assert "quote 2 of 2" in reader.panel
        await reader.press("0")
        assert names(reader) == [["張三"], [""]]
        await reader.press("p", "tab", "tab", "0")
        assert names(reader) == [[""], [""]], "round"


async def test_p_begins_with_the_quote_that_lacks_a_speaker(opened, tmp_path) -> None:
    path = in_file(tmp_path, "張三說天氣很好，李四說雨快來了。王五也在場。\n")
    async with opened(path) as reader:
        await reader.press("q")
        only_first = [quotes(reader)[0], {**quotes(reader)[1], "speakers": []}]
        reader.screen.saver.act(
            lambda editor: editor.ledger.change([0], lambda index, said: {"quotes": only_first}, "by hand")
        )
        await reader.settle()
        assert reader.columns(0) == "  q? "
        await reader.press("p")
        assert "quote 2 of 2" in reader.panel


async def test_a_quote_goes_on(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("y")
        assert reader.message == "no quote stands shortly before this sentence"
        await go(reader, OPENAI)
        await reader.press("q", "down", "y")
        at = OPENAI + 1
        [quote] = quotes(reader, at)
        assert (quote["cont"], quote["form"], quote["content"]) == (True, "indirect", None)
        assert names(reader, at) == [["OpenAI"]]
        assert quote["speakers"][0]["by"] == "person"
        assert reader.columns(at) == "  q+ "
        assert "goes on" in reader.panel
        await reader.press("down", "f5")
        assert reader.columns(at + 1) == "  q+ "
        await reader.press("u", "u")
        assert reader.columns(at) == reader.columns(at + 1) == "...  "
        assert reader.view.cursor == at


async def test_voice_and_form_step_through(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("h")
        assert reader.message == "a voice belongs to claim or opinion"
        await reader.press("i")
        assert reader.message == "this is no quote yet; q makes it one"
        await go(reader, OPENAI)
        await reader.press("c")
        assert reader.session.article.marks.said(OPENAI).voice == "author"
        await reader.press("q")
        assert reader.session.article.marks.said(OPENAI).voice == "speaker", "by default that of the quote"
        voices = []
        for _ in range(3):
            await reader.press("h")
            voices.append(reader.session.article.marks.said(OPENAI).voice)
        assert voices == ["both", "author", "speaker"]
        assert reader.session.article.marks.said(OPENAI).voice_by == "person"
        forms = []
        for key in ("i", "shift+f7", "i"):
            await reader.press(key)
            forms.append(quotes(reader)[0]["form"])
        assert forms == ["direct", "mixed", "indirect"]
        await reader.press("u")
        assert quotes(reader)[0]["form"] == "mixed"
        await reader.press("u", "u", "u")
        assert reader.session.article.marks.said(OPENAI).voice == "author"
        assert quotes(reader)[0]["form"] == "indirect"


async def test_the_quoted_words_are_chosen_by_clause(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, SEMI)
        text = reader.session.article.text
        await reader.press("Q")
        pieces = [choice.text for choice in reader.screen.picker.choices]
        assert len(pieces) == 3
        await reader.press("2")
        assert [choice.text for choice in reader.screen.picker.choices] == pieces[1:], "an end not before it"
        await reader.press("1")
        [quote] = quotes(reader)
        assert text[slice(*quote["content"])] == pieces[1]
        await reader.press("Q", "2", "2")
        assert text[slice(*quotes(reader)[0]["content"])] == "".join(pieces[1:])
        await reader.press("Q", "0")
        assert quotes(reader)[0]["content"] is None
        await reader.press("u", "u")
        assert text[slice(*quotes(reader)[0]["content"])] == pieces[1]
        await reader.press("u")
        assert reader.labels() == set()


async def test_a_range_is_one_act(opened, founding) -> None:
    async with opened(founding) as reader:
        await go(reader, BODY)
        await reader.press("v", "down", "down", "q")
        assert [reader.columns(BODY + n) for n in range(4)] == ["  q? "] * 3 + ["..q  "]
        await go(reader, BODY)
        await reader.press("v", "down", "down", "p", "0")
        assert [names(reader, BODY + n) for n in range(3)] == [[[""]]] * 3
        await go(reader, BODY)
        await reader.press("v", "down", "i")
        assert [quotes(reader, BODY + n)[0]["form"] for n in range(3)] == ["direct", "direct", "indirect"]
        await reader.press("u", "u")
        assert [names(reader, BODY + n) for n in range(3)] == [[[]]] * 3
        await reader.press("u")
        assert reader.session.article.marks.settled == 0
        await go(reader, OPENAI)
        await reader.press("q", "down", "v", "down", "down", "y")
        assert [reader.columns(OPENAI + n) for n in range(1, 4)] == ["  q+ "] * 3
        await reader.press("u")
        assert [reader.columns(OPENAI + n) for n in range(1, 4)] == ["...  "] * 3


async def test_names_of_5000_characters(opened, founding) -> None:
    long = "長" * 5000
    for size in ((80, 24), (40, 12), (160, 50)):
        async with opened(founding, size=size) as reader:
            await go(reader, BODY)
            await reader.press("p", "/")
            reader.app.screen.query_one("#speaker").value = long
            await reader.settle()
            await reader.press("enter")
            assert names(reader) == [[long]]
            assert all(strip.cell_length == size[0] for strip in reader.frame())
            await reader.press("p")
            assert (" 0 unknown " if size[0] > 40 else " 0  /  +  =") in reader.panel
            assert all(strip.cell_length == size[0] for strip in reader.frame())
            await reader.press("=", "escape", "u")
            assert reader.labels() == set()


async def test_a_scheme_without_quotes_has_none_of_it(opened, seeds, founding) -> None:
    (seeds / "zhupi.toml").write_text(
        '[scheme]\nname = "own"\n[[scheme.labels]]\nname = "hoax"\nkey = "c"\n', encoding="utf-8"
    )
    async with opened(founding) as reader:
        await go(reader, OPENAI)
        assert reader.columns(OPENAI) == ".  "
        for key in ("p", "y", "h", "i"):
            await reader.press(key)
            assert reader.message == f"{key} is no key here; ? shows them"
