"""The project's own names, when a lead says what holds for the project, or takes that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.records.acts import Act
from annotations.records.record import Newest
from annotations.wording import tr

if TYPE_CHECKING:
    from pathlib import Path

    from tui.screens.article.screen import ArticleScreen

__all__ = ["NO_NAME", "follow", "is_written", "kind_words", "write_down"]

NO_NAME = "-"
"""How the file says that a string is no name."""


def kind_words(kind: str) -> str:
    """Return a type of names, or `NO_NAME`, in words."""
    return tr("no name") if kind == NO_NAME else kind


def is_written(screen: ArticleScreen, text: str, kind: str) -> bool:
    """Tell whether the project's own names say of `text` already that it is of `kind`, or cannot say so."""
    from annotations.project.gazetteer import is_there

    try:
        return is_there(_path(screen), text, kind)
    except ZhupiError:  # said when it is to be written
        return True


def write_down(screen: ArticleScreen, text: str, kind: str) -> None:
    """Write `text` into the project's own names, on a thread of its own, and say what that does."""
    from annotations.project.gazetteer import promote

    def write(path: Path) -> str:
        added = promote(path, text, kind, types=_types(screen))
        how = (
            tr("for articles not yet annotated; u takes it out again")
            if added
            else tr("it was there already")
        )
        return tr(
            "{text}: {kind_words}, in {name}: {how}",
            text=text,
            kind_words=kind_words(kind),
            name=path.name,
            how=how,
        )

    _change(screen, write)


def follow(screen: ArticleScreen, act: Act, *, again: bool) -> None:
    """Let the project's own names follow an `act` that was just taken back, or with `again` what undid it."""
    from annotations.project.gazetteer import promote, withdraw

    if not screen.session.project.is_lead:
        return
    types = _types(screen)
    for was, now in zip(act.after, act.before, strict=True):
        said = _promoted(now if again else was)
        if said is None or _promoted(was if again else now) is not None:
            continue
        text, kind = said

        def write(path: Path, text: str = text, kind: str = kind) -> str:
            changed = promote(path, text, kind, types=types) if again else withdraw(path, text, kind)
            what = f"{text}: {kind_words(kind)}"
            if again:
                return tr("{what}, in {name} again", what=what, name=path.name) if changed else ""
            return (
                tr("{what}: taken out of {name}", what=what, name=path.name)
                if changed
                else tr("{what} is not in {name} any more", what=what, name=path.name)
            )

        _change(screen, write)


def _promoted(record: Newest | None) -> tuple[str, str] | None:
    """Return what `record` says for the whole project: a string, and its type; None if it says nothing so."""
    if record is None or record["kind"] != "span" or record["deleted"] or not record.get("proposed"):
        return None
    return record["quote"], NO_NAME if record["act"] == "reject" else str(record["type"])


def _types(screen: ArticleScreen) -> list[str]:
    """Return the types of names that the project has."""
    return [one.name for one in screen.session.project.scheme.types]


def _path(screen: ArticleScreen) -> Path:
    from annotations.project.project import GAZETTEER

    return screen.session.project.root / GAZETTEER


def _change(screen: ArticleScreen, write: Callable[[Path], str]) -> None:
    """Do `write` to the project's own names, on a thread of its own, and say what it returns."""
    from tui.session.messages import Noticed

    session, path = screen.session, _path(screen)

    def work() -> None:
        try:
            words = write(path)
        except ZhupiError as error:
            words = str(error)
        else:
            session.analysis.renew(session.article.id)
        if words:
            session.tell(Noticed([words]))

    screen.run_worker(work, thread=True, group="gazetteer", name="gazetteer")
