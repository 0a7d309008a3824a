"""Articles as they were frozen: what the hub has comes here, and goes there before any mark on it.

They are the files of ``annotations/articles``, byte for byte. Who is first to freeze an article has the text
that counts for all; nothing that is here is ever written over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotations.errors import StorageError
from annotations.hub.client.batches import MOST_TEXTS, in_parts, size_of
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import FrozenRow, FrozenText
from annotations.hub.files.known_versions import OnStep, Taken, digest_of
from annotations.hub.memory import Memory
from annotations.records.field_values import is_article_id
from annotations.storage.files.files import Files
from annotations.storage.files.folders import ARTICLES, FOLDER
from annotations.storage.files.new_files import write_new
from annotations.storage.frozen.form import analysis_from, article_from, belies_its_id
from annotations.wording import tr

__all__ = ["FrozenTexts"]

_PAGE = 10_000
"""Articles that one call lists, without their texts."""
_ENDINGS = (".json", ".spans.json")


class FrozenTexts:
    """Takes and gives the frozen articles of one project.

    Args:
        root: The project's folder.
        memory: What is remembered between two times.
        files: Through what to reach the folder of articles.
    """

    def __init__(self, root: Path, memory: Memory, files: Files | None = None) -> None:
        self._root = root
        self._memory = memory
        self._files = files or Files()
        self._lost: bool | None = None  # whether nothing is here; None before that was looked at

    # -- taking ---------------------------------------------------------------------------

    def take(self, hub: Hub, on_step: OnStep = lambda done, of: None) -> Taken:
        """Put what came to the hub since the last time beside what was frozen here, durable on return.

        Raises:
            HubError: The hub cannot be asked; what came before is there.
            StorageError: A file cannot be written.
        """
        found = Taken()
        done = 0
        reached = self._reached(hub)
        while rows := hub.articles(reached, _PAGE):
            for at in range(0, len(rows), MOST_TEXTS):
                self._take(hub, rows[at : at + MOST_TEXTS], found)
                done += len(rows[at : at + MOST_TEXTS])
                on_step(done, max(done, len(rows)))
                reached = rows[at : at + MOST_TEXTS][-1].number
                self._memory.keep("frozen", [hub.settings.epoch, reached])
        return found

    def _reached(self, hub: Hub) -> int:
        first = self._lost is None
        self._lost = first and not (self._root / FOLDER / ARTICLES).is_dir()
        if self._lost:
            return 0  # whatever came before
        match self._memory.recall("frozen"):
            case [str(epoch), int(number)] if epoch == hub.settings.epoch:
                return number
        return 0

    def _take(self, hub: Hub, rows: Sequence[FrozenRow], found: Taken) -> None:
        wanted: dict[str, None] = {}
        for row in rows:
            if not is_article_id(row.article):
                continue
            path = self._path(row.article, _ENDINGS[row.analysed])
            noted = self._noted(hub, row.article)
            if not self._lost and (noted or (noted is not None and not row.analysed)):
                continue
            here = self._text(path)
            if here is None:
                wanted[row.article] = None
            elif not row.analysed and _digest(here) != row.digest:
                self._compare(hub, row.article, found)
        sound: list[FrozenText] = []
        for text in hub.texts(list(wanted)):
            if not _is_sound(text):
                found.lines.append(
                    tr("{article}: the article at the hub is damaged, and not taken", article=text.article)
                )
            elif _is_false(text):
                found.lines.append(_false(text.article))
            elif not self._is_same_text(text):  # nor does what was found in another text fit this one
                found.lines.append(self._other_text(text.article))
            else:
                sound.append(text)
        written = self._write(sound)
        found.changed += [one.article for one in sound if self._path(one.article, _ENDINGS[0]) in written]
        for text in sound:
            self._note(hub, text)

    def _write(self, texts: Iterable[FrozenText]) -> set[Path]:
        contents = (
            (self._path(text.article, ending), content.encode())
            for text in texts
            for ending, content in zip(_ENDINGS, (text.content, text.analysis), strict=True)
            if content is not None
        )
        try:
            return write_new(self._files, contents)
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: articles from the hub could not be kept ({strerror})",
                    path=error.filename or self._root,
                    strerror=error.strerror,
                )
            ) from error

    # -- giving -----------------------------------------------------------------------------

    def give(
        self, hub: Hub, articles: Iterable[str] | None, on_step: OnStep = lambda done, of: None
    ) -> Taken:
        """Store at the hub what was frozen here of `articles`, before marks on them are sent.

        What is known to be there is not sent again; one that is not frozen is passed over.

        Args:
            hub: The hub.
            articles: Ids; None for all that were frozen here.
            on_step: Called with how many have been given, and of how many.

        Raises:
            HubError: The hub cannot be asked; what was given before is there.
            StorageError: A frozen article cannot be read.
        """
        found = Taken()
        named = self._every() if articles is None else filter(is_article_id, articles)
        wanted = [one for one in dict.fromkeys(named) if not self._is_given(hub, one)]
        read = (text for one in wanted if (text := self._read(one)) is not None)
        for texts in in_parts(read, size_of, most=MOST_TEXTS):
            on_step(len(found.changed), len(wanted))
            for other in hub.put_articles(texts):
                self._compare(hub, other, found)
            for text in texts:
                self._note(hub, text)
                found.changed.append(text.article)
        return found

    def _every(self) -> Iterator[str]:
        folder = self._root / FOLDER / ARTICLES
        for shelf in sorted(folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(shelf.glob("*.json")):
                if is_article_id(path.stem):
                    yield path.stem

    def _read(self, article: str) -> FrozenText | None:
        content, analysis = (self._text(self._path(article, ending)) for ending in _ENDINGS)
        return None if content is None else FrozenText(article, content, analysis)

    def _text(self, path: Path) -> str | None:
        try:
            return path.read_bytes().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(
                tr("{path}: this frozen article cannot be sent ({error})", path=path, error=error)
            ) from error

    # -- comparing --------------------------------------------------------------------------

    def _compare(self, hub: Hub, article: str, found: Taken) -> None:
        """Tell of an article that has another text here than at the hub."""
        for text in hub.texts([article]):
            if _is_false(text):
                found.lines.append(_false(article))
            elif not self._is_same_text(text):
                found.lines.append(self._other_text(article))
            self._memory.keep(f"frozen:{article}", [hub.settings.epoch, True])  # it is told once

    def _is_same_text(self, text: FrozenText) -> bool:
        """Tell whether what is here says of what text an article is, whatever else it says of it."""
        here = self._text(self._path(text.article, _ENDINGS[0]))
        if here is None or here == text.content:
            return True
        try:
            return bool(json.loads(here)["text"] == json.loads(text.content)["text"])
        except (ValueError, KeyError, TypeError):
            return False

    def _other_text(self, article: str) -> str:
        return tr(
            "{article}: the hub has another text of this article than was frozen here, so marks of it do not"
            " meet; move {path} away, and the hub's comes",
            article=article,
            path=self._path(article, _ENDINGS[0]).relative_to(self._root),
        )

    def _path(self, article: str, ending: str) -> Path:
        return self._root / FOLDER / ARTICLES / article[:2] / f"{article}{ending}"

    # -- what is noted ------------------------------------------------------------------------

    def _is_given(self, hub: Hub, article: str) -> bool:
        """Tell whether the hub is known to have an article, and its analysis if there is one here."""
        noted = self._noted(hub, article)
        return noted is not None and (noted or not os.path.lexists(self._path(article, _ENDINGS[1])))

    def _noted(self, hub: Hub, article: str) -> bool | None:
        """Return whether the hub is known to have the analysis of an article too; None if not even that."""
        match self._memory.recall(f"frozen:{article}"):
            case [str(epoch), bool(analysed)] if epoch == hub.settings.epoch:
                return analysed
        return None

    def _note(self, hub: Hub, text: FrozenText) -> None:
        self._memory.keep(f"frozen:{text.article}", [hub.settings.epoch, text.analysis is not None])


def _is_sound(text: FrozenText) -> bool:
    try:
        article_from(json.loads(text.content), text.article)
        if text.analysis is not None:
            analysis_from(json.loads(text.analysis), text.article)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    return True


def _is_false(text: FrozenText) -> bool:
    """Tell whether somebody gave the hub another text under an article's id than it was made from."""
    try:
        return belies_its_id(article_from(json.loads(text.content), text.article))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _false(article: str) -> str:
    return tr(
        "{article}: the text that the hub has of this article is not the one that its id was made from, so it"
        " is not taken and yours stays; tell the lead",
        article=article,
    )


def _digest(text: str) -> str:
    return digest_of(text.encode())
