"""How it stands with a team's hub, in words: short enough for the heading, and never as if work were lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.hub.address import Address
from annotations.project.project import Project
from annotations.wording import LANGUAGES, speak
from tui.layout.cells import cell_width
from tui.presenters.heading import Progress, heading_row
from tui.presenters.hub import left_words, sent_words, standing_words
from tui.session.hub import HubStanding, SessionHub

REFUSED = "db.example.org: connection refused"
STANDINGS = {
    "unknown": HubStanding(),
    "on its way": HubStanding(3),
    "sent": HubStanding(0),
    "offline": HubStanding(1234, REFUSED),
    "offline, all sent": HubStanding(0, REFUSED),
    "no disk": HubStanding(None, "no space left on device"),
    "refused": HubStanding(1234, "wrong password", lasting=True),
    "refused, all sent": HubStanding(0, "wrong password", lasting=True),
    "no library": HubStanding(None, "it needs an extra", lasting=True),
}
each = pytest.mark.parametrize("standing", STANDINGS.values(), ids=STANDINGS)


class Standing(SessionHub):
    """A hub with which it stands as a test wants."""

    def __init__(self, root: Path, standing: HubStanding) -> None:
        project = Project.at(root, annotator="mei")
        super().__init__(project, Address.of("postgresql://mei@db.example.org/news"), lambda news: None)
        self._as = standing

    @property
    def standing(self) -> HubStanding:
        return self._as


@pytest.fixture(params=LANGUAGES)
def _language(request: pytest.FixtureRequest):
    speak(request.param)
    yield
    speak(LANGUAGES[0])


def test_what_the_heading_says(tmp_path: Path) -> None:
    said = {name: sent_words(Standing(tmp_path, one)) for name, one in STANDINGS.items()}
    assert said == {
        "unknown": ("saved", "good"),
        "on its way": ("saved", "good"),
        "sent": ("sent", "good"),
        "offline": ("saved, 1,234 to send", ""),
        "offline, all sent": ("sent, offline", ""),
        "no disk": ("saved, not sent", ""),
        "refused": ("saved, 1,234 to send", "bad"),
        "refused, all sent": ("saved, not sent", "bad"),
        "no library": ("saved, not sent", "bad"),
    }


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize("width", [40, 60, 80, 160])
@each
def test_it_is_never_cut(tmp_path: Path, standing: HubStanding, width: int) -> None:
    words, style = sent_words(Standing(tmp_path, standing))
    title = "中國AI模型DeepSeek引發了全球討論熱潮"
    progress = Progress(title, 12, 40, 26, 129, 3, False, "mei", words, style, given_back=2)
    row = "".join(run.text for run in heading_row(progress, width))
    assert row.endswith(words)
    assert cell_width(row) <= width
    assert "26/129" in row


@pytest.mark.usefixtures("_language")
@each
def test_the_reason_is_told_to_who_asks_and_at_the_end(tmp_path: Path, standing: HubStanding) -> None:
    told = standing_words(Standing(tmp_path, standing))
    assert standing.trouble in told
    assert "\n" not in told
    left = left_words(standing)
    assert bool(left) == bool(standing.waiting or (standing.waiting is None and standing.trouble))
    assert not standing.waiting or f"{standing.waiting:,}" in told
    assert not standing.waiting or f"{standing.waiting:,}" in left
