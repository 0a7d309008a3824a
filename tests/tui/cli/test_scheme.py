"""``zhupi scheme``: shown, held against what marks say, changed for everybody, and taken back."""

from __future__ import annotations

import json
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from team import act, layer_records, team

from annotations.project.project import Project
from tui.cli.main import run

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", ""]}
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", SAIDS, others="never")


@pytest.fixture
def scheme(root: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    def go(*words: str, who: str = "lin", of: str = "scheme") -> tuple[int, str, str]:
        where = ["--project", str(root)] if of == "scheme" else [str(root)]
        code = run([of, *words, *where, *(["--as", who] if of != "check" else [])])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def state(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def labels_of(scheme: Command, who: str) -> list[list[str]]:
    code, out, _ = scheme("-o", "-", who=who, of="export")
    assert code == 0
    return [json.loads(json.loads(line)["labels"]) for line in out.split("\n")[:-1]]


def test_it_is_shown_and_all_fits(scheme: Command) -> None:
    code, out, _ = scheme("show", "--review")
    assert code == 0
    assert "scheme default/1" in out
    assert "c  claim  事實主張" in out
    assert "all that an, bo said fits it" in out


def test_a_rename_leads_every_layer_on_and_writes_into_none_but_the_leads(
    root: Path, scheme: Command
) -> None:
    before = state(root)
    code, out, _ = scheme("rename", "claim", "fact", "--dry-run")
    assert (code, "  others: 4 marks\n" in out, "an:" in out) == (0, True, False)
    code, out, _ = scheme("rename", "claim", "fact", "--dry-run", "--review")
    assert code == 0
    assert "  an: 2 marks\n  bo: 2 marks\n" in out
    assert state(root) == before
    assert scheme("rename", "claim", "fact")[0] == 0
    after = state(root)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"zhupi.toml", "annotations/lin.json", "annotations/schemes/default-1.toml"}
    assert labels_of(scheme, "an") == [["fact"], ["opinion"], ["fact", "quote"], ["opinion", "quote"], []]
    assert scheme("show", "--review")[0] == 0
    assert scheme(of="check")[0] == 0
    code, out, _ = scheme("--review", of="agree")
    assert (code, "5 sentences of 1 article" in out, "claim" in out) == (0, True, False)
    assert "fact" in scheme("--review", of="stats")[1]


def test_who_goes_on_annotating_writes_the_new_names_and_is_led_on_no_further(
    root: Path, scheme: Command
) -> None:
    scheme("rename", "claim", "opinion2")
    scheme("rename", "opinion", "claim")  # the old name means something else now
    act(root, "an", "a.txt", lambda editor: [editor.labels.toggle_flag([0])], amended=True)
    [one] = [one for one in layer_records(root, "an", "sentence") if one["start"] == 0]
    assert (one["labels"], one["scheme"], one["flag"]) == (["opinion2"], "default/3", True)
    assert labels_of(scheme, "an")[:2] == [["opinion2"], ["claim"]]


def test_undo_restores_what_was_said_and_the_settings(root: Path, scheme: Command) -> None:
    text = "# ours\n" + (root / "zhupi.toml").read_text(encoding="utf-8")
    (root / "zhupi.toml").write_text(text, encoding="utf-8")
    before = labels_of(scheme, "an"), labels_of(scheme, "bo")
    assert scheme("merge", "claim", "opinion", "said")[0] == 0
    assert labels_of(scheme, "bo")[1] == ["said"]
    kept = (root / "zhupi.toml").read_text(encoding="utf-8")
    assert scheme("remove", "said")[0] == 0
    assert labels_of(scheme, "bo")[1] == []
    assert scheme("undo")[0] == 0
    assert (root / "zhupi.toml").read_text(encoding="utf-8") == kept.replace("version = 2", "version = 4")
    assert scheme("undo")[0] == 0
    assert (labels_of(scheme, "an"), labels_of(scheme, "bo")) == before
    assert (root / "zhupi.toml").read_text(encoding="utf-8").startswith("# ours\n")
    code, _, err = scheme("undo")
    assert (code, "no change of the scheme" in err) == (2, True)


def test_what_was_said_under_a_merged_label_is_asked_again_when_the_merge_is_taken_back(
    root: Path, scheme: Command
) -> None:
    scheme("rename", "quote", "cited")
    scheme("merge", "claim", "opinion", "said")
    act(root, "an", "a.txt", lambda editor: [editor.labels.toggle([4], "said")], amended=True)
    assert scheme("undo")[0] == 0
    assert labels_of(scheme, "an") == [
        ["claim"],
        ["opinion"],
        ["claim", "cited"],
        ["opinion", "cited"],
        ["said"],
    ]
    assert "say claim or opinion" in scheme("show", "--review")[1]
    assert scheme("undo")[0] == 0
    assert labels_of(scheme, "an")[2:] == [["claim", "quote"], ["opinion", "quote"], ["said"]]
    assert "say claim or opinion" in scheme("show", "--review")[1]


def test_undo_refuses_where_the_settings_were_changed_since(root: Path, scheme: Command) -> None:
    scheme("rename", "claim", "fact")
    path = root / "zhupi.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("opinion", "view"), encoding="utf-8")
    before = state(root)
    code, _, err = scheme("undo")
    assert (code, "was changed since" in err) == (1, True)
    assert state(root) == before


def test_what_was_split_is_lacking_until_it_is_said_again(root: Path, scheme: Command) -> None:
    code, out, _ = scheme("split", "claim", "event", "forecast", "--review")
    assert (code, "each mark of it must be said again" in out, "an: 2 marks" in out) == (0, True, True)
    code, out, _ = scheme("show", "--review")
    assert code == 1
    assert "an: 2 marks say label claim 事實主張" in out
    assert "say event or forecast" in out
    code, out, _ = scheme(of="check")
    assert (code, "it was split: say event or forecast" in out) == (1, True)
    code, out, _ = scheme("--review", of="agree")
    assert (code, "label claim" in out, "2 sentences" in out) == (1, True, True)
    act(root, "an", "a.txt", lambda editor: [editor.labels.toggle([0], "event")], amended=True)
    assert labels_of(scheme, "an")[0] == ["event"], "the choice takes the place of what was split"


def test_a_label_that_a_hand_took_out_can_be_led_on(root: Path, scheme: Command) -> None:
    rows = '[scheme]\n[[scheme.labels]]\nname = "opinion"\n[[scheme.labels]]\nname = "fact"\n'
    (root / "zhupi.toml").write_text(f'lead = "lin"\n{rows}', encoding="utf-8")
    code, out, _ = scheme("show", "--review")
    assert code == 1
    assert "an: 2 marks say label claim" in out
    assert "zhupi scheme rename claim NEW leads it on" in out
    assert scheme("rename", "claim", "fact")[0] == 0
    assert labels_of(scheme, "an")[0] == ["fact"]
    assert scheme("remove", "quote")[0] == 0
    assert labels_of(scheme, "an")[2] == ["fact"]
    assert scheme("show", "--review")[0] == 0


def test_gold_follows_and_stays_gold(root: Path, scheme: Command) -> None:
    assert scheme("--review", of="settle")[0] == 0

    def gold() -> list[dict[str, object]]:
        return [json.loads(line) for line in scheme("--gold", "-o", "-", of="export")[1].split("\n")[:-1]]

    before = gold()
    scheme("rename", "claim", "fact")
    after = gold()
    assert len(after) == len(before) > 0
    assert json.loads(str(after[0]["labels"])) == ["fact"]
    assert json.loads(str(after[0]["votes"])) == {"fact": 2}


def test_what_was_decided_for_a_label_that_was_split_is_decided_again(root: Path, scheme: Command) -> None:
    assert scheme("--review", of="settle")[0] == 0
    before = scheme("--gold", "-o", "-", of="export")[1].count("\n")
    scheme("split", "claim", "event", "forecast")
    _, out, err = scheme("--gold", "-o", "-", of="export")
    assert out.count("\n") == before - 1
    assert "1 stale" in err
    scheme("undo")
    assert scheme("--gold", "-o", "-", of="export")[1].count("\n") == before


def test_where_the_settings_did_not_come_along_it_is_said(root: Path, scheme: Command) -> None:
    settings = (root / "zhupi.toml").read_bytes()
    scheme("rename", "claim", "fact")
    (root / "zhupi.toml").write_bytes(settings)
    assert labels_of(scheme, "an")[0] == ["claim"], "what the settings do not have is not said"
    code, out, _ = scheme(of="check")
    assert (code, "leads the scheme on to default/2" in out) == (1, True)
    assert "default/2 is the scheme by now, here it is default/1" in scheme("show", "--review")[2]


def test_blind_annotators_see_their_own_counts_and_change_nothing(root: Path, scheme: Command) -> None:
    scheme("split", "claim", "event", "forecast")
    _, out, _ = scheme("show", "--review", who="an")
    assert "an: 2 marks" in out
    assert "bo" not in out
    before = state(root)
    code, _, err = scheme("rename", "opinion", "view", who="an")
    assert (code, "lin leads this project and changes its scheme" in err) == (2, True)
    assert state(root) == before


def test_without_a_lead_nobody_changes_it_for_others(root: Path, scheme: Command) -> None:
    (root / "zhupi.toml").unlink()
    code, _, err = scheme("rename", "claim", "fact", who="an")
    assert (code, 'lead = "an"' in err) == (2, True)
    (root / "annotations" / "bo.json").unlink()
    assert scheme("rename", "claim", "fact", who="an")[0] == 0
    assert labels_of(scheme, "an")[0] == ["fact"]
    assert Project.at(root, annotator="an").scheme.id == "default/2"


def test_handed_in_and_collected_it_reads_the_same(root: Path, scheme: Command, tmp_path: Path) -> None:
    scheme("rename", "claim", "fact")
    act(root, "an", "a.txt", lambda editor: [editor.labels.toggle_flag([0])], amended=True)
    files = []
    for who in ("an", "lin"):
        files.append(str(tmp_path / f"{who}.jsonl"))
        assert scheme("-o", files[-1], who=who, of="hand-in") == (0, "", "") or Path(files[-1]).exists()
    there = tmp_path / "there"
    there.mkdir()
    for name in ("zhupi.toml", "a.txt"):
        shutil.copy(root / name, there / name)
    assert run(["collect", *files, "--project", str(there), "--by", "zoe"]) == 0
    for where in (root, there):
        assert run(["export", str(where), "--as", "an", "-o", str(where / "out.jsonl")]) == 0
    assert (there / "out.jsonl").read_bytes() == (root / "out.jsonl").read_bytes()
    assert run(["check", str(there)]) == 0


def test_sections_of_guidelines_follow_and_can_be_read(root: Path, scheme: Command) -> None:
    (root / "guidelines.md").write_text("## claim\na fact\n## opinion\nno fact\n", encoding="utf-8")
    scheme("rename", "claim", "fact")
    scheme("remove", "opinion")
    scheme("remove", "quote")
    assert (root / "guidelines.md").read_text(encoding="utf-8").startswith("## fact\n")
    from annotations.guidelines.guidelines import Guidelines

    found = Guidelines.load(root, Project.at(root, annotator="lin").scheme)
    assert [one.definition for one in found.sections if one.key in ("fact", "opinion")] == [
        ("a fact",),
        ("no fact",),
    ]
    gone = found.section("quote")
    assert gone is not None
    assert gone.title == "引語", "what marks still said of it can be read"


def test_a_change_that_cannot_be_written_whole_leaves_guidelines_and_scheme_as_they_were(
    root: Path, scheme: Command
) -> None:
    assert scheme("rename", "claim", "fact")[0] == 0  # then the settings hold the whole scheme
    settings = root / "zhupi.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n# {'x' * 30_000}\n", encoding="utf-8")
    guidelines = "## fact\nwhat can be checked\n"
    (root / "guidelines.md").write_text(guidelines, encoding="utf-8")
    before = settings.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 10, hard))  # room for what is kept, not for more
    try:
        code, _, err = scheme("rename", "fact", "something-much-longer-than-it-was")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == 1
    assert "File too large" in err
    assert settings.read_bytes() == before
    assert (root / "guidelines.md").read_text("utf-8") == guidelines
    assert scheme("rename", "fact", "something-much-longer-than-it-was")[0] == 0
    assert (root / "guidelines.md").read_text("utf-8").startswith("## something-much-longer")


