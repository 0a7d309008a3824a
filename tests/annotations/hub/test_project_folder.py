"""Where a project that comes from a hub may be made, and how its folder begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import UsageError
from annotations.hub.address import Address
from annotations.hub.project_folder import begin_folder, folder_for, hubs_with
from annotations.project.settings import read_settings

MEI = Address.of("postgresql://mei@db.example.org/news")


def test_it_is_called_as_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_for(MEI) == tmp_path / "news"
    assert folder_for(Address.of("postgresql://db/%E6%96%B0%E8%81%9E?sslmode=require")) == tmp_path / "新聞"
    for name in ("..%2Fx", ".news", "-rf", "~"):
        with pytest.raises(UsageError, match="name the folder to make"):
            folder_for(Address.of(f"postgresql://db/{name}"))


def test_what_is_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    (folder / ".hidden").touch()
    assert folder_for(MEI, folder) == folder
    (folder / "notes.txt").touch()
    with pytest.raises(UsageError, match="something in it"):
        folder_for(MEI, folder)
    with pytest.raises(UsageError, match="no folder"):
        folder_for(MEI, folder / "notes.txt")
    (folder / "zhupi.toml").write_text('hub = "postgresql://db.example.org/other"\n')
    assert folder_for(MEI, folder) == folder, "it may be this one, before its hub moved"
    with pytest.raises(UsageError, match=f"belongs to the project in {folder}"):
        folder_for(MEI, folder / "below")
    (folder / "zhupi.toml").write_text('hub = "postgres://DB.example.org:5432/news"\n')
    assert folder_for(MEI, folder) == folder, "joining goes on where it was broken off"


def test_it_begins_with_its_hub_and_without_who_one_is(tmp_path: Path) -> None:
    begin_folder(tmp_path / "news", MEI)
    assert read_settings(tmp_path / "news").hub.address == "postgresql://db.example.org/news"
    (tmp_path / "news/zhupi.toml").write_text("lead = 'lin'\n")
    begin_folder(tmp_path / "news", MEI)
    assert read_settings(tmp_path / "news").lead == "lin"


def test_several_may_log_in_from_one_machine() -> None:
    others = ["postgresql://lin@db.example.org/news", "postgresql://mei@other/news"]
    assert hubs_with(others, MEI) == [*others, MEI.url]
    assert hubs_with([MEI.url, *others], MEI) == [*others, MEI.url]
