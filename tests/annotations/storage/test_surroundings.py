"""Odd clocks, names, links, files that are none, locks that are kept, and other programs that meddle."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.errors import LayerReadOnly, StorageError
from annotations.model.article import Article, Sentence, article_id
from annotations.project.project import Project
from annotations.records.record import revise
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import open_layer

SAFETY = 60
"""Seconds after which a program that hangs is given up; it decides nothing else."""
ROOT = Path(__import__("annotations").__path__[0]).parent
LOCKED = """
import fcntl, os, sys
fd = os.open(sys.argv[1], os.O_RDWR)
fcntl.flock(fd, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
"""
OPEN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from annotations.errors import StorageError
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer
path = Path(sys.argv[2])
class Denied(Files):
    def open(self, path, flags):
        import os
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied")
        return super().open(path, flags)
for files in (Files(), Denied()):
    try:
        open_layer(path, "mei", files=files)
        print("opened")
    except StorageError as error:
        print(error)
try:
    FrozenArticles(path.parents[1]).load("a" * 20)
    print("opened")
except StorageError as error:
    print(error)
"""


def uids(layer):
    return {record["uid"] for record in layer.records()}


def on_disk(path):
    layer = open_layer(path, "mei")
    try:
        return uids(layer)
    finally:
        layer.close()


# -- clocks ---------------------------------------------------------------


def test_a_clock_set_back_hides_nothing(path, mark):
    layer, other = open_layer(path, "mei"), open_layer(path, "mei")
    layer.put([mark(at="2026-01-31T08:00:00.000Z")])
    newer = revise(mark(), note="later", at="1999-12-31T23:00:00.000Z")
    layer.put([newer])
    other.refresh()
    assert other.get(newer["uid"]) == newer == open_layer(path, "mei").get(newer["uid"])


@pytest.mark.parametrize("seconds", [0, 1, 2**31, 4 * 10**9], ids=["1970", "1970-too", "2038", "2096"])
def test_what_others_write_is_seen_whatever_the_time_of_the_file(path, mark, seconds):
    layer, other = open_layer(path, "mei"), open_layer(path, "mei")
    layer.put([mark()])
    for turn in range(1, 4):
        os.utime(path, (seconds, seconds))
        other.refresh()
        layer.put([mark(50 * turn)])
        os.utime(path, (seconds, seconds))  # as if no time had passed
        other.refresh()
        assert uids(other) == uids(layer)


# -- names ----------------------------------------------------------------


def test_one_annotator_spelled_in_several_ways_is_one(tmp_path, mark):
    folder = tmp_path / "annotations"
    for name in ("zoé", "Mei", "王小明"):
        open_layer(folder / f"{name}.json", name).put([mark(annotator=name)])
    spelled = {
        "zoe\u0301": "zoé",
        "ZOÉ": "zoé",
        "mei": "Mei",
        "MEI": "Mei",
        " Mei ": "Mei",
        "ｍｅｉ": "Mei",
        "王小明": "王小明",
    }
    for said, layer in spelled.items():
        project = Project.at(tmp_path, annotator=said)
        assert project.annotator == layer
        assert project.layer_path.exists()


@pytest.mark.parametrize(
    "name",
    [
        "with space ",
        "new\nline",
        "中文 文件夾",
        "字" * 66,
        "🖍️👩‍👩‍👧",
        "-rf",
        "a'b\"c",
        "\x1b[31m",
        "$(x)`y`",
        "%s{0}",
    ],
)
def test_whatever_the_folder_is_called(tmp_path, mark, name):
    root = tmp_path / name
    root.mkdir()
    path = root / "annotations" / "mei.json"
    text = "句子。"
    article = Article(article_id(text), "t", text, text, sentences=(Sentence(0, 3),))
    assert FrozenArticles(root).freeze(article)
    assert FrozenArticles(root).load(article.id) == article
    layer = open_layer(path, "mei")
    layer.put([mark()])
    path.write_bytes(path.read_bytes()[:-8])
    layer.put([mark(50)])
    layer.close()
    assert on_disk(path) == {mark(50)["uid"]}
    assert path.with_name("mei.json.damaged").exists()
    with TinyDB(path, encoding="utf-8") as db:
        assert len(db) == 2
    assert not list(root.rglob(".*.tmp"))


def test_the_longest_name_of_an_annotator_fits_with_all_that_is_added_to_it(tmp_path, mark):
    name = "字" * 60
    path = Project.at(tmp_path, annotator=name).layer_path
    layer = open_layer(path, name)
    layer.put([mark(annotator=name)])
    path.write_bytes(path.read_bytes()[:-4])
    layer.put([mark(50, annotator=name)])
    assert path.with_name(f"{name}.json.damaged").exists()


# -- permissions ----------------------------------------------------------


@contextmanager
def immutable(path: Path) -> Iterator[None]:
    """Let nobody, not even root, change `path`; skips the test where that cannot be done."""
    try:
        done = subprocess.run(["chattr", "+i", path], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no chattr here")
    if done.returncode:
        pytest.skip("chattr is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", path], check=True)


def test_a_file_that_may_not_be_written_is_read(path, mark):
    open_layer(path, "mei").put([mark()])
    with immutable(path):
        layer = open_layer(path, "mei")
        assert "permissions" in layer.read_only
        with pytest.raises(LayerReadOnly, match="permissions"):
            layer.put([mark(50)])
        assert uids(layer) == {mark()["uid"]}
    assert on_disk(path) == {mark()["uid"]}


def test_in_a_folder_that_may_not_be_written_a_press_works_and_a_rewrite_is_refused(path, mark):
    open_layer(path, "mei").put([mark()])
    with immutable(path.parent):
        open_layer(path, "mei").put([mark(50)])
        with pytest.raises(StorageError, match="permissions"):
            open_layer(path.with_name("new.json"), "new").put([mark(annotator="new")])
        torn = path.read_bytes()[:-3]
        path.write_bytes(torn)
        with pytest.raises(LayerReadOnly, match="permissions"):
            open_layer(path, "mei").put([mark(100)])
        assert path.read_bytes() == torn
    open_layer(path, "mei").put([mark(100)])
    assert len(on_disk(path)) == 3


def test_a_umask_that_shuts_others_out_is_kept_by_a_rewrite(path, mark):
    old = os.umask(0o077)
    try:
        open_layer(path, "mei").put([mark()])
        path.write_bytes(path.read_bytes()[:-1])
        open_layer(path, "mei").put([mark(50)])
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


# -- links and what is no file --------------------------------------------


def test_a_link_to_the_folder_and_one_that_leads_nowhere_yet(path, mark, tmp_path):
    real = tmp_path / "elsewhere"
    real.mkdir()
    path.parent.symlink_to(real, target_is_directory=True)
    path.symlink_to(real / "later.json")
    layer = open_layer(path, "mei")
    assert uids(layer) == set()
    layer.put([mark()])
    assert path.is_symlink()
    assert on_disk(real / "later.json") == {mark()["uid"]} == on_disk(path)


def test_a_link_into_a_folder_that_is_not_there_is_followed_or_refused_in_one_line(path, mark, tmp_path):
    path.parent.mkdir()
    path.symlink_to(tmp_path / "gone" / "mei.json")
    layer = open_layer(path, "mei")
    layer.put([mark()])
    assert path.is_symlink()
    assert on_disk(path) == {mark()["uid"]}


def test_links_in_a_circle_are_one_line(path):
    path.parent.mkdir()
    path.symlink_to(path.with_name("b"))
    path.with_name("b").symlink_to(path)
    with pytest.raises(StorageError) as caught:
        open_layer(path, "mei")
    assert "\n" not in str(caught.value)


def test_a_second_name_of_the_file_stays_whole(path, mark):
    open_layer(path, "mei").put([mark()])
    second = path.with_name("second.json")
    os.link(path, second)
    open_layer(path, "mei").put([mark(50)])
    assert on_disk(second) == on_disk(path) == {mark()["uid"], mark(50)["uid"]}
    path.write_bytes(path.read_bytes()[:-1])
    open_layer(path, "mei").put([mark(100)])  # a rewrite: the names part, and neither is harmed
    assert len(on_disk(path)) == 3
    assert len(on_disk(second)) == 2


@pytest.mark.parametrize("kind", ["pipe", "/dev/zero", "/dev/null", "/dev/tty", "folder", "socket"])
def test_what_is_no_file_is_one_line_and_nobody_waits(path, kind):
    frozen = path.parent / "articles" / "aa" / f"{'a' * 20}.json"
    frozen.parent.mkdir(parents=True)
    for place in (path, frozen):
        if kind == "pipe":
            os.mkfifo(place)
        elif kind == "folder":
            place.mkdir()
        elif kind == "socket":
            import socket

            with socket.socket(socket.AF_UNIX) as one:
                here = Path.cwd()
                os.chdir(place.parent)  # a socket's path may not be long
                try:
                    one.bind(place.name)
                finally:
                    os.chdir(here)
        else:
            place.symlink_to(kind)
    command = [sys.executable, "-c", OPEN, os.fspath(ROOT), os.fspath(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=SAFETY, check=False, start_new_session=True
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert len(lines) == 3
    assert all(str(path.parent) in line for line in lines), lines


# -- locks ----------------------------------------------------------------


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield a process that holds the lock of the file."""
    command = [sys.executable, "-c", LOCKED, os.fspath(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "locked\n"
        try:
            yield child
        finally:
            child.kill()


def test_the_lock_of_a_dead_process_is_gone(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    with holder(path) as child:
        child.kill()
        child.wait()
        layer.put([mark(50)])
    assert on_disk(path) == uids(layer)


def test_a_stopped_process_that_holds_the_lock_is_told_and_waited_out(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    layer._storage.file.patience = 0.05
    with holder(path) as child:
        child.send_signal(signal.SIGSTOP)
        with pytest.raises(StorageError, match="another program") as caught:
            layer.put([mark(50)])
        assert not isinstance(caught.value, LayerReadOnly)
        assert layer.refresh() == set()
        assert uids(layer) == {mark()["uid"]}
        child.send_signal(signal.SIGCONT)
        child.kill()
        child.wait()
    layer.put([mark(50)])
    assert len(on_disk(path)) == 2


class Lockless(Files):
    """A file system that says yes to every lock."""

    def try_lock(self, fd: int, *, exclusive: bool) -> bool:
        return True


@pytest.mark.parametrize("longer", [True, False])
def test_where_locks_exclude_nobody_what_was_there_before_is_kept(path, mark, longer):
    """Of two presses at the same instant one is lost then: only locks can prevent that."""
    files = Lockless()
    layer, other = open_layer(path, "mei", files=files), open_layer(path, "mei", files=Lockless())
    layer.put([mark(), mark(50, batch=["b", 1])])
    first, second = mark(100, note="x" * (200 if longer else 1)), mark(150, note="y" * 100)
    real = files.pwrite

    def meanwhile(fd, data, offset):
        files.pwrite = real
        other.put([second])
        return real(fd, data, offset)

    files.pwrite = meanwhile
    layer.put([first])
    kept = on_disk(path)
    assert {mark()["uid"], mark(50)["uid"], first["uid"]} <= kept
    other.refresh()
    assert uids(other) == kept, "it does not show what is not there"
    other.put([mark(200)])
    assert on_disk(path) == {*kept, mark(200)["uid"]}
    assert parse(path.read_bytes(), "x").form is Form.OURS


def test_where_locks_exclude_nobody_a_revision_is_not_written_over_unseen(path, mark):
    layer, other = (open_layer(path, "mei", files=Lockless()) for _ in range(2))
    layer.put([mark()])
    other.refresh()
    other.put([revise(mark(), note="other")])
    with pytest.raises(StorageError, match="cannot follow"):
        layer.put([revise(mark(), note="one")])


# -- other programs -------------------------------------------------------


def moved(path):
    path.rename(path.with_name("moved"))


def folder_removed(path):
    path.unlink()
    path.parent.rmdir()


@pytest.mark.parametrize("harm", [Path.unlink, moved, folder_removed], ids=["deleted", "moved", "folder"])
def test_a_file_that_is_gone_stays_in_memory_and_is_not_made_again(path, mark, harm):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    harm(path)
    layer.refresh()
    with pytest.raises(LayerReadOnly, match="removed"):
        layer.put([mark(50)])
    assert uids(layer) == {mark()["uid"]}
    assert not path.exists()
    layer.close()


def test_a_file_that_is_emptied_stays_in_memory_and_is_not_begun_anew(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    os.truncate(path, 0)
    layer.refresh()
    with pytest.raises(LayerReadOnly, match="emptied"):
        layer.put([mark(50)])
    assert uids(layer) == {mark()["uid"]}
    assert path.read_bytes() == b""
    layer.close()


@pytest.mark.parametrize("keep", [1, 10, 20, 60, 400])
def test_a_file_that_is_cut_off_is_noticed_and_work_goes_on(path, mark, keep):
    layer = open_layer(path, "mei")
    for number in range(4):
        layer.put([mark(50 * number)])
    os.truncate(path, keep)
    layer.refresh()
    assert uids(layer) == on_disk(path)
    layer.put([mark(300)])
    assert mark(300)["uid"] in on_disk(path)
    assert on_disk(path) == uids(layer)


def test_without_descriptors_it_says_so_and_goes_on_when_there_are_some(path, mark):
    resource = pytest.importorskip("resource")
    layer = open_layer(path, "mei")
    layer.put([mark()])
    gc.collect()  # so that nothing of the tests before gives descriptors back meanwhile
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = []
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 256), hard))
        with suppress(OSError):
            while len(taken) < soft:
                taken.append(os.open(path, os.O_RDONLY))
        with pytest.raises(StorageError, match="open files"):
            layer.put([mark(50)])
        with pytest.raises(StorageError, match="open files"):
            open_layer(path, "mei")
    finally:
        for fd in taken:
            os.close(fd)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    layer.put([mark(50)])
    assert on_disk(path) == uids(layer)
    assert len(uids(layer)) == 2


def test_a_device_that_takes_no_flush_is_a_failed_one(path, mark):
    class Odd(Files):
        def fdatasync(self, fd: int) -> None:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    with pytest.raises(LayerReadOnly, match="check the disk"):
        open_layer(path, "mei", files=Odd()).put([mark()])
