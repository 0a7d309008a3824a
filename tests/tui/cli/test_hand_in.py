"""`zhupi hand-in`, `collect` and `export --gold`: exit codes, and what they say where."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from export_lines import checked
from program import zhupi_here

from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import span_units
from annotations.model.article import Analysis, Article, Name
from annotations.model.scheme import DEFAULT
from annotations.project.project import Project
from annotations.records.record import Record, as_act, revise, sentence_mark, tombstone
from annotations.records.spans import span_record
from annotations.storage.layer.layer import open_layer

TEXT = "今天很好。張三說:「好。」沒有了。\n"
AT = "2026-01-31T08:00:00.000Z"


def zhupi(*arguments: str | Path, cwd: Path, stdin: bytes = b"") -> tuple[int, str, list[str]]:
    """Return the exit code, what is on standard output, and the lines on standard error."""
    result = zhupi_here(*arguments, cwd=cwd, stdin=stdin)
    lines = result.stderr.decode().split("\n")[:-1]
    assert all(line.startswith("zhupi: ") for line in lines), lines
    return result.returncode, result.stdout.decode(), lines


def make(root: Path, *, lead: str = "") -> Article:
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    if lead:
        (root / "zhupi.toml").write_text(f'lead = "{lead}"\n', encoding="utf-8")
    project = Project.open([root], annotator="anybody")
    return project.article(project.places[0])


def mark(article: Article, annotator: str, index: int, *labels: str) -> Record:
    one = article.sentences[index]
    return sentence_mark(
        article.id,
        one.start,
        one.end,
        article.text[one.start : one.end],
        annotator=annotator,
        writer="w",
        scheme="default/1",
        status="marked" if labels else "none",
        labels=labels,
        at=AT,
    )


def put(root: Path, article: Article, annotator: str, *records: Record) -> None:
    project = Project.at(root, annotator=annotator)
    project.frozen.freeze(article)
    with closing(open_layer(project.layer_path, annotator)) as layer:
        layer.put(as_act(records))


def test_a_layer_goes_from_one_project_to_another(tmp_path: Path) -> None:
    one = make(tmp_path / "there", lead="lin")
    make(tmp_path / "here", lead="lin")
    put(tmp_path / "there", one, "mei", mark(one, "mei", 0, "claim"), mark(one, "mei", 1))
    assert zhupi("hand-in", "there", "--as", "mei", cwd=tmp_path) == (
        *(0, "handed in 2 records of 1 article for mei: mei.handin.jsonl\n"),
        ["zhupi: send it to lin, who takes it in with zhupi collect mei.handin.jsonl"],
    )
    data = (tmp_path / "mei.handin.jsonl").read_bytes()
    assert zhupi("hand-in", "there", "--as", "mei", "-o", "-", cwd=tmp_path) == (0, data.decode(), [])
    arguments = ("collect", "mei.handin.jsonl", "--project", "here", "--as", "lin")
    assert zhupi(*arguments, cwd=tmp_path) == (0, "collected 2 records of 1 article for mei\n", [])
    layer = (tmp_path / "here/annotations/mei.json").read_bytes()
    assert zhupi("collect", "-", *arguments[2:], cwd=tmp_path, stdin=data) == (
        *(0, "collected 0 records of 0 articles for mei; 2 were here already\n"),
        [],
    )
    assert (tmp_path / "here/annotations/mei.json").read_bytes() == layer
    code, _, errors = zhupi("export", "here", "--as", "mei", cwd=tmp_path)
    assert (code, errors) == (0, [])


def test_never_over_another_file(tmp_path: Path) -> None:
    one = make(tmp_path / "p")
    put(tmp_path / "p", one, "mei", mark(one, "mei", 0, "claim"))
    target = tmp_path / "mei.handin.jsonl"
    target.write_text("my diary\n", encoding="utf-8")
    code, out, errors = zhupi("hand-in", "p", "--as", "mei", cwd=tmp_path)
    assert (code, out) == (2, "")
    [error] = errors
    assert error.startswith("zhupi: mei.handin.jsonl: something else is in this file; choose another file")
    assert target.read_text(encoding="utf-8") == "my diary\n"
    target.unlink()
    assert zhupi("hand-in", "p", "--as", "mei", cwd=tmp_path)[0] == 0
    data = target.read_bytes()
    code, _, errors = zhupi("hand-in", "p", "--as", "mei", cwd=tmp_path)
    assert (code, len(errors)) == (0, 1)
    assert "has been replaced" in errors[0]
    assert target.read_bytes() == data, "the same layer, the same bytes"
    assert zhupi("hand-in", "p", "--as", "kai", cwd=tmp_path)[0] == 1


def test_what_cannot_be_taken_is_listed_and_the_rest_is_taken(tmp_path: Path) -> None:
    one = make(tmp_path / "there", lead="lin")
    make(tmp_path / "here", lead="lin")
    for name in ("mei", "kai", "lin"):
        put(tmp_path / "there", one, name, mark(one, name, 0, "claim"))
        assert zhupi("hand-in", "there", "--as", name, cwd=tmp_path)[0] == 0
    whole = (tmp_path / "kai.handin.jsonl").read_bytes()
    put(tmp_path / "here", one, "lin", mark(one, "lin", 1))  # where the lead works too
    (tmp_path / "kai.handin.jsonl").write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
    names = [f"{name}.handin.jsonl" for name in ("kai", "lin", "mei", "nobody")]
    code, out, errors = zhupi("collect", *names, "--project", "here", "--by", "kai", cwd=tmp_path)
    assert (code, out) == (1, "collected 1 record of 1 article for mei\n")
    assert len(errors) == 3
    assert errors[0].startswith(
        "zhupi: kai.handin.jsonl, line 4: a last line should follow, but the file ends"
    )
    assert errors[1] == "zhupi: nobody.handin.jsonl: No such file or directory; name what zhupi hand-in wrote"
    assert "it claims to be the lead's layer (lin)" in errors[2]
    assert sorted(path.name for path in (tmp_path / "here/annotations").glob("*.json")) == [
        "lin.json",
        "mei.json",
    ]
    put(tmp_path / "here", one, "mei", revise(mark(one, "mei", 0, "claim")))
    put(tmp_path / "there", one, "mei", revise(mark(one, "mei", 0, "opinion")))
    assert zhupi("hand-in", "there", "--as", "mei", cwd=tmp_path)[0] == 0
    code, out, errors = zhupi("collect", names[2], "--project", "here", "--as", "lin", cwd=tmp_path)
    assert code == 1
    assert "1 not the same as here (see above)" in out
    assert "what is here stays" in errors[0]


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """Return a project in which one sentence is settled and another waits."""
    root = tmp_path / "p"
    one = make(root, lead="lin")
    marks = {
        "mei": [mark(one, "mei", 0, "claim"), mark(one, "mei", 1, "claim")],
        "kai": [mark(one, "kai", 0, "claim"), mark(one, "kai", 1)],
    }
    for name, records in marks.items():
        put(root, one, name, *records)
    scheme = Project.at(root, annotator="lin").scheme
    made = Decider(scheme, "lin").settle_unanimous(Decisions(one, marks, scheme))
    put(root, one, "lin", *made)
    return root


def test_gold(decided: Path) -> None:
    code, out, errors = zhupi("export", decided, "--gold", "--as", "lin", cwd=decided)
    assert (code, errors) == (0, ["zhupi: gold: 1 sentence; not gold: 1 undecided"])
    [row] = checked(out)
    assert (row["sentence"], row["labels"], row["annotator"]) == (1, ["claim"], "gold")
    assert (row["decided_by"], row["how"], row["votes"]) == (["lin"], "unanimous", {"claim": 2})
    assert zhupi("export", decided, "--as", "lin", cwd=decided)[:2] == (1, ""), "decisions are no marks"
    layer = decided / "annotations/mei.json"
    one = Project.open([decided], annotator="mei")
    article = one.article(one.places[0])
    put(decided, article, "mei", revise(mark(article, "mei", 0, "quote")))
    assert layer.exists()
    assert zhupi("export", decided, "--gold", "--as", "lin", cwd=decided) == (
        *(0, ""),
        [
            "zhupi: mei says otherwise than 1 decision, no gold any more: review goes there",
            "zhupi: gold: 0 sentences; not gold: 1 undecided, 1 stale",
        ],
    )
    assert zhupi("check", decided, cwd=decided)[0] == 0


def test_gold_has_the_names_that_were_decided_and_else_those_that_were_found(decided: Path) -> None:
    project = Project.open([decided], annotator="lin")
    article = project.article(project.places[0])
    found = Analysis((Name(0, 2, "LOC"), Name(5, 7, "PER")), (), "v")
    project.frozen.freeze_analysis(article, found)
    mended = [
        span_record(
            article.id, "name", "change", 0, 2, "今天", target=(0, 2), type=kind, annotator=who,
            writer="w", scheme="default/1",
        )
        for who, kind in (("mei", "ORG"), ("lin", "PRODUCT"))
    ]  # fmt: skip
    for one in mended:
        put(decided, article, one["annotator"], one)

    def gold() -> list[tuple[str, str, str]]:
        code, out, _ = zhupi("export", decided, "--gold", "--as", "lin", cwd=decided)
        assert code == 0
        [row] = checked(out)
        return [(one["text"], one["type"], one["by"]) for one in row["entities"]]

    assert gold() == [("今天", "LOC", "auto")], "the lead's own word is one of two"
    layers = {one["annotator"]: [one] for one in mended}
    [unit] = units = span_units(article, found, layers)
    put(decided, article, "lin", *SpanDecider(article, units, Decider(DEFAULT, "lin")).accept([unit], "mei"))
    assert gold() == [("今天", "ORG", "gold")]
    put(decided, article, "mei", tombstone(mended[0]))
    assert gold() == [("今天", "ORG", "gold")], "who takes a name back contradicts nothing"
    put(decided, article, "mei", revise(tombstone(mended[0]), type="PER", deleted=False))
    assert gold() == [("今天", "LOC", "auto")], "who has another one does"
    assert zhupi("check", decided, cwd=decided)[0] == 0


def test_gold_is_the_leads_or_needs_review(decided: Path) -> None:
    code, out, errors = zhupi("export", decided, "--gold", "--as", "mei", cwd=decided)
    assert (code, out, len(errors)) == (2, "", 1)
    assert "--review" in errors[0]
    code, out, errors = zhupi("export", decided, "--gold", "--review", "--as", "mei", cwd=decided)
    assert (code, out) == (2, ""), "the project shows others to the lead alone"
    assert "lin, who leads it" in errors[0]
    (decided / "zhupi.toml").write_text('lead = "lin"\nothers = "always"\n', encoding="utf-8")
    assert zhupi("export", decided, "--gold", "--review", "--as", "mei", cwd=decided)[1].count("\n") == 1
    assert zhupi("export", decided, "--gold", "--unit", "article", "--as", "lin", cwd=decided)[0] == 2


@pytest.mark.parametrize("value", ['"sometimes"', "true", "[1]"])
def test_a_setting_that_is_none_is_said(decided: Path, value: str) -> None:
    (decided / "zhupi.toml").write_text(f"others = {value}\n", encoding="utf-8")
    code, _, errors = zhupi("stats", decided, "--as", "mei", cwd=decided)
    assert code == 1
    assert 'others must be "never", "done" or "always"' in errors[0]
    (decided / "zhupi.toml").write_text('others = "done"\n', encoding="utf-8")
    assert Project.at(decided, annotator="mei").others == "done"


def test_what_the_lead_answers_travels_and_is_seen_by_whom_it_is_for(tmp_path, capsys) -> None:
    from team import THREE, act, layer_records, team

    from tui.cli.main import run

    here, there = team(tmp_path / "here", THREE, done=False), team(tmp_path / "there", THREE, done=False)
    act(here, "lin", "a.txt", lambda lead: [lead.remarks.say(1, "mei", "再看看\n第二行")])
    file = tmp_path / "lin.handin.jsonl"
    assert run(["hand-in", str(here), "--as", "lin", "-o", str(file)]) == 0
    assert run(["collect", str(file), "--project", str(there)]) == 0
    [remark] = layer_records(there, "lin", "remark")
    assert (remark["to"], remark["text"]) == ("mei", "再看看\n第二行")
    assert run(["check", str(there)]) == 0
    capsys.readouterr()
    assert run(["show", str(there / "a.txt"), "--as", "mei"]) == 0
    assert "answer: lin" in capsys.readouterr().out
    assert run(["show", str(there / "a.txt"), "--as", "bo"]) == 0
    assert "再看看" not in capsys.readouterr().out


def names_of_gold(root: Path) -> list[tuple[str, str]]:
    code, out, errors = zhupi("export", root, "--gold", "--as", "lin", cwd=root)
    assert code == 0, errors
    return [(name["text"], name["type"]) for row in checked(out) for name in row["entities"]]


def settled_from_afar(tmp_path: Path, found: Analysis | None) -> Path:
    """Return a lead's project in which all is settled that two handed in, and no article was opened."""
    root = tmp_path / "here"
    make(root, lead="lin")
    for who in ("mei", "kai"):
        one = make(tmp_path / who)
        put(tmp_path / who, one, who, mark(one, who, 0, "claim"), mark(one, who, 1, "quote"))
        if found is not None:
            Project.at(tmp_path / who, annotator=who).frozen.freeze_analysis(one, found)
        assert zhupi("hand-in", who, "--as", who, cwd=tmp_path)[0] == 0
    files = ("mei.handin.jsonl", "kai.handin.jsonl")
    assert zhupi("collect", *files, "--project", root, "--as", "lin", cwd=tmp_path)[0] == 0
    assert zhupi("settle", root, "--review", "--as", "lin", cwd=tmp_path)[0] == 0
    return root


