"""Why a rule takes somebody for the speaker, in words."""

import pytest

from annotations.wording import speak
from tui.presenters.reasons import reason_words


@pytest.mark.parametrize(
    ("reason", "read"),
    [
        ("title + name + 警告稱", "職稱與姓名 + 警告稱"),
        ("as before", "同前"),
        ("as before + 還說", "同前 + 還說"),
        ("據", "據"),
        ("cue + 報道", "cue + 報道"),
    ],
)
def test_reasons_are_read_in_the_language_that_is_spoken(reason: str, read: str) -> None:
    assert reason_words(reason) == reason
    speak("zh_Hant")
    try:
        assert reason_words(reason) == read
    finally:
        speak("en")
