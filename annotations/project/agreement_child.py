"""The child process of `ComparingApart`: reads all layers of a project and works out the figures.

It reads one line of JSON, ``{"root", "annotator"}``, and writes lines of JSON: ``{"step"}`` in words, and at
last ``{"error"}`` or ``{"size"}`` with so many bytes of a pickled `Compared` behind it. It ends when standard
input does, wherever it is: whoever started it is gone.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from annotations.errors import ZhupiError
from annotations.project.agreement import Compared, compare
from annotations.project.project import Project
from annotations.records.kinds import SpanRecord

__all__ = ["main"]

_FIELDS = ("start", "end", "what", "act", "type", "number")
"""What is wanted of the records that mend names and numbers."""


def main() -> None:
    """Do what standard input asks for."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):  # whoever started it was gone before it asked
        return
    request = json.loads(line)
    threading.Thread(target=_watch, daemon=True).start()

    try:
        project = Project.at(Path(request["root"]), annotator=request["annotator"])
        compared = compare(project, on_step=lambda step: _say(out, {"step": step}))
    except ZhupiError as error:
        _say(out, {"error": str(error)})
    except MemoryError:
        _say(out, {"error": f"{request['root']}: there is too little memory to compare its layers"})
    else:
        answer = pickle.dumps(_slim(compared), pickle.HIGHEST_PROTOCOL)
        _say(out, {"size": len(answer)})
        out.write(answer)
        out.flush()


def _slim(compared: Compared) -> Compared:
    """Return `compared` with only those fields of the records that mend which the screen looks at."""
    spans = {
        key: [cast(SpanRecord, {field: one.get(field) for field in _FIELDS}) for one in records]
        for key, records in compared.units.spans.items()
    }
    return replace(compared, units=replace(compared.units, spans=spans))


def _say(out: BinaryIO, message: dict[str, object]) -> None:
    out.write(json.dumps(message).encode("ascii") + b"\n")
    out.flush()


def _watch() -> None:
    os.read(sys.stdin.fileno(), 1)  # past the buffer, whose lock would be held when the interpreter ends
    os._exit(1)


if __name__ == "__main__":
    main()
