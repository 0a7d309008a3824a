"""The review screen: who says what of each sentence, side by side, and one key that settles it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.worker import get_current_worker

from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.filters import Filter
from annotations.adjudication.gold import decided_analysis
from annotations.adjudication.sentences import Unit
from annotations.adjudication.spans import SpanUnit
from annotations.editing.editor import Editor
from annotations.model.article import Analysis
from annotations.records.acts import Act
from annotations.records.kinds import Decision, SpanDecision
from annotations.records.record import Record
from tui.keys.keymap import Keymap
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.layout.runs import Row
from tui.presenters.review import column_names, columns_of, heading_of, look_of, sight_of
from tui.screens.article.screen import ArticleScreen
from tui.session import messages
from tui.session.queue import Looking
from tui.session.returned import Returned
from tui.widgets.board import Board
from tui.widgets.line_painter import Look
from tui.widgets.review_panel import review_rows

__all__ = ["ReviewScreen"]


class ReviewScreen(ArticleScreen):
    """Settle what annotators differ in, article by article."""

    def __init__(self, below: ArticleScreen, keymap: Keymap, leave: Callable[[], None]) -> None:
        """Review the article that the screen `below` shows; `leave` is called when it is left."""
        super().__init__(below.session, below.view.prepared, keymap)
        self.looking = Looking()
        """What the next sentence to go to must be."""
        self.adopt(below)
        self.session.remember(below.view.cursor)
        self._script = below.view.script
        self._leave = leave
        self._just_decided = range(0)
        self._decided = False
        self._arrived_at: int | None = None
        self.returned = Returned(self.session.article)
        """What was given back of the article."""
        self._dull: set[tuple[str, Filter]] = set()
        """Articles that were looked through and have nothing that a filter looks for."""

    # -- what it shows -----------------------------------------------------

    def compose(self) -> ComposeResult:
        """Put whose each column is above the text."""
        for part in super().compose():
            if part.id == "article":
                yield Vertical(Board(id="names"), part, id="middle")
            else:
                yield part

    def look(self, index: int) -> Look:
        """Return what everybody says of sentence `index`, and what was decided."""
        return look_of(self, index)

    @property
    def columns(self) -> int:
        """Return how many cells that takes."""
        return columns_of(self)

    def heading_row(self, width: int) -> Row:
        """Return which article it is and what is left to settle."""
        return heading_of(self, width)

    def panel_rows(self, width: int, height: int) -> list[Row]:
        """Return who says what of the sentence under the cursor."""
        return review_rows(sight_of(self), width, height)

    def tell(self) -> None:
        """Show how things stand, whose each column is among it."""
        super().tell()
        names = self.query_one("#names", Board)
        names.show([column_names(self, names.size.width)])

    # -- coming and going ----------------------------------------------------

    def on_mount(self) -> None:
        """Take the desk over: from now on the session's acts settle, and it reports here."""
        session = self.session
        session.tell(self.post_message)
        session.work_with(session.lead.editor)
        self.call_after_refresh(self._begin)
        self.set_interval(2, self.follow_others)
        self.set_interval(1, self.look_around)

    def _begin(self) -> None:
        self.view.show_in(self._script)
        self.view.highlight(self.highlights)
        self.others_shown()
        self.see_others()
        self.tell()

    def close(self) -> None:
        """Go back to reading."""
        self._leave()
        self.dismiss()

    # -- what everybody says -----------------------------------------------------

    def others_shown(self) -> None:
        """Let the lead decide on what has been read, and begin at the first that is looked for."""
        self.session.lead.review(self.session.everybody.of, self.places)
        self.look_for_returns()
        if (
            self._arrived_at == self.view.cursor
            and self.session.everybody.of is not None
            and not self.occupied
        ):
            self._arrived_at = None
            if self.view.cursor not in self.looking.sentences:
                self.go(1)
        self._show_decided()
        super().others_shown()

    def _highlight(self, sentences: range | None = None) -> None:
        super()._highlight(sentences)
        self._show_decided()

    def _show_decided(self) -> None:
        """Draw names and numbers as they were decided, where they were."""
        decisions = [one.decision for one in self.places if one.decision is not None]
        if decisions:
            known = self.highlights
            found = Analysis(tuple(known.names()), tuple(known.numbers()))
            held = decided_analysis(self.session.article, found, decisions)
            shown = Highlights(self.view.prepared.starts, held.names, held.numbers)
            shown.add_scars(self.session.found.scars)
            self.view.highlight(shown)
        elif self._decided:
            self.view.highlight(self.highlights)
        self._decided = bool(decisions)

    def look_for_returns(self) -> None:
        """Take note of what was given back of the article to anybody, and of what came back."""
        session, of = self.session, self.session.everybody.of
        answers = {name: marks.all_records() for name, marks in of.marks.items()} if of else {}
        self.returned = Returned.of(session.article, session.marks.all_records(), answers)
        self.looking.begin(of, self.places, self.returned)

    def touched(self, sentences: Collection[int]) -> None:
        """Take note that what everybody says of `sentences` is something else now."""
        self.looking.touched(sentences)

    @property
    def unit(self) -> Unit | None:
        """Return what is said of the sentence under the cursor; None for titles, or before it is known."""
        of = self.session.everybody.of
        return of.unit(self.view.cursor) if of else None

    def places_of(self, index: int) -> list[SpanUnit]:
        """Return the names and numbers of a sentence that somebody mended."""
        return [one for one in self.places if one.sentence == index]

    @property
    def place(self) -> SpanUnit | None:
        """Return the name or number that is to be settled; None where it is the sentence."""
        found = self.view.found
        return next((one for one in self.places if (one.start, one.end) == found), None)

    # -- settling --------------------------------------------------------------

    def settle(self, act: Callable[[Editor], Act | None]) -> None:
        """Do `act`, and go on to the next sentence that is looked for."""
        chosen = self.view.chosen

        def go_on() -> None:
            self._just_decided = chosen
            if not self.go(1) and not self.looking.sentences:
                self.say(f"{self.message[0]}; nothing is left here, . goes to the next article", "good")

        self.act(act, then=go_on)

    def settle_place(self, make: Callable[[SpanDecider], Sequence[Decision | SpanDecision]]) -> None:
        """Let what `make` decides hold, and go on to the next name or number of the sentence."""
        place = self.place
        lead = self.session.lead

        def go_on() -> None:
            here = self.places_of(self.view.cursor)
            others = [one for one in here if one != place and one.state != "settled"]
            self.view.show_found((others[0].start, others[0].end) if others else None)

        self.act(lambda editor: lead.decide_at_once(make(lead.span_decider)), then=go_on)

    @property
    def just_decided(self) -> range:
        """Return the sentences that a word of why is about: those chosen, or those just decided and left."""
        unit = self.unit
        decided = unit is not None and (unit.decisions or unit.stale_decisions)
        return self._just_decided if self._just_decided and not decided else self.view.chosen

    def settle_unanimous(self) -> None:
        """Settle what all agree on in this article."""
        self.act(lambda editor: self.session.lead.settle_unanimous())

    def settle_all(self) -> None:
        """Settle it in the whole project; the decisions are one act."""
        self.say("looking through the project..")
        self._settle_all()

    @work(thread=True, group="settling", exclusive=True)
    def _settle_all(self) -> None:
        self.session.find_unanimous()

    @on(messages.UnanimousFound)
    def _unanimous_found(self, message: messages.UnanimousFound) -> None:
        if message.records:
            self.act(lambda editor: self.session.lead.decide_at_once(message.records))
        self.say(message.words)

    # -- the next one ----------------------------------------------------------------

    def look_for(self, wanted: Filter) -> None:
        """Let `wanted` be what is looked for, and go to the first such sentence from here."""
        self.looking.look_for(wanted)
        if self.view.cursor not in self.looking.sentences:
            self.go(1)
        self.tell()

    def go(self, step: int) -> bool:
        """Go to the next sentence that is looked for, going round; False if there is no other."""
        index = self.looking.following(self.view.cursor, step)
        if index is not None:
            self.view.cursor = index
        return index is not None

    def show_article(self, page: Page) -> None:
        """Show another article; what was decided in the one before is left behind."""
        self._just_decided = range(0)
        self.returned = Returned(self.session.article)
        super().show_article(page)
        self._arrived_at = self.view.cursor

    def stay(self) -> None:
        """Leave the cursor where it is, whatever is looked for: somebody wants to see just that."""
        self._arrived_at = None

    def go_to_article(self, step: int) -> None:
        """Open the next article that has a sentence that is looked for; Esc gives the search up."""
        self._opening = lambda: None
        self._search(self.session.index, step, self.looking.wanted, frozenset(self._dull))

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` gives up the search for the next article."""
        command = self.keymap.command(key)
        return self._opening is not None and command is not None and command.id == "cancel"

    def run_command(self, name: str) -> None:
        """Run a command by its id; Esc ends a search for the next article."""
        if name == "cancel" and self._opening is not None:
            self.workers.cancel_group(self, "article")
            self._opening = None
            self._held_back.clear()
            self.say("given up")
            return
        super().run_command(name)

    @work(thread=True, group="article", exclusive=True)
    def _search(self, index: int, step: int, wanted: Filter, dull: Collection[tuple[str, Filter]]) -> None:
        worker = get_current_worker()
        self.session.read_next_wanted(index, step, wanted, dull, lambda: worker.is_cancelled)

    @on(messages.Dull)
    def _is_dull(self, message: messages.Dull) -> None:
        self._dull.update((one, message.wanted) for one in message.articles)

    @on(messages.OthersChanged)
    def _others_say_more(self, message: messages.OthersChanged) -> None:
        self._no_longer_dull(message.articles)

    def _no_longer_dull(self, articles: Collection[str]) -> None:
        self._dull = {one for one in self._dull if one[0] not in articles}

    def draw(self, records: Sequence[Record]) -> None:
        """Draw again what `records` say; what is looked for may be in their articles now."""
        self._no_longer_dull({str(one.get("article")) for one in records})
        super().draw(records)
