"""What may go wrong while a partition is made, and what is there then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from partition_desk import PARTS, Desk, here, in_one_piece, joined, told
from tagger_models import OWN, installed_tagger


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_nothing_half_written_is_ever_a_part(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotations.storage.files.files import Files

    replace = Files.replace

    def full(self: Files, source: Path, target: Path) -> None:
        if target.name.startswith("part-000000-000002"):
            raise OSError(28, os.strerror(28))
        replace(self, source, target)

    with monkeypatch.context() as patched:
        patched.setattr(Files, "replace", full)
        result = desk.run()
    assert result.returncode == 1
    (line,) = told(result)
    assert "could not be written: No space left" in line
    assert len(desk.parts()) == 2
    assert not [name for name in [one.name for one in desk.out.iterdir()] if name.endswith(".tmp")]
    assert told(desk.run()) == ["2 partitions of an earlier run kept, 2 made"]
    assert joined(desk.out) == in_one_piece(desk.table)


def test_a_run_that_ends_meanwhile_takes_nothing_from_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotations.storage.files.files import Files

    replace, cleared = Files.replace, []

    def late(self: Files, source: Path, target: Path) -> None:
        if target.name.startswith("part-") and not cleared:
            cleared.append(source)
            source.unlink()
        replace(self, source, target)

    monkeypatch.setattr(Files, "replace", late)
    assert (told(desk.run()), len(cleared)) == ([], 1)
    assert joined(desk.out) == in_one_piece(desk.table)


def test_a_tagger_that_ended_is_started_anew_once(desk: Desk) -> None:
    code = f"{OWN}\nwith open(os.environ['LOADED'], 'a') as file: file.write('once ')\n"
    once = (
        "\nearlier = names\ndef names(texts):\n    if not os.path.exists(os.environ['LOADED'] + '.ended'):\n"
    )
    code += f"{once}        open(os.environ['LOADED'] + '.ended', 'w').close(); os._exit(9)\n"
    code += "    return earlier(texts)\n"
    folder, loaded = installed_tagger(desk.folder, code), desk.folder / "loaded"
    env = {**os.environ, "PYTHONPATH": str(folder), "LOADED": str(loaded)}
    options = ("--tagger", "entry:mine")
    result = here(desk.table, *PARTS, *options, "-o", desk.out, env=env)
    assert (result.returncode, loaded.read_text()) == (0, "once once "), result.stderr
    assert joined(desk.out) == here(desk.table, *options, env=env).stdout
