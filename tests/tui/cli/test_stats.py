"""`zhupi stats`: whose marks are read, what is printed, and how it looks at 80 columns."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from annotations.adjudication.overruled import SettledAgainst
from annotations.model.scheme import DEFAULT
from annotations.progress.counts import LayerCounts
from annotations.progress.pace import Pace
from annotations.records.decisions import decision, seen
from annotations.records.record import article_mark, sentence_mark
from annotations.records.uids import sentence_uid
from annotations.storage.layer import layer
from annotations.storage.layer.layer import open_layer
from annotations.storage.readers import by_article, counting
from annotations.storage.readers.by_article import LayerByArticle
from tui.cli.main import run
from tui.cli.stats import _objects
from tui.cli.stats_tables import of_all, of_one
from tui.layout.cells import cell_width
from tui.presenters.table import aligned

Command = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a project of four articles that two annotators have begun."""
    root = tmp_path / "新聞"
    (root / "annotations").mkdir(parents=True)
    for name in "abcd":
        (root / f"{name}.txt").write_text(f"{name}。如此。", encoding="utf-8")
    begin(root, "mei", ["claim"], ["claim", "quote"], [], done=["a" * 20])
    begin(root, "林語堂", ["opinion"], ["其他"])
    return root


def begin(root: Path, annotator: str, *labels: Sequence[str], done: Sequence[str] = ()) -> None:
    """Let an annotator mark a sentence for each of `labels`, none where they are empty."""
    common = {"annotator": annotator, "writer": "test", "scheme": "default/1"}
    layer = open_layer(root / "annotations" / f"{annotator}.json", annotator)
    for number, names in enumerate(labels):
        status = "marked" if names else "none"
        mark = sentence_mark(
            "a" * 20,
            9 * number,
            9 * number + 2,
            "如此",
            status=status,
            labels=names,
            flag=not number,
            at=f"2026-01-31T08:00:{6 * number:02}.000Z",
            **common,
        )
        layer.put([mark])
    for article in done:
        layer.put([article_mark(article, done=True, note="好", **common)])
    layer.close()


@pytest.fixture
def stats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command: its code, what it printed, and its complaints."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def go(*arguments: str | Path) -> tuple[int, str, list[str]]:
        code = run(["stats", *map(str, arguments)])
        out, err = capfd.readouterr()
        assert all(line.startswith("zhupi: ") for line in err.split("\n")[:-1])
        return code, out, err.split("\n")[:-1]

    return go


def test_my_own_progress(news: Path, stats: Command) -> None:
    code, out, complaints = stats(news, "--as", "mei")
    assert (code, complaints) == (0, [])
    assert (
        out
        == """\
mei in 新聞

                                      count  share   pace
articles                                  4
  touched                                 1    25%
  done                                    1    25%
sentences decided                         3         6.0 s
  claim 事實主張                          2    67%  6.0 s
  opinion 觀點                            0     0%      -
  quote 引語                              1    33%  6.0 s
  none                                    1    33%  6.0 s
sentences with a flag or a note only      0
flags                                     1
notes                                     1

Pace: the median from one sentence's first mark to the next in its article;
pauses of more than 5 minutes are left out.
"""
    )


