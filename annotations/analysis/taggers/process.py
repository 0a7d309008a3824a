"""The process of an `ExternalTagger`: loads it, says its version, then names of lists of sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, NoReturn, Protocol

from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import ZhupiError
from annotations.processes.messages import ChildFailed
from annotations.processes.parent import Parent
from annotations.wording import tr

__all__ = ["Loaded", "NameTagger", "Row", "main"]

Row = tuple[int, int, str, float | None, str | None]
"""Start, end, type, score and surface, as :class:`~annotations.analysis.taggers.checking.Said` has them."""


class NameTagger(Protocol):
    """What an entry point of one's own gives, or a callable without arguments that returns it."""

    def names(self, sentences: Sequence[str]) -> Sequence[Sequence[Sequence[object]]]:
        """Return for each sentence its names: start, end, type and, if it is known, how sure (0 to 1)."""


class Loaded(NamedTuple):
    """A tagger that is ready."""

    version: str
    names: Callable[[Sequence[str]], list[list[Row]]]


def main(parent: Parent, spec: TaggerSpec) -> NoReturn:
    """Tag what `parent` sends."""
    os.nice(5)  # the screen comes first
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"):
        os.environ[variable] = "1"  # nothing is ever looked for elsewhere
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    try:
        loaded = _loaded(spec)
    except ZhupiError as error:
        parent.tell(ChildFailed(str(error)))
    except Exception as error:  # somebody else's code: whatever it raises, zhupi goes on without it
        parent.tell(ChildFailed(one_line(error)))
    else:
        parent.tell(loaded.version)
        parent.work(partial(_tagged, loaded))
    os._exit(0)


def one_line(error: BaseException) -> str:
    """Return an error of somebody else's code in a line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:300]}" if words else type(error).__name__


def _tagged(loaded: Loaded, sentences: Sequence[str]) -> list[list[Row]]:
    try:
        return loaded.names(sentences)
    except ZhupiError:
        raise
    except Exception as error:
        raise RuntimeError(one_line(error)) from error


def _loaded(spec: TaggerSpec) -> Loaded:
    if spec.folder is not None and not spec.folder.is_dir():
        raise ZhupiError(tr("there is no such folder"))
    if spec.kind == "spacy":
        from annotations.analysis.taggers.spacy_pipeline import load
    elif spec.kind == "transformers":
        from annotations.analysis.taggers.transformers_model import load
    else:
        from annotations.analysis.taggers.entry_point import load
    return load(spec)
