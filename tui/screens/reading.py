"""The reading screen: the article is the canvas, a key tags the sentence under the cursor."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial

from textual import events, on, work
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from annotations.annotating import Act, Annotating
from annotations.reading.scars import Scar
from annotations.record import Record
from tui import messages
from tui.input_method import KeyGate
from tui.keymap import Keymap
from tui.layout.cells import visible
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.screens.telling import look_of, progress_of, sight_of
from tui.session import Session
from tui.widgets.article_view import ArticleView
from tui.widgets.heading import Heading
from tui.widgets.key_bar import KeyBar
from tui.widgets.panel import Panel

__all__ = ["ReadingScreen"]


class ReadingScreen(Screen[None]):
    """Read an article and tag its sentences."""

    # Below 40 x 12 there is no room to annotate; from 120 columns the panel stands at the right.
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (18, "-high")]  # noqa: RUF012

    def __init__(self, session: Session, page: Page, keymap: Keymap) -> None:
        """Show the session's article, laid out as `page`."""
        super().__init__()
        self.session = session
        self.keymap = keymap
        self.gate = KeyGate(self.press, self._composed)
        self.message = ("", "dim")
        self.alarm = ""
        """Why saving does not work; stays until it does."""
        self.pending = ""
        """What to say of names and numbers until they are there."""
        self.finding = False
        """Whether names and numbers are still being looked for."""
        self._when_found: Callable[[], None] | None = None
        self._first_page = page
        self.highlights = Highlights(page.starts)
        self._scars: Sequence[Scar] = ()
        self._waiting: list[Callable[[], None]] = []
        """What was pressed before the layer could be read."""
        self._opening: Callable[[], None] | None = None
        """What to do when the article that is being read is there."""
        self._held_back: list[str] = []
        """The commands that were run meanwhile."""
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Put the parts on the screen."""
        yield Heading(id="heading")
        yield ArticleView(
            partial(look_of, self.session), len(self.session.project.scheme.labels), id="article"
        )
        yield Panel(id="panel")
        yield KeyBar(id="keys")
        yield Static("zhupi needs a window of at least 40 x 12", id="too-small", markup=False)

    @property
    def view(self) -> ArticleView:
        """Return the article's view."""
        return self.query_one("#article", ArticleView)

    def on_mount(self) -> None:
        """Show the text at once; layer and analysis follow when it is on screen."""
        start = self.session.memory.sentence_start(self.session.article.id)
        self.view.load(self._first_page, 0 if start is None else self._first_page.sentence_at(start))
        self.view.focus()
        self.query_one(KeyBar).tell(self.keymap)
        # Layer and analysis import much; begun at once they would hold up the first frame's way out.
        self.call_after_refresh(self.set_timer, 0.02, self._begin)
        self.set_interval(2, self._remember)

    def _begin(self) -> None:
        gc.freeze()
        gc.enable()
        self.session.tell(self.post_message)
        self._open_layer()
        self._analyse()

    # -- keys -------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Take every key that is a command's; the rest goes on to Textual."""
        character = event.character if event.is_printable else None
        key = character or event.key
        if character or self.keymap.command(key):
            event.stop()
            event.prevent_default()
            self.gate.feed(key)

    def press(self, key: str) -> None:
        """Run the command of `key`."""
        command = self.keymap.command(key)
        if command is None:
            self.say(f"{visible(key)} is no key here; ? shows them")
            return
        self.run_command(command.id)

    def run_command(self, name: str) -> None:
        """Run a command by its id: from a key, a click or the palette."""
        if self._opening is not None or self._waiting:
            self._held_back.append(name)
            return
        if self.message[0]:
            self.say("")
        if name != "leave":
            self._leaving = False
        self.keymap.commands[name].run(self)

    def _composed(self, text: str) -> None:
        self.say(
            f"input method on? {visible(text)[:8]} did nothing: switch it off, or use F2 to F12 and arrows",
            "key",
        )

    # -- telling ------------------------------------------------------------

    def say(self, text: str, style: str = "dim") -> None:
        """Show one line in the panel until the next act."""
        self.message = (text, style)
        self.tell()

    def tell(self) -> None:
        """Show how things stand in heading and panel."""
        self.query_one(Heading).tell(progress_of(self))
        self.query_one(Panel).tell(sight_of(self))

    @on(ArticleView.Moved)
    def _moved(self) -> None:
        self.tell()
        self.session.focus(self.view.cursor)

    def on_resize(self) -> None:
        """Fit heading and panel to the new size."""
        self.call_after_refresh(self.tell)

    # -- what commands build on -------------------------------------------------

    def act(self, act: Callable[[Annotating], Act | None], then: Callable[[], None] = lambda: None) -> None:
        """Do `act`, draw it at once and have it saved, and then do `then`; wait for the layer if need be."""
        session = self.session
        if not session.ready and self.alarm:
            self.say(f"not saved: {self.alarm}", "bad")
        elif not session.ready:
            self._waiting.append(lambda: self.act(act, then))
        elif not len(session.marks):
            self.say("this article has no sentence")
        elif session.read_only:
            self.say(f"not saved: {session.read_only}", "bad")
        elif (done := act(session.annotating)) is not None:
            session.save(done)
            self._draw(done.after)
            self.view.range_start = None
            self.say(f"{done.sentence + 1} {done.words}")
            then()

    def read(self, index: int, then: Callable[[], None] = lambda: None) -> None:
        """Open the article at `index`, and then do `then`; keys pressed meanwhile wait for it."""
        self._opening = then
        self._read(index)

    def read_next_open(self) -> None:
        """Open the next article that is not done."""
        self._opening = lambda: None
        self._read_next_open(self.session.index)

    def leave(self) -> None:
        """Leave the program; what could not be saved is named first."""
        unsaved = len(self.session.unsaved)
        if self.alarm and unsaved and not self._leaving:
            self._leaving = True
            self.say(f"{unsaved} marks are not saved; the same key again leaves anyway", "bad")
            return
        self._remember()
        self.app.exit()

    def _draw(self, records: Sequence[Record]) -> None:
        """Draw again what `records` of the open article say."""
        page = self.view.prepared
        for record in records:
            if record.get("article") != self.session.article.id:
                continue
            if record["kind"] == "sentence":
                for index in range(
                    page.sentence_at(record["start"]), page.sentence_at(record["end"] - 1) + 1
                ):
                    self.view.refresh_sentence(index)
            elif record["kind"] == "article":
                self.view.refresh_all()

    def _remember(self) -> None:
        self.session.remember(self.view.cursor)

    # -- workers: they post messages, nothing else ------------------------------

    @work(thread=True, group="layer")
    def _open_layer(self) -> None:
        self.session.open_layer()

    @work(thread=True, group="article", exclusive=True)
    def _read(self, index: int) -> None:
        self.session.read(index)

    @work(thread=True, group="article", exclusive=True)
    def _read_next_open(self, after: int) -> None:
        self.session.read_next_open(after)

    @work(thread=True, group="scars", exclusive=True)
    def _find_scars(self) -> None:
        self.session.find_scars(self.session.article)

    def _analyse(self) -> None:
        self._find_scars()
        self.pending = "finding names and numbers.."
        self.finding = True
        self._when_found = None
        self.session.analyse(self.view.cursor)
        self.tell()

    # -- what they say ----------------------------------------------------------

    @on(messages.LayerReady)
    def _layer_ready(self, message: messages.LayerReady) -> None:
        self.session.reload()
        self.view.refresh_all()
        if message.notices:
            self.message = ("; ".join(message.notices), "key")
        if self.session.read_only:
            self.alarm = self.session.read_only
            self.message = (f"read-only: {self.alarm}", "bad")
        self.tell()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
        self._go_on()

    @on(messages.LayerFailed)
    def _layer_failed(self, message: messages.LayerFailed) -> None:
        self.alarm = message.reason
        self._waiting.clear()
        self._go_on()
        self.say(f"nothing can be saved: {message.reason}", "bad")

    @on(messages.ArticleReady)
    def _article_ready(self, message: messages.ArticleReady) -> None:
        self._remember()
        self.session.enter(message.index, message.article)
        self.highlights = Highlights(message.page.starts)
        self._scars = ()
        start = self.session.memory.sentence_start(message.article.id)
        self.view.load(message.page, 0 if start is None else message.page.sentence_at(start))
        self.message = ("; ".join(message.notices), "key")
        self._remember()
        self._analyse()
        self._opened()

    @on(messages.NothingToOpen)
    def _nothing_to_open(self, message: messages.NothingToOpen) -> None:
        self._opening = None
        self._held_back.clear()
        self.say(message.reason, "key")

    def _opened(self) -> None:
        """Go on with what waited for the article."""
        then, self._opening = self._opening, None
        if then is not None:
            then()
        self._go_on()

    def _go_on(self) -> None:
        """Run the commands that were held back."""
        held_back, self._held_back = self._held_back, []
        for name in held_back:
            self.run_command(name)

    @on(messages.PartAnalysed)
    def _part_analysed(self, message: messages.PartAnalysed) -> None:
        if message.article == self.session.article.id:
            self.highlights.add(message.names, message.numbers)
            self._highlight(message.sentences)

    @on(messages.Analysed)
    def _analysed(self, message: messages.Analysed) -> None:
        if message.article == self.session.article.id:
            self.pending = ""
            self.highlights = message.highlights
            self.highlights.add_scars(self._scars)
            self._highlight()
            self._found()

    @on(messages.ScarsFound)
    def _scars_found(self, message: messages.ScarsFound) -> None:
        if message.article == self.session.article.id:
            self._scars = message.scars
            self.highlights.add_scars(self._scars)
            self._highlight()

    def _highlight(self, sentences: range | None = None) -> None:
        self.view.highlight(self.highlights, sentences)
        self.tell()

    @on(messages.AnalysisFailed)
    def _analysis_failed(self, message: messages.AnalysisFailed) -> None:
        if message.article == self.session.article.id:
            self.pending = f"no names and numbers: {message.reason}"
            self.tell()
            self._found()

    def when_found(self, then: Callable[[], None]) -> None:
        """Do `then` when the names and numbers of this article are found; another article forgets it."""
        self._when_found = then

    def _found(self) -> None:
        self.finding = False
        then, self._when_found = self._when_found, None
        if then is not None:
            then()

    @on(messages.Saved)
    def _saved(self, message: messages.Saved) -> None:
        self.session.settle(message.records)
        self._draw([record for record in message.records if record["kind"] == "sentence"])
        if not self.session.unsaved:
            self.alarm = ""
        self.tell()

    @on(messages.SaveFailed)
    def _save_failed(self, message: messages.SaveFailed) -> None:
        if self.session.give_up(message.records):
            self.view.refresh_all()
        else:
            self.alarm = message.reason
        self.say(f"NOT SAVED: {message.reason}", "bad")

    # -- mouse ------------------------------------------------------------------

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Return what is at a cell; in the article the offset of its character, exact on both halves."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if isinstance(widget, ArticleView):
            region = widget.content_region
            at = widget.offset_at(x - region.x, y - region.y)
            return widget, None if at is None else Offset(at, 0)
        return widget, offset

    def on_text_selected(self) -> None:
        """Copy what was selected with the mouse."""
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"{len(text)} characters sent to the terminal's clipboard")
