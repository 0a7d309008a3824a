"""The review screen: who says what of each sentence, side by side, and one key that settles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.filters import Filter
from annotations.adjudication.gold import decided_analysis
from annotations.adjudication.sentences import Unit
from annotations.adjudication.spans import SpanUnit
from annotations.editing.editor import Editor
from annotations.model.article import Analysis
from annotations.records.acts import Act
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.records.record import Record
from annotations.wording import tr
from tui.keys.keymap import Keymap, Keymaps
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.layout.runs import Row
from tui.presenters.columns import Look
from tui.presenters.review import column_names, columns_of, heading_of, is_spread, look_of, sight_of
from tui.presenters.review_panel import review_rows
from tui.screens.article.screen import ArticleScreen
from tui.session import messages
from tui.session.examples import Examples
from tui.session.review import Review
from tui.widgets.board import Board

__all__ = ["ReviewScreen"]


class ReviewScreen(ArticleScreen):
    """Settle what annotators differ in, article by article."""

    def __init__(self, below: ArticleScreen, keymap: Keymap, leave: Callable[[], None]) -> None:
        """Review the article that the screen `below` shows; `leave` is called when it is left."""
        super().__init__(below.session, below.view.prepared, keymap)
        self.review = Review(below.session)
        self.session.remember(below.view.cursor)
        self._script = below.view.script
        self._leave = leave
        self._below = below
        self._just_decided = range(0)
        self._decided = False
        """Whether names and numbers are drawn as they were decided."""
        self.news.on(messages.Dull, self.review.take_dull)
        self.news.on(messages.OthersChanged, lambda news: self.review.no_longer_dull(news.articles))
        self.news.on(messages.UnanimousFound, self._unanimous_found)
        self._examples = Examples(below.session.project)
        self.news.on(messages.Saved, self._examples_follow)

    # -- what it shows -----------------------------------------------------

    def compose(self) -> ComposeResult:
        """Put whose each column is above the text."""
        for part in super().compose():
            if part.id == "article":
                yield Vertical(Board(self._names, id="names"), part, id="middle")
            else:
                yield part

    @property
    def spread(self) -> bool:
        """Tell whether each annotator has a column for every label."""
        return is_spread(self.session, self.app.size.width, panel_beside=self.has_class("-wide"))

    def look(self, index: int) -> Look:
        """Return what everybody says of sentence `index`, and what was decided."""
        return look_of(self.review, index, spread=self.spread)

    @property
    def columns(self) -> int:
        """Return how many cells that takes."""
        return columns_of(self.session, spread=self.spread)

    def heading_row(self, width: int) -> Row:
        """Return which article it is and what is left to settle."""
        return heading_of(self.review, width)

    def panel_rows(self, width: int, height: int) -> list[Row]:
        """Return who says what of the sentence under the cursor."""
        return review_rows(sight_of(self.review, self.standing), width, height)

    def tell(self) -> None:
        """Show how things stand, whose each column is among it."""
        super().tell()
        self.query_one("#names", Board).tell()

    def _names(self, width: int, _: int) -> list[Row]:
        return [column_names(self.session, self.view.left, width, spread=self.spread)]

    def take_keys(self, keymaps: Keymaps) -> None:
        """Go by other keys from now on."""
        self.keymap = keymaps.review

    # -- coming and going ----------------------------------------------------

    def on_mount(self) -> None:
        """Take the desk over: from now on the session's acts settle, and it reports here."""
        self.session.report_to(self.hear)
        self.message = self._below.message  # who begins with the review has read nothing of it
        self.review.begin()
        self.call_after_refresh(self._begin)
        self.set_interval(2, self.watcher.follow)
        self.set_interval(1, self.saver.look_around)

    def _begin(self) -> None:
        self.view.show_in(self._script)
        self.view.highlight(self.session.article.found.highlights)
        self.others_shown()
        self.watcher.see()
        self.tell()

    def close(self) -> None:
        """Go back to reading."""
        self._leave()
        self.dismiss()

    # -- what everybody says -----------------------------------------------------

    def others_shown(self) -> None:
        """Let the lead decide on what has been read, and begin at the first that is looked for."""
        self.review.take_others()
        if self.opener.arrived and self.session.everybody.of is not None and not self.occupied:
            self.opener.stay()
            if self.view.cursor not in self.review.queue.sentences:
                self.go(1)
        self._show_decided()
        super().others_shown()

    def highlight(self, sentences: range | None = None) -> None:
        """Draw names and numbers, those that were decided as they were."""
        super().highlight(sentences)
        self._show_decided()

    def _show_decided(self) -> None:
        found, places = self.session.article.found, self.session.everybody.places
        decisions = [one.decision for one in places if one.decision is not None]
        if decisions:
            known = Analysis(tuple(found.highlights.names()), tuple(found.highlights.numbers()))
            held = decided_analysis(self.session.article.bounded, known, decisions)
            shown = Highlights(self.view.prepared.starts, held.names, held.numbers)
            shown.add_scars(found.scars)
            self.view.highlight(shown)
        elif self._decided:
            self.view.highlight(found.highlights)
        self._decided = bool(decisions)

    def draw(self, records: Sequence[Record]) -> set[int]:
        """Draw again what `records` say; what is looked for may be in their articles now."""
        self.review.no_longer_dull({str(one.get("article")) for one in records})
        before = [(one, self._decided_at(one)) for one in records if one["kind"] == "decision"]
        touched = super().draw(records)
        for one, was in before:
            self._examples.changed(was, self._decided_at(one))
        self.review.queue.touched(touched)
        if any(one["kind"] in ("answer", "return") for one in records):
            self.review.look_for_returns()
        return touched

    def _decided_at(self, record: Record) -> Decision | None:
        """Return what is decided, if it still holds or not, of the sentence that a decision is about."""
        if record["kind"] != "decision" or record["article"] != self.session.article.id:
            return None
        unit = self.review.unit(self.view.prepared.sentence_at(record["start"]))
        return None if unit is None else unit.decision or unit.stale

    def _examples_follow(self, news: messages.Saved) -> None:
        """Bring examples in the guidelines up to date, now that it is saved what was decided otherwise."""
        if changed := self._examples.take():
            self.run_worker(lambda: self._follow(changed), thread=True, group="rulings", name="rulings")

    def _follow(self, changed: list[tuple[Decision, Decision | None]]) -> None:
        if (news := self._examples.follow(changed)) is not None:
            self.session.tell(news)

    @property
    def unit(self) -> Unit | None:
        """Return what is said of the sentence under the cursor; None for titles, or before it is known."""
        return self.review.unit(self.view.cursor)

    @property
    def place(self) -> SpanUnit | None:
        """Return the name or number that is to be settled; None where it is the sentence."""
        return self.review.place(self.view.found)

    # -- settling --------------------------------------------------------------

    def settle(self, act: Callable[[Editor], Act | None]) -> None:
        """Do `act`, and go on to the next sentence that is looked for."""
        chosen = self.view.chosen

        def go_on() -> None:
            self._just_decided = chosen
            if not self.go(1) and not self.review.queue.sentences:
                self.say(
                    tr(
                        "{message}; nothing is left here, . goes to the next article", message=self.message[0]
                    ),
                    "good",
                )

        self.saver.act(act, then=go_on)

    def settle_place(self, make: Callable[[SpanDecider], Sequence[Decision | SpanDecision]]) -> None:
        """Let what `make` decides hold, and go on to the next name or number of the sentence."""
        place, lead = self.place, self.review.lead

        def go_on() -> None:
            here = self.review.places_of(self.view.cursor)
            others = [one for one in here if one != place and one.state != "settled"]
            self.view.show_found((others[0].start, others[0].end) if others else None)

        self.saver.act(lambda editor: lead.decide_at_once(make(lead.span_decider)), then=go_on)

    @property
    def just_decided(self) -> range:
        """Return the sentences that a word of why is about: those chosen, or those just decided and left."""
        unit = self.unit
        decided = unit is not None and unit.made
        return self._just_decided if self._just_decided and not decided else self.view.chosen

    def settle_unanimous(self) -> None:
        """Settle what all agree on in this article."""
        self.saver.act(lambda editor: self.review.lead.settle_unanimous())

    def settle_all(self) -> None:
        """Settle it in the whole project; the decisions are one act."""
        self.say(tr("looking through the project.."))
        review = self.review
        self.run_worker(
            lambda: review.session.tell(review.find_unanimous()),
            thread=True,
            group="settling",
            exclusive=True,
        )

    def _unanimous_found(self, news: messages.UnanimousFound) -> None:
        if news.records:
            self.saver.act(lambda editor: self.review.lead.decide_at_once(news.records))
        self.say(news.words)

    # -- the next one ----------------------------------------------------------------

    def look_for(self, wanted: Filter) -> None:
        """Let `wanted` be what is looked for, and go to the first such sentence from here."""
        self.review.queue.look_for(wanted)
        if self.view.cursor not in self.review.queue.sentences:
            self.go(1)
        self.tell()

    def go(self, step: int) -> bool:
        """Go to the next sentence that is looked for, going round; False if there is no other."""
        index = self.review.queue.following(self.view.cursor, step)
        if index is not None:
            self.view.cursor = index
        return index is not None

    def show_article(self, page: Page) -> None:
        """Show another article; what was decided in the one before is left behind."""
        self._just_decided = range(0)
        self.review.enter()
        super().show_article(page)
        self.opener.arrive()

    def go_to_article(self, step: int) -> None:
        """Open the next article that has a sentence that is looked for; Esc gives the search up."""
        self.opener.search(self.review.search(step))

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` gives up the search for the next article."""
        command = self.keymap.command(key)
        return self.opener.busy and command is not None and command.id == "cancel"

    def run_command(self, name: str) -> None:
        """Run a command by its id; Esc ends a search for the next article."""
        if name == "cancel" and self.opener.busy:
            self.opener.give_up()
        else:
            super().run_command(name)
