"""The folder that partitions are written to: what they were made of, and which are there.

``zhupi-partitions.json`` in it says of which tables they are, how they were read and analysed, and whether
all of them are there. What was made of something else is never mixed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import TypedDict

from annotations.cluster.files import Missing, is_url
from annotations.cluster.order import Order, bad_name
from annotations.cluster.partitions import Input
from annotations.cluster.stores import store_of
from annotations.errors import StorageError, UsageError
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["LIST", "OutputFolder"]

LIST = "zhupi-partitions.json"
_OURS = re.compile(r"(part|bad)-\d{6}-\d{6}-[0-9a-f]{16}\.(jsonl|csv|parquet)")


class _List(TypedDict):
    """What that file says."""

    made_by: list[str]
    options: dict[str, object]
    size: int
    inputs: list[list[object]]
    """The number, name, place, size and stamp of each."""
    complete: bool


class OutputFolder:
    """Where the partitions of a run go."""

    def __init__(self, out: str, order: Order, inputs: Sequence[Input], size: int) -> None:
        self._out = out
        self._store = store_of(out)
        self._list = _List(
            made_by=[*order.expected._replace(rounding=""), order.setup.analyser],
            options=order.setup.said,
            size=size,
            inputs=[[one.number, *one.file] for one in inputs],
            complete=False,
        )

    def begin(self, *, force: bool) -> frozenset[str]:
        """Say in the folder what is to be in it, and return what of our files is there already.

        Raises:
            UsageError: Something else is in it, or what was made otherwise, which `force` lets be replaced.
            StorageError: It cannot be written to.
        """
        names = frozenset(self._store.names(self._out))
        before = self._store.read(self._out, LIST) if LIST in names else None
        if not force:
            if before is not None:
                self._demand_same(before)
            elif any(not name.startswith(".") for name in names):
                raise UsageError(
                    tr(
                        "{out}: something else is in this folder; name an empty one with -o,"
                        " or write into it with --force",
                        out=self._out,
                    )
                )
        self._write()
        return frozenset(name for name in names if _OURS.fullmatch(name))

    def demand(self, name: str) -> None:
        """Raise StorageError if this machine does not see what is said to be in the folder.

        What is remote is everywhere the same, but for what is in the memory of a process.
        """
        if is_url(self._out) and not self._out.startswith(("file:", "local:", "memory:")):
            return
        try:
            self._store.entry(f"{self._out}/{name}")
        except Missing:
            raise StorageError(
                tr(
                    "{out}: what is written there is not seen here; name a folder that all machines see",
                    out=self._out,
                )
            ) from None

    def end(self, ours: frozenset[str]) -> None:
        """Say that all is there, and take away what was made of something else, and what was never ended.

        Raises:
            StorageError: It cannot be written to.
        """
        kept = ours | {*map(bad_name, ours)}
        for name in self._store.names(self._out):
            if _OURS.fullmatch(name) and name not in kept:
                self._store.remove(self._out, name)
        self._store.clear(self._out)
        self._list["complete"] = True
        self._write()

    def _write(self) -> None:
        with TemporaryFile() as file:
            file.write(json.dumps(self._list, indent=1).encode() + b"\n")
            self._store.put(self._out, LIST, file)

    def _demand_same(self, before: bytes) -> None:
        try:
            said = loads(before.decode())
            known = {tuple(one[2:3]): one for one in said["inputs"]}
            same = {key: said[key] == self._list[key] for key in ("made_by", "options", "size", "inputs")}
        except (ValueError, KeyError, TypeError, LookupError):
            known, same = {}, dict.fromkeys(("made_by",), False)
        if all(same.values()):
            return
        what = tr("with other options")
        if not same.get("made_by"):
            what = tr("by another version of zhupi, or with other names or another tagger")
        elif not same["size"]:
            what = tr("with partitions of another size")
        elif same["options"]:
            changed = (one for one in self._list["inputs"] if known.get((one[2],)) not in (None, one))
            name = next((one[1] for one in changed), None)
            what = tr("of other tables") if name is None else tr("of {name} as it was before", name=name)
        raise UsageError(
            tr(
                "{out}: what is in this folder was made {what}; name another with -o,"
                " or replace it with --force",
                out=self._out,
                what=what,
            )
        )
