"""The last layer of the tagger: the best path through the tags of a batch, and how sure it is.

A linear-chain conditional random field: each position has a score for every tag, and each pair of tags
that follow one another has one too. All arrays are time first: ``scores[t, b, tag]``. Sequences are
sorted by length, longest first, so that those still running at a time are the first rows; what lies
behind their ends is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["best_paths", "marginals"]


def best_paths(
    scores: NDArray[np.float32],
    running: list[int],
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    transitions: NDArray[np.float32],
) -> NDArray[np.intp]:
    """Return the tags of the best path of each sequence (Viterbi), time first; 0 behind its end.

    ``running[t]`` is how many sequences are longer than `t`.
    """
    import numpy as np

    steps, size, tags = scores.shape
    into = np.ascontiguousarray(transitions.T)  # into[to, from], to look a whole row up
    best = np.empty((steps, size, tags), np.float32)
    best[0] = scores[0] + start
    # The tag that one comes from is the outermost axis: whole planes are compared with one another, which
    # takes two fifths of the time that a maximum over each row does.
    ways = np.empty((tags, size, tags), np.float32)
    for t in range(1, steps):
        n = running[t]
        before = np.ascontiguousarray(best[t - 1, :n].T)
        np.add(before[:, :, None], transitions[:, None, :], out=ways[:, :n])
        np.max(ways[:, :n], axis=0, out=best[t, :n])
        best[t, :n] += scores[t, :n]
    paths = np.zeros((steps, size), np.intp)
    for t in range(steps - 1, -1, -1):
        n = running[t]
        ending = running[t + 1] if t + 1 < steps else 0
        if ending < n:  # these sequences end here
            paths[t, ending:n] = (best[t, ending:n] + end).argmax(1)
        if ending:
            paths[t, :ending] = (best[t, :ending] + into[paths[t + 1, :ending]]).argmax(1)
    return paths


def marginals(
    scores: NDArray[np.float32],
    running: list[int],
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    transitions: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the probability of every tag at every position (forward-backward), time first.

    Runs on probabilities scaled at each step, which takes one matrix product where logarithms would take
    an exponential for every pair of tags.
    """
    import numpy as np

    steps, size, tags = scores.shape
    local = np.exp(scores - scores.max(2, keepdims=True))
    pairs = np.exp(transitions - transitions.max())
    forward = np.zeros((steps, size, tags), np.float32)
    forward[0] = _scaled(local[0] * np.exp(start - start.max()))
    for t in range(1, steps):
        n = running[t]
        forward[t, :n] = _scaled((forward[t - 1, :n] @ pairs) * local[t, :n])
    closing = np.exp(end - end.max())
    behind = np.tile(_scaled(closing[None]), (size, 1))
    back = np.ascontiguousarray(pairs.T)
    for t in range(steps - 1, -1, -1):
        n = running[t]
        ahead = running[t + 1] if t + 1 < steps else 0
        if ahead:
            behind[:ahead] = _scaled((behind[:ahead] * local[t + 1, :ahead]) @ back)
        forward[t, :n] = _scaled(forward[t, :n] * behind[:n])
    return forward


def _scaled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    total = values.sum(1, keepdims=True)
    scaled: NDArray[np.float32] = values / np.maximum(total, np.float32(1e-30))
    return scaled
