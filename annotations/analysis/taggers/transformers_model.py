"""Names of a model of Hugging Face for token classification, in a folder of the user's."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from annotations.analysis.tagger import cut_long
from annotations.analysis.taggers.folders import digest_of
from annotations.analysis.taggers.process import Loaded, Row
from annotations.analysis.taggers.spec import TaggerSpec
from annotations.analysis.taggers.tags import Token, names_of
from annotations.errors import ZhupiError
from annotations.wording import tr

__all__ = ["load"]

_BATCH = 32
"""Pieces that go through the model together."""
_MOST_TOKENS = 512


def load(spec: TaggerSpec) -> Loaded:
    """Load tokenizer and model, from safetensors, without anything of the network and without code of theirs.

    Raises:
        ZhupiError: A library or the model is not there, or it is none that can be used.
    """
    for module in ("torch", "transformers", "safetensors"):
        if find_spec(module) is None:
            raise ZhupiError(tr("it needs an extra: pip install 'zhupi[transformers]'"))
    folder = Path(spec.name)
    files = _files(folder)
    warnings.simplefilter("ignore")
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    torch.set_num_threads(max(1, (os.cpu_count() or 1) - 1))  # one is the screen's
    here = {"local_files_only": True, "trust_remote_code": False}
    tokenizer: Any = transformers.AutoTokenizer.from_pretrained(folder, use_fast=True, **here)
    if not getattr(tokenizer, "is_fast", False):
        raise ZhupiError(tr("its tokenizer does not say where tokens stand; it needs a tokenizer.json"))
    model: Any = transformers.AutoModelForTokenClassification.from_pretrained(
        folder, use_safetensors=True, **here
    )
    version = f"{spec.called}@{digest_of(folder, files)},transformers@{transformers.__version__}"
    return Loaded(version, _Model(tokenizer, model.eval()).names)


def _files(folder: Path) -> list[Path]:
    """Return the files that make the model, among which is nothing that is pickled.

    Raises:
        ZhupiError: It has no weights in safetensors, as where they are pickled.
    """
    found = [one for one in sorted(folder.iterdir()) if one.is_file()]
    if not any(one.suffix == ".safetensors" for one in found):
        raise ZhupiError(
            tr(
                "it has no weights in safetensors, and others (.bin, .pt) may run code when they are read;"
                " save_pretrained() writes safetensors"
            )
        )
    return [one for one in found if one.suffix in (".safetensors", ".json", ".txt", ".model")]


class _Model:
    """A tokenizer with its model."""

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer, self._model = tokenizer, model
        self._labels: Mapping[int, str] = model.config.id2label
        room = getattr(model.config, "max_position_embeddings", None) or _MOST_TOKENS
        self._most = max(8, min(tokenizer.model_max_length, room - 2, _MOST_TOKENS))

    def names(self, texts: Sequence[str]) -> list[list[Row]]:
        """Return the names of each text; long ones go through in pieces, those of one length together."""
        parts = [
            (number, start, text[start:end])
            for number, text in enumerate(texts)
            for start, end in cut_long(text)
            if text[start:end].strip()
        ]
        order = sorted(range(len(parts)), key=lambda at: len(parts[at][2]))
        found: list[list[Row]] = [[] for _ in texts]
        for at in range(0, len(order), _BATCH):
            some = [parts[index] for index in order[at : at + _BATCH]]
            tokens = self._tokens([text for _, _, text in some])
            for (number, offset, _), of_piece in zip(some, tokens, strict=True):
                for start, end, kind, score in names_of(of_piece):
                    found[number].append((start + offset, end + offset, kind, score, None))
        return [sorted(rows) for rows in found]

    def _tokens(self, texts: list[str]) -> list[list[Token]]:
        """Return the tokens of each text with what the model says of each."""
        import torch

        encoded = self._tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=self._most,
            return_overflowing_tokens=True,  # a piece with more tokens than the model takes is several rows
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        wanted = {*self._tokenizer.model_input_names} & {"input_ids", "attention_mask", "token_type_ids"}
        with torch.inference_mode():
            logits = self._model(**{name: encoded[name] for name in wanted}).logits
            scores, labels = torch.softmax(logits.float(), -1).max(-1)
        found: list[list[Token]] = [[] for _ in texts]
        for row, text in zip(count(), encoded["overflow_to_sample_mapping"].tolist(), strict=False):
            found[text].extend(self._row(encoded, row, labels[row].tolist(), scores[row].tolist()))
        return found

    def _row(self, encoded: Any, row: int, labels: Sequence[int], scores: Sequence[float]) -> Iterator[Token]:
        special = encoded["special_tokens_mask"][row].tolist()
        places = encoded["offset_mapping"][row].tolist()
        words = encoded.tokens(row)
        for word, (start, end), left, label, score in zip(
            words, places, special, labels, scores, strict=True
        ):
            if not left and start < end:
                yield Token(start, end, self._labels[label], score, goes_on=word.startswith("##"))
