"""A password that is kept: where libpq finds it, for its login alone, and readable by nobody else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from annotations.errors import StorageError
from annotations.hub.connection.pgpass import Login, keep_password, pgpass_path, why_unread

MEI = Login("db.example.org", "5432", "news", "mei")


def test_it_is_the_users_alone_and_stands_first(tmp_path: Path) -> None:
    path = tmp_path / "pgpass"
    path.write_bytes(b"# mine\n*:*:*:mei:other\ndb.example.org:5432:news:mei:old\nx:1:y:z:q\xff\n")
    path.chmod(0o644)
    assert "chmod 600" in why_unread(path)
    keep_password(MEI, "ne:w\\", path)
    assert path.read_bytes() == (
        b"db.example.org:5432:news:mei:ne\\:w\\\\\n# mine\n*:*:*:mei:other\nx:1:y:z:q\xff\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert why_unread(path) == ""


def test_it_is_never_readable_by_others_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    replace = Path.replace

    def seen(source: Path, target: Path) -> Path:
        modes.append(stat.S_IMODE(source.stat().st_mode))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", seen)
    mask = os.umask(0)
    try:
        keep_password(MEI, "x", tmp_path / "pgpass")
    finally:
        os.umask(mask)
    assert modes == [0o600]


def test_a_link_stays_one_and_a_password_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "link"))
    (tmp_path / "link").symlink_to("kept")
    keep_password(MEI, "梅")
    assert (tmp_path / "kept").read_text() == "db.example.org:5432:news:mei:梅\n"
    assert pgpass_path().is_symlink()
    with pytest.raises(StorageError, match="line break") as error:
        keep_password(MEI, "SECRET\n*:*:*:*:x")
    assert "SECRET" not in str(error.value)
