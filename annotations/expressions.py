"""Regular expressions that are compiled when they are first used.

Compiling one with Chinese characters takes as long as loading a module, and most of them no start of the
program needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import AnyStr

__all__ = ["lazily"]


def lazily(expression: AnyStr, flags: int = 0) -> Callable[[], re.Pattern[AnyStr]]:
    """Return what compiles `expression` when it is first called, and gives it then and ever after."""
    return cache(lambda: re.compile(expression, flags))
