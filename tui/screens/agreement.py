"""How far annotators agree, and from every figure the way to the sentences behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from annotations.errors import StorageError, ZhupiError
from annotations.project.agreement import Compared
from annotations.project.agreement_process import ComparingApart
from annotations.project.project import Project
from annotations.wording import tr
from tui.keys.input_method import full_width_key
from tui.layout.runs import Row, Run
from tui.presenters.advice import told
from tui.presenters.agreement_rows import paragraph_rows
from tui.presenters.desk import HELP, VIEWS, AgreementDesk
from tui.presenters.key_row import key_row
from tui.widgets.board import Board

__all__ = ["AgreementScreen"]

_BOARDS = ("top", "view", "about", "bottom")
_KEPT = 300
"""Texts of articles that are kept at hand."""


class AgreementScreen(Screen[tuple[str, int] | None]):
    """Shows the agreement of a project; gives the article and start of a sentence to go to, or None."""

    CSS_PATH = "../styles/agreement.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="agreement-back"),
        Binding("K,shift+f11,ctrl+q", "dismiss(None)", "Leave", id="agreement-leave"),
        *(
            Binding(str(number), f"show({number - 1})", name.capitalize(), id=f"agreement-{name}")
            for number, name in enumerate(VIEWS, 1)
        ),
        Binding("tab", "turn(1)", "Next view", id="agreement-next-view"),
        Binding("shift+tab", "turn(-1)", "Previous view", id="agreement-previous-view"),
        Binding("down,j", "move(1)", "Down", id="agreement-down"),
        Binding("up,k", "move(-1)", "Up", id="agreement-up"),
        Binding("right", "sideways(1)", "Right", id="agreement-right"),
        Binding("left", "sideways(-1)", "Left", id="agreement-left"),
        Binding("pagedown", "page(1)", "Page down", id="agreement-page-down"),
        Binding("pageup", "page(-1)", "Page up", id="agreement-page-up"),
        Binding("home", "move(-1_000_000_000)", "Begin", id="agreement-home"),
        Binding("end", "move(1_000_000_000)", "End", id="agreement-end"),
        Binding("enter", "open", "Sentences", id="agreement-open"),
        Binding("l", "label", "Label", id="agreement-label"),
        Binding("p", "pair(1)", "Pair", id="agreement-pair"),
        Binding("P", "pair(-1)", "Previous pair", id="agreement-previous-pair"),
        Binding("space", "more", "More", id="agreement-more"),
        Binding("question_mark,f1", "signs", "Signs", id="agreement-signs"),
    ]

    @dataclass
    class Step(Message):
        """What is being done."""

        words: str

    @dataclass
    class Ended(Message):
        """The layers are compared, or why they cannot be."""

        compared: Compared | None
        error: str = ""

    @dataclass
    class Read(Message):
        """Texts and sources of articles."""

        texts: Mapping[str, tuple[str, str]]

    def __init__(self, project: Project) -> None:
        """Compare all layers of `project`; that begins when the screen is shown."""
        super().__init__()
        self._project = project
        self._apart = ComparingApart(project)
        self._desk: AgreementDesk | None = None
        self._told = tr("looking for layers")
        self._failed = False
        self._reading = False
        self._signs = False
        self._below = 0
        """The first row to show of what is known of the chosen figure."""

    def compose(self) -> ComposeResult:
        """Lay out the names of the views, the view, what is known of the chosen figure, and the keys."""
        yield from (Board(id=one) for one in _BOARDS)

    def on_mount(self) -> None:
        """Have the layers compared in a process of its own."""
        self.run_worker(self._compare, thread=True, group="comparing")

    def on_unmount(self) -> None:
        """Give the comparison up if it is not done."""
        self._apart.cancel()

    def on_resize(self, event: events.Resize) -> None:
        """Give the view what room there is."""
        self.set_class(event.size.height < 20, "-low")
        self.set_class(event.size.height >= 40, "-high")
        self.call_after_refresh(self._draw)

    def on_key(self, event: events.Key) -> None:
        """Take full-width forms as the keys they come from."""
        if event.is_printable and (key := full_width_key(event.character)):
            event.stop()
            self.app.simulate_key(key)

    @property
    def busy(self) -> bool:
        """Tell whether there is nothing yet that a key could be about."""
        return self._desk is None and not self._failed

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` leaves the comparison, whatever else was pressed."""
        return key in ("escape", "K", "shift+f11", "ctrl+q")

    # -- comparing ----------------------------------------------------------------------------

    def _compare(self) -> None:
        try:
            compared = self._apart.run(self._tell)
        except ZhupiError as error:
            self.post_message(self.Ended(None, told(error)))
        else:
            if compared is not None:
                self.post_message(self.Ended(compared))

    def _tell(self, words: str) -> None:
        self.post_message(self.Step(words))

    @on(Step)
    def _step(self, message: Step) -> None:
        self._told = message.words
        self._draw()

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        self._told, self._failed = message.error, message.compared is None
        if message.compared is not None:
            self._desk = AgreementDesk(message.compared, self._project.scheme)
        self._draw()

    def _read(self, articles: list[str]) -> None:
        texts = {}
        for identity in articles:
            try:
                article = self._project.frozen.load(identity)
            except StorageError:
                article = None  # it was said when the layers were compared
            texts[identity] = ("", identity) if article is None else (article.text, article.source)
        self.post_message(self.Read(texts))

    @on(Read)
    def _texts(self, message: Read) -> None:
        self._reading = False
        if self._desk is not None:
            if len(self._desk.texts) > _KEPT:
                self._desk.texts.clear()
            self._desk.texts.update(message.texts)
            self._draw()

    # -- keys -----------------------------------------------------------------------------------

    def _do(self, act: Callable[[AgreementDesk], object]) -> None:
        """Do `act` at the desk and draw what came of it; nothing before the layers are compared."""
        if self._desk is not None:
            act(self._desk)
            self._draw()

    def action_show(self, view: int) -> None:
        """Show a view."""
        self._do(lambda desk: desk.show(view))

    def action_turn(self, step: int) -> None:
        """Show the next or previous view."""
        self._do(lambda desk: desk.show(desk.view + step))

    def action_move(self, rows: int) -> None:
        """Go down some rows, or up."""
        self._do(lambda desk: desk.sheet.move(rows))

    def action_sideways(self, columns: int) -> None:
        """Go to another column, or where there is none to another view."""
        if self._desk is None or self._desk.opened is not None:
            return
        if self._desk.sheet.move(0, columns):
            self._draw()
        else:
            self.action_turn(columns)

    def action_page(self, pages: int) -> None:
        """Go down a page, or up."""
        self._do(lambda desk: desk.sheet.turn(pages))

    def action_label(self) -> None:
        """Ask about the next label."""
        self._do(lambda desk: desk.next_label())

    def action_pair(self, step: int) -> None:
        """Show the table of another pair."""
        self._do(lambda desk: desk.next_pair(step))

    def action_more(self) -> None:
        """Show what of the chosen figure or sentence there was no room for."""
        self._draw(self._below + max(1, self.query_one("#about", Board).size.height - 1))

    def action_signs(self) -> None:
        """Say what the signs mean and which keys there are, or leave that."""
        self._signs = not self._signs
        self._draw()

    def action_open(self) -> None:
        """Go to the sentences behind what is chosen, or to the one that is chosen among them."""
        if self._desk is None:
            return
        place = self._desk.open()
        if place is not None:
            self.dismiss(place)
        else:
            self._draw()

    def action_back(self) -> None:
        """Go back one level."""
        if self._signs:
            self.action_signs()
        elif self._desk is not None and self._desk.back():
            self._draw()
        else:
            self.dismiss(None)

    # -- the mouse --------------------------------------------------------------------------------

    def run_command(self, name: str) -> None:
        """Do what was clicked: show a view, choose a row or cell, open what was chosen before."""
        what, *numbers = name.split("-")
        if self._desk is None:
            return
        if what == "view":
            self.action_show(int(numbers[0]))
        elif self._desk.sheet.go(*map(int, numbers)):
            self.action_open()
        else:
            self._draw()

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-3)

    # -- drawing ------------------------------------------------------------------------------------

    def _draw(self, below: int = 0) -> None:
        """Draw what has changed; of what is known of the chosen figure from row `below` on."""
        if not self.is_mounted:
            return
        top, view, about, bottom = (self.query_one(f"#{one}", Board) for one in _BOARDS)
        width, height, room = view.size.width, view.size.height, about.size.height
        desk = self._desk
        if desk is None:
            top.show([[Run(tr(" agreement: {name}", name=self._project.root.name))]])
            view.show([[], *paragraph_rows([(self._told, "strong" if self._failed else "")], width)])
            bottom.show([[Run(" Esc", "key"), Run(tr(" leave"))]])
            return
        rows = desk.sheet.rows(width, height) if width and height else []
        detail: list[Row] = desk.sheet.detail(width)
        if self._signs:
            detail = paragraph_rows([(tr(text), "") for text in HELP], width)
        self._below = below if below < len(detail) else 0
        detail = detail[self._below :]
        if len(detail) > room:
            detail = [*detail[: room - 1], [Run(tr(" .. Space shows more"), "dim")]]
        top.show([desk.headline(width), desk.tabs()])
        view.show(rows)
        about.show(detail)
        bottom.show([key_row(desk.hints(), width)])
        if desk.opened is not None and not self._reading and (missing := desk.opened.missing):
            self._reading = True
            self.run_worker(lambda: self._read(missing), thread=True, group="reading")
