"""The keys of the library."""

from __future__ import annotations

from textual.binding import Binding, BindingType

__all__ = ["BINDINGS"]

BINDINGS: list[BindingType] = [
    Binding("escape", "back", "Back", id="library-back"),
    Binding("L,f10,ctrl+q", "dismiss(None)", "Leave", id="library-leave"),
    Binding("enter", "read", "Read", id="library-read"),
    Binding("down,j", "move(1)", "Down", id="library-down"),
    Binding("up,k", "move(-1)", "Up", id="library-up"),
    Binding("pagedown", "page(1)", "Page down", id="library-page-down"),
    Binding("pageup", "page(-1)", "Page up", id="library-page-up"),
    Binding("home", "move(-1_000_000_000)", "Begin", id="library-home"),
    Binding("end", "move(1_000_000_000)", "End", id="library-end"),
    Binding("right", "leap(1)", "Next folder", id="library-next-folder"),
    Binding("left", "leap(-1)", "Previous folder", id="library-previous-folder"),
    Binding("slash,ctrl+f", "narrow", "Narrow", id="library-narrow"),
    Binding("s,f2", "sort(1)", "Sort", id="library-sort"),
    Binding("S", "sort(-1)", "Sort back", id="library-sort-back"),
    Binding("r,f3", "turn", "Turn", id="library-turn"),
    Binding("f,f4", "filter(1)", "Filter", id="library-filter"),
    Binding("tab", "tab(1)", "Filter", id="library-tab"),
    Binding("shift+tab", "tab(-1)", "Filter back", id="library-tab-back"),
    Binding("g,f5", "group", "Folders", id="library-group"),
    Binding("question_mark,f1", "help", "Help", id="library-help"),
    *(
        Binding(str(number), f"column({number - 1})", f"Column {number}", id=f"library-column-{number}")
        for number in range(1, 10)
    ),
]
