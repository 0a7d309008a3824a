"""Every screen in every language, on a small terminal and a large one: all of it fits and is said in it."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from gettext import NullTranslations
from pathlib import Path

import pytest
from textual.widgets import Input
from workplace import LEAD, TRAINING, founding_texts, workplace

from annotations.model.scheme import DEFAULT
from annotations.records.record import revise
from annotations.storage.layer.layer import open_layer
from annotations.wording import LANGUAGES, speak
from tui.layout.cells import cell_width

pytestmark = pytest.mark.usefixtures("no_analysis", "no_child")

Act = Callable[..., Awaitable[None]]
LOOK = os.environ.get("ZHUPI_LOOK", "")
"""A folder to which every screen is written as text, to be looked at by a person."""


class Pretended(NullTranslations):
    """A language into which everything is translated: letters become others, as wide as they are.

    What stands on a screen in Latin letters then was never given to be translated.
    """

    def gettext(self, message: str) -> str:
        """Return it in Cyrillic letters, but for what stands in braces."""
        return "".join(
            part if part.startswith("{") else _pretended(part) for part in re.split(r"(\{[^{}]*\})", message)
        )

    def pgettext(self, context: str, message: str) -> str:
        """Return it likewise."""
        return self.gettext(message)


def _pretended(text: str) -> str:
    other = {ord("a") + at: ord("а") + at for at in range(26)}
    return text.lower().translate(other)


KNOWN = {
    *(word for text in founding_texts(6).values() for word in re.findall(r"[A-Za-z]+", text)),
    *("an", "mei", "wu", "lin", "txt", "news", "jsonl", "zhupi", "export", "tags", "alpha", "utf"),
    *("Enter", "Esc", "Up", "Down", "Left", "Right", "PgUp", "PgDn", "Home", "End", "Tab", "Ctrl", "Shift"),
    *("Del", "Ins", "Space", "Backspace", "PER", "ORG", "LOC", "PRODUCT", "co", "oq", "coq", "cq"),
}
"""Words that are the same in every language: texts, names, keys."""
LABELS = {
    word
    for label in DEFAULT.labels
    for text in (label.name, label.definition)
    for word in re.findall(r"[A-Za-z]+", text)
}
NAMED = {"palette", "settings", "training", "review-palette", "help", "review-help"}
"""Where labels have the names and definitions that the scheme has of them."""
LISTS = {"library", "library-sorted", "library-folders", "progress", "notes", "training", "review-library"}
LISTS |= {
    "board",
    "board-one",
    "review-notes",
    "agreement-review",
    "agreement-sentences",
    "speaker",
    "review",
    "export",
    "import",
    "review-export",
}
"""Where one is on a row of a list, which the terminal's own cursor stands on."""
TEXTS = {"export", "import", "review-export", "review-import"}
TEXTS |= {"guidelines", "guidelines-searched", "help-typed", "palette-typed", "source"}
"""What shows a text of the project's, a path or an id."""


def keys(*pressed: str) -> Act:
    """Return what presses `pressed`, each when the one before has been taken."""

    async def do(reader) -> None:
        await reader.press(*pressed)

    return do


def command(name: str) -> Act:
    """Return what runs a command."""

    async def do(reader) -> None:
        reader.screen.run_command(name)
        await reader.press()

    return do


def typed(opening: str, words: str, *then: str) -> Act:
    """Return what opens a line with the key `opening`, has `words` in it, and presses the keys `then`."""

    async def do(reader) -> None:
        await reader.press(opening)
        for line in reader.app.screen.query(Input):
            line.value = words
        desk = reader.session.desk
        await reader.until(lambda: desk is None or desk.ended)
        if desk is not None and words:
            await reader.until(lambda: desk.asked is not None and desk.asked.text == words and desk.ended)
        await reader.press(*then)

    return do


async def kept(reader) -> None:
    """Keep a query, and see the list of those that are kept."""
    await typed("F", "美國", "ctrl+s")(reader)
    reader.app.screen.query_one(Input).value = "查詢"
    await reader.press("enter")
    reader.app.screen.query_one(Input).value = ""
    await reader.press()


async def conflict(reader) -> None:
    """Let another program revise a mark of mine."""
    await reader.press("home", "o")
    reader.session.look_around = lambda: False
    mark = reader.session.article.marks.over(0)[0]
    layer = open_layer(reader.session.layers.path, "mei")
    layer.put([revise(mark, writer="another", labels=["quote"], note="別處寫的")])
    layer.close()
    await reader.press("c")
    await reader.until(lambda: len(reader.app.screen_stack) > 1)


async def trained(reader) -> None:
    """Be done with an article to train with."""
    places = reader.session.project.places
    reader.screen.opener.read(next(at for at, one in enumerate(places) if TRAINING in str(one)))
    await reader.press("c", "down", "c", "down", "c", "d", "enter")


async def imported(reader) -> None:
    """Name a file to import, in which a label is not known."""
    path = reader.session.project.root.parent / "標注.csv"
    path.write_text("text,label\n央行宣布下調利率。,事實\n經濟會好起來。,opinion\n", encoding="utf-8")
    await reader.press("I")
    reader.app.screen.line("path").value = str(path)
    await reader.press("enter")
    await reader.until(lambda: not reader.app.screen.outlook.looking)


