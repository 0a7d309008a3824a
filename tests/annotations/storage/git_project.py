"""A project under git with the layer of one annotator, for tests of merges."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from annotations.records.record import Record, sentence_mark
from annotations.records.uids import sentence_uid
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import TinyDBLayer, open_layer

__all__ = ["ARTICLE", "ATTRIBUTES", "TEXT", "Repository", "first", "make_mark", "newest", "uid"]

ATTRIBUTES = "annotations/*.json merge=union -text\n"
ARTICLE = "0123456789abcdef0123"
TEXT = "他說：「好。」"


class Repository:
    """A project under git. The user's own configuration has no part in it."""

    def __init__(self, root: Path, attributes: str) -> None:
        self.root = root
        self.path = root / "annotations" / "mei.json"
        root.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        (root / ".gitattributes").write_text(attributes)
        self.commit()

    def git(self, *arguments: str, fails: bool = False) -> str:
        who = {
            f"GIT_{role}_{what}": "mei@x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**environment, **who, **nothing, "LC_ALL": "C"},
            capture_output=True,
            text=True,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")

    def branch(self, name: str, at: str = "main") -> None:
        self.git("switch", "--quiet", "--create", name, at)

    def put(self, *records: Record, writer: str = "w") -> None:
        """Store records, each as an act of its own, and commit."""
        layer = open_layer(self.path, "mei")
        for record in records:
            layer.put([{**record, "writer": writer}])
        layer.close()
        self.commit()

    def merge(self, name: str) -> None:
        self.git("switch", "--quiet", "main")
        self.git("merge", "--quiet", "--no-edit", name)

    def check(
        self, expected: Mapping[str, tuple[int, str]], deleted: Sequence[Record] = (), conflicts: int = 0
    ) -> None:
        """Everything is there for zhupi at once, and for stock TinyDB after the next write."""
        layer = open_layer(self.path, "mei")
        assert layer.read_only is None
        assert len(layer.conflicts(ARTICLE)) == conflicts
        assert newest(layer) == expected
        for record in deleted:
            assert layer.latest(record["uid"])["deleted"]
            assert layer.get(record["uid"]) is None
        layer.put([make_mark(90)])
        layer.close()
        expected = {**expected, make_mark(90)["uid"]: (1, "")}
        assert newest(open_layer(self.path, "mei")) == expected
        with TinyDB(self.path, encoding="utf-8", access_mode="r") as stock:
            rows = [row for row in stock if "uid" in row and not row["deleted"]]
        assert {row["uid"]: (row["rev"], row["note"]) for row in rows} == expected
        assert parse(self.path.read_bytes(), "x").form is Form.OURS


def newest(layer: TinyDBLayer) -> dict[str, tuple[int, str]]:
    """Return revision and note of every record that is not deleted."""
    return {record["uid"]: (record["rev"], record["note"]) for record in layer.records()}


def uid(number: int) -> str:
    """Return the uid of the mark of the `number`-th sentence."""
    return sentence_uid(ARTICLE, number * 9, "mei")


def make_mark(number: int, note: str = "") -> Record:
    """Return the first revision of that mark."""
    fields: dict[str, Any] = {
        "annotator": "mei",
        "writer": "w",
        "scheme": "s",
        "status": "marked",
        "labels": ["claim"],
    }
    return sentence_mark(ARTICLE, number * 9, number * 9 + 7, TEXT, note=note, **fields)


def first(*numbers: int) -> dict[str, tuple[int, str]]:
    """Return what :func:`newest` gives for first revisions."""
    return {uid(number): (1, "") for number in numbers}
