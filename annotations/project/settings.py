"""What a project sets in ``zhupi.toml``.

lead = "mei"
others = "done"
predictions = "alone"
tagger = "spacy:zh_core_web_trf"
hub = "postgresql://db.example.org/news"
train = ["training/*.txt"]

[scheme]
…

Training articles whose answers stand in a file, as an export has them, are a table instead of a list:

[training]
articles = ["training/*.txt"]
answers = "answers.jsonl"
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotations.errors import SettingsError, UsageError
from annotations.model.scheme import DEFAULT, Scheme
from annotations.wording import tr

__all__ = [
    "ASSIGNMENTS",
    "GAZETTEER",
    "OTHERS",
    "PREDICTIONS",
    "SETTINGS",
    "Hub",
    "Models",
    "ProjectSettings",
    "Training",
    "check_gazetteer",
    "read_settings",
]

SETTINGS = "zhupi.toml"
GAZETTEER = "gazetteer.tsv"
"""The file inside a project with its own names."""
ASSIGNMENTS = "assignments.tsv"
"""The file inside a project that says who reads what."""
PREDICTIONS = ("alone", "never", "always")
"""When annotators are shown what models say; see :mod:`annotations.project.predictions`."""
OTHERS = ("never", "done", "always")
"""When annotators may see what others say of an article; see :mod:`annotations.adjudication.visibility`."""
_KNOWN = ("hub", "lead", "others", "predictions", "scheme", "tagger", "train", "training")


class Training(NamedTuple):
    """The articles with known answers, which annotators learn from."""

    articles: tuple[str, ...] = ()
    """Their places, or patterns that these fit, as ``training/*.txt``."""
    answers: str = ""
    """The file of the answers, from the project's folder; empty where they are what the lead decided."""


class Models(NamedTuple):
    """What models do in a project."""

    predictions: str = PREDICTIONS[0]
    """When annotators are shown what they say, one of `PREDICTIONS`."""
    tagger: str = ""
    """What marks names instead of what is built in, as ``spacy:zh_core_web_trf``; empty for that."""
    allowed: tuple[str, ...] = ()
    """Which taggers, and folders of them, the user lets run; no setting of a project says so."""
    allowed_in: str = ""
    """The file in which the user does."""


class Hub(NamedTuple):
    """The database over which a team shares a project; :mod:`annotations.hub` reads and uses the address."""

    address: str = ""
    """As it is written there, ``postgresql://HOST/DATABASE``; empty where work travels as files."""
    allowed: tuple[str, ...] = ()
    """The addresses that the user lets zhupi send to; no setting of a project says so."""
    allowed_in: str = ""
    """The file in which the user does."""


class ProjectSettings(NamedTuple):
    """The settings of a project."""

    scheme: Scheme = DEFAULT
    lead: str = ""
    """As it is written there; empty where nobody leads."""
    others: str = OTHERS[0]
    training: Training = Training()
    models: Models = Models()
    hub: Hub = Hub()


def read_settings(root: Path) -> ProjectSettings:
    """Read ``zhupi.toml`` in `root`; without one there are the defaults.

    Raises:
        SettingsError: It cannot be read or understood; the message names the file and the setting.
    """
    path = root / SETTINGS
    if not os.path.lexists(path):
        return ProjectSettings()
    from annotations.toml_file import read_toml

    table = read_toml(path)
    if unknown := sorted(set(table).difference(_KNOWN)):
        raise SettingsError(
            tr(
                "{path}: unknown setting {unknown!r}; a project sets hub, lead, others, predictions, tagger,"
                " train and [scheme]",
                path=path,
                unknown=unknown[0],
            )
        )
    lead, others, scheme = table.get("lead", ""), table.get("others", OTHERS[0]), table.get("scheme")
    if not isinstance(lead, str):
        raise SettingsError(tr('{path}: lead must be a name in quotes, as lead = "mei"', path=path))
    if others not in OTHERS:
        raise SettingsError(
            tr(
                '{path}: others must be "never", "done" or "always", not {others!r:.40}',
                path=path,
                others=others,
            )
        )
    if scheme is not None and not isinstance(scheme, dict):
        raise SettingsError(tr("{path}: scheme must be a table; write [scheme]", path=path))
    chosen = DEFAULT if scheme is None else Scheme.from_toml(scheme, str(path))
    models, hub = _models(path, table), _hub(path, table)
    return ProjectSettings(chosen, lead, others, _training(path, table), models, hub)


def _models(path: Path, table: Mapping[str, object]) -> Models:
    predictions = table.get("predictions", PREDICTIONS[0])
    if not isinstance(predictions, str) or predictions not in PREDICTIONS:
        raise SettingsError(
            tr(
                '{path}: predictions must be "alone", "never" or "always", not {value!r:.40}',
                path=path,
                value=predictions,
            )
        )
    tagger = table.get("tagger", "")
    if not isinstance(tagger, str):
        raise SettingsError(
            tr('{path}: tagger must be a text in quotes, as tagger = "spacy:zh_core_web_sm"', path=path)
        )
    if tagger:
        from annotations.analysis.taggers.spec import TaggerSpec

        try:
            TaggerSpec.of(tagger, path.parent)
        except UsageError as error:
            raise SettingsError(f"{path}: {error}") from None
    return Models(predictions, tagger)


def _hub(path: Path, table: Mapping[str, object]) -> Hub:
    address = table.get("hub", "")
    if not isinstance(address, str):
        raise SettingsError(
            tr('{path}: hub must be an address in quotes, as hub = "postgresql://HOST/DATABASE"', path=path)
        )
    return Hub(address)


def _training(path: Path, table: Mapping[str, object]) -> Training:
    listed, more = table.get("train"), table.get("training")
    if listed is not None and more is not None:
        raise SettingsError(tr("{path}: train and [training] both name articles; keep one", path=path))
    answers: object = ""
    if isinstance(more, dict):
        if unknown := sorted(set(more).difference(("articles", "answers"))):
            raise SettingsError(
                tr(
                    "{path}: unknown setting {name!r}; [training] sets articles and answers",
                    path=path,
                    name=unknown[0],
                )
            )
        listed, answers = more.get("articles", []), more.get("answers", "")
    elif more is not None:
        raise SettingsError(tr("{path}: training must be a table; write [training]", path=path))
    listed = [] if listed is None else listed
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise SettingsError(
            tr('{path}: training articles are a list of files, as train = ["a.txt"]', path=path)
        )
    if not isinstance(answers, str):
        raise SettingsError(
            tr('{path}: answers must be a file in quotes, as answers = "answers.jsonl"', path=path)
        )
    return Training(tuple(listed), answers)


def check_gazetteer(root: Path) -> None:
    """Read the project's own names once before anything opens, so that a bad line is said at once.

    Raises:
        SettingsError: A line cannot be understood.
    """
    path = root / GAZETTEER
    if path.exists() or path.is_symlink():
        from annotations.analysis.gazetteer import Gazetteer

        Gazetteer.read(path)
