"""The lock of a file: who shares it, who waits, and that it is on the file that the path names now."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.errors import LayerGone, LayerReadOnly, StorageError
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import BusyError, LockedFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "mei.json"
    target.write_bytes(b"{}\n")
    return target


@pytest.fixture
def pair(path: Path) -> Iterator[tuple[LockedFile, LockedFile]]:
    """Return the file as two programs have it, neither of which waits for the other."""
    both = LockedFile(path, Files()), LockedFile(path, Files())
    for one in both:
        one.patience = 0.0
    yield both
    for one in both:
        one.close()


@pytest.mark.parametrize(
    ("mine", "theirs", "allowed"),
    [(True, True, False), (True, False, False), (False, True, False), (False, False, True)],
)
@pytest.mark.parametrize("wait", [True, False])
def test_only_readers_share(pair, mine: bool, theirs: bool, allowed: bool, wait: bool) -> None:  # type: ignore[no-untyped-def]
    one, other = pair
    with one.locked(exclusive=mine):
        if allowed:
            with other.locked(exclusive=theirs, wait=wait):
                assert other.read() == b"{}\n"
        else:
            busy = pytest.raises(BusyError, match="another program keeps it locked")
            with busy, other.locked(exclusive=theirs, wait=wait):
                pytest.fail("both had it")
    with other.locked(exclusive=theirs):
        pass


def test_an_error_inside_gives_the_lock_back(pair) -> None:  # type: ignore[no-untyped-def]
    one, other = pair
    with pytest.raises(ZeroDivisionError), one.locked(exclusive=True):
        raise ZeroDivisionError
    with other.locked(exclusive=True):
        pass


def test_who_replaces_it_holds_the_new_one_too(pair, path: Path) -> None:  # type: ignore[no-untyped-def]
    one, other = pair
    with one.locked(exclusive=True):
        one.replace(b"new")
        assert path.read_bytes() == b"new"
        with pytest.raises(BusyError), other.locked(exclusive=False):
            pytest.fail("it was not locked")
    with other.locked(exclusive=False):
        assert other.read() == b"new"


def test_a_temporary_file_in_use_is_not_taken(path: Path) -> None:
    class Busy(Files):
        def try_lock(self, fd: int, *, exclusive: bool) -> bool:
            return not path.with_name(".mei.json.tmp").exists() and super().try_lock(fd, exclusive=exclusive)

    file = LockedFile(path, Busy())
    with pytest.raises(BusyError, match="another program uses it"), file.locked(exclusive=True):
        file.replace(b"new")
    assert path.read_bytes() == b"{}\n"
    file.close()


def test_it_waits_as_long_as_its_patience_and_no_longer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, pauses = [0.0], []

    class Held(Files):
        def try_lock(self, fd: int, *, exclusive: bool) -> bool:
            return False

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("annotations.storage.files.lock.time.monotonic", lambda: now[0])
    monkeypatch.setattr("annotations.storage.files.lock.time.sleep", sleep)
    file = LockedFile(path, Held())
    file.patience = 1.0
    with pytest.raises(BusyError), file.locked(exclusive=True):
        pytest.fail("it was held")
    assert 1.0 <= now[0] < 1.03
    assert pauses[0] == 0.0002
    assert max(pauses) == 0.02
    assert pauses == sorted(pauses)
    pauses.clear()
    with pytest.raises(BusyError), file.locked(exclusive=True, wait=False):
        pytest.fail("it was held")
    assert pauses == []
    file.close()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_without_locks_it_may_be_read_and_never_written(path: Path, number: int) -> None:
    class Lockless(Files):
        def try_lock(self, fd: int, *, exclusive: bool) -> bool:
            raise OSError(number, "no locks")

    file = LockedFile(path, Lockless())
    with file.locked(exclusive=False):
        assert file.read() == b"{}\n"
    for _ in range(2):  # it is refused for good
        with pytest.raises(LayerReadOnly, match="no locks"), file.locked(exclusive=True):
            pytest.fail("it was locked")
    assert file.read_only
    assert not file.may_recover
    file.close()


def test_only_an_exclusive_lock_makes_a_missing_file(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "mei.json"
    file = LockedFile(target, Files())
    with pytest.raises(FileNotFoundError), file.locked(exclusive=False):
        pytest.fail("it was there")
    assert file.is_unchanged()
    with file.locked(exclusive=True):
        file.stamp()
    assert target.read_bytes() == b""
    target.unlink()
    assert not file.is_unchanged()
    with pytest.raises(LayerGone, match="removed while in use"), file.locked(exclusive=True):
        pytest.fail("it was made again")
    file.close()


def test_it_tells_what_changed_since_it_was_looked_at(pair, path: Path) -> None:  # type: ignore[no-untyped-def]
    one, _ = pair
    with one.locked(exclusive=False):
        assert not one.was_unchanged()
        one.stamp()
        assert not one.has_grown()
    assert one.is_unchanged()
    with path.open("ab") as more:
        more.write(b"x")
    assert not one.is_unchanged()
    with one.locked(exclusive=False):
        assert not one.was_unchanged()
        assert one.has_grown()
        assert one.starts_with(b"{}")
        assert not one.starts_with(b"x")


@pytest.mark.parametrize("kind", ["folder", "in a file"])
def test_what_is_no_file_is_said(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mei.json"
    if kind == "folder":
        target.mkdir()
    else:
        (tmp_path / "file").touch()
        target = tmp_path / "file" / "mei.json"
    file = LockedFile(target, Files())
    with pytest.raises(StorageError, match=str(target)), file.locked(exclusive=True):
        pytest.fail("it was locked")
    file.close()
