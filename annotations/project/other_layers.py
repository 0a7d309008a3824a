"""What other annotators have said, an article at a time, read only where it may be seen."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from annotations.errors import ZhupiError
from annotations.project.amended import AmendedByArticle
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.storage.files.files import Files
from annotations.storage.layer.layer_files import no_layers
from annotations.storage.layer.roster import read_roster
from annotations.wording import counted, tr

__all__ = ["Others"]


class Others:
    """The layers of all annotators of `project` but its own; none is looked at before `open`.

    Any thread may ask at any time; one that opens keeps the others waiting.

    Args:
        project: The project, opened for one annotator.
        cache: A folder of the user's for what makes the next start quick; it may be missing.
    """

    def __init__(self, project: Project, cache: Path | None = None) -> None:
        self._project = project
        self._cache = cache
        self._files = Files()
        self._lock = threading.RLock()
        self._layers: dict[Path, AmendedByArticle] = {}
        self.lines: list[str] = []
        """What is worth telling of the layers, a line each."""
        self.failed = False
        """Whether a layer could not be read, or not all of it."""

    def open(self, on_read: Callable[[str], object] = lambda words: None) -> set[str]:
        """Find the layers and take in what is new in them; return the ids of the articles that this touches.

        Args:
            on_read: Called now and then with what is going on, in words.
        """
        with self._lock:
            return self._open(on_read)

    def _open(self, on_read: Callable[[str], object]) -> set[str]:
        self.failed = True
        try:
            roster = read_roster(self._project.root, self._files)
            missing = no_layers(self._project.root, self._files)
            lines = roster.lines
            lines += [tr("{one}; its annotator is left out", one=one) for one in missing]
        except OSError as error:
            self.lines = [
                tr(
                    "{filename}: {strerror}; check its permissions",
                    filename=error.filename,
                    strerror=error.strerror,
                )
            ]
            return set()
        self.failed = roster.flawed or bool(missing)
        owned = {one.path: one for one in roster.layers if not self._project.owns(one.owner)}
        touched: set[str] = set()
        for path in [path for path in self._layers if path not in owned]:
            gone = self._layers.pop(path)
            touched.update(gone.articles())
            gone.close()
        for number, (path, one) in enumerate(owned.items(), 1):
            layer = self._layers.get(path)
            if layer is None:
                on_read(
                    tr(
                        "reading layer {number} of {number2}: {name}",
                        number=number,
                        number2=len(owned),
                        name=one.name,
                    )
                )
                layer = self._project.amendments.by_article(
                    path, one.owner, cache=self._cache, files=self._files
                )
            try:
                touched |= layer.refresh()
            except ZhupiError as error:
                lines.append(tr("{error}; what is in it is left out", error=error))
                self.failed = True
                if path not in self._layers:
                    layer.close()
                    continue
            self._layers[path] = layer
            lines += layer.notices
        self.lines = lines
        return touched

    def of_article(self, article: str) -> dict[str, list[Record]]:
        """Return by annotator the records of an article that are not deleted; who has none is left out."""
        with self._lock:
            return {name: records for name, records in self._read(article) if records}

    def articles(self) -> Counter[str]:
        """Return of each article how many have said anything of it; some of them may have taken it back."""
        with self._lock:
            return Counter(article for layer in self._layers.values() for article in layer.articles())

    def noted(self) -> set[str]:
        """Return the articles of which anybody may have a note, a flag, a remark or a return."""
        with self._lock:
            return {article for layer in self._layers.values() for article in layer.noted()}

    def names(self) -> list[str]:
        """Return whose layers there are."""
        with self._lock:
            return sorted(layer.annotator for layer in self._layers.values())

    def unreadable(self, article: str) -> list[str]:
        """Return of each layer that has records of an article which cannot be understood a line."""
        called = self._project.name_of
        with self._lock:
            counts = [(called(layer.annotator), layer.unreadable(article)) for layer in self._layers.values()]
        told = [
            counted(count, "record of {name} here follows", "records of {name} here follow", name=name)
            for name, count in counts
            if count
        ]
        return [tr("{one} no schema and cannot be shown; zhupi check tells more", one=one) for one in told]

    def close(self) -> None:
        """Let go of the layers."""
        with self._lock:
            for layer in self._layers.values():
                layer.close()
            self._layers.clear()

    def _read(self, article: str) -> Iterator[tuple[str, list[Record]]]:
        for layer in sorted(self._layers.values(), key=_name):
            yield layer.annotator, layer.of_article(article)


def _name(layer: AmendedByArticle) -> str:
    return layer.annotator
