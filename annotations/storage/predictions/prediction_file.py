"""The file of one model's predictions: valid JSON in TinyDB's form, one article a line, sorted by id.

It is written whole, for it comes whole: from an import. One article is found by its id without reading the
others, so that opening an article costs the same beside a hundred thousand.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.errors import StorageError
from annotations.model.prediction import ArticlePrediction, PredictedSentence, PredictedSpan
from annotations.plain_json import loads
from annotations.records.field_values import is_article_id
from annotations.storage.files.folders import FOLDER
from annotations.storage.files.output import OutputFile
from annotations.wording import tr

__all__ = ["PREDICTIONS", "PredictionFile", "prediction_files"]

PREDICTIONS = "predictions"
"""The folder of the files, in that of the annotations."""
_HEAD = b'{"_default": {\n'
_FOOT = b"}}\n"
_FRAME = frozenset((_HEAD, _FOOT, b"\n"))


def prediction_files(root: Path) -> list[PredictionFile]:
    """Return the files of predictions of the project in `root`, in order of their names."""
    folder = root / FOLDER / PREDICTIONS
    try:
        found = sorted(folder.glob("*.json"))
    except OSError:
        return []
    return [PredictionFile(one) for one in found if not one.name.startswith(".")]


class PredictionFile:
    """What one model said, on disk.

    Args:
        path: The file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, root: Path, name: str) -> PredictionFile:
        """Return the file of the model `name` in the project in `root`."""
        return cls(root / FOLDER / PREDICTIONS / f"{name}.json")

    @property
    def name(self) -> str:
        """What the model is called."""
        return self.path.stem

    def of_article(self, article: str) -> ArticlePrediction | None:
        """Return what the model says of one article; None if it says nothing.

        Raises:
            StorageError: The file cannot be read, or its line is damaged.
        """
        key = f'"article": "{article}"'.encode()
        try:
            with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                if not data[: len(_HEAD)].startswith(_HEAD):
                    raise ValueError(tr("it does not begin as such a file does"))
                at = data.find(key)
                if at < 0:
                    return None
                line = data[data.rfind(b"\n", 0, at) + 1 : _end(data, at)]
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:  # an empty file cannot be mapped
            raise self._damaged(str(error)) from error
        return self._read(line)

    def all(self, harmed: Callable[[int, str], object] | None = None) -> Iterator[ArticlePrediction]:
        """Yield what the model says of each article.

        Args:
            harmed: Called with the number of a line that is damaged, and why, in place of an error.

        Raises:
            StorageError: The file cannot be read, or a line is damaged.
        """
        try:
            with self.path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    if line in _FRAME:
                        continue
                    try:
                        found = self._read(line)
                    except StorageError as error:
                        if harmed is None:
                            raise
                        harmed(number, str(error.__cause__))
                        continue
                    yield found
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._damaged(error.strerror or str(error)) from error

    def put(self, predictions: Iterable[ArticlePrediction]) -> tuple[int, int]:
        """Write what the model says now; what it said of other articles stays, unless it is damaged.

        Returns:
            Of how many articles nothing was said before, and of how many something else was.

        Raises:
            StorageError: The file cannot be read or written; it is as it was.
        """
        harmed: list[int] = []
        before = {one.article: one for one in self.all(lambda number, why: harmed.append(number))}
        now = {one.article: one for one in predictions}
        new = sum(one not in before for one in now)
        changed = sum(one in before and before[one] != now[one] for one in now)
        if new or changed or harmed:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            merged = {**before, **now}
            with OutputFile(str(self.path)).opened() as sink:
                sink.write(_HEAD)
                for number, article in enumerate(sorted(merged), 1):
                    sink.write(b"," if number > 1 else b"")
                    sink.write(
                        f'"{number}": {_encoded(merged[article])}\n'.encode("utf-8", "backslashreplace")
                    )
                sink.write(_FOOT)
        return new, changed

    def _read(self, line: bytes) -> ArticlePrediction:
        try:
            text = line.strip().lstrip(b",").decode("utf-8")
            row = loads(text.partition(": ")[2])
            return _decoded(row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, why: str) -> StorageError:
        return StorageError(
            tr("{path}: these predictions cannot be read ({why}); import them anew", path=self.path, why=why)
        )


def _end(data: mmap.mmap, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end


def _encoded(one: ArticlePrediction) -> str:
    return json.dumps(
        {
            "article": one.article,
            "sentences": [
                {
                    **each._asdict(),
                    "labels": [*each.labels],
                    "scores": {**each.scores},
                    "quotes": [*each.quotes],
                }
                for each in one.sentences
            ],
            "spans": None if one.spans is None else [each._asdict() for each in one.spans],
        },
        ensure_ascii=False,
    )


def _decoded(row: Mapping[str, Any]) -> ArticlePrediction:
    article, spans = row["article"], row["spans"]
    if not is_article_id(article):
        raise ValueError(article)
    return ArticlePrediction(
        article,
        tuple(
            PredictedSentence(
                *_place(one), tuple(map(str, one["labels"])), _scores(one["scores"]), tuple(one["quotes"])
            )
            for one in row["sentences"]
        ),
        None
        if spans is None
        else tuple(
            PredictedSpan(*_place(one), one["what"], str(one["label"]), _score(one["score"])) for one in spans
        ),
    )


def _place(one: Mapping[str, Any]) -> tuple[int, int, str]:
    start, end, quote = one["start"], one["end"], one["quote"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end or not isinstance(quote, str):
        raise ValueError(f"{start!r} {end!r}")
    return start, end, quote


def _scores(value: Mapping[str, Any]) -> dict[str, float]:
    return {str(label): score for label, one in value.items() if (score := _score(one)) is not None}


def _score(value: Any) -> float | None:
    return float(value) if type(value) in (int, float) else None
