"""Baidu's LAC-small network, run with numpy: it gives every character of a sentence its tag.

An embedding of the characters, two bidirectional layers of gated recurrent units (128 wide each way), and
a conditional random field over 57 tags: parts of speech, and PER, LOC, ORG and TIME (Jiao et al. 2018,
"Chinese Lexical Analysis with Deep Bi-GRU-CRF Network"). Many sentences run side by side, sorted by
length, so that each step is one product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, NamedTuple

from annotations.analysis.crf import best_paths, marginals
from annotations.analysis.evidence import Hint
from annotations.analysis.lac_files import Weights, read_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LacNetwork", "Tagged"]

_BATCH_SENTENCES = 192
_BATCH_CHARACTERS = 12_000
"""How much runs side by side. Of 60,000 characters in short texts the whole analysis takes 1.9 s of a
processor by 32 sentences and 1.7 s by 64, 192 or 1,000: more costs memory and gives nothing back."""


class Tagged(NamedTuple):
    """The tag of every character of a sentence, and the probability of each."""

    tags: list[int]
    chances: list[float]


class LacNetwork:
    """The network with its weights; ready to be used by several threads, for it keeps no state."""

    def __init__(self, weights: Weights | None = None, alike: Mapping[str, str] | None = None) -> None:
        """Load `weights`, by default those of the installed jieba; raises `WeightsMissing`.

        `alike` says which tags mean the same: the probability of one is that of all of them together.
        """
        import numpy as np

        self._weights = weights = weights or read_weights()
        self.tags = weights.tags
        self._places = {tag: number for number, tag in enumerate(weights.tags)}
        meanings = [(alike or {}).get(tag, tag) for tag in weights.tags]
        self._alike = np.array([[a == b for b in meanings] for a in meanings], np.float32)
        self._unknown = weights.characters["OOV"]
        # sigmoid(x) = (tanh(x / 2) + 1) / 2: the half goes into the weights, and one function does for both.
        half = np.ones(384, np.float32)
        half[:256] = 0.5
        self._inputs = [(np.ascontiguousarray(w * half), b * half) for w, b in weights.inputs]
        self._recurrent = [
            (np.ascontiguousarray(gates * np.float32(0.5)), np.ascontiguousarray(candidate))
            for gates, candidate in weights.recurrent
        ]

    def tag(
        self, sentences: Sequence[str], hints: Callable[[str], Iterable[Hint]] | None = None
    ) -> list[Tagged]:
        """Return the tags of each of `sentences`, as numbers into `tags`, with their probabilities.

        `hints` says what else is known of a sentence; it counts beside what the network sees.
        """
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]), reverse=True)
        found: list[Tagged] = [Tagged([], [])] * len(sentences)
        at = 0
        while at < len(order):
            longest = len(sentences[order[at]])
            if longest == 0:
                break
            size = max(1, min(_BATCH_SENTENCES, _BATCH_CHARACTERS // longest))
            batch = [i for i in order[at : at + size] if sentences[i]]
            for i, tagged in zip(batch, self._batch([sentences[i] for i in batch], hints), strict=True):
                found[i] = tagged
            at += size
        return found

    def _batch(
        self, sentences: list[str], hints: Callable[[str], Iterable[Hint]] | None = None
    ) -> list[Tagged]:
        """Tag sentences that are sorted by length, longest first."""
        import numpy as np

        lengths = [len(sentence) for sentence in sentences]
        running = _running(lengths)
        scores = self._scores(sentences, running)
        if hints is not None:
            self._add(scores, sentences, hints)
        crf = (scores, running, self._weights.start, self._weights.end, self._weights.transitions)
        paths = best_paths(*crf)
        chances = np.take_along_axis(marginals(*crf) @ self._alike, paths[:, :, None], 2)[:, :, 0]
        return [
            Tagged(paths[:length, b].tolist(), chances[:length, b].tolist())
            for b, length in enumerate(lengths)
        ]

    def _add(
        self, scores: NDArray[np.float32], sentences: list[str], hints: Callable[[str], Iterable[Hint]]
    ) -> None:
        """Add the hints of each sentence to its scores."""
        known = [
            (hint.at, number, self._places[hint.tag], hint.weight)
            for number, sentence in enumerate(sentences)
            for hint in hints(sentence)
        ]
        if known:
            import numpy as np

            at, number, tag, weight = zip(*known, strict=True)
            np.add.at(scores, (at, number, tag), np.array(weight, np.float32))

    def _scores(self, sentences: list[str], running: list[int]) -> NDArray[np.float32]:
        """Return the score of every tag at every position, time first; 0 behind a sentence's end.

        Until then steps lie one behind the other without what is behind an end: of the longest sentences
        there are few, and two fifths more would be multiplied for nothing.
        """
        import numpy as np

        weights = self._weights
        known = weights.characters
        ids = np.zeros((len(sentences), len(running)), np.intp)
        for b, sentence in enumerate(sentences):
            ids[b, : len(sentence)] = [*map(known.get, sentence, repeat(self._unknown))]
        there = np.arange(len(sentences)) < np.array(running)[:, None]
        # The first layers see the same few characters again and again: each is projected once.
        present, where = np.unique(ids.T[there], return_inverse=True)
        seen = weights.embedding[present]
        values = self._both(lambda layer: self._project(seen, layer)[where], 0, running)
        values = self._both(lambda layer: self._project(values, layer), 2, running)
        kernel, bias = weights.output
        scores = np.zeros((*there.shape, len(bias)), np.float32)
        scores[there] = values @ kernel + bias
        return scores

    def _both(
        self, projected: Callable[[int], NDArray[np.float32]], layer: int, running: list[int]
    ) -> NDArray[np.float32]:
        """Run the layer that reads forwards and the one that reads backwards, side by side."""
        import numpy as np

        return np.concatenate([self._run(projected(n), n, running) for n in (layer, layer + 1)], axis=1)

    def _project(self, values: NDArray[np.float32], layer: int) -> NDArray[np.float32]:
        """Return a layer's input multiplied into its gates and candidate, for all steps at once."""
        kernel, bias = self._inputs[layer]
        projected = values @ kernel
        projected += bias
        return projected

    def _run(self, projected: NDArray[np.float32], layer: int, running: list[int]) -> NDArray[np.float32]:
        """Run one recurrent layer over its projected input; the odd ones run backwards."""
        import numpy as np

        gates, candidate = self._recurrent[layer]
        width = candidate.shape[0]
        state = np.zeros((running[0], width), np.float32)
        out = np.empty((len(projected), width), np.float32)
        ends = list(accumulate(running))
        for t in range(len(running) - 1, -1, -1) if layer % 2 else range(len(running)):
            n = running[t]
            step = slice(ends[t] - n, ends[t])
            now = state[:n]
            gate = now @ gates
            gate += projected[step, : 2 * width]
            np.tanh(gate, out=gate)
            gate += 1
            gate *= 0.5
            fresh = (gate[:, width:] * now) @ candidate
            fresh += projected[step, 2 * width :]
            np.tanh(fresh, out=fresh)
            fresh -= now
            fresh *= gate[:, :width]
            now += fresh  # (1 - update) * old + update * fresh
            out[step] = now
        return out


def _running(lengths: list[int]) -> list[int]:
    """Return for each step how many of the sequences, the longest first, are longer than it."""
    running: list[int] = []
    for count in range(len(lengths), 0, -1):
        running += [count] * (lengths[count - 1] - len(running))
    return running
