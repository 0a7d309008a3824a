"""Tasks divided among children, with real ones."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import annotations
from annotations.processes.child import ONE_THREAD, Child, _environment
from annotations.processes.messages import Answer, ChildFailed
from annotations.processes.workers import Workers

PROGRAM = """
import os, sys, time

def main(parent, *arguments):
    print("a library prints", flush=True)
    os.write(1, b"and another one")

    def do(task):
        if task == "die":
            os._exit(3)
        if task == "fail":
            raise ValueError("no \\udcff")
        if task == "slow":
            time.sleep(0.3)
        if task == "asked":
            parent.tell(5)
            return task, parent.has_asked()
        if task == "who":
            return os.getpid(), os.getsid(0)
        if task == "around":
            return dict(os.environ)
        if task == "killed":
            print("\\nlast words\\n ", file=sys.stderr, flush=True)
            os.kill(os.getpid(), 9)
        parent.tell(len(task))
        return (*arguments, task)

    parent.work(do)
"""


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "echo_program.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_each_task_has_its_result(in_order: bool, jobs: int) -> None:
    tasks = ["slow", "\ud800", *map(str, range(20)), "x" * 300_000]
    told: list[int] = []
    with Workers("echo_program", 7, jobs=jobs, in_order=in_order) as workers:
        found = list(workers.results(tasks, told.append))
    assert [task for task, _ in found] == tasks or not in_order
    assert sorted(task for task, _ in found) == sorted(tasks)
    assert all(result == (7, task) for task, result in found)
    assert sorted(told) == sorted(map(len, tasks))


def test_no_task_no_child() -> None:
    with Workers("echo_program", jobs=2) as workers:
        assert list(workers.results([])) == []
        assert workers._given == {}


def test_in_order_it_takes_tasks_only_a_few_ahead() -> None:
    taken = count()

    def tasks() -> Iterator[str]:
        yield "slow"
        while next(taken) < 200:
            yield "quick"

    with Workers("echo_program", jobs=2, in_order=True) as workers:
        assert next(workers.results(tasks()))[0] == "slow"
        assert next(taken) <= 8


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_never_more_are_ahead_than_four_for_each_child(jobs: int) -> None:
    taken = 0

    def tasks() -> Iterator[str]:
        nonlocal taken
        for number in range(40):
            taken += 1
            yield str(number)

    with Workers("echo_program", jobs=jobs, in_order=True) as workers:
        ahead = [taken - handed_over for handed_over, _ in enumerate(workers.results(tasks()), 1)]
    assert max(ahead) <= 4 * jobs - 1
    assert len(ahead) == 40


def test_a_child_knows_whether_it_was_asked_more() -> None:
    child = Child("echo_program")
    try:
        child.send("asked")
        assert [child.receive() for _ in range(2)] == [5, Answer(("asked", False))]
        for task in ("slow", "asked", "last"):
            child.send(task)
        found = [child.receive() for _ in range(6)]
        assert [one.result for one in found if isinstance(one, Answer)] == [
            ("slow",),
            ("asked", True),
            ("last",),
        ]
    finally:
        child.kill()
        child.close()


@pytest.mark.parametrize("in_order", [False, True])
def test_a_child_that_dies_costs_the_task_that_it_was_at(in_order: bool) -> None:
    tasks = ["a", "die", "b", "c", "fail", "d", "die", "e"]
    with Workers("echo_program", jobs=2, in_order=in_order) as workers:
        found = list(workers.results(tasks))
    failed = [(task, str(result)) for task, result in found if isinstance(result, ChildFailed)]
    said = "exit code 3: and another one"
    assert sorted(failed) == [("die", said), ("die", said), ("fail", "ValueError: no \udcff")]
    assert sorted(result[0] for _, result in found if isinstance(result, tuple)) == list("abcde")


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize("jobs", [1, 3])
def test_there_are_no_more_children_than_jobs_and_no_fewer(in_order: bool, jobs: int) -> None:
    with Workers("echo_program", jobs=jobs, in_order=in_order) as workers:
        found = dict(workers.results([f"{number}" for number in range(4 * jobs)]))
        assert len(workers._given) == jobs
        assert len(found) == 4 * jobs
        again = [result for _, result in workers.results(["who"] * jobs)]
        assert {pid for pid, _ in again} <= {child.pid for child in workers._given}
        assert len(workers._given) == jobs


@pytest.mark.parametrize(("in_order", "most"), [(False, 1), (True, 2)])
def test_only_where_the_order_is_kept_a_child_has_a_task_before_it_is_done(in_order: bool, most: int) -> None:
    had: set[int] = set()
    with Workers("echo_program", jobs=2, in_order=in_order) as workers:
        tasks = [str(number) for number in range(10)]
        list(workers.results(tasks, lambda told: had.add(max(map(len, workers._given.values())))))
    assert max(had) == most


def test_a_child_that_cannot_be_started_costs_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/no/such/python")
    with Workers("echo_program", jobs=2) as workers:
        found = list(workers.results(["a", "b"]))
        assert workers._given == {}
    assert [task for task, _ in found] == ["a", "b"]
    assert all(isinstance(failed, ChildFailed) for _, failed in found)
    assert all(str(failed).startswith("FileNotFoundError: ") for _, failed in found)


def test_a_child_that_is_killed_is_told_with_the_last_that_it_said() -> None:
    with Workers("echo_program", jobs=1) as workers:
        [(_, failed)] = workers.results(["killed"])
    assert isinstance(failed, ChildFailed)
    assert str(failed) == "signal 9: last words"


@pytest.mark.parametrize("path", ["first", None])
def test_a_child_finds_this_package_and_leaves_the_other_cores_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None
) -> None:
    if path is None:
        monkeypatch.delenv("PYTHONPATH")
    for name in ONE_THREAD:
        monkeypatch.setenv(name, "8")
    environ = _environment()
    root = str(Path(annotations.__path__[0]).parent)
    assert environ["PYTHONPATH"].split(os.pathsep) == [root, *[str(tmp_path)] * (path is not None)]
    assert [environ[name] for name in ONE_THREAD] == ["1"] * 4
    if path is not None:
        with Workers("echo_program", jobs=1) as workers:
            [(_, around)] = workers.results(["around"])
        assert environ.items() <= around.items()


def test_ctrl_c_is_not_meant_for_a_child() -> None:
    with Workers("echo_program", jobs=1) as workers:
        results = workers.results(["who", "who"])
        _, (pid, session) = next(results)
        assert session == pid != os.getsid(0), "a terminal reaches those of its own session"
        os.kill(pid, signal.SIGINT)
        assert [result for _, result in results] == [(pid, session)]


def test_what_fails_is_told_with_where() -> None:
    with Workers("echo_program", jobs=1) as workers:
        [(_, failed)] = workers.results(["fail"])
    assert str(failed) == "ValueError: no \udcff"
    assert "in do" in failed.__notes__[0]


def test_whoever_leaves_early_ends_them() -> None:
    with Workers("echo_program", jobs=2) as workers:
        next(workers.results(["a", "slow", "slow", "slow"]))
        children = [child._process for child in workers._given]
    assert [child.returncode for child in children] == [-9, -9]


def test_a_program_that_is_not_there_says_so() -> None:
    child = Child("no_such_program")
    with pytest.raises(ChildFailed, match=r"exit code 1: ModuleNotFoundError: .*no_such_program"):
        child.receive()
    child.close()
