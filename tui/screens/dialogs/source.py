"""Where an article comes from, and what was taken out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.model.article import Article
from annotations.wording import counted, tr
from tui.layout.cells import visible
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import key_bar

__all__ = ["SourceScreen", "source_text"]

_SHOWN = 2_000
"""Characters of a metadata value or a raw sentence that are shown; more would bury the rest."""


def source_text(article: Article, sentence: int) -> str:
    """Return what is known of the article and of sentence `sentence`, as lines of harmless text."""
    return "\n".join(visible(line) for line in _lines(article, sentence))


def _lines(article: Article, sentence: int) -> Iterator[str]:
    yield tr("title     {title}", title=article.title)
    yield tr("file      {source}", source=article.source)
    yield tr("encoding  {encoding}", encoding=article.encoding)
    for key, value in article.metadata.items():
        yield f"{key:9} {str(value)[:_SHOWN]}"
    size = f"{counted(len(article.text), 'character')}, {counted(len(article.sentences), 'sentence')}"
    yield tr("article   {id}, {size}", id=article.id, size=size)
    for note in article.notes:
        yield tr("note      {note}", note=note)
    removed = len(article.removed)
    yield (
        tr("repair    {removed:,} pinyin readings taken out", removed=removed)
        if removed
        else tr("repair    nothing was taken out")
    )
    if article.sentences:
        one = article.sentences[sentence]
        start, end = article.raw_offset(one.start), article.raw_offset(one.end)
        yield ""
        yield tr(
            "Sentence {sentence} as it was before repair, characters {start:,} to {end:,}:",
            sentence=sentence + 1,
            start=start,
            end=end,
        )
        yield ""
        yield article.raw[start:end][:_SHOWN]


class SourceScreen(ModalScreen[None]):
    """Shows where an article comes from; the usual keys leave."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,r,enter,ctrl+q", "dismiss", "Leave", id="leave-source")
    ]

    def __init__(self, article: Article, sentence: int) -> None:
        """Show `article`, and its sentence with the index `sentence`."""
        super().__init__()
        self._text = source_text(article, sentence)

    def compose(self) -> ComposeResult:
        """Put the text in a box that scrolls."""
        yield key_bar([Hint("Esc", tr("leaves"), "")])
        with VerticalScroll(classes="box") as box:
            box.border_title = tr("Source")
            yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(VerticalScroll).focus()
