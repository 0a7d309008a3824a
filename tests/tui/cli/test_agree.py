"""`zhupi agree`: who may see it, what is printed in each format, and what bad input comes to."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from simulated import careful, simulate, skips, write

from annotations.agreement.judgements import COUNTING, WHYS
from annotations.marks.bounds import bounds_record
from annotations.records.record import revise
from annotations.storage.layer.layer import open_layer
from tui.cli.agree_formats import POSITION_FORMATS
from tui.cli.main import run
from tui.layout.cells import cell_width
from tui.presenters.agreement_lines import is_agreement

Command = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a project that two annotators have done."""
    root = tmp_path / "新聞"
    root.mkdir()
    write(root, simulate({"mei": careful(), "林語堂": skips("quote")}, articles=6, sentences=10))
    return root


@pytest.fixture
def agree(capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command: its code, what it printed, and its complaints."""

    def go(*arguments: str | Path) -> tuple[int, str, list[str]]:
        code = run(["agree", *map(str, arguments)])
        out, err = capfd.readouterr()
        assert all(line.startswith("zhupi: ") for line in err.split("\n")[:-1])
        return code, out, err.split("\n")[:-1]

    return go


def objects(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.split("\n")[:-1]]


def value(out: str, **wanted: object) -> object:
    (row,) = [row for row in objects(out) if wanted.items() <= row.items()]
    return row["value"]


def test_the_project_shows_others_to_its_lead_alone(news: Path, agree: Command) -> None:
    (news / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    code, out, complaints = agree(news, "--as", "mei", "--review")
    assert (code, out, len(complaints)) == (2, "", 1)
    assert "lin, who leads it" in complaints[0]
    assert agree(news, "--as", "lin", "--review")[0] == 0
    (news / "zhupi.toml").write_text('lead = "lin"\nothers = "always"\n', encoding="utf-8")
    assert agree(news, "--as", "mei", "--review")[0] == 0


def test_a_lead_who_only_settles_is_no_annotator(news: Path, agree: Command) -> None:
    assert run(["settle", str(news), "--as", "lin", "--review"]) == 0
    code, out, _ = agree(news, "--as", "lin", "--review")
    assert code == 0
    assert "2 annotators" in out


def test_others_are_read_for_review_only(news: Path, agree: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "annotations.storage.layer.layer.open_layer", lambda *_, **__: pytest.fail("it reads a layer")
    )
    code, out, complaints = agree(news, "--as", "mei")
    assert (code, out, len(complaints)) == (2, "", 1)
    assert "--review" in complaints[0]


def test_the_table_fits_a_terminal_and_says_what_is_found(news: Path, agree: Command) -> None:
    code, out, complaints = agree(news, "--as", "mei", "--review")
    assert (code, complaints) == (0, [])
    lines = out.split("\n")
    assert lines[0] == "新聞: 2 annotators; 60 sentences of 6 articles judged by two or more"
    assert max(map(cell_width, lines)) <= 80
    assert next(line for line in lines if line.startswith("quote ")).split()[1] == "60"
    assert "mei (rows) and 林語堂 (columns)" in lines
    assert ".2 to .4" in out.replace("\n", " ")


def test_it_says_the_same_at_every_run_and_to_everybody(news: Path, agree: Command) -> None:
    first = agree(news, "--as", "mei", "--review", "--format", "json")
    assert first == agree(news, "--as", "林語堂", "--review", "--format", "json")


def test_json_and_csv_hold_the_same_rows(news: Path, agree: Command) -> None:
    _, out, _ = agree(news, "--review", "--format", "json")
    rows = objects(out)
    assert all(row.keys() == rows[0].keys() for row in rows)
    assert value(out, scope="annotator", annotator="林語堂", label="quote", measure="share") == 0
    assert value(out, scope="pair", annotator="mei", other="林語堂", label="quote", measure="kappa") == 0
    _, text, _ = agree(news, "--review", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == len(rows)
    for plain, row in zip(table, rows, strict=True):
        for key, cell in plain.items():
            assert cell == in_csv(row[key])


def in_csv(cell: object) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_markdown_has_every_article_and_no_broken_cell(news: Path, agree: Command) -> None:
    code, out, _ = agree(news, "--review", "--format", "md")
    assert code == 0
    assert "| 00005.txt |" in out
    for block in out.split("\n\n"):
        rows = [line for line in block.split("\n") if line.startswith("|")]
        assert len({line.count("|") for line in rows}) <= 1


def test_every_position_and_why_it_counts(news: Path, agree: Command) -> None:
    _, out, _ = agree(news, "--review", "--positions", "--format", "json")
    rows = objects(out)
    assert len(rows) == 2 * 60
    assert {row["why"] for row in rows} == {"marked", "none", "implied"}
    assert all(row["counted"] and len(str(row["text"])) == 12 and row["source"] for row in rows)
    _, figures, _ = agree(news, "--review", "--format", "json")
    said = {(row["article"], row["start"], row["annotator"]): row["labels"] for row in rows}
    same = sum(
        labels == said[article, start, "林語堂"]
        for (article, start, who), labels in said.items()
        if who == "mei"
    )
    assert value(figures, scope="project", label="", measure="percent") == pytest.approx(same / 60, abs=1e-6)
    _, text, _ = agree(news, "--review", "--positions", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 120
    for form in ("table", "md"):
        code, text, _ = agree(news, "--review", "--positions", "--format", form)
        assert code == 0
        assert text.count("00000.txt") == 20


def test_it_goes_into_a_file_whole(news: Path, agree: Command, tmp_path: Path) -> None:
    target = tmp_path / "agreement.csv"
    code, out, _ = agree(news, "--review", "--format", "csv", "-o", target)
    assert (code, out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("scope,annotator,other,")


# -- bad input ---------------------------------------------------------------------


def test_one_layer_cannot_agree(news: Path, agree: Command) -> None:
    (news / "annotations" / "mei.json").unlink()
    code, out, complaints = agree(news, "--review")
    assert (code, out, len(complaints)) == (1, "", 1)
    assert "two annotators" in complaints[0]


def test_a_layer_that_cannot_be_read_is_named_and_the_rest_is_counted(news: Path, agree: Command) -> None:
    (news / "annotations" / "broken.json").write_text("[", encoding="utf-8")
    code, out, complaints = agree(news, "--review")
    assert code == 1
    assert "60 sentences of 6 articles" in out
    assert any("broken.json" in line for line in complaints)


def test_one_annotator_under_two_spellings_counts_once(news: Path, agree: Command) -> None:
    shutil.copy(news / "annotations" / "mei.json", news / "annotations" / "ＭＥＩ.json")
    code, out, complaints = agree(news, "--review")
    assert code == 1
    assert out.startswith("新聞: 2 annotators")
    assert any("another spelling" in line for line in complaints)


def test_a_copy_under_another_name_counts_once(news: Path, agree: Command) -> None:
    shutil.copy(news / "annotations" / "mei.json", news / "annotations" / "mei (copy).json")
    code, out, complaints = agree(news, "--review")
    assert code == 1
    assert out.startswith("新聞: 2 annotators")
    assert any("a copy of mei's layer" in line for line in complaints)


def test_an_article_that_is_missing_or_damaged_is_named(news: Path, agree: Command) -> None:
    first, second, *_ = sorted((news / "annotations" / "articles" / "00").iterdir())
    first.unlink()
    second.write_text("{", encoding="utf-8")
    code, out, complaints = agree(news, "--review")
    assert code == 1
    assert "40 sentences of 4 articles" in out
    assert sum("damaged" in line for line in complaints) == 1
    assert sum("the text of 2 articles is missing" in line for line in complaints) == 2


def test_harmed_records_leave_their_article_out_for_that_annotator(news: Path, agree: Command) -> None:
    path = news / "annotations" / "mei.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"status": "marked"', '"status": "odd"', 1), encoding="utf-8")
    code, out, complaints = agree(news, "--review")
    assert code == 1
    assert "50 sentences of 5 articles" in out
    assert any("cannot be understood" in line for line in complaints)


def test_marks_of_another_text_and_label_are_named(news: Path, agree: Command) -> None:
    layer = open_layer(news / "annotations" / "mei.json", "mei")
    marks = [one for one in layer.records() if one["kind"] == "sentence"]
    other = next(one for one in marks if one["article"] != marks[0]["article"])
    layer.put([revise(marks[0], quote="別" * 12)])
    layer.put([revise(other, scheme="news/2", labels=["rumour"], status="marked")])
    layer.close()
    code, out, complaints = agree(news, "--review")
    assert code == 1
    assert "49 sentences of 5 articles" in out
    assert "label rumour" in out
    assert any("1 mark in article" in line and "quotes another text" in line for line in complaints)
    assert any("scheme news/2" in line for line in complaints)
    assert any("1 mark says label rumour" in line for line in complaints)
    _, out, _ = agree(news, "--review", "--format", "json")
    [row] = [row for row in map(json.loads, out.splitlines()) if row["measure"] == "not counted"]
    assert (row["annotator"], row["label"], row["value"]) == ("mei", "rumour", 1)
    assert "no such label" in row["why"]


def test_a_raised_version_and_a_new_label_drop_nothing(news: Path, agree: Command) -> None:
    before = agree(news, "--review")[1].splitlines()[0]
    labels = "".join(
        f'[[scheme.labels]]\nname = "{name}"\n' for name in ("claim", "opinion", "quote", "rumour")
    )
    (news / "zhupi.toml").write_text(f'[scheme]\nname = "default"\nversion = 2\n{labels}', encoding="utf-8")
    code, out, complaints = agree(news, "--review")
    assert (code, out.splitlines()[0]) == (0, before)
    assert any("under the scheme default/1" in line for line in complaints)


@pytest.mark.parametrize("lead", ["mei", ""])
def test_bounds_of_the_lead_hold_for_everybody(news: Path, agree: Command, lead: str) -> None:
    (news / "zhupi.toml").write_text(f'lead = "{lead}"\n', encoding="utf-8")
    layer = open_layer(news / "annotations" / "mei.json", "mei")
    identity = sorted(layer.articles())[0]
    article = next(
        found for found in simulate({}, articles=6, sentences=10).articles.values() if found.id == identity
    )
    join = bounds_record(article, 12, 36, 24, "join", annotator="mei", writer="w", scheme="default/1")
    layer.put([join])
    layer.close()
    _, out, complaints = agree(news, "--review", "--as", "mei")
    assert f"{59 if lead else 60} sentences" in out
    assert any("lie across" in line for line in complaints) == bool(lead)
    assert any("no lead" in line for line in complaints) == (not lead)


def test_a_folder_that_cannot_be_read_is_one_line(
    news: Path, agree: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("annotations.project.agreement.read_roster", fails)
    code, _, complaints = agree(news, "--review")
    assert code == 1
    assert "Permission denied" in complaints[0]


def test_names_and_labels_cannot_reach_the_terminal_raw(news: Path, agree: Command) -> None:
    layer = open_layer(news / "annotations" / "mei.json", "mei")
    marks = [one for one in layer.records() if one["kind"] == "sentence"]
    layer.put([revise(marks[0], labels=["bad\x1b[31m|label"], status="marked")])
    layer.close()
    for form in ("table", "md"):
        _, out, _ = agree(news, "--review", "--format", form)
        assert "\x1b" not in out
        assert "label" in out


@pytest.mark.parametrize("form", ["table", "csv", "md"])
@pytest.mark.parametrize("more", [[], ["--positions"]])
def test_what_it_wrote_is_known_again(news: Path, agree: Command, form: str, more: list[str]) -> None:
    for name in ("news", "很長的名字" * 15, "a|b\u202e: c"):
        news = news.rename(news.with_name(name))
        code, out, _ = agree(news, "--as", "mei", "--review", "--format", form, *more)
        assert code == 0
        lines = out.split("\n")
        assert is_agreement(lines[0])
        if form == "table":
            assert cell_width(lines[0]) <= 80
            assert not more or all(map(is_agreement, lines[:-1])), "any of them may come first"


@pytest.mark.parametrize("why", [*WHYS, "untouched"])
def test_a_table_of_positions_is_known_again_whatever_comes_first(why: str) -> None:
    row = {
        "article": "a" * 20, "start": 1_234_567, "end": 1_234_599, "text": "甲", "annotator": "某個很長的人",
        "labels": [], "counted": why in WHYS[:COUNTING], "why": why,
    }  # fmt: skip
    assert is_agreement(next(POSITION_FORMATS["table"]([row], {"a" * 20: "新聞 " * 9})) + "\n")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "mine",
        "# Title",
        "| a | b |",
        "annotator,other",
        "x: 3 annotators",
        "we met on 1-2 and it counts none",
    ],
)
def test_somebody_elses_is_not(line: str) -> None:
    assert not is_agreement(line)
