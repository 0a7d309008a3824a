"""A copy of a hub, and the hub that is made from it, at a real PostgreSQL."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from hub_records import carry, done, mark, put_file
from postgres import HubOfTests, Postgres

from annotations.errors import StorageError
from annotations.hub.administration.administration import Administration
from annotations.hub.administration.backup import back_up, restore
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import FrozenText
from annotations.hub.errors import CursorLost, HubError, HubNewer
from annotations.hub.schema.migrations import Migration, migrations

pytestmark = pytest.mark.peer("psycopg")
A, B, C = "a" * 20, "b" * 20, "c" * 20


@pytest.fixture
def full(hub: HubOfTests) -> HubOfTests:
    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        an.send([mark("an", A, at, note="第\t一\n行\\N") for at in range(50)])
        mei.send([mark("mei", A), done("mei", A)])
        mei.send([mark("mei", A, 3)])
        mei.put_articles([FrozenText(A, '{"text": "一\\n二\t三\r\n"}', "{}")])
        put_file(lin, "zhupi.toml", b"\x00\xff\r\n\\x", after=0)
        lin.send([carry("lin", C, A)])
        lin.put_settings("done", [B])
    return hub


def restored(postgres: Postgres, path: Path) -> HubOfTests:
    made = HubOfTests(postgres, postgres.database())
    with made.administration() as administration:
        restore(administration, path)
    return made


def test_a_hub_is_made_again_from_a_copy_under_another_epoch(full: HubOfTests, tmp_path: Path) -> None:
    path = tmp_path / "hub.zip"
    told: list[int] = []
    with full.administration() as administration:
        copied = back_up(administration, path, told.append)
    assert copied.rows["revision"] == 54
    assert told[-1] == sum(copied.rows.values())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = restored(full.server, path)
    for name in ("mei", "an", "lin"):
        with full.of(name) as before, again.of(name) as after:
            assert after.settings.epoch != before.settings.epoch
            assert after.settings._replace(epoch="") == before.settings._replace(epoch="")
            assert after.received(limit=5000).revisions == before.received(limit=5000).revisions
            assert list(after.own_rows()) == list(before.own_rows())
            assert after.articles() == before.articles()
            assert list(after.texts([A])) == list(before.texts([A]))
            assert after.files() == before.files()
            assert after.file("zhupi.toml") == before.file("zhupi.toml")
            assert after.members() == before.members()
            mine = [one for one in before.received(limit=5000).revisions if one.annotator == name]
            assert all(one.known for one in after.send(mine))
            with pytest.raises(CursorLost):
                after.received(before.received(limit=1).cursor)
    with again.of("mei") as mei, again.of("an") as an, again.of("lin") as lin:
        seen = an.received(limit=5000).cursor
        mei.send([mark("mei", A, 6), mark("mei", C)])  # the locks are shut as before, and numbers go on
        assert an.received(seen).revisions == ()
        assert [one.after_others for one in mei.own_rows()][-3:] == [True, True, True]
        assert len(lin.received(limit=5000).revisions) == 56
        assert put_file(lin, "zhupi.toml", b"", after=1) == 2
        mei.put_articles([FrozenText(B, "{}")])
        assert [one.number for one in mei.articles()] == [1, 2, 3]


def test_a_copy_holds_nothing_that_opens_a_door(full: HubOfTests, tmp_path: Path) -> None:
    path = tmp_path / "hub.zip"
    with full.administration() as administration:
        back_up(administration, path)
    with zipfile.ZipFile(path) as archive:
        held = "\n".join(archive.read(name).decode() for name in archive.namelist())
    secrets = "SELECT channel FROM zhupi.member UNION ALL SELECT encode(secret, 'hex') FROM zhupi.hub"
    for (secret,) in full.server.run(secrets, database=full.database):
        assert str(secret) not in held


def test_what_is_no_copy_makes_no_hub(full: HubOfTests, tmp_path: Path) -> None:
    path, short = tmp_path / "hub.zip", tmp_path / "short.zip"
    with full.administration() as administration:
        back_up(administration, path)
        with pytest.raises(StorageError, match="is there already"):
            back_up(administration, path)
        with pytest.raises(StorageError, match="could not be written"):
            back_up(administration, tmp_path / "no" / "hub.zip")
        with pytest.raises(HubError, match="there is a hub in this database"):
            restore(administration, path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hub.zip"]
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(short, "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data.rpartition(b"\n")[0][:-9] if name == "training" else data)
    cut_off = tmp_path / "cut.zip"
    cut_off.write_bytes(path.read_bytes()[:-100])
    database = full.server.database()
    with Administration.connect(full.server.url(database)) as administration:
        for bad in (short, cut_off, Path(__file__)):
            with pytest.raises((StorageError, HubError)):
                restore(administration, bad)
        with pytest.raises(StorageError, match="cannot be read"):
            restore(administration, tmp_path / "none.zip")
        assert administration.version() == 0
        assert restore(administration, path).rows["revision"] == 54


def test_a_copy_of_an_earlier_schema_is_led_on_and_one_of_a_newer_refused(
    full: HubOfTests, tmp_path: Path
) -> None:
    known = migrations()
    following = Migration(known[-1].version + 1, 1, "ALTER TABLE zhupi.hub ADD COLUMN colour text;")
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    with full.administration() as administration:
        back_up(administration, old)
        administration.init([*known, following])
    with Administration.connect(full.server.url(full.server.database())) as administration:
        assert restore(administration, old, steps=[*known, following]).version == following.version
    with full.administration() as administration, pytest.MonkeyPatch.context() as newer:
        newer.setattr("annotations.hub.administration.administration.CLIENT", following.version)
        back_up(administration, new)
    with Administration.connect(full.server.url(full.server.database())) as administration:
        with pytest.raises(HubNewer):
            restore(administration, new)
        assert administration.version() == 0


def test_roles_that_are_not_there_are_made_and_named(postgres: Postgres, tmp_path: Path) -> None:
    from annotations.hub.administration.team import Team

    made = HubOfTests(postgres, postgres.database())
    with made.administration() as administration:
        administration.init()
        Team(administration).add("sun", role="sun_of_news", lead=True)
        Team(administration).add("gao", role="gao_of_news")
        Team(administration).remove("gao")
        back_up(administration, tmp_path / "hub.zip")
    postgres.run(f'DROP DATABASE "{made.database}" WITH (FORCE)', "DROP ROLE sun_of_news")
    again = HubOfTests(postgres, postgres.database())
    with again.administration() as administration:
        assert restore(administration, tmp_path / "hub.zip").new_roles == ("sun_of_news",)
    with Hub.connect(again.address("sun_of_news")) as sun:
        assert sun.me.lead
    with pytest.raises(HubError):
        Hub.connect(again.address("gao_of_news"))
