"""Names and numbers in review: chosen with Tab, settled with the keys that settle sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import TEXT, act, layer_records, team

from annotations.model.article import Analysis, Article, Name
from annotations.project.project import Project
from tui.layout.pieces import Highlights
from tui.session import messages
from tui.session.analysis import Analyser

AT = TEXT.index("張三")
OTHER = TEXT.index("專家")


@pytest.fixture(autouse=True)
def _known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the two names at once."""

    def begin(analyser: Analyser, article: Article, first: int) -> None:
        starts = [sentence.start for sentence in article.sentences]
        analyser._tell(messages.Analysed(article.id, Highlights(starts, FOUND.names)))

    monkeypatch.setattr(Analyser, "begin", begin)


FOUND = Analysis((Name(AT, AT + 2, "PER"), Name(OTHER, OTHER + 2, "ORG")), (), "test")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "news", {name: ["c", "o", "q", "oq", ""] for name in ("an", "bo", "mei")})
    project = Project.open([root], annotator="lin")
    project.frozen.freeze_analysis(project.article(project.places[0]), FOUND)
    for name in ("an", "mei"):
        act(root, name, "a.txt", lambda one: [one.spans.reject(FOUND.names[1])])
    act(root, "bo", "a.txt", lambda one: [one.spans.change(FOUND.names[0], type="ORG")])
    return root


def decided(root: Path) -> list[tuple[str, list[str], str]]:
    made = layer_records(root, "lin", "span-decision")
    return sorted((one["quote"], [span["type"] for span in one["spans"]], one["how"]) for one in made)


def drawn(reader, at: int) -> str:
    """Return the look of the character at an offset: the type of the name that is drawn there."""
    return next(
        (name.type for name in reader.view._highlights.names_of(reader.view.prepared.sentence_at(at))), ""
    )


async def test_settled_with_the_same_keys(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("home", "j", "j")
        assert "Tab: 1 name or number was mended" in reader.panel
        await reader.press("tab")
        assert reader.view.found == (AT, AT + 2)
        assert "張三 PER (F1 an F3 mei)" in reader.panel
        assert "張三 ORG (F2 bo)" in reader.panel
        await reader.press("f2")
        assert decided(root) == [("張三", ["ORG"], "person")]
        assert drawn(reader, AT) == "ORG", "the text shows what was decided"
        assert not layer_records(root, "lin", "decision"), "the sentence was not"
        await reader.press("tab", "m")
        assert decided(root) == [("張三", ["PER"], "majority")]
        await reader.press("j", "tab", "m")
        assert decided(root)[0] == ("專家", [], "majority")
        assert drawn(reader, OTHER) == ""
        await reader.press("tab", "z")
        assert [quote for quote, _, _ in decided(root)] == ["張三"]
        assert drawn(reader, OTHER) == "ORG"
        await reader.press("u")
        assert len(decided(root)) == 2


async def test_what_cannot_be_decided_of_a_name_decides_nothing(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("home", "j", "j", "tab", "a")
        assert "張三 is one or the other" in reader.message
        await reader.press("m", "tab", "m")
        assert "decided so already" in reader.message
        assert not layer_records(root, "lin", "decision"), "least of all of the sentence"


async def test_they_can_be_looked_for(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        reader.screen.look_for(reader.screen.review.queue.wanted.__class__("names"))
        await reader.settle()
        assert reader.screen.review.queue.sentences == [2, 3]
        await reader.press("home", ".", "tab", "n")
        assert reader.screen.review.queue.sentences == [3]
        await reader.press("home", "tab")
        assert "nobody has mended" in reader.message


async def test_moving_goes_back_to_the_sentence(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("home", "j", "j", "tab", "j", "n")
        assert decided(root) == []
        [made] = layer_records(root, "lin", "decision")
        assert made["quote"].startswith("專家")
