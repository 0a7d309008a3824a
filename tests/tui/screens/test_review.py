"""The review screen: who says what side by side, and one key that settles it."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, THREE, act, layer_records, team
from textual.widgets import Input

from tui.screens.reading import ReadingScreen
from tui.screens.review import ReviewScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", THREE)


def decisions(root: Path) -> list[tuple[int, list[str], str]]:
    made = layer_records(root, "lin", "decision")
    return sorted((one["start"], one["labels"], one["how"]) for one in made)


async def test_it_opens_on_what_differs(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        assert isinstance(reader.screen, ReviewScreen)
        assert reader.view.cursor == 1, "the first on which they differ"
        assert "an |bo |mei|=" in reader.text_of("#names")
        assert reader.row(0)[4:20] == "c  |c  |c  |... "
        assert reader.row(1)[4:22] == " o |co | o |... # "
        assert [reader.columns(index)[-2] for index in range(5)] == [" ", "#", "#", "#", " "]
        assert "3 to settle" in reader.heading
        assert "differ in labels" in reader.panel
        assert "F1 an F3 mei  opinion" in reader.panel
        assert "F2 bo  claim opinion" in reader.panel


@pytest.mark.parametrize(
    ("key", "labels"), [("f2", ["claim", "opinion"]), ("1", ["opinion"]), ("３", ["opinion"])]
)
async def test_one_key_accepts_an_annotator_and_goes_on(opened, root, key, labels) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press(key)
        assert reader.view.cursor == 2
        assert "2 to settle" in reader.heading
        assert "saved" in reader.heading
    [(_, said, how)] = decisions(root)
    assert (said, how) == (labels, "person")


async def test_majority_union_none_and_by_hand(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("m", "a", "n")
        assert "0 to settle" in reader.heading
        assert "nothing is left here" in reader.message
        await reader.press("home", "q")
        assert reader.labels(0) == {"quote"}
        await reader.press("c", "h")
        assert reader.session.article.marks.said(0).voice == "both"
        await reader.press("q", "c")
        assert reader.screen.unit.state == "undecided", "the last label was taken off"
    assert [(labels, how) for _, labels, how in decisions(root)] == [
        (["opinion"], "majority"),
        (["claim", "quote"], "person"),
        ([], "person"),
    ]


async def test_what_cannot_be_decided_so_is_said(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f9")
        assert "there is no annotator 9" in reader.message
        await reader.press("z")
        assert "nothing is decided here" in reader.message
        await reader.press("f1", "k", "f1")
        assert "it is decided so already" in reader.message
        assert len(decisions(root)) == 1


async def test_undo_also_after_a_restart_and_never_my_own_marks(opened, root) -> None:
    async with opened(root, annotator="lin") as reader:
        await reader.press("home", "c")
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("u")
        assert "nothing to undo" in reader.message
        await reader.press("home", ".", "f2", "f1")
        assert len(decisions(root)) == 2
        await reader.press("u")
        assert len(decisions(root)) == 1
        assert reader.view.cursor == 2
        await reader.press("ctrl+r")
        assert len(decisions(root)) == 2
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("u", "u", "u")
        assert decisions(root) == []
        await reader.press("R")
        assert reader.labels(0) == {"claim"}, "what was said while annotating stays"
        await reader.press("u")
        assert not reader.labels(0)


async def test_a_range_is_settled_with_one_key(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("v", "j", "j", "f1")
    assert len(decisions(root)) == 3


async def test_why_goes_to_what_was_just_decided(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f2")
        assert reader.view.cursor == 2
        await reader.press("e", "2")
        assert "2 reason: guidelines" in reader.message
        await reader.press("w")
        reader.app.screen.query_one(Input).value = "太遲是評價"
        await reader.press("enter")
        await reader.press("k")
        assert "太遲是評價" in reader.panel
        await reader.press("e", "0")
    [made] = layer_records(root, "lin", "decision")
    assert (made["reason"], made["note"]) == ("", "太遲是評價")


async def test_the_next_disagreement_may_be_in_another_article(opened, root) -> None:
    team(root, {"an": ["c", "c", "o"], "bo": ["c", "c", "o"]}, name="b.txt", text=OTHER)
    team(root, {"an": ["c", "o", "o"], "bo": ["c", "c", "o"]}, name="c.txt", text=f"{OTHER}完。")
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f1", "f1", "f1", ".")
        assert reader.session.article.index == 2, "the second has nothing to settle"
        assert reader.view.cursor == 1
        await reader.press("f1", ".")
        assert "no other article has what is looked for" in reader.message
        assert reader.session.article.index == 2
        await reader.press("u")
        assert "1 to settle" in reader.heading
        await reader.press("u")
        assert reader.session.article.index == 0, "undo opens the article of the act"


async def test_filters(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f", "2")
        assert reader.screen.review.queue.wanted.words == "label claim"
        assert reader.screen.review.queue.sentences == [1, 2]
        await reader.press("f1")
        assert reader.screen.review.queue.sentences == [2]
        await reader.press("f", "0")
        assert reader.screen.review.queue.sentences == [1, 2]
        assert "settled too" in reader.screen.review.queue.wanted.words
        await reader.press("f", "1")
        assert len(reader.screen.review.queue.sentences) == 2


async def test_unanimous_ones_settle_themselves(opened, root) -> None:
    team(root, {"an": ["c", "c", "o"], "bo": ["c", "c", "o"]}, name="b.txt", text=OTHER)
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("s", "1")
        assert [how for _, _, how in decisions(root)] == ["unanimous"] * 2
        assert "1 more" in reader.message
        await reader.press("s", "2")
        await reader.until(lambda: "3 sentences of 1 article settled" in reader.message)
        assert len(decisions(root)) == 5
        await reader.press("s", "2")
        await reader.until(lambda: "nothing waits for this" in reader.message)
        await reader.press("u")
        assert len(decisions(root)) == 2, "one act"


async def test_what_others_change_is_seen_and_makes_a_decision_stale(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f1")
        act(root, "bo", "a.txt", lambda bo: [bo.labels.toggle([1], "quote")])
        await reader.until(lambda: reader.columns(1)[-2] == "~")
        await reader.press("k")
        assert "stale" in reader.panel
        assert "3 to settle" in reader.heading
        await reader.press("f1")
        assert reader.columns(1)[-2] == " "
        await reader.press("f", "f")
    mark = next(
        one for one in layer_records(root, "bo", "sentence") if "quote" in one["labels"] and one["start"] == 9
    )
    assert mark["labels"] == ["claim", "opinion", "quote"]


async def test_a_sentence_goes_back_comes_first_and_the_answer_returns(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("<", "2")
        reader.app.screen.query_one(Input).value = "這是事實嗎？"
        await reader.press("enter")
        assert reader.columns(1)[-2] == "<"
        await reader.press("j", "k")
        assert "to bo: 這是事實嗎？" in reader.panel
    team(root, {}, name="0.txt", text=OTHER)
    async with opened(root, annotator="bo") as reader:
        assert reader.session.article.base.source == "0.txt"
        await reader.press("d", "enter")
        assert reader.session.article.base.source == "a.txt", "what was given back comes before what is open"
        await reader.press(".")
        assert reader.view.cursor == 1
        assert reader.columns(1)[-2] == "<"
        assert "from lin: 這是事實嗎？" in reader.panel
        await reader.press("c", ">")
        reader.app.screen.query_one(Input).value = "不是，改了"
        await reader.press("enter")
        assert reader.columns(1)[-2] != "<"
    [answer] = layer_records(root, "bo", "answer")
    assert answer["comment"] == "不是，改了"
    [mark] = [one for one in layer_records(root, "bo", "sentence") if one["start"] == 9]
    assert (mark["after_review"], mark["first_labels"]) == (True, ["claim", "opinion"])
    async with opened(root, annotator="lin", review=True) as reader:
        assert reader.columns(1)[-2] == ">"
        await reader.press("home", "j")
        assert "answered: 不是，改了" in reader.panel
        await reader.press("f1")
        assert reader.columns(1)[-2] == " ", "what is settled is done with"


async def test_a_settled_case_becomes_an_example(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("G")
        assert "only a settled sentence" in reader.message
        await reader.press("f2", "e", "3", "G", "1")
        await reader.until(lambda: "an example of claim now" in reader.message)
        await reader.press("g")
        shown = "\n".join(strip.text for strip in reader.frame())
        assert "Keys" not in shown
    text = (root / "rulings.md").read_text(encoding="utf-8")
    assert "## claim" in text
    assert "- 這項政策來得太遲。" in text
    assert "claim+opinion ambiguous" in text


async def test_leaving_goes_back_to_reading_in_the_same_place(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f1", "R")
        assert isinstance(reader.screen, ReadingScreen)
        assert reader.view.cursor == 2
        assert reader.columns(0)[0:3] == "...", "the lead has annotated nothing"
        await reader.press("c")
        assert reader.labels(2) == {"claim"}
        await reader.press("R")
        assert isinstance(reader.screen, ReviewScreen)
        assert "lin" in reader.text_of("#names"), "who says something has a column"
    assert not [one for one in layer_records(root, "lin", "article") if one["done"]]


async def test_who_may_not_review_is_told_so(opened, root) -> None:
    async with opened(root, annotator="bo", review=True) as reader:
        assert isinstance(reader.screen, ReadingScreen)
        await reader.press("R")
        assert "lin leads this project" in reader.message
        assert not reader.session.everybody._others
    async with opened(root, annotator="lin") as reader:
        assert isinstance(reader.screen, ReadingScreen)
        await reader.press("R")
        assert "--review" in reader.message
        assert not reader.session.everybody._others, "nothing of others was read"


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
async def test_many_annotators_fit_any_window(opened, tmp_path, size) -> None:
    root = team(tmp_path / "news", {f"annotator{n}": THREE["an" if n % 2 else "bo"] for n in range(12)})
    async with opened(root, annotator="lin", review=True, size=size) as reader:
        assert reader.view.size.width - reader.view.left >= 12, "there is room for text"
        await reader.press("A", "enter")
        assert len(decisions(root)) == 1
        for strip in reader.frame():
            assert strip.cell_length == size[0]


async def test_a_layer_that_cannot_be_read_is_named_and_the_rest_works(opened, root) -> None:
    (root / "annotations" / "zoe.json").write_bytes(b"\x00\x01 no layer")
    async with opened(root, annotator="lin", review=True) as reader:
        assert "zoe.json" in reader.message
        await reader.press("f1")
        assert len(decisions(root)) == 1


async def test_what_an_annotator_never_saw_is_told_from_none(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "", "c", "", ""], "bo": ["c", None, "c"]}, done=False)
    act(root, "an", "a.txt", lambda an: [an.article.toggle_done(0, [(0, len(an.marks.article.text))])])
    act(
        root,
        "bo",
        "a.txt",
        lambda bo: [bo.article.toggle_done(0, [(0, bo.marks.article.sentences[3].start)])],
    )
    async with opened(root, annotator="lin", review=True) as reader:
        assert [reader.row(index)[4:12] for index in (0, 1, 3, 4)] == [
            "c  |c  |",
            "n  |---|",
            "n  |...|",
            "n  |...|",
        ]
        await reader.press("home", "down", "down", "down")
        assert "F2 bo  never seen, so not judged" in reader.panel
        assert "all agree" not in reader.panel
        await reader.press("f2")
        assert "says nothing of it" in reader.message
        await reader.press("up", "up")
        assert "all agree" in reader.panel, "on none, which one said and of the other is implied"


# -- who may ---------------------------------------------------------------------------


async def test_without_a_lead_nobody_reviews_what_several_said(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", THREE, lead="")
    for who in ("an", "lin"):
        async with opened(root, annotator=who, review=True) as reader:
            assert not isinstance(reader.app.screen, ReviewScreen)
            assert reader.session.everybody.of is None
            assert 'nobody leads: lead = "NAME" in zhupi.toml says who reviews' in reader.message
            await reader.press("R")
            assert not isinstance(reader.app.screen, ReviewScreen)
            assert 'lead = "NAME"' in reader.message
            await reader.press("K")
            assert 'lead = "NAME"' in reader.message


async def test_without_a_lead_what_the_project_shows_is_shown(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", THREE, lead="", others="done")
    async with opened(root, annotator="an", review=True) as reader:
        assert reader.session.everybody.of is not None, "an has done it"
    async with opened(root, annotator="zoe", review=True) as reader:
        assert reader.session.everybody.of is None


async def test_who_works_alone_reviews(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": THREE["an"]}, lead="")
    async with opened(root, annotator="an", review=True) as reader:
        assert isinstance(reader.app.screen, ReviewScreen)


async def test_who_does_not_lead_is_told_who_does(opened, root) -> None:
    async with opened(root, annotator="bo", review=True) as reader:
        assert not isinstance(reader.app.screen, ReviewScreen)
        assert "no review: lin leads this project" in reader.message


async def test_what_opening_found_is_said_to_who_begins_with_the_review(opened, root) -> None:
    (root / "0.txt").write_bytes(b"")
    async with opened(root, annotator="lin", review=True) as reader:
        assert isinstance(reader.app.screen, ReviewScreen)
        assert "passed over: " in reader.message
        assert "0.txt" in reader.message
        await reader.press("j")
        assert reader.message == ""
