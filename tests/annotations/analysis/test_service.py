"""Analysis in a child process, with real ones."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.pipeline import Analyser
from annotations.analysis.sentences import split
from annotations.analysis.service import AnalysisService, Ticket
from annotations.analysis.worker import Plan
from annotations.model.article import Analysis

TEXT = "清華大學教授翟季冬認為，OpenAI在北京投資6000億美元。特朗普昨天說：「不行。」\n" * 12
LONG = TEXT * 24
PATIENCE = 60.0

Event = tuple[str, Any]


@pytest.fixture(scope="module")
def running() -> Iterator[AnalysisService]:
    """One child for all the tests that leave it alive."""
    found = AnalysisService()
    yield found
    found.close()


@pytest.fixture
def service() -> Iterator[AnalysisService]:
    found = AnalysisService()
    yield found
    found.close()


class Asked:
    """A request and what came of it."""

    def __init__(self, service: AnalysisService, text: str, **options: Any) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.react: Callable[[range], None] = lambda part: None

        def on_part(part: range, names: Any, numbers: Any) -> None:
            self.react(part)
            self.events.put(("part", (part, names, numbers)))

        self.ticket: Ticket = service.analyse(
            "id", text, split(text),
            on_part=on_part,
            on_done=lambda analysis: self.events.put(("done", analysis)),
            on_failed=lambda reason: self.events.put(("failed", reason)),
            **options,
        )  # fmt: skip

    def next(self) -> Event:
        return self.events.get(timeout=PATIENCE)

    def rest(self) -> list[Event]:
        """Return everything up to the last callback."""
        found = [self.next()]
        while found[-1][0] == "part":
            found.append(self.next())
        return found

    def done(self) -> Analysis:
        kind, analysis = self.rest()[-1]
        assert kind == "done", analysis
        assert isinstance(analysis, Analysis)
        return analysis


def child_of(service: AnalysisService) -> int:
    child = service._child
    assert child is not None
    return child._process.pid


def gone(pid: int) -> bool:
    """Wait for a process to end; a zombie counts as ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_gives_what_the_analyser_gives(running: AnalysisService) -> None:
    assert Asked(running, TEXT).done() == Analyser().analyse(TEXT)
    assert Asked(running, "").done() == Analyser().analyse("")
    text = "\ud800北京\u2028上海\x00"
    assert Asked(running, text).done() == Analyser().analyse(text)


def test_the_date_goes_along(running: AnalysisService) -> None:
    found = Asked(running, "他去年離職。", date="2025-02-03").done()
    assert [number.iso for number in found.numbers] == ["2024"]


def test_what_is_guessed_comes_as_a_guess(running: AnalysisService) -> None:
    found = Asked(running, "行政院編列新台幣500億元，其中300億元。").done()
    assert [(number.unit, number.certain) for number in found.numbers] == [("TWD", True), ("TWD", False)]


def test_every_sentence_comes_once_the_first_ones_first(running: AnalysisService) -> None:
    sentences = split(LONG)
    first = len(sentences) // 2
    events = Asked(running, LONG, first=first).rest()
    parts = [part for kind, (part, _, _) in events[:-1]]
    assert first in parts[0]
    assert sum(sentences[i].end - sentences[i].start for i in parts[0]) < 4_000
    assert sorted(index for part in parts for index in part) == list(range(len(sentences)))
    for _, (part, names, numbers) in events[:-1]:
        assert names
        for span in (*names, *numbers):
            assert sentences[part.start].start <= span.start
            assert span.end <= sentences[part.stop - 1].end


def test_focus_brings_sentences_forward(running: AnalysisService) -> None:
    text = TEXT * 80
    last = len(split(text)) - 1
    asked = Asked(running, text)
    asked.react = lambda part: asked.ticket.focus(last) if 0 in part else None
    # The piece that is under way when the focus moves still comes before; four would without it.
    parts = [asked.next()[1][0] for _ in range(3)]
    asked.ticket.cancel()
    assert any(last in part for part in parts)


def test_a_cancelled_request_is_silent(running: AnalysisService) -> None:
    asked = Asked(running, LONG)
    asked.next()
    asked.ticket.cancel()
    assert Asked(running, TEXT).done().names
    assert sum(asked.events.get()[0] == "part" for _ in range(asked.events.qsize())) <= 2
    asked.ticket.cancel()
    asked.ticket.focus(3)


