"""After `d` on a training article: what was expected and why, and from there on to the next article."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from team import TEXT, act, laid_out

from annotations.editing.editor import Editor
from annotations.project.settings import ASSIGNMENTS
from annotations.records.acts import Act
from annotations.records.decisions import decision
from annotations.records.record import as_act
from tui.screens.training import TrainingScreen

pytestmark = pytest.mark.usefixtures("no_analysis")

EXPECTED = [["claim"], ["opinion"], ["claim", "quote"], ["opinion"], []]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with a training article of which the lead has decided every sentence."""
    root = laid_out(
        tmp_path / "news",
        'lead = "lin"\ntrain = ["a.txt"]\n',
        {"a.txt": TEXT, "b.txt": "第二篇說了一件事。第三件沒人提。"},
    )
    decide(root)
    return root


def decide(root: Path, name: str = "a.txt") -> None:
    def acts(lead: Editor) -> Iterable[Act]:
        article = lead.marks.article
        for sentence, labels in zip(article.sentences, EXPECTED, strict=True):
            record = decision(
                article.id,
                sentence.start,
                sentence.end,
                article.text[sentence.start : sentence.end],
                lead="lin",
                writer="w",
                scheme="default/1",
                how="person",
                seen=[],
                votes={},
                status="marked" if labels else "none",
                labels=labels,
            )
            record["reason"] = "評價不能查證。" if labels == ["opinion"] else ""
            yield Act(article.id, 0, "", (None,), tuple(as_act([record])))

    act(root, "lin", name, acts)


async def done_with_claims(reader) -> None:
    """Call every sentence a claim, and be done."""
    for _ in range(5):
        await reader.press("c", "down")
    await reader.press("d")
    if reader.screen.picker is not None:
        await reader.press("enter")


def rows(reader, board: str = "view") -> list[str]:
    widget = reader.app.screen.query_one(f"#{board}")
    return [widget.render_line(y).text.strip() for y in range(widget.size.height)]


async def test_what_was_expected_is_shown_when_it_is_done(opened, root) -> None:
    async with opened(root) as reader:
        await done_with_claims(reader)
        assert isinstance(reader.app.screen, TrainingScreen)
        assert reader.session.article.marks.done
        assert "training: 1 of 5 sentences as expected" in rows(reader, "top")[0]
        assert [row.split()[:3] for row in rows(reader)[1:5]] == [
            [">2", "claim", "opinion"],
            ["3", "claim", "claim"],
            ["4", "claim", "opinion"],
            ["5", "claim", "none"],
        ]
        about = " ".join(rows(reader, "about"))
        assert "you said claim; expected was opinion" in about
        assert "the lead: 評價不能查證。" in about
        assert "opinion 觀點: An evaluation" in about
        await reader.press("escape")
        assert reader.session.article.base.source == "b.txt", "and on to the next article"


async def test_a_key_that_bounces_does_not_pass_it_by(opened, root) -> None:
    async with opened(root) as reader:
        await done_with_claims(reader)
        await reader.press("d", "d")
        assert isinstance(reader.app.screen, TrainingScreen)


async def test_enter_goes_to_the_sentence_and_it_can_be_asked_for_again(opened, root) -> None:
    async with opened(root) as reader:
        await done_with_claims(reader)
        await reader.press("down", "enter")
        assert reader.session.article.base.source == "a.txt"
        assert reader.view.cursor == 2
        reader.screen.run_command("show-lesson")
        await reader.settle()
        assert isinstance(reader.app.screen, TrainingScreen)
        await reader.press("escape")
        assert reader.session.article.base.source == "a.txt", "who only looks stays"
        await reader.press("d")
        assert reader.session.article.base.source == "b.txt"


async def test_before_it_is_done_nothing_is_told(opened, root) -> None:
    async with opened(root) as reader:
        reader.screen.run_command("show-lesson")
        await reader.settle()
        assert not isinstance(reader.app.screen, TrainingScreen)
        assert "when the article is done" in reader.message


async def test_a_test_says_nothing(opened, root) -> None:
    (root / "zhupi.toml").write_text('lead = "lin"\n')
    (root / ASSIGNMENTS).write_text("a.txt\t-\tmei:test\t40\t-\nb.txt\t-\tmei\t9\t-\n", encoding="utf-8")
    async with opened(root) as reader:
        await done_with_claims(reader)
        assert reader.session.article.base.source == "b.txt"
        assert not isinstance(reader.app.screen, TrainingScreen)


async def test_what_is_no_training_goes_on_at_once(opened, root) -> None:
    (root / "zhupi.toml").write_text('lead = "lin"\n')
    async with opened(root) as reader:
        await done_with_claims(reader)
        assert reader.session.article.base.source == "b.txt"


async def test_a_training_article_without_answers_goes_on(opened, root) -> None:
    (root / "zhupi.toml").write_text('lead = "lin"\ntrain = ["b.txt"]\n')
    async with opened(root / "b.txt", root / "a.txt") as reader:
        await reader.press("c", "down", "c", "d")
        if reader.screen.picker is not None:
            await reader.press("enter")
        assert not isinstance(reader.app.screen, TrainingScreen)


async def test_answers_that_cannot_be_read_are_said_and_keep_nobody(opened, root) -> None:
    (root / "zhupi.toml").write_text(
        'lead = "lin"\n[training]\narticles = ["a.txt"]\nanswers = "gone.jsonl"\n'
    )
    async with opened(root) as reader:
        await done_with_claims(reader)
        assert reader.session.article.base.source == "b.txt"
