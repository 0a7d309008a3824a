"""Marks on their way out: what of them, in which format, to where, and how the first will look there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from annotations.errors import UsageError, ZhupiError
from annotations.wording import counted, msg, tr
from tui.presenters.exchange import compared_lines, written_lines
from tui.presenters.exchange_forms import export_fields, preview_lines
from tui.presenters.form import Field
from tui.screens.form import FormScreen
from tui.screens.outlook import Shown, failed
from tui.session.export_desk import ExportDesk
from tui.terminal.destination import Destination
from tui.terminal.download import download
from tui.terminal.outputs import Output
from tui.terminal.surroundings import in_browser

__all__ = ["ExportScreen"]


class ExportScreen(FormScreen):
    """Has an export chosen and writes it; gives in words what was written, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("E,q", "leave", "Leave", id="export-leave")]
    TYPED_BELOW = ("place",)
    LABELS: ClassVar[Mapping[str, str]] = {"place": msg("to:")}

    def __init__(self, desk: ExportDesk) -> None:
        """Choose at `desk`."""
        super().__init__()
        self._desk = desk

    def on_mount(self) -> None:
        """Show how the first record looks."""
        self._show_place()
        self.say(tr("looking at what there is"), "dim")
        self.outlook.look_now()

    @property
    def title_words(self) -> str:
        """What stands in the first row."""
        return tr("export {name}", name=self._desk.project.root.name)

    @property
    def go_words(self) -> str:
        """What Enter does."""
        if self.done:
            return tr("leaves")
        return tr("downloads it") if in_browser() else tr("writes it")

    def fields(self) -> Sequence[Field]:
        """Return the choices by now."""
        return export_fields(self._desk)

    def is_shown(self, typed: str) -> bool:
        """Tell whether it can be said where it is written: not by visitors, whose browsers take it."""
        return not in_browser()

    def set(self, name: str, value: str) -> None:
        """Choose `value` for the choice `name`; what is proposed as the place follows."""
        self._desk.set(name, value)
        self._show_place()

    def _show_place(self) -> None:
        line = self.line("place")
        if line.value != self._desk.place:
            with self.prevent(Input.Changed):
                line.value = self._desk.place
            line.cursor_position = len(line.value)

    @on(Input.Changed, "#place")
    def _place_typed(self, event: Input.Changed) -> None:
        self._desk.place = event.value
        if self.done or self._told[0]:  # what was said was about another place
            self.done = ""
            self.say("")
            self.look_soon()

    @on(Input.Submitted, "#place")
    def _place_said(self, event: Input.Submitted) -> None:
        self.action_go()

    # -- how it will look -------------------------------------------------------------

    def look(self, number: int) -> None:
        """Have the first record written in memory."""
        desk = self._desk

        def work() -> Message:
            try:
                return Shown(preview_lines(desk.preview()), number=number)
            except ZhupiError as error:
                return failed(error, number)

        self.outlook.work_on(work, group="looking")

    # -- writing it ---------------------------------------------------------------------

    def action_go(self) -> None:
        """Write it, or leave where that is done."""
        if self.working:
            return
        if self.done:
            self.action_leave()
            return
        try:
            place = None if in_browser() else self._desk.demand_place()
        except UsageError as error:
            self.go_to("place")
            self.say(str(error), "scar")
            return
        except OSError as error:
            self.say(str(error), "scar")
            return
        self.working = tr("writing")
        self.say(self.working, "dim")
        work = self._download if place is None else partial(self._write, place)
        self.outlook.work_on(work, group="working")

    def _download(self) -> Message:
        name = self._desk.download_name
        with TemporaryDirectory(prefix="zhupi-") as folder:
            made = self._write(Path(folder, name))
            if made.what == "written":
                made.told = tr("the browser downloads {name}", name=download(self.app, Path(folder), name))
        return made

    def _write(self, place: Path) -> Shown:
        desk, notes = self._desk, list[str]()
        choice = desk.choice
        try:
            desk.preview()  # where there is nothing to write no file is made
            work = desk.work()
            target = Destination(
                str(place),
                choice.format,
                several=choice.several,
                force=False,
                output=lambda name: Output(name, screen=True, root=desk.project.root),
            )
            work.tell = notes.append
            work.on_article = lambda done, of: self.outlook.tell_step(
                tr("{done:,} of {articles} written", done=done, articles=counted(of, "article"))
            )
            with target.opened() as parcel:
                written = work.write(parcel)
            lines = [(line, "good") for line in written_lines(work, written, target.left_out)]
            if work.readback is not None:
                self.post_message(Shown(lines, told=tr("reading it back"), number=-1))
                differ, said = work.compare(target.source())
                lines += [(line, "scar" if differ else "good") for line in compared_lines(work, differ, said)]
        except ZhupiError as error:
            return failed(error, -1, "failed")
        lines += [(line, "") for line in notes]
        return Shown(lines, told=tr("written: {place}", place=place), number=-1, what="written")

    def take(self, message: Shown) -> None:
        """Take note of what was written, or was not."""
        if message.what == "written":
            self.done = self.done_last = message.told
        if message.what or message.error:
            self.working = ""