READING: Mapping[str, Act] = {
    "reading": keys(),
    "speaker": keys("down", "down", "p"),
    "range": keys("v", "down", "down"),
    "others": keys("O"),
    "thread": keys("down", "w"),
    "help": keys("?"),
    "help-typed": typed("?", "speaker"),
    "palette": keys(":"),
    "palette-typed": typed(":", "export"),
    "guidelines": keys("g"),
    "guidelines-searched": keys("g", "/", "數"),
    "find": typed("/", "美國"),
    "library": keys("L"),
    "library-sorted": keys("L", "s", "s"),
    "library-folders": keys("L", "g"),
    "library-help": keys("L", "?"),
    "library-narrow": typed("L", "", "/", "第"),
    "search-help": typed("F", ""),
    "search": typed("F", "美國"),
    "search-none": typed("F", "沒有這個詞"),
    "search-kept": kept,
    "progress": keys("P"),
    "notes": keys("W"),
    "settings": keys("Z"),
    "tour": keys("H"),
    "source": keys("r"),
    "pace": keys("X"),
    "agreement": keys("K"),
    "export": keys("E"),
    "import": imported,
    "bounds": keys("down", "S"),
    "done": keys("]", "d"),
    "conflict": conflict,
    "training": trained,
}
REVIEW: Mapping[str, Act] = {
    "review": keys(),
    "review-open": keys("."),
    "review-filter": keys("f"),
    "review-help": keys("?"),
    "review-thread": keys("down", "w"),
    "review-notes": keys("W"),
    "review-library": keys("L"),
    "review-reason": keys("e"),
    "review-back": keys("<"),
    "review-palette": keys(":"),
    "board": keys("P"),
    "board-one": keys("P", "enter"),
    "agreement-review": keys("K"),
    "agreement-sentences": keys("K", "enter"),
    "agreement-help": keys("K", "?"),
    "review-export": keys("E", "down", "down", "right"),
    "review-import": keys("I", "down", "down", "right", "right"),
    **{f"agreement-{number}": keys("K", str(number)) for number in range(2, 8)},
}


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    speak(LANGUAGES[0])


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ZHUPI_STATE", str(tmp_path / "state"))
    return workplace(tmp_path / "news")


async def loaded(reader) -> None:
    """Wait until nothing is read or counted any more."""
    await reader.until(lambda: all(one.is_finished for one in reader.app.workers))


async def back(reader, base) -> None:
    """Leave whatever lies over the screen `base`."""
    for _ in range(8):
        if reader.app.screen is base and reader.screen.picker is None:
            break
        await reader.press("escape")
    await reader.press("escape", "home")
    assert reader.app.screen is base


SMALL, LARGE = (80, 24), (160, 50)


@pytest.mark.parametrize(
    ("spoken", "size"),
    [
        # What is pretended is as long as English, and shows what of it was never given to be translated. Both
        # kinds of Chinese take the same cells but for one text in fifty; a person looks at all.
        *(("pretended", SMALL), ("pretended", LARGE), ("zh_Hant", SMALL), ("zh_Hans", LARGE)),
        *((("zh_Hans", SMALL), ("zh_Hant", LARGE)) if LOOK else ()),
    ],
    ids=lambda one: "x".join(map(str, one)) if isinstance(one, tuple) else one,
)
@pytest.mark.parametrize("role", ["reading", "reviewing"])
async def test_it_fits_and_is_said_in_the_language(
    opened, root: Path, role: str, spoken: str, size: tuple[int, int], monkeypatch
) -> None:
    speak(spoken if spoken in LANGUAGES else LANGUAGES[0])
    if spoken == "pretended":
        monkeypatch.setattr("annotations.wording._catalogue", Pretended())
        monkeypatch.setattr("annotations.wording._language", "zh_Hant")  # guidelines are in two languages
    review = role == "reviewing"
    untold = {}
    async with opened(root, size=size, annotator=LEAD if review else "mei", review=review) as reader:
        await loaded(reader)
        base = reader.app.screen
        for name, act in (REVIEW if review else READING).items():
            await act(reader)
            await loaded(reader)
            rows = [strip.text.rstrip() for strip in reader.frame()]
            if name in LISTS:
                cell = reader.app.cursor_position
                assert reader.frame()[cell.y].crop(cell.x).text.startswith(">"), name
            if LOOK:
                written(reader, name, f"{size[0]}-{spoken}", rows)
            assert [row for row in rows if cell_width(row) > size[0]] == []
            known = KNOWN | LABELS if name in NAMED else KNOWN
            left = set(re.findall(r"[A-Za-z]{2,}(?![A-Za-z]|\.\.)", on_top(reader))) - known
            if spoken == "pretended" and name not in TEXTS and left:
                untold[name] = sorted(left)
            await back(reader, base)
    assert untold == {}, "words that nobody can translate"


def on_top(reader) -> str:
    """Return what the screen on top says, without what is below it."""
    screen = reader.app.screen
    box = screen.query(".box, .line, .thread")
    region = box.first().region if box else screen.region
    rows = reader.frame()[region.y : region.bottom]
    return "\n".join(row.crop(region.x, region.right).text for row in rows)


def written(reader, name: str, where: str, rows: list[str]) -> None:
    cell = reader.app.cursor_position
    at = reader.frame()[cell.y].crop(cell.x).text.rstrip()
    text = "\n".join(rows)
    kind = type(reader.app.screen).__name__
    told = f"{text}\n=== {name} {where} {kind} cursor {cell.x},{cell.y}: {at[:60]}\n"
    (Path(LOOK) / f"{where}-{name}.txt").write_text(told, encoding="utf-8")
