"""The process of a `Child`: ``python -m annotations.processes MODULE``."""

import sys

from annotations.processes.parent import run

if __name__ == "__main__":
    run(sys.argv[1])