def test_a_new_request_comes_first_and_the_old_one_goes_on(running: AnalysisService) -> None:
    old = Asked(running, LONG)
    old.next()
    assert Asked(running, TEXT).done().names
    before = old.events.qsize()
    assert old.done().names
    assert before < len(split(LONG))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_killed_child_is_told_and_replaced(service: AnalysisService, how: signal.Signals) -> None:
    asked = Asked(service, LONG)
    asked.next()
    os.kill(child_of(service), how)
    kind, reason = asked.rest()[-1]
    assert kind == "failed"
    assert f"signal {how.value}" in reason
    assert "\n" not in reason
    assert Asked(service, TEXT).done().names


def test_an_error_in_the_child_costs_one_request(running: AnalysisService) -> None:
    assert Asked(running, TEXT).done().names
    pid = child_of(running)
    kind, reason = Asked(running, TEXT, first="no number").rest()[-1]
    assert kind == "failed"
    assert reason.startswith("the analysis failed: TypeError")
    assert "\n" not in reason
    assert Asked(running, TEXT).done().names
    assert child_of(running) == pid


def test_a_callback_that_raises_fails_its_request(running: AnalysisService) -> None:
    asked = Asked(running, LONG)

    def broken(part: range) -> None:
        raise ValueError("no room")

    asked.react = broken
    kind, reason = asked.rest()[-1]
    assert (kind, reason) == ("failed", "the analysis was not taken: ValueError: no room")
    assert Asked(running, TEXT).done().names


def test_close_ends_the_child_at_once(service: AnalysisService) -> None:
    asked = Asked(service, LONG)
    asked.next()
    pid = child_of(service)
    service.close()
    assert gone(pid)
    time.sleep(0.1)
    assert all(asked.events.get()[0] == "part" for _ in range(asked.events.qsize()))
    service.close()


def test_nothing_starts_before_the_first_request() -> None:
    service = AnalysisService()
    assert service._child is None
    service.close()


def test_the_child_is_out_of_reach_of_ctrl_c_and_yields(running: AnalysisService) -> None:
    asked = Asked(running, LONG)
    asked.next()
    pid = child_of(running)
    assert os.getsid(pid) == pid != os.getsid(0)
    assert os.getpriority(os.PRIO_PROCESS, pid) >= 5
    os.kill(pid, signal.SIGINT)
    assert asked.done().names


@pytest.mark.parametrize("busy", [True, False])
def test_the_child_ends_when_its_parent_is_killed(busy: bool) -> None:
    """While it works it would notice for want of a reader; while it waits only for want of a writer."""
    code = textwrap.dedent(f"""
        import time
        from annotations.analysis.sentences import split
        from annotations.analysis.service import AnalysisService
        text = "特朗普在北京。" * {20_000 if busy else 1}
        service = AnalysisService()
        def tell(*found):
            print(service._child._process.pid, flush=True)
        def quiet(*found):
            pass
        on_part = tell if {busy} else quiet
        service.analyse("id", text, split(text), on_part=on_part, on_done=tell, on_failed=print)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone(pid)


def test_a_folder_named_annotations_is_not_imported(
    service: AnalysisService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every project has one, and the program runs inside it."""
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "__init__.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert Asked(service, TEXT).done().names


@given(
    st.lists(st.integers(1, 5_000), max_size=60),
    st.integers(-5, 70),
    st.lists(st.integers(-5, 70), max_size=8),
)
def test_a_plan_takes_everything_once(lengths: list[int], first: int, moves: list[int]) -> None:
    plan = Plan(lengths, first)
    taken: list[int] = []
    while (part := plan.next()) is not None:
        assert len(part) > 0
        if not taken and lengths:
            assert max(0, min(first, len(lengths) - 1)) in part
        taken += part
        if moves:
            focus = max(0, min(moves[-1], len(lengths) - 1))
            plan.focus(moves.pop())
            if focus not in taken:
                part = plan.next()
                assert part is not None
                assert focus in part
                taken += part
    assert sorted(taken) == list(range(len(lengths)))


def test_pieces_grow_from_a_screenful() -> None:
    lengths = [30] * 5_000
    plan = Plan(lengths, 2_500)
    sizes = []
    while (part := plan.next()) is not None:
        sizes.append(sum(lengths[index] for index in part))
    assert sizes[0] == 3_000
    assert sizes[1] == 6_000
    assert max(sizes) == 12_000
