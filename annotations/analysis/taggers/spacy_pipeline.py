"""Names of a pipeline of spaCy, installed or in a folder."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from annotations.analysis.taggers.folders import demand_no_pickles, digest_of, files_in
from annotations.analysis.taggers.process import Loaded, Row
from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import ZhupiError
from annotations.wording import tr

__all__ = ["load"]

_UNNEEDED = ("tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "textcat")
"""Components that say nothing of names, as spaCy's own pipelines call them: most of the time is theirs."""
_TOGETHER = 64
"""Sentences that go through the pipeline together."""


def load(spec: TaggerSpec) -> Loaded:
    """Load the pipeline.

    Raises:
        ZhupiError: spaCy or the pipeline is not there, or it finds no names.
    """
    if find_spec("spacy") is None:
        raise ZhupiError(tr("it needs an extra: pip install 'zhupi[spacy]'"))
    folder = spec.folder
    if folder is not None:
        files = list(files_in(folder))
        demand_no_pickles(files)
        known_as = digest_of(folder, files)
    else:
        try:
            known_as = version(spec.name)
        except (PackageNotFoundError, ValueError):
            raise ZhupiError(
                tr("it is not installed: python -m spacy download {name}, or pip install it", name=spec.name)
            ) from None
    os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = "1"  # a transformer's weights are no code either
    warnings.simplefilter("ignore")  # of versions, which the version says
    import spacy

    pipeline = spacy.load(folder or spec.name, exclude=[*_UNNEEDED])
    if not any("doc.ents" in pipeline.get_pipe_meta(name).assigns for name in pipeline.pipe_names):
        raise ZhupiError(tr("it has no component that finds names"))
    libraries = f"spacy@{spacy.about.__version__}"
    return Loaded(f"{spec.called}@{known_as},{libraries}", lambda texts: _names(pipeline, texts))


def _names(pipeline: Any, texts: Sequence[str]) -> list[list[Row]]:
    return [
        [(ent.start_char, ent.end_char, ent.label_, None, ent.text) for ent in doc.ents]
        for doc in pipeline.pipe(texts, batch_size=_TOGETHER)
    ]
