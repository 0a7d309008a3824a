"""Keys under a Chinese input method. The loop's time is the test's own, so no clock decides."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Sequence

import pytest

from tui.keys.input_method import KeyGate, is_composed, plain_key
from tui.keys.pastes import looks_pasted


class Clock:
    """As much of an event loop as the gate uses, its time moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self._timers: list[tuple[float, int, Timer]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        timer = Timer(callback)
        heapq.heappush(self._timers, (self.now + delay, len(self._timers), timer))
        return timer

    def pass_by(self, seconds: float) -> None:
        until = self.now + seconds
        while self._timers and self._timers[0][0] <= until:
            self.now, _, timer = heapq.heappop(self._timers)
            timer.fire()
        self.now = until


class Timer:
    def __init__(self, callback: Callable[[], None]) -> None:
        self._callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self._callback = None

    def fire(self) -> None:
        if self._callback is not None:
            self._callback()


class Keyboard:
    """A gate, what it pressed and what it held back."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.pressed: list[str] = []
        self.composed: list[str] = []
        self.gate = KeyGate(self.pressed.append, self.composed.append, pasted=self.pasted)

    @staticmethod
    def pasted(keys: Sequence[str]) -> bool:
        return looks_pasted(keys, lambda key: key in "aCcdefghijknopqrtu1230 ", lambda key: key in "aCdegprt")

    def burst(self, *keys: str) -> None:
        for key in keys:
            self.gate.feed(key)

    def type(self, *keys: str) -> None:
        for key in keys:
            self.gate.feed(key)
            self.clock.pass_by(0.3)


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    clock = Clock()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: clock)
    return Keyboard(clock)


def test_single_keys_act_after_a_moment(keyboard: Keyboard) -> None:
    keyboard.gate.feed("c")
    assert keyboard.pressed == []
    assert not keyboard.gate.idle
    keyboard.clock.pass_by(KeyGate.TOGETHER)
    assert keyboard.pressed == ["c"]
    assert keyboard.gate.idle


def test_a_fast_typist_loses_nothing(keyboard: Keyboard) -> None:
    keyboard.burst("c", "o", "j", "1")
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == ["c", "o", "j", "1"]


@pytest.mark.parametrize(
    "text", ["我", "我在2月1日", "2月1日", "c我", "ccc我", "約6000億美元c", "ア", "한국", "𠮷"]
)
def test_what_an_input_method_commits_does_nothing(keyboard: Keyboard, text: str) -> None:
    keyboard.burst(*text)
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == []
    assert keyboard.composed == [text]
    assert keyboard.gate.idle


def test_what_trails_in_after_it_does_nothing(keyboard: Keyboard) -> None:
    keyboard.burst("我", "在")
    keyboard.clock.pass_by(0.02)
    keyboard.burst("2")
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == []


def test_the_next_key_acts_again(keyboard: Keyboard) -> None:
    keyboard.burst("我", "在")
    keyboard.clock.pass_by(0.3)
    keyboard.type("c")
    assert keyboard.pressed == ["c"]


def test_named_keys_act_at_once_and_keep_their_order(keyboard: Keyboard) -> None:
    keyboard.burst("c", "down", "o", "f8", "q")
    assert keyboard.pressed == ["c", "down", "o", "f8"]
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == ["c", "down", "o", "f8", "q"]


def test_a_function_key_acts_under_the_input_method(keyboard: Keyboard) -> None:
    keyboard.burst("我", "f2")
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == ["f2"]
    assert keyboard.composed == ["我"]


def test_full_width_forms_count_as_the_keys_they_come_from(keyboard: Keyboard) -> None:
    keyboard.type(*"ｃｏｑ１０？／：［］，．")
    assert keyboard.pressed == list("coq10?/:[],.")
    assert keyboard.composed == []


@pytest.mark.parametrize(("sent", "key"), zip("、【】《》。，「」\u3000·￥", "/[]<>.,[] `$", strict=True))
def test_chinese_punctuation_counts_as_its_key(keyboard: Keyboard, sent: str, key: str) -> None:
    keyboard.type(sent)
    assert keyboard.pressed == [key]
    assert keyboard.composed == []


def test_every_full_width_form_is_its_ascii_character() -> None:
    for code in range(0x21, 0x7F):
        assert plain_key(chr(code + 0xFEE0)) == chr(code)
        assert plain_key(chr(code)) == chr(code)


@pytest.mark.parametrize("character", "abcZ019?/.,[]<> é中國ひカ한〇")
def test_is_composed(character: str) -> None:
    assert is_composed(character) == (ord(character) >= 0x2E80)


def test_what_a_key_of_the_burst_leads_elsewhere_is_given_back(
    keyboard: Keyboard,
) -> None:
    pressed: list[str] = []
    back: list[object] = []
    gate = KeyGate(pressed.append, pressed.append, open=lambda: pressed != ["c", "w"], give_back=back.extend)
    for number, key in enumerate("cwoq"):
        gate.feed(key, number)
    keyboard.clock.pass_by(1)
    assert (pressed, back) == (["c", "w"], [2, 3])
    assert gate.idle


@pytest.mark.parametrize(
    ("burst", "acting", "pressed"), [("w我c", 1, "w"), ("jw我", 2, "jw"), ("w我", 0, ""), ("我w", 0, "")]
)
def test_what_leads_to_a_line_of_text_acts_and_the_text_is_given_back(
    keyboard: Keyboard, burst: str, acting: int, pressed: str
) -> None:
    back: list[object] = []
    gate = KeyGate(
        keyboard.pressed.append, keyboard.composed.append, lambda text: acting, give_back=back.extend
    )
    for key in burst:
        gate.feed(key, key)
    keyboard.clock.pass_by(1)
    assert "".join(keyboard.pressed) == pressed
    assert back == (list(burst[acting:]) if acting else [])
    assert keyboard.composed == ([] if acting else [burst])


async def test_on_a_real_loop() -> None:
    pressed: list[str] = []
    gate = KeyGate(pressed.append, lambda text: None)
    gate.feed("c")
    while not gate.idle:
        await asyncio.sleep(0.001)
    assert pressed == ["c"]


# -- a paste that nothing brackets --------------------------------------------------------


class Event:
    """A key as it arrived, which may have been long before it is judged."""

    def __init__(self, time: float) -> None:
        self.time = time


@pytest.mark.parametrize(
    "text", ["hello", "of China", "China", "hand in", "https://a.cn/?q=1", "c-o", "15.3%", "é c o"]
)
def test_text_that_comes_at_once_does_nothing(keyboard: Keyboard, text: str) -> None:
    keyboard.burst(*text)
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == []
    assert keyboard.composed == [text]
    keyboard.type("c")
    assert keyboard.pressed == ["c"], "the next key acts again"


def test_its_line_ends_belong_to_it(keyboard: Keyboard) -> None:
    keyboard.burst("a", "enter", "tab", "l", "ctrl+j", "o")
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == []
    assert keyboard.composed == ["alo"]


def test_it_may_come_in_pieces(keyboard: Keyboard) -> None:
    for piece in ("the li", "on and", "co", "ab"):
        keyboard.burst(*piece)
        keyboard.clock.pass_by(0.05)
    keyboard.burst("enter")
    keyboard.clock.pass_by(0.05)
    assert keyboard.pressed == []
    assert keyboard.composed == ["the li"]
    keyboard.clock.pass_by(0.3)
    keyboard.burst("enter")
    assert keyboard.pressed == ["enter"]


def test_its_end_is_waited_for(keyboard: Keyboard) -> None:
    for key in "coq" * 20 + "ly":
        keyboard.gate.feed(key)
        keyboard.clock.pass_by(0.003)
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == []


@pytest.mark.parametrize(
    "keys",
    [
        "coqj",
        "cjojqjcj",
        "jjjjjjjjjj",
        "cccccccc",
        "coqp1hfcoj",
        "oqp1jqp2jqp3",
        "c1o2q3n0",
        "coqhcoccoqhcoq",
        "ll",
        "zzzz",
    ],
)
def test_what_a_connection_held_up_acts(keyboard: Keyboard, keys: str) -> None:
    keyboard.burst(*keys)
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == list(keys)


def test_keys_that_stood_in_line_were_pressed_one_by_one(keyboard: Keyboard) -> None:
    for number, key in enumerate("cohiplaea"):
        keyboard.gate.feed(key, Event(90 + number / 10))
    keyboard.clock.pass_by(1)
    assert keyboard.pressed == list("cohiplaea")


def test_a_line_of_text_takes_a_paste_without_line_ends(keyboard: Keyboard) -> None:
    back: list[object] = []
    gate = KeyGate(
        keyboard.pressed.append, keyboard.composed.append, lambda keys: 1, give_back=back.extend, pasted=bool
    )
    for key in ("w", "h", "o"):
        gate.feed(key, key)
    keyboard.clock.pass_by(1)
    assert (keyboard.pressed, back) == (["w"], ["h", "o"])
    for key in ("w", "h", "o", "enter"):
        gate.feed(key, key)
    keyboard.clock.pass_by(1)
    assert (keyboard.pressed, keyboard.composed) == (["w"], ["who"])
