"""What is chosen of an import: shown before anything is written, refused with a reason, taken in whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from team import TEXT, team

from annotations.errors import ReadingError, UsageError
from annotations.project.import_choice import Forecast, ImportChoice, forecast, names_for, take_in
from annotations.project.project import Project

NEW = "央行宣布下調利率。"
SENTENCES = [f"{one}。" for one in TEXT.split("。") if one]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "news", {"an": ["c"]}, done=False)
    (root / "zhupi.toml").write_text("", encoding="utf-8")
    return root


@pytest.fixture
def project(root: Path) -> Project:
    return Project.open([root], annotator="an")


def table(root: Path, *rows: Sequence[str], name: str = "in.csv") -> Path:
    path = root.parent / name
    path.write_text("".join(",".join(row) + "\n" for row in (("text", "label"), *rows)), encoding="utf-8")
    return path


def look(project: Project, path: Path, **chosen) -> tuple[Forecast, str]:
    choice = ImportChoice(path, **chosen)
    found = forecast(project, choice, lambda words: None)
    return found, found.refusal(choice)


def took(project: Project, path: Path, **chosen):
    return take_in(project, ImportChoice(path, **chosen), lambda words: None, lambda words: None)


def state(root: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in sorted(root.rglob("*")) if one.is_file()}


def test_it_is_shown_and_nothing_is_written(root: Path, project: Project) -> None:
    path = table(root, (SENTENCES[1], "opinion"), (SENTENCES[2], "觀點"), (NEW * 3, "claim"))
    before = state(root)
    found, why = look(project, path)
    assert (found.format, found.guessed, found.items, found.articles) == ("csv", True, 3, 1)
    assert [(one.annotator, one.marks) for one in found.reports] == [("an", 2)]
    assert len(found.lost) == 1
    assert "in.csv" in found.lost[0]
    assert str(path.parent) not in found.lost[0], "everybody knows where the file is"
    assert why == ""
    assert state(root) == before


def test_what_is_not_known_is_asked_for_and_nothing_is_taken_in_before(root: Path, project: Project) -> None:
    path = table(root, (SENTENCES[1], "Meinung"), (SENTENCES[2], "Zitat"))
    found, why = look(project, path)
    assert found.unknown == {"Meinung": 1, "Zitat": 1}
    assert "2 labels not known" in why
    before = state(root)
    with pytest.raises(UsageError, match="2 labels not known"):
        took(project, path)
    assert state(root) == before
    labels = {"Meinung": "opinion", "Zitat": ""}
    assert look(project, path, labels=labels)[1] == ""
    [report] = took(project, path, labels=labels).reports
    assert report.marks == 1


def test_new_articles_are_files_only_when_it_is_taken_in(root: Path, project: Project) -> None:
    path = table(root, (NEW, "claim"), name="新聞.csv")
    found, _ = look(project, path)
    assert found.new == ("新聞-0001.txt",)
    assert not (root / found.new[0]).exists()
    assert took(project, path).forecast.new == found.new
    assert (root / found.new[0]).read_text(encoding="utf-8").strip() == NEW
    again, _ = look(Project.open([root], annotator="an"), path)
    assert again.new == ()
    assert [one.same for one in again.reports] == [1]


def test_articles_that_were_not_opened_are_the_projects_too(root: Path) -> None:
    (root / "b.txt").write_text(NEW, encoding="utf-8")
    one = Project.open([root / "a.txt"], annotator="an", root=root)
    found, _ = look(one, table(root, (NEW, "claim")))
    assert found.new == ()
    assert found.articles == 1


@pytest.mark.parametrize(("annotator", "lead", "may"), [("an", "lin", False), ("lin", "lin", True)])
def test_for_others_takes_in_the_lead_alone(root: Path, annotator: str, lead: str, may: bool) -> None:
    (root / "zhupi.toml").write_text(f'lead = "{lead}"\n', encoding="utf-8")
    project = Project.open([root], annotator=annotator)
    assert ("file" in names_for(project)) == may
    path = root.parent / "in.csv"
    path.write_text(f"text,label,annotator\n{SENTENCES[1]},opinion,bo\n", encoding="utf-8")
    if not may:
        before = state(root)
        for work in (look, took):
            with pytest.raises(UsageError, match="lin"):
                work(project, path, whose="file")
        assert state(root) == before
        return
    assert [one.annotator for one in took(project, path, whose="file").reports] == ["bo"]
    assert (root / "annotations/bo.json").exists()


def test_as_predictions_it_makes_no_mark(root: Path, project: Project) -> None:
    path = table(root, (SENTENCES[1], "opinion"))
    with pytest.raises(UsageError, match="what the model is called"):
        look(project, path, whose="model")
    found, why = look(project, path, whose="model", model="bert")
    assert why == ""
    assert not (root / "annotations/predictions").exists()
    marks = (root / "annotations/an.json").read_bytes()
    done = took(project, path, whose="model", model="bert")
    assert done.taken is not None
    assert (done.taken.sentences, done.taken.new) == (1, 1)
    assert (root / "annotations/an.json").read_bytes() == marks
    assert found.taken is not None


def test_what_may_not_be_replaced_stays_unless_it_is_said(root: Path, project: Project) -> None:
    path = table(root, (SENTENCES[0], "opinion"))
    [report] = look(project, path)[0].reports
    assert (len(report.left), report.replaced) == (1, 0)
    [report] = took(project, path, replace_there=True).reports
    assert report.replaced == 1
    assert report.copy is not None


def test_faults_are_all_named_and_what_is_of_no_format_is_refused(root: Path, project: Project) -> None:
    path = root.parent / "in.jsonl"
    path.write_text(f'{{"text": "{NEW}", "label": "claim"}}\n{{"text": \n{{\n', encoding="utf-8")
    found, why = look(project, path, format="plain")
    assert found.fault_count == 2
    assert "2 faults" in why
    assert look(project, path, format="plain", skip_faulty=True)[1] == ""
    noise = root.parent / "noise.bin"
    noise.write_bytes(bytes(range(256)))
    with pytest.raises(ReadingError, match="choose one"):
        look(project, noise)
    with pytest.raises(ReadingError, match=r"nowhere\.csv"):
        look(project, root.parent / "nowhere.csv")


def test_while_it_is_written_nobody_is_asked_whether_to_go_on(root: Path, project: Project) -> None:
    path = table(root, (NEW, "claim"))
    said: list[str] = []

    def reading(words: str) -> None:
        assert not (root / "in-0001.txt").exists()
        said.append(words)

    take_in(project, ImportChoice(path), reading, lambda words: None)
    assert (root / "in-0001.txt").exists()