def test_gold_has_the_names_that_annotators_saw_where_nobody_opened_the_article(tmp_path: Path) -> None:
    found = Analysis((Name(0, 2, "ORG"), Name(5, 7, "PER")), (), "another version")
    root = settled_from_afar(tmp_path, found)
    assert names_of_gold(root) == [("今天", "ORG"), ("張三", "PER")]
    assert zhupi("check", root, cwd=root)[0] == 0


def test_gold_has_names_where_those_who_handed_in_left_before_they_were_found(tmp_path: Path) -> None:
    root = settled_from_afar(tmp_path, None)
    assert names_of_gold(root) == [("張三", "PER")]
    kept = list(root.glob("annotations/articles/*/*.spans.json"))
    assert len(kept) == 1, "what was found is kept, so that another export says the same"


def test_what_travels_beside_is_named_on_both_ways(tmp_path: Path) -> None:
    one = make(tmp_path / "there")
    make(tmp_path / "here", lead="lin")
    (tmp_path / "here/assignments.tsv").write_text("a.txt\t-\tmei\n", encoding="utf-8")
    put(tmp_path / "there", one, "mei", mark(one, "mei", 0, "claim"))
    assert zhupi("hand-in", "there", "--as", "mei", cwd=tmp_path)[2] == []
    _, _, errors = zhupi("collect", "mei.handin.jsonl", "--project", "here", "--by", "lin", cwd=tmp_path)
    assert errors == [
        f"zhupi: {name} here is not the one that mei had at the hand-in; send it to mei"
        for name in ("zhupi.toml", "assignments.tsv")
    ]
    put(tmp_path / "here", one, "lin", mark(one, "lin", 0, "claim"))
    _, _, errors = zhupi("hand-in", "here", "--as", "lin", cwd=tmp_path)
    assert errors == ["zhupi: it has marks alone; send with it assignments.tsv, zhupi.toml"]
