"""Every act can be reached in three ways: by the palette, by a key that users may change, by the mouse."""

from __future__ import annotations

import pytest
from team import THREE, team

from annotations.model.attributes import Attribute
from annotations.model.scheme import DEFAULT, Label
from tui.commands.catalogue import keymaps_for, reading_commands, review_commands
from tui.commands.program import help_acts, palette_acts
from tui.keys.keymap import Keymap
from tui.presenters.acts import act_row, found
from tui.presenters.help import help_rows
from tui.presenters.key_row import key_row
from tui.screens.dialogs.help import HelpScreen
from tui.screens.dialogs.palette import PaletteScreen

pytestmark = pytest.mark.usefixtures("no_analysis")

SCHEME = DEFAULT._replace(
    attributes=(*DEFAULT.attributes, Attribute(name="worth", kind="flag")),
    article_labels=(Label("news", "Y", of="article"),),
)
COMMANDS = {"reading": reading_commands, "review": review_commands}
EACH = [
    pytest.param(where, command.id, id=f"{where}-{command.id}")
    for where, commands in COMMANDS.items()
    for command in commands(SCHEME)
]


def keymap(where: str) -> Keymap:
    return getattr(keymaps_for(SCHEME), where)


@pytest.mark.parametrize(("where", "name"), EACH)
def test_by_a_key_that_users_may_change(where: str, name: str) -> None:
    keymaps = keymaps_for(SCHEME, {name: ("§", "ctrl+f12")})
    for key in ("§", "ctrl+f12"):
        found_there = getattr(keymaps, where).command(key)
        assert found_there is not None
        assert found_there.id == name


@pytest.mark.parametrize(("where", "name"), EACH)
def test_by_the_palette_by_the_words_of_its_title_and_by_its_key(where: str, name: str) -> None:
    keys = keymap(where)
    command = keys.commands[name]
    acts = [one for one in _palette(keys) if one.command]
    backwards = " ".join(reversed(command.title.split()))
    assert name in [act.command for act in found(acts, backwards)]
    if keys.keys[name]:
        assert found(acts, keys.shown(command))[0].command == name


@pytest.mark.parametrize("where", COMMANDS)
def test_by_the_mouse_in_the_palette_and_in_the_help(where: str) -> None:
    keys = keymap(where)
    clicked = {run.command for act in _palette(keys) for run in act_row(act, 76)}
    assert clicked == set(keys.commands)
    in_help = {run.command for row in help_rows(help_acts(keys), SCHEME, "", 76) for run in row} - {""}
    assert in_help == {one.id for one in keys.commands.values() if one.listed}


@pytest.mark.parametrize("width", [40, 60, 80, 120, 160])
@pytest.mark.parametrize("where", COMMANDS)
def test_the_way_to_all_of_them_can_be_clicked_at_every_width(where: str, width: int) -> None:
    keys = keymap(where)
    for moments in ((), ("name",), ("range",), ("label", "label-claim", "range", "name")):
        assert "show-help" in {run.command for run in key_row(keys.hints_at(moments), width)}


def _palette(keys: Keymap):
    class Screen:
        keymap = keys

        class app:  # noqa: N801 - as a screen has one
            shell_lines = ()

        class session:  # noqa: N801
            class project:  # noqa: N801
                root, called = "/news", "mei"

    return palette_acts(Screen)  # type: ignore[arg-type]


async def click(reader, words: str) -> None:
    """Click where `words` stand on the screen."""
    for y, strip in enumerate(reader.frame()):
        before, there, _ = strip.text.partition(words)
        if there:
            from tui.layout.cells import cell_width

            await reader.pilot.click(None, offset=(cell_width(before) + 1, y))
            await reader.settle()
            return
    raise AssertionError(f"{words} is not on the screen")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids="{0[0]}x{0[1]}".format)
async def test_with_the_mouse_alone(opened, founding, size) -> None:
    async with opened(founding, size=size) as reader:
        for tagged, words in (({"opinion"}, "opinion 觀點: put"), ({"opinion", "quote"}, "quote 引語: put")):
            at = reader.frame()[-1].text.rstrip().rindex("?")
            await reader.pilot.click(None, offset=(at, size[1] - 1))
            await reader.settle()
            assert isinstance(reader.app.screen, HelpScreen)
            await reader.press(*words[:5])  # as a wheel would, but shorter
            await click(reader, words)
            assert reader.labels() == tagged
        await reader.press("?", *"palette", *(("backspace",) * 7), *"anything")
        await click(reader, "Find anything that can be done")
        assert isinstance(reader.app.screen, PaletteScreen)
        await click(reader, "claim 事實主張: put")
        assert reader.labels() == {"claim", "opinion", "quote"}


async def test_in_review_too(opened, tmp_path) -> None:
    async with opened(team(tmp_path / "news", THREE), annotator="lin", review=True) as reader:
        assert reader.text_of("#keys").startswith(" F1 to F9 accept m majority a all of it n none")
        assert reader.text_of("#keys").rstrip().endswith(("?", "? help"))
        here = reader.view.cursor
        await reader.press(":", *"no label fits", "enter")
        assert reader.screen.review.unit(here).decision is not None
        await reader.press(":", *"zhupi stats")
        assert [act.line[:11] for act in reader.app.screen._found] == ["zhupi stats"]
        await reader.press("escape")
