"""Files on their way in: what they are, what they say of which articles, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from annotations.errors import UsageError, ZhupiError
from annotations.project.import_choice import Forecast, ImportChoice, TakenIn
from annotations.wording import msg, tr
from tui.presenters.exchange_forms import forecast_lines, import_fields, taken_lines
from tui.presenters.form import Field
from tui.presenters.key_row import Hint
from tui.screens.form import FormScreen
from tui.screens.outlook import Shown, Step, failed
from tui.session.import_desk import ImportDesk
from tui.session.paths import completed

__all__ = ["ImportScreen"]


class ImportScreen(FormScreen):
    """Has an import chosen and takes it in; gives in words what was taken in, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("I,q", "leave", "Leave", id="import-leave")]
    TYPED = ("path", "model")
    LABELS: ClassVar[Mapping[str, str]] = {"path": msg("read:"), "model": msg("the model is called:")}

    def __init__(self, desk: ImportDesk) -> None:
        """Choose at `desk`."""
        super().__init__()
        self._desk = desk

    def on_mount(self) -> None:
        """Say what to do."""
        self.say(tr("name a file, a folder or an archive; Tab completes"), "dim")

    @property
    def title_words(self) -> str:
        """What stands in the first row."""
        return tr("import into {name}", name=self._desk.project.root.name)

    @property
    def go_words(self) -> str:
        """What Enter does."""
        if self.done:
            return tr("leaves")
        return tr("looks what it is") if self._desk.forecast is None else tr("takes it in")

    @property
    def more_hints(self) -> Sequence[Hint]:
        """Return the key that completes a path."""
        return [Hint("Tab", tr("completes"), "")] if self.at == "path" else []

    def fields(self) -> Sequence[Field]:
        """Return the choices by now."""
        return import_fields(self._desk)

    def is_shown(self, typed: str) -> bool:
        """Tell whether there is a line to type in: a model's name where it is a model's."""
        return typed == "path" or self._desk.whose == "model"

    # -- choosing ------------------------------------------------------------------------

    def set(self, name: str, value: str) -> None:
        """Choose `value` for the choice `name`."""
        self._desk.set(name, value)
        if name == "whose" and value == "model" and not self._desk.model:
            self.go_to("model")

    def look_soon(self) -> None:
        """Look again what would be done, where that was looked at before."""
        if self._desk.path and (self._desk.whose != "model" or self._desk.model.strip()):
            super().look_soon()
        else:
            self._desk.take(None)
            self.outlook.show(())
            self.draw()

    @on(Input.Changed)
    def _text_changed(self, event: Input.Changed) -> None:
        self._change(event.input.id or "", event.value)

    def _change(self, name: str, text: str) -> None:
        if self.done or text != getattr(self._desk, name):
            self.done = ""
            self._desk.set(name, text)
            self._forget()

    def _forget(self) -> None:
        """Let what would be done be unknown: it was about something else."""
        self.outlook.look_no_more()
        self._desk.take(None)
        self.outlook.show(())
        self.say("")

    @on(Input.Submitted)
    def _said(self, event: Input.Submitted) -> None:
        self.action_go()

    def action_tab(self, step: int) -> None:
        """Complete the path, or go on."""
        line = self.line("path")
        if self.at != "path" or step < 0:
            super().action_tab(step)
            return
        text, names = completed(line.value)
        if not names:
            self.say(tr("nothing begins so"))
            return
        if text != line.value:
            with self.prevent(Input.Changed):
                line.value = text
            self._change("path", text)
        line.cursor_position = len(text)
        self.outlook.show([(one, "") for one in names] if len(names) > 1 else ())
        self.say("")

    # -- what would be done ------------------------------------------------------------------

    def look(self, number: int) -> None:
        """Have it worked out what would be done."""
        desk = self._desk
        try:
            choice = desk.choice
        except UsageError as error:
            self.outlook.looking = False
            self.say(str(error))
            return
        self.say(tr("reading"), "dim")

        def work() -> Message:
            try:
                found = desk.look(choice, self.outlook.tell_step)
            except ZhupiError as error:
                return failed(error, number, "nothing")
            return Shown(forecast_lines(found), found.refusal(choice), found, number)

        self.outlook.work_on(work, group="looking")

    def action_go(self) -> None:
        """Look what would be done; where that is known, take it in; where that is done, leave."""
        desk = self._desk
        if self.working or self.outlook.looking:
            return
        if self.done:
            self.action_leave()
            return
        if desk.forecast is None:
            self.outlook.look_now()
            return
        choice = desk.choice
        if why := desk.forecast.refusal(choice):
            if label := desk.undecided:
                self.go_to(f"label:{label}")
            elif desk.forecast.fault_count and not desk.skip_faulty:
                self.go_to("skip_faulty")
            self.say(why, "scar")
            return
        self.working = tr("taking it in")
        self.say(self.working, "dim")
        self.outlook.work_on(lambda: self._take_in(choice), group="working")

    def _take_in(self, choice: ImportChoice) -> Message:
        def writing(words: str) -> None:  # what is begun comes to its end
            self.post_message(Step(words))

        try:
            done = self._desk.take_in(choice, self.outlook.tell_step, writing)
        except ZhupiError as error:
            return failed(error, -1, "failed")
        return Shown(taken_lines(done), told=tr("taken in: {path}", path=choice.path), number=-1, what=done)

    def take(self, message: Shown) -> None:
        """Take note of what would be done, or what was."""
        if isinstance(message.what, Forecast):
            self._desk.take(message.what)
            if label := self._desk.undecided:
                self.go_to(f"label:{label}")
        elif isinstance(message.what, TakenIn):
            self.done = self.done_last = message.told
        elif message.what == "nothing":
            self._desk.take(None)
        if message.number < 0:
            self.working = ""
