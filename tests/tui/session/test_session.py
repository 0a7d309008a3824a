"""A session at work without any screen: its parts, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from team import OTHER, TEXT, layer_records, team

from annotations.project.project import Project
from tui.presenters.heading import progress_of
from tui.presenters.reading import look_of, sight_of
from tui.presenters.review import heading_of
from tui.presenters.standing import Standing
from tui.session import messages
from tui.session.position import Memory
from tui.session.review import Review
from tui.session.session import Session

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}
FIRST = Standing(0, range(1), None, frozenset(), "", "dim", wide=False)


class Listener:
    """Hears what a session tells, on whichever thread, and takes it in on this one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._news: Queue[messages.News] = Queue()
        session.report_to(self._news.put)

    def hears(self, kind: type[messages.News]) -> messages.News:
        """Return the next news of a kind, after all before it."""
        while not isinstance(news := self._news.get(timeout=20), kind):
            pass
        return news

    def opens_layer(self) -> messages.News:
        self.session.open_layer()
        ready = self.hears(messages.LayerReady)
        self.session.begin(ready.history)
        return ready

    def does(self, done) -> None:
        assert done is not None
        self.session.writer.save(done, self.session.article.base)

    def is_saved(self) -> None:
        self.session.writer.settle(self.hears(messages.Saved).records)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHUPI_STATE", str(tmp_path / "state"))
    root = team(tmp_path / "news", SAIDS)
    return team(root, {"an": ["c", "o", "o"], "bo": ["c", "c", "o"]}, name="b.txt", text=OTHER)


@pytest.fixture
def listener(root: Path, request: pytest.FixtureRequest) -> Iterator[Listener]:
    """Listen to a session of the annotator whom the test names."""
    name = request.param
    project = Project.open([root], annotator=name, root=root)
    article = project.article(project.places[0])
    session = Session(project, Memory(root, name), 0, article, review=name == "lin")
    yield Listener(session)
    session.close()
    assert session.writer.closed
    session.let_go()


@pytest.mark.parametrize("listener", ["mei"], indirect=True)
def test_an_act_is_on_its_way_and_then_on_disk(listener, root) -> None:
    session, article = listener.session, listener.session.article
    assert progress_of(session).saved == "opening"
    listener.opens_layer()
    assert progress_of(session).saved == "saved"
    done = article.editor.labels.toggle([0], "claim")
    listener.does(done)
    [uid] = session.writer.unsaved
    assert progress_of(session).saved == "saving"
    assert not session.writer.on_disk(uid)
    assert look_of(session, 0, 3).waiting, "drawn dim until it is on disk"
    listener.is_saved()
    assert session.writer.on_disk(uid)
    assert not look_of(session, 0, 3).waiting
    assert sight_of(session, FIRST).labels == [("claim", 1)]
    assert progress_of(session).saved == "saved"
    assert [one["labels"] for one in layer_records(root, "mei", "sentence")] == [["claim"]]


@pytest.mark.parametrize("listener", ["an"], indirect=True)
def test_news_go_to_whoever_is_at_work_by_then(listener) -> None:
    session, heard = listener.session, []
    listener.opens_layer()
    hear = heard.append
    assert not session.reports_to(hear)
    session.report_to(hear)
    assert session.reports_to(hear)
    session.tell(messages.Noticed(["heard"]))
    assert [one.notices for one in heard] == [["heard"]]


@pytest.mark.parametrize("listener", ["mei", "an"], indirect=True)
def test_the_next_article_that_is_not_done(listener) -> None:
    session = listener.session
    listener.opens_layer()
    found = session.way.read_next_open()
    if session.project.annotator == "an":
        assert isinstance(found, messages.NothingToOpen)
        assert found.reason == "every article is done"
        return
    assert isinstance(found, messages.ArticleReady)
    session.enter(found.index, found.article)
    assert (session.article.index, session.article.text) == (1, OTHER)
    assert session.shelf.find(found.article.id) is session.article.base


@pytest.mark.parametrize("listener", ["mei"], indirect=True)
def test_an_article_that_is_gone_is_named(listener, root) -> None:
    (root / "b.txt").unlink()
    found = listener.session.read(1)
    assert isinstance(found, messages.NothingToOpen)
    assert "b.txt" in found.reason


@pytest.mark.parametrize("listener", ["lin"], indirect=True)
def test_a_review_is_made_of_the_same_parts(listener, root) -> None:
    session, everybody = listener.session, listener.session.everybody
    listener.opens_layer()
    review = Review(session)
    review.begin()
    assert session.article.settling
    assert everybody.follow() == {session.article.id, review.session.shelf.read(1).id}
    known = everybody.look(session.article.bounded, session.writer.records(session.article.id))
    everybody.take(known.decisions, known.places)
    review.take_others()
    assert review.queue.sentences == [1, 2]

    done = review.lead.accept(range(1, 2), "an")
    listener.does(done)
    review.queue.touched(everybody.note(done.after))
    listener.is_saved()
    assert review.unit(1).state == "settled"
    assert review.queue.sentences == [2]
    assert "1 to settle" in "".join(run.text for run in heading_of(review, 80))
    [decision] = layer_records(root, "lin", "decision")
    assert (decision["start"], decision["labels"]) == (TEXT.index("這項"), ["opinion"])

    review.search(1)(lambda: False)
    found = listener.hears(messages.ArticleReady)
    assert found.index == 1
    review.search(1)(lambda: True)
    listener.session.tell(messages.Noticed(["given up"]))
    assert listener.hears(messages.News).notices == ["given up"], "a search that was given up tells nothing"
