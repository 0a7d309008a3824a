"""Numbers in Chinese news text: where they are, of which kind, and what they amount to."""

from annotations.analysis.numbers.home_currency import with_currencies
from annotations.analysis.numbers.scan import find_numbers

__all__ = ["find_numbers", "with_currencies"]