def test_the_others_are_read_for_review_only(
    news: Path, stats: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = counting.count_layer
    monkeypatch.setattr(
        counting, "count_layer", lambda path, **options: read.append(path.stem) or real(path, **options)
    )
    _, out, _ = stats(news, "--as", "mei", "--format", "json")
    assert [json.loads(line)["annotator"] for line in out.split("\n")[:-1]] == ["mei"]
    assert read == ["mei"]
    _, out, _ = stats(news, "--as", "林語堂", "--format", "json", "--review")
    assert [json.loads(line)["annotator"] for line in out.split("\n")[:-1]] == ["林語堂", "mei"]
    assert read == ["mei", "林語堂"], "and what is known from before is not read again"


def test_every_line_of_json_has_the_same_keys(news: Path, stats: Command) -> None:
    _, out, _ = stats(news, "--as", "mei", "--format", "json", "--review")
    rows = [json.loads(line) for line in out.split("\n")[:-1]]
    assert rows[0] == {
        "annotator": "mei",
        "scheme": "default/1",
        "articles": 4,
        "touched": 1,
        "records": 4,
        "done": 1,
        "marked": 2,
        "none": 1,
        "open": 0,
        "flags": 1,
        "notes": 1,
        "labels": [
            {"label": "claim", "sentences": 2},
            {"label": "opinion", "sentences": 0},
            {"label": "quote", "sentences": 1},
        ],
        "decisions": 0,
        "pace": 6.0,
        "paces": [
            {"label": "claim", "pace": 6.0},
            {"label": "opinion", "pace": None},
            {"label": "quote", "pace": 6.0},
            {"label": "none", "pace": 6.0},
        ],
        "settled": {
            "judged": 0,
            "against": 0,
            "over": 0,
            "under": 0,
            "labels": [
                {"label": name, "over": 0, "under": 0, "agreed": 0}
                for name in ("claim", "opinion", "quote", "none")
            ],
        },
    }
    assert rows[1].keys() == rows[0].keys()
    assert rows[1]["pace"] == 6.0
    assert {"label": "其他", "pace": 6.0} in rows[1]["paces"]
    assert [(one["label"], one["sentences"]) for one in rows[1]["labels"]] == [
        *(("claim", 0), ("opinion", 1), ("quote", 0), ("其他", 1))
    ]


def test_a_name_that_is_not_utf8_is_json_all_the_same() -> None:
    (row,) = _objects({"mei\udcff": LayerCounts()}, 0, DEFAULT, {"mei\udcff": None})
    assert json.loads(row.encode("utf-8"))["annotator"] == "mei\udcff"


def test_everybody_and_a_total(news: Path, stats: Command) -> None:
    code, out, _ = stats(news, "--as", "mei", "--review")
    assert code == 0
    rows = [line.split() for line in out.split("\n")]
    assert rows[0] == ["新聞:", "4", "articles"]
    assert ["mei", "1", "1", "2", "1", "0", "1", "1"] in rows
    assert ["林語堂", "1", "0", "2", "0", "0", "1", "0"] in rows
    assert ["total", "2", "1", "4", "1", "0", "2", "1"] in rows
    assert ["annotator", "claim", "opinion", "quote", "其他"] in rows
    assert ["林語堂", "0", "0%", "1", "50%", "0", "0%", "1", "50%"] in rows
    assert ["total", "2", "40%", "1", "20%", "1", "20%", "1", "20%"] in rows
    assert ["annotator", "all", "claim", "opinion", "quote", "其他", "none"] in rows
    assert ["mei", "6.0", "s", "6.0", "s", "-", "6.0", "s", "-", "6.0", "s"] in rows
    assert not any("against" in row for row in out.lower().split("\n")), "nothing has been decided"


def test_more_labels_than_fit_go_into_another_table(news: Path, stats: Command) -> None:
    rows = "".join(f'[[scheme.labels]]\nname = "標籤{key}"\nkey = "{key}"\n' for key in "abcdef")
    (news / "zhupi.toml").write_text(f'[scheme]\nname = "own"\nversion = 2\n{rows}', encoding="utf-8")
    _, out, _ = stats(news, "--as", "mei", "--review")
    lines = out.split("\n")
    assert all(cell_width(line) <= 80 for line in lines)
    heads = [line.split()[1:] for line in lines if line.startswith("annotator")]
    names = [*(f"標籤{key}" for key in "abcdef"), "claim", "opinion", "quote", "其他"]
    labels = [name for head in heads[1:] for name in head]
    assert labels == [*names, "all", *names, "none"], "shares, and then paces"


@pytest.mark.parametrize("name", ["mei", "一" * 60, "m" * 60, "林語堂林語堂林語堂林語堂"])
@pytest.mark.parametrize("number", [0, 999, 1_000_000])
def test_tables_are_aligned_and_fit(name: str, number: int) -> None:
    cells = [f"{number:,}"] * 7
    rows = [["annotator", "touched", "done", "marked", "none", "open", "flags", "notes"]]
    rows += [[name, *cells], ["li", *cells], ["total", *cells]]
    lines = [*aligned(rows)]
    assert all(cell_width(line) <= 80 for line in lines)
    assert len({cell_width(line) for line in lines}) == 1, "the last column ends at one place"
    assert lines[2].startswith("li ")
    assert all(cell in line for line in lines[1:] for cell in cells)


def test_what_would_command_the_terminal_is_not_printed(news: Path, stats: Command) -> None:
    begin(news, "li", ["claim\x1b[31m"])
    path = news / "annotations" / "li.json"
    path.rename(path.with_name("\x1b[31m\u202eli.json"))
    _, out, complaints = stats(news, "--as", "mei", "--review")
    assert any("[31m" in line for line in complaints)
    assert "li" in out
    assert complaints, "that it says it is the layer of li"
    assert "\x1b" not in out + "".join(complaints)
    assert "\u202e" not in out + "".join(complaints)


def test_who_has_done_nothing_has_zeros(news: Path, stats: Command) -> None:
    code, out, complaints = stats(news, "--as", "wang", "--format", "json")
    assert (code, complaints) == (0, [])
    row = json.loads(out)
    assert (row["annotator"], row["articles"], row["touched"], row["records"]) == ("wang", 4, 0, 0)
    assert not (news / "annotations" / "wang.json").exists()
    assert stats(news, "--as", "wang")[0] == 0


def test_a_layer_that_cannot_be_read_is_told_and_the_rest_counted(news: Path, stats: Command) -> None:
    (news / "annotations" / "wang.json").write_text("no layer", encoding="utf-8")
    damaged = news / "annotations" / "林語堂.json"
    damaged.write_bytes(damaged.read_bytes()[:-5])
    code, out, complaints = stats(news, "--as", "mei", "--review", "--format", "json")
    assert code == 1
    assert {json.loads(line)["annotator"] for line in out.split("\n")[:-1]} == {"mei", "林語堂"}
    assert any("wang.json" in one for one in complaints)
    assert any("damaged" in one for one in complaints)
    assert stats(news, "--as", "mei", "--format", "json")[0] == 0, "what others' layers are like is theirs"


def test_a_folder_that_is_no_project(tmp_path: Path, stats: Command) -> None:
    (tmp_path / "empty").mkdir()
    for path, code in ((tmp_path / "empty", 2), (tmp_path / "gone", 1)):
        found, out, complaints = stats(path, "--as", "mei")
        assert (found, out, len(complaints)) == (code, "", 1)
        assert path.name in complaints[0]


def test_annotations_without_articles_are_counted_too(news: Path, stats: Command) -> None:
    for path in news.glob("*.txt"):
        path.unlink()
    code, out, _ = stats(news, "--as", "mei", "--format", "json")
    assert code == 0
    assert (json.loads(out)["articles"], json.loads(out)["touched"]) == (0, 1)


# -- settled against -----------------------------------------------------------------


@pytest.fixture
def settled(news: Path) -> Callable[[str], None]:
    """Let lin decide on what mei and 林語堂 said; return what sets when annotators may see it."""
    a, b = "a" * 20, "b" * 20
    begin(news, "lin", ["claim"])
    saw = {
        (who, number): seen(who, sentence_uid(a, 9 * number, who), 1, who == "mei")
        for who, many in (("mei", 3), ("林語堂", 2), ("lin", 1))
        for number in range(many)
    }
    common: dict[str, Any] = {"lead": "lin", "writer": "test", "scheme": "default/1", "votes": {}}
    made = [
        decision(
            article,
            9 * number,
            9 * number + 2,
            "如此",
            how="person",
            seen=[one for (who, at), one in saw.items() if at == number and (article == a or who == "lin")],
            status="marked" if labels else "none",
            labels=labels,
            **common,
        )
        for article, number, labels in ((a, 0, ["opinion"]), (a, 1, ["claim"]), (a, 2, []), (b, 0, ["claim"]))
    ]
    # In the second article mei said none by being done with it once, and has opened it again.
    made[3]["seen"].append(seen("mei", None, 0, True))
    layer = open_layer(news / "annotations" / "lin.json", "lin")
    layer.put(made)
    layer.close()

    def allow(others: str) -> None:
        text = f'lead = "lin"\nothers = "{others}"\n'
        (news / "zhupi.toml").write_text(text, encoding="utf-8")

    allow("done")
    return allow


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the layers that are counted or opened from now on, the small ones."""
    names: list[str] = []
    count, open_one = counting.count_layer, layer.open_layer

    def counted(path: Path, **options: Any) -> Any:
        names.append(f"{path.stem} counted")
        return count(path, **options)

    def opening(path: Path, annotator: str, **options: Any) -> Any:
        names.append(f"{path.stem} opened")
        return open_one(path, annotator, **options)

    monkeypatch.setattr(counting, "count_layer", counted)

    class Reading(LayerByArticle):
        def __init__(self, path: Path, annotator: str, **options: Any) -> None:
            names.append(f"{path.stem} opened")
            super().__init__(path, annotator, **options)

    monkeypatch.setattr(layer, "open_layer", opening)
    monkeypatch.setattr(by_article, "LayerByArticle", Reading)
    return names


def settled_of(out: str) -> dict[str, dict[str, Any]]:
    rows = [json.loads(line) for line in out.split("\n")[:-1]]
    return {
        row["annotator"]: row["settled"]
        | {"labels": {one.pop("label"): one for one in row["settled"]["labels"]}}
        for row in rows
    }


HIDDEN = dict.fromkeys(("judged", "against", "over", "under"))


def test_the_lead_sees_against_whom_and_which_way(
    news: Path, stats: Command, settled: Callable[[str], None]
) -> None:
    settled("never")
    code, out, complaints = stats(news, "--as", "lin", "--review", "--format", "json")
    assert (code, complaints) == (0, [])
    found = settled_of(out)
    assert list(found) == ["lin", "mei", "林語堂"]
    mei = found["mei"]
    assert [mei[key] for key in HIDDEN] == [4, 3, 2, 2]
    assert mei["labels"] == {
        "claim": {"over": 1, "under": 1, "agreed": 2},
        "opinion": {"over": 0, "under": 1, "agreed": 3},
        "quote": {"over": 1, "under": 0, "agreed": 3},
        "none": {"over": 1, "under": 0, "agreed": 3},
    }
    assert [found["林語堂"][key] for key in HIDDEN] == [2, 1, 1, 1]
    assert found["林語堂"]["labels"]["其他"] == {"over": 1, "under": 0, "agreed": 1}
    assert found["lin"]["judged"] == 2
    _, out, _ = stats(news, "--as", "lin", "--review")
    lines = out.split("\n")
    assert all(cell_width(line) <= 80 for line in lines)
    rows = [line.split() for line in lines[lines.index("Settled against") :]]
    assert rows[1] == ["annotator", "judged", "all", "claim", "opinion", "quote"]
    assert rows[3][:11] == ["mei", "4", "75%", "(+2", "-2)", "50%", "(+1", "-1)", "25%", "(+0", "-1)"]
    assert rows[5][:5] == ["total", "8", "62%", "(+4", "-4)"]
    assert any("+ is given and not settled, - is settled and not given" in line for line in lines)


def test_an_annotator_sees_of_it_what_the_project_allows(
    news: Path, stats: Command, settled: Callable[[str], None], opened: list[str]
) -> None:
    for others, judged, read in (
        ("never", None, ["mei counted"]),
        ("done", 3, ["lin counted", "lin opened", "mei opened"]),
        ("always", 4, ["lin opened", "mei opened"]),
    ):
        settled(others)
        opened.clear()
        code, out, complaints = stats(news, "--as", "mei", "--format", "json")
        assert (code, complaints, list(settled_of(out))) == (0, [], ["mei"])
        assert settled_of(out)["mei"]["judged"] == judged, others
        assert opened == read, "nobody else's layer, and the lead's only where it may be"
        assert ("against" in stats(news, "--as", "mei")[1]) == (judged is not None)
    hidden = settled_of(_of(stats, news, settled, "never"))["mei"]
    assert {key: hidden[key] for key in HIDDEN} == HIDDEN
    assert hidden["labels"]["none"] == {"over": None, "under": None, "agreed": None}
    assert hidden.keys() == settled_of(_of(stats, news, settled, "done"))["mei"].keys()


def _of(stats: Command, news: Path, settled: Callable[[str], None], others: str) -> str:
    settled(others)
    return str(stats(news, "--as", "mei", "--format", "json")[1])


def test_my_own_in_a_table(news: Path, stats: Command, settled: Callable[[str], None]) -> None:
    _, out, _ = stats(news, "--as", "mei")
    rows = [line.split() for line in out.split("\n")]
    assert ["count", "share", "pace", "against"] in rows
    assert ["sentences", "decided", "3", "6.0", "s", "67%", "(+2", "-1)"] in rows
    assert ["opinion", "觀點", "0", "0%", "-", "33%", "(+0", "-1)"] in rows
    assert all(cell_width(line) <= 80 for line in out.split("\n"))


def test_nobody_is_counted_for_another_annotator_unless_the_project_allows_it(
    news: Path, stats: Command, settled: Callable[[str], None], opened: list[str]
) -> None:
    for others in ("never", "done"):
        settled(others)
        code, out, (complaint,) = stats(news, "--as", "mei", "--review")
        assert (code, out, opened) == (2, "", [])
        assert "lin" in complaint
        assert "林" not in complaint
    settled("always")
    code, out, _ = stats(news, "--as", "mei", "--review", "--format", "json")
    found = settled_of(out)
    assert code == 0
    assert {who: one["judged"] for who, one in found.items()} == {"mei": 4, "lin": None, "林語堂": None}
    rows = [line.split() for line in stats(news, "--as", "mei", "--review")[1].split("\n")]
    assert ["林語堂", "-", "-", "-", "-", "-"] in rows


def test_a_layer_of_whom_nothing_was_decided_is_only_counted(
    news: Path, stats: Command, settled: Callable[[str], None], opened: list[str]
) -> None:
    begin(news, "wang", ["claim"])
    stats(news, "--as", "lin", "--review")
    assert "wang counted" in opened
    assert "wang opened" not in opened
    (news / "annotations" / "lin.json").unlink()
    opened.clear()
    _, out, _ = stats(news, "--as", "lin", "--review", "--format", "json")
    assert settled_of(out)["mei"]["judged"] == 0
    assert not [one for one in opened if one.endswith("opened")]


def test_what_was_settled_is_unknown_where_the_leads_layer_cannot_be_read(
    news: Path, stats: Command, settled: Callable[[str], None]
) -> None:
    (news / "annotations" / "lin.json").write_text("no layer", encoding="utf-8")
    code, out, (complaint,) = stats(news, "--as", "mei", "--format", "json")
    assert (code, settled_of(out)["mei"]["judged"]) == (1, None)
    assert "lin.json" in complaint
    settled("never")
    assert stats(news, "--as", "mei", "--format", "json")[0] == 0, "and then it is not looked for"


@pytest.mark.parametrize("name", ["mei", "一" * 30, "m" * 60])
def test_every_table_fits(name: str) -> None:
    most = 1_000_000
    labels = {f"標籤{at}" * 3: most for at in range(6)}
    pace = Pace({3000: most})
    one = LayerCounts(
        most, most, most, most, most, most, most, most, labels, 0, pace, dict.fromkeys(labels, pace)
    )
    half = dict.fromkeys(labels, most // 2)
    against = SettledAgainst(most, 0, half, half)
    lines = [
        *of_all("新聞" * 50, {name: one, "li": one}, DEFAULT, {name: against, "li": None}),
        *of_one("新聞" * 50, one, most, DEFAULT, against),
    ]
    assert all(cell_width(line) <= 80 for line in lines)
    assert sum("100% (+500,000 -500,000)" in line for line in lines) >= 6
    assert any("100% (+3,000,000 -3,000,000)" in line for line in lines)
    assert sum("300.0 s" in line for line in lines) >= 6


# -- while it counts -------------------------------------------------------------------


def counted_in_terminal(news: Path, tmp_path: Path, *arguments: str) -> bytes:
    """Run the command with a terminal as its standard error and return what that shows."""
    ours, theirs = pty.openpty()
    environment: dict[str, Any] = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "tui", "stats", str(news), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux: the other end is closed
            pass
        assert process.stdout is not None
        assert b"\x1b" not in process.stdout.read()
    os.close(ours)
    assert process.returncode == 0
    return shown


def test_a_bar_while_counting_and_none_when_there_is_nothing_to_count(news: Path, tmp_path: Path) -> None:
    assert b"counting" in counted_in_terminal(news, tmp_path, "--as", "mei")
    assert counted_in_terminal(news, tmp_path, "--as", "mei") == b""
