"""Whether the cost of each stage grows with the text and not with its square.

    python tests/benchmarks/linear.py [--characters 100000] [--stage NAME …] [--pattern NAME …] [--all]

Each pattern is repeated to so many characters and to twice as many, all in one sentence unless it holds a
stop or a line end. Printed is the time of the longer text over that of the shorter: two where the cost is
linear, four where it is quadratic. Above `MOST` it is marked, and the exit code is 1. What takes less than
`FLOOR` seconds is not judged, for the clock decides it; what takes longer than `PATIENCE` is not linear.
"""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotations.analysis.clauses import clauses
from annotations.analysis.conversion import Script, correct
from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.mentions import settle
from annotations.analysis.names import find as find_names
from annotations.analysis.numbers import find_numbers
from annotations.analysis.parts import find_parts
from annotations.analysis.pipeline import Analyser
from annotations.analysis.quotes import find_quotes
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split
from annotations.analysis.tagger import Tagger, Word, load_tagger
from annotations.editions.equivalence import letters_of
from annotations.errors import ReadingError
from annotations.model.article import Name, Sentence
from annotations.reading.decode import decode
from annotations.reading.markdown import extract_markdown
from annotations.reading.mojibake import mojibake
from annotations.reading.repair import find_residue
from annotations.reading.scars import find_scars

MOST = 2.5
FLOOR = 0.05
PATIENCE = 20.0

PATTERNS = {
    "name and verb": "王毅說：",
    "name, verb, comma": "王毅說，",
    "names alone": "王毅",
    "full names": "美國國務院發言人王毅表示，",
    "places": "北京市",
    "organisation": "上海汽車工業集團公司",
    "foreign name": "唐納德·特朗普",
    "dots": "王·",
    "latin letters": "a b ",
    "latin words": "OpenAI and Google ",
    "latin capitals": "Ab ",
    "latin products": "iPhone 16 Pro ",
    "latin in han": "蘋果Apple公司（Apple Inc.）",
    "one latin word": "a",
    "latin joined": "a-",
    "digits": "1",
    "digits and commas": "1,234,",
    "digits and stops": "1.2.",
    "digits and hyphens": "1-2-3-",
    "digits and slashes": "1/2/",
    "digits and colons": "1:2:",
    "digits and spaces": "1 2 ",
    "spaced letters and digits": "a 1 ",
    "han digits": "三",
    "multipliers": "百萬",
    "multipliers and digits": "3千",
    "percent": "3%",
    "percent alone": "%",
    "money": "近6000億美元",
    "dates": "2025年2月1日",
    "days": "2月1日至",
    "relative dates": "去年三月",
    "clock": "下午3點半",
    "minus": "-",
    "minus and digits": "-3",
    "to": "3至",
    "nested quotes": "「『",
    "unclosed quotes": "他說「",
    "closed quotes": "他說「好」",
    "closing quotes": "」",
    "quote before its speaker": "「好，我們一定去。」王毅說，",
    "straight quotes": '"',
    "straight quotes and words": '他說"好"，',
    "apostrophes": "a'",
    "curly quotes the wrong way": "”他“",
    "opening brackets": "(",
    "opening brackets and words": "（王毅",
    "closed brackets": "(王毅)",
    "square brackets": "[",
    "links": "[a](",
    "titles": "《",
    "dashes": "——",
    "dots of omission": "……",
    "dots and words": "我……",
    "half stops": ".",
    "questions": "?",
    "questions in latin": "a?b!",
    "stops": "好。",
    "commas": "，",
    "words and commas": "好，",
    "semicolons": ";",
    "colons": "：",
    "stars": "*",
    "backticks": "`",
    "underscores": "_",
    "headings": "# ",
    "headings in lines": "# a #\n",
    "fields in lines": "a: b\n",
    "rules in lines": "---\n",
    "underlined": "a\n==\n",
    "emoji": "😀",
    "emoji joined": "👨\u200d👩\u200d",
    "zero width": "\u200b",
    "zero width between": "王\u200b毅\u200b",
    "spaced han": "王 毅 說 ",
    "wide spaces": "\u3000",
    "spaces": " ",
    "tabs": "\t",
    "tabs and words": "好\t",
    "newlines": "\n",
    "words in lines": "好\n",
    "carriage returns": "\r",
    "addresses": "https://a.b/",
    "address pieces": "/a?b=1&c=2",
    "www": "www.",
    "mail": "a@b.",
    "thousandths": "三分之一",
    "source": "據新華社報道，",
    "source without end": "據新華社",
    "verbs": "說",
    "pronoun and verb": "他表示",
    "thinks": "專家認為",
    "the": "的",
    "and": "和",
    "titles of people": "總統",
    "surnames": "歐陽",
    "reporter": "記者",
    "credit": "編輯：王小明",
    "picture": "（圖／",
    "copyright": "未經",
    "taiwan words": "互聯網軟件",
    "taiwan mouse": "鼠標和",
    "residue": "長(zhǎng)",
    "residue open": "長(zhang",
    "scar": "求知欲?;谶@種",
    "scar question": "好?",
    "lost characters": "\ufffd",
    "lost pieces": "錕斤拷",
    "mojibake": "鍥藉",
    "html tags": "<p>",
    "html nested": "<div><b>好",
    "html entity": "&amp;",
    "html comment": "<!--",
    "exclamations": "！",
    "doubles": "好好",
    "everything": '王毅「說」2025年3月，Apple (a) 3.5% "b" ……[x](y)*z*`c`\u200b😀\t',
}
"""What is repeated; a human being would write few of them so often, but files hold them."""


