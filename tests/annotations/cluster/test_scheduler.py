"""Runs on a cluster of dask: a scheduler and two workers, processes of this machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

import pytest
from dask_cluster import DaskCluster, until
from program import zhupi_here
from tables import TEXTS, cells_of, lines_of, rows_of, write
from tagger_models import OWN, installed_tagger

pytestmark = pytest.mark.peer("distributed")
ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


PORT = free_port()
SLOW = [{"id": n, "text": "".join(TEXTS) * 12, "page": "x" * 30_000} for n in range(24)]
"""Six parts, each a fifth of a second of work."""
S3 = {
    "AWS_ENDPOINT_URL": f"http://127.0.0.1:{PORT}",
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_DEFAULT_REGION": "us-east-1",
}


COUNTED = f"{OWN}\nwith open(os.environ['LOADED'], 'a') as file: file.write('once ')\n"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    folder = tmp_path_factory.mktemp("cluster")
    path = f"{ROOT}:{installed_tagger(folder, COUNTED)}"
    one = DaskCluster(folder, {**S3, "PYTHONPATH": path, "LOADED": str(folder / "loaded")})
    try:
        one.add()
        one.add()
        yield one
    finally:
        one.end()


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tui", "analyse", "--partition-size", "0.13", *map(str, arguments)],
        env={**os.environ, **S3, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, list[str]]:
    """Return how a run ended, and what it said."""
    _, said = process.communicate(timeout=300)
    return process.returncode, lines_in(said)


def lines_in(said: bytes) -> list[str]:
    lines = said.decode().split("\n")[:-1]
    assert all(line.startswith("zhupi: ") for line in lines), said.decode()
    return [line.removeprefix("zhupi: ") for line in lines]


def run(*arguments: str | Path, cwd: Path | None = None) -> tuple[int, list[str]]:
    """Run it in this process, and return how it ended, and what it said."""
    env = {**os.environ, **S3, "PYTHONPATH": str(ROOT)}
    result = zhupi_here("analyse", "--partition-size", "0.13", *arguments, cwd=cwd, env=env)
    return result.returncode, lines_in(result.stderr)


def here(*arguments: str | Path) -> bytes:
    """Return what a run in one piece writes, in this process."""
    return zhupi_here("analyse", *arguments, "--jobs", "1").stdout


@cache
def slow_found() -> bytes:
    """Return what is found in the slow table."""
    with TemporaryDirectory() as folder:
        return here(write(Path(folder, "a.jsonl"), lines_of(SLOW)))


def goes_on(*arguments: str | Path) -> str:
    """Let a run of this machine go on with what is there; return the last that it says."""
    result = zhupi_here("analyse", *arguments, "--partitions", "--partition-size", "0.13", "--jobs", "1")
    return result.stderr.decode().split("\n")[-2]


def joined(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("part-*.jsonl")))


def test_workers_write_what_a_run_in_one_piece_writes(cluster: DaskCluster, tmp_path: Path) -> None:
    rows = rows_of(7)
    listed = "".join(f"某某公司{n}\tORG\n" for n in range(3_000))  # too long to travel with each part
    names = write(tmp_path / "names.tsv", f"增长目标\tPRODUCT\n{listed}".encode())
    tables = [
        write(tmp_path / "a.jsonl", lines_of(rows[:5]) + b'{"text": 7}\n' + lines_of(rows[5:])),
        cells_of(tmp_path / "b.csv", rows),
        write(tmp_path / "c.jsonl.gz", lines_of(rows[:4])),
    ]
    plain = write(tmp_path / "c.jsonl", lines_of(rows[:4]))
    out = tmp_path / "out"
    options = ("--gazetteer", names, "--flat")
    code, lines = run(*tables, *options, "--dask", cluster.address, "-o", out)
    place = f"1 bad line set aside, with where they stand: {out}/bad-*.jsonl"
    assert (code, lines) == (1, [f"{tables[0]}, line 6: 'text' is a number, not a text", place])
    assert joined(out) == here(*tables[:2], plain, *options)
    kept = len([*out.glob("part-*")])
    assert kept > 5
    last = goes_on(*tables, *options, "-o", out)
    assert last == f"zhupi: {kept} partitions of an earlier run kept, 0 made", "whoever made them"


def test_another_tagger_is_loaded_once_a_worker(
    cluster: DaskCluster, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = ("王小明昨天在臺北。", "華AI說明年見。")
    rows = [row | {"text": texts[n % 2] * 5} for n, row in enumerate(rows_of(12))]
    table, out = write(tmp_path / "a.jsonl", lines_of(rows)), tmp_path / "out"
    options = (table, "--tagger", "entry:mine")
    assert run(*options, "--dask", cluster.address, "-o", out) == (0, [])
    assert (cluster.folder / "loaded").read_text() == "once once "
    assert len([*out.glob("part-*")]) > 3
    env = {**os.environ, "PYTHONPATH": f"{ROOT}:{cluster.folder}", "LOADED": os.devnull}
    whole = zhupi_here("analyse", *options, env=env).stdout
    assert "王小明".encode() in whole
    assert joined(out) == whole


def test_a_lost_worker_costs_nothing(cluster: DaskCluster, tmp_path: Path) -> None:
    table, out = write(tmp_path / "a.jsonl", lines_of(SLOW)), tmp_path / "out"
    process = started(table, "--dask", cluster.address, "-o", out)
    until(lambda: (out / "zhupi-partitions.json").exists())
    lost = cluster.workers[0]
    lost.send_signal(signal.SIGSTOP)  # what it was given stays with it
    until(lambda: [*out.glob("part-*")])
    there = len([*out.glob("part-*")])
    cluster.lose(lost)
    cluster.add()
    assert ended(process) == (0, [])
    assert there < len([*out.glob("part-*")])
    assert joined(out) == slow_found()
    assert not [*out.glob(".*")]


def test_a_worker_of_another_version_is_refused(cluster: DaskCluster, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "annotations", other / "annotations")
    with (other / "annotations" / "analysis" / "names.py").open("a", encoding="utf-8") as file:
        file.write("\n# Another version.\n")
    worker = cluster.add(other)
    try:
        table, out = write(tmp_path / "a.jsonl", lines_of(rows_of(1))), tmp_path / "out"
        words: list[str] = []

        def refused() -> bool:
            code, lines = run(table, "--dask", cluster.address, "--force", "-o", out)
            words[:] = lines
            return code == 1

        until(refused)  # once it has joined
        (line,) = words
        assert "has zhupi" in line
        assert "install the same everywhere" in line
    finally:
        cluster.lose(worker)


@pytest.mark.skipif(
    not Path("/proc/self/cwd").exists(), reason="a folder that each has its own of is Linux's"
)
def test_a_table_that_workers_do_not_see_is_told_once(cluster: DaskCluster, tmp_path: Path) -> None:
    table = write(tmp_path / "mine.jsonl", lines_of(rows_of(7)))
    mine = Path("/proc/self/cwd", table.name)
    code, lines = run(mine, "--dask", cluster.address, "-o", tmp_path / "out", cwd=tmp_path)
    words = "there is no such file where a worker is; put it where all of them see it"
    assert (code, lines) == (1, [f"{mine}: {words}"])
    other = Path("/proc/self/cwd", tmp_path.name)
    code, lines = run(table, "--dask", cluster.address, "-o", other, cwd=tmp_path)
    words = "what is written there is not seen here; name a folder that all machines see"
    assert (code, lines) == (1, [f"{other}: {words}"])


@pytest.mark.peer("moto")
@pytest.mark.peer("s3fs")
def test_stores_of_objects_are_read_and_written(cluster: DaskCluster, tmp_path: Path) -> None:
    table = write(tmp_path / "a.jsonl", lines_of(rows_of(7)))
    options = ("-H", "127.0.0.1", "-p", str(PORT))
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def sent(place: str, data: bytes = b"") -> bool:
        try:
            kind = {"Content-Type": "application/x-ndjson"}  # a form would be taken apart
            urlopen(
                Request(f"{S3['AWS_ENDPOINT_URL']}/{place}", data, kind, method="PUT"), timeout=60
            ).close()
        except OSError:
            return False
        return True

    def got(place: str) -> bytes:
        asked = Request(f"{S3['AWS_ENDPOINT_URL']}/{place}", headers={"Authorization": "AWS x:x"})
        with urlopen(asked, timeout=60) as answer:
            return bytes(answer.read())

    try:
        until(lambda: sent("news"))
        assert sent("news/in/a.jsonl", table.read_bytes())
        code, lines = run("s3://news/in/*.jsonl", "--dask", cluster.address, "-o", "s3://news/out")
        assert (code, lines) == (0, [])
        listed = got("news?list-type=2&prefix=out/part-").decode()
        found = [got(f"news/{name}") for name in sorted(re.findall(r"<Key>(.*?)</Key>", listed))]
        assert len(found) == 3
        assert b"".join(found) == here(table)
    finally:
        server.kill()
        server.wait()


def test_a_scheduler_that_is_not_there_is_a_line(tmp_path: Path) -> None:
    table = write(tmp_path / "a.jsonl", lines_of(rows_of(1)))
    code, (line,) = run(table, "--dask", f"tcp://127.0.0.1:{free_port()}", "-o", tmp_path / "out")
    assert code == 1
    assert "no scheduler answers" in line
    code, (line,) = run(table, "--dask", "tls://127.0.0.1:1", "-o", tmp_path / "out")
    assert code == 1
    assert "TLS fails here (no certificates are named)" in line
    result = zhupi_here("analyse", table, "--dask", "nonsense", "-o", tmp_path / "out")
    assert result.returncode == 2
    assert b"write tcp://HOST:8786" in result.stderr


def test_a_scheduler_that_ends_leaves_what_is_done(cluster: DaskCluster, tmp_path: Path) -> None:
    table, out = write(tmp_path / "a.jsonl", lines_of(SLOW)), tmp_path / "out"
    process = started(table, "--dask", cluster.address, "-o", out)
    until(lambda: [*out.glob("part-*")])
    cluster.scheduler.kill()
    code, (line,) = ended(process)
    assert code == 1
    assert "the scheduler is gone; what is done is kept" in line
    assert "of an earlier run kept" in goes_on(table, "-o", out)
    assert joined(out) == slow_found()