def test_the_section_of_an_attribute_of_articles_that_is_gone_can_be_read(
    root: Path, scheme: Command
) -> None:
    with (root / "zhupi.toml").open("a", encoding="utf-8") as settings:
        settings.write('[scheme]\n[[scheme.labels]]\nname = "claim"\n')
        settings.write('[[scheme.attributes]]\nname = "worth"\ntitle = "價值"\nof = "article"\n')
    (root / "guidelines.md").write_text("## worth\nhow much\n", encoding="utf-8")
    assert scheme("remove", "worth")[0] == 0
    from annotations.guidelines.guidelines import Guidelines

    gone = Guidelines.load(root, Project.at(root, annotator="lin").scheme).section("worth")
    assert gone is not None
    assert (gone.title, gone.definition) == ("價值", ("how much",))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["paint"], "nothing to do with a scheme"),
        (["rename", "claim"], "write zhupi scheme rename OLD NEW"),
        (["rename", "claim", "a", "b"], "rename OLD NEW"),
        (["split", "claim", "a"], "split OLD NEW NEW"),
        (["merge", "claim"], "merge OLD"),
        (["remove"], "remove NAME"),
        (["undo", "claim"], "needs no name"),
        (["rename", "rumour", "x"], "no label 'rumour'"),
    ],
)
def test_wrong_use_is_one_line_and_changes_nothing(
    root: Path, scheme: Command, words: list[str], said: str
) -> None:
    before = state(root)
    code, out, err = scheme(*words)
    assert code in (1, 2)
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert state(root) == before