_KNOWN = Gazetteer({f"王毅{n}": "PER" for n in range(2000)} | {"王毅": "PER", "a": "ORG", "1": "-"})


class _TooLong(Exception):
    pass


class Repeating:
    """A tagger that tags the beginning of a text and says the same of the rest: its own cost is known."""

    version = "repeating"
    _tagger: Tagger | None = None
    _known: ClassVar[dict[str, list[Word]]] = {}

    def __init__(self, unit: str) -> None:
        self._step = len(unit) * max(1, 256 // len(unit))

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """Return the words of each sentence."""
        return list(map(self._words, sentences))

    def _words(self, text: str) -> list[Word]:
        if not (head := text[: self._step]):
            return []
        if head not in self._known:
            Repeating._tagger = self._tagger or load_tagger()
            (self._known[head],) = Repeating._tagger.tag([head])
        return [
            word._replace(start=at + word.start, end=min(at + word.end, len(text)))
            for at in range(0, len(text), len(head))
            for word in self._known[head]
            if at + word.start < len(text)
        ]


class Prepared:
    """A text with what earlier stages found in it, each found once and when it is asked for."""

    def __init__(self, unit: str, many: int) -> None:
        self.text = unit * many
        self.tagger = Repeating(unit)

    @cached_property
    def sentence(self) -> list[Sentence]:
        """Return the text as one sentence."""
        return [Sentence(0, len(self.text), True)]

    @cached_property
    def words(self) -> list[Word]:
        """Return the words of the tagger."""
        return self.tagger.tag([self.text])[0]

    @cached_property
    def names(self) -> list[Name]:
        """Return the names of the text as one sentence."""
        return find_names(to_simplified(self.text), self.words)


def _html(prepared: Prepared) -> Callable[[], object]:
    from annotations.reading.html import extract_html

    def run() -> None:
        with suppress(ReadingError):
            extract_html(f"<html><body><p>{prepared.text}</p></body></html>", "benchmark")

    return run


def _gazetteer(prepared: Prepared) -> Callable[[], object]:
    names = prepared.names
    _KNOWN.apply(prepared.text[:100], [])
    return lambda: _KNOWN.apply(prepared.text, names)


def _names(prepared: Prepared) -> Callable[[], object]:
    simple, words = to_simplified(prepared.text), prepared.words
    return lambda: find_names(simple, words)


def _settle(prepared: Prepared) -> Callable[[], object]:
    names = prepared.names
    return lambda: settle(prepared.text, names)


def _quotes(prepared: Prepared) -> Callable[[], object]:
    names = prepared.names
    return lambda: find_quotes(prepared.text, prepared.sentence, names)


def _speakers(prepared: Prepared) -> Callable[[], object]:
    from annotations.speakers.candidates import Speakers

    names = prepared.names

    def run() -> None:
        Speakers(prepared.text, prepared.sentence, names).candidates(0)

    return run


def _in(script: Script) -> Callable[[Prepared], Callable[[], object]]:
    return lambda prepared: lambda: correct(prepared.text, script, [(3, 5, "好")])


def _lines(prepared: Prepared) -> Callable[[], object]:
    from tui.layout.lines import Page, wrap

    return lambda: wrap(Page.of(prepared.text, prepared.sentence), 60)


def _analysis(prepared: Prepared) -> Callable[[], object]:
    analyser = Analyser(prepared.tagger, _KNOWN)
    analyser.tag([prepared.text[:2000]])
    return lambda: analyser.analyse(prepared.text, prepared.sentence)


def _decoded(encoding: str, every: int = 0) -> Callable[[Prepared], Callable[[], object]]:
    """Return what decodes a text that has one wrong byte at its end, or loses one in so many."""

    def prepare(prepared: Prepared) -> Callable[[], object]:

        data = prepared.text.encode(encoding, "replace")
        if every:
            data = b"".join(data[at : at + every - 1] for at in range(0, len(data), every))
        data += b"\xff"

        def run() -> None:
            with suppress(ReadingError):
                decode(data, name="benchmark")

        return run

    return prepare


STAGES: dict[str, Callable[[Prepared], Callable[[], object]]] = {
    "sentences": lambda it: lambda: split(it.text),
    "parts": lambda it: lambda: find_parts(it.text, it.sentence, it.text[:30]),
    "clauses": lambda it: lambda: clauses(it.text, 0, len(it.text)),
    "numbers": lambda it: lambda: find_numbers(it.text, date="2025-02-03"),
    "names": _names,
    "settle": _settle,
    "gazetteer": _gazetteer,
    "quotes": _quotes,
    "speakers": _speakers,
    "simplified": _in(Script.SIMPLIFIED),
    "traditional": _in(Script.TRADITIONAL),
    "taiwan": _in(Script.TAIWAN),
    "lines": _lines,
    "markdown": lambda it: lambda: extract_markdown("---\n" + it.text),
    "html": _html,
    "repair": lambda it: lambda: find_residue(it.text),
    "mojibake": lambda it: lambda: mojibake(it.text),
    "scars": lambda it: lambda: find_scars(it.text, suggest=False),
    "utf-8": _decoded("utf-8"),
    "gb18030": _decoded("gb18030"),
    "big5": _decoded("big5hkscs"),
    "utf-8, damaged": _decoded("utf-8", 501),
    "gb18030, damaged": _decoded("gb18030", 501),
    "big5, damaged": _decoded("big5hkscs", 501),
    "letters": lambda it: lambda: letters_of(it.text),
    "analysis": _analysis,
}
"""The stages, each made ready with what comes before it; `analysis` is sentences, names and numbers."""


def seconds(stage: str, unit: str, many: int, patience: float = PATIENCE) -> float:
    """Return the processor time of `stage` on a text, or infinity where it takes longer than `patience`."""
    best = float("inf")
    signal.setitimer(signal.ITIMER_PROF, 3 * patience)
    try:
        run = STAGES[stage](Prepared(unit, many))
        for _ in range(3):
            gc.collect()
            signal.setitimer(signal.ITIMER_PROF, patience)
            began = time.process_time()
            run()
            best = min(best, time.process_time() - began)
            if best > 0.2:
                break
    except _TooLong:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return best


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLong


def ratio(stage: str, pattern: str, size: int) -> tuple[float, float]:
    """Return the time for twice `size` over that for `size`, and the longer time."""
    unit = PATTERNS[pattern]
    many = size // len(unit) + 1
    one = seconds(stage, unit, many)
    if one == float("inf"):
        return one, one
    two = seconds(stage, unit, 2 * many)
    return (two / one if one else 1.0), two


def _bad(found: float, took: float) -> bool:
    return took == float("inf") or (found > MOST and took > FLOOR)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--stage", nargs="*", choices=STAGES, default=[])
    parser.add_argument("--pattern", nargs="*", choices=PATTERNS, default=[])
    parser.add_argument("--all", action="store_true", help="print what is linear too")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGPROF, _stop)
    wrong = 0
    for stage in options.stage or STAGES:
        worst, cost = 0.0, 0.0
        for pattern in options.pattern or PATTERNS:
            found, took = ratio(stage, pattern, options.characters)
            if _bad(found, took):  # something else may have had the processor's cache
                found, took = min((found, took), ratio(stage, pattern, options.characters))
            bad = _bad(found, took)
            wrong += bad
            cost = max(cost, took)
            worst = max(worst, found if took > FLOOR else 0.0)
            if bad or options.all:
                mark = "  <- not linear" if bad else ""
                print(f"  {stage:12} {pattern:28} {found:6.2f} {took:8.3f} s{mark}", flush=True)
        print(f"{stage:14} {'worst':28} {worst:6.2f}   slowest {cost:.2f} s", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
