"""The command ``zhupi``."""

from __future__ import annotations

import os
import sys

# Under the Kitty keyboard protocol a word that an input method commits arrives as garbage keys, which
# would run commands. Textual reads this when it is imported, so it is said before anything else.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

__all__ = ["main"]


def main() -> int:
    """Run the command line and return its exit code."""
    from tui.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
