"""A figure between 0 and 1 and its interval, drawn as a bar of plain ASCII."""

from __future__ import annotations

__all__ = ["interval_bar"]


def interval_bar(value: float, low: float | None, high: float | None, width: int) -> str:
    """Return a bar of `width` cells, 0 at its left end and 1 at its right: ``|---[==o===]------|``.

    Where the interval begins or the value lies below 0, the bar begins with ``<``. Without `low` and `high`
    it shows the value alone.
    """
    inner = width - 2
    if inner < 1:
        return ""
    cells = ["-"] * inner

    def at(figure: float) -> int:
        return round(min(max(figure, 0.0), 1.0) * (inner - 1))

    if low is not None and high is not None:
        first, last = at(low), at(high)
        cells[first : last + 1] = "=" * (last + 1 - first)
        cells[last] = "]"
        cells[first] = "["
    if value < 0 or (low is not None and low < 0):
        cells[0] = "<"
    if value >= 0:
        cells[at(value)] = "o"
    return f"|{''.join(cells)}|"
