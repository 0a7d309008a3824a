"""The lead's files through a real hub: to their places, whole, and over nothing of anybody's own."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from postgres import HubOfTests
from travelling import Machine, written

from annotations.hub.client.rows import Gift
from annotations.hub.errors import HubRefuses, NotLead

pytestmark = pytest.mark.peer("psycopg")

SETTINGS = 'lead = "lin"\nothers = "done"\n'
FILES = {
    "news/二月/為什麼？.txt": "央行今天宣布降息。",
    "a.md": "新聞說了三件事。",
    "news.csv": "text\n第二件最要緊。\n",
    "guidelines.md": "## claim\n\n說事實。\n",
    "gazetteer.tsv": "南亞科\tORG\n",
    "assignments.tsv": "a.md\t-\tmei\nnews.csv#1\t-\tan\n",
    "annotations/schemes/default-1.toml": "[scheme]\n",
    "annotations/predictions/glm.json": '{"_default": {\n}}\n',
}


@pytest.fixture
def lin(empty_hub: HubOfTests, tmp_path: Path) -> Machine:
    """Return the lead's machine, which has given all that it has."""
    root = written(tmp_path / "lin", {**FILES, "zhupi.toml": f'hub = "postgresql://one/news"\n{SETTINGS}'})
    written(root, {"notes.xyz": "mine", ".hidden.txt": "mine", "annotations/lin.json": "{}"})
    machine = Machine(empty_hub, root, "lin")
    assert machine.exchange().lines == []
    return machine


@pytest.fixture
def mei(empty_hub: HubOfTests, lin: Machine, tmp_path: Path) -> Machine:
    """Return the machine of an annotator who knew no more than where the hub is."""
    return Machine(
        empty_hub, written(tmp_path / "mei", {"zhupi.toml": 'hub = "postgresql://two/news"\n'}), "mei"
    )


def test_whoever_joins_gets_all_that_the_lead_has_and_nothing_else(mei: Machine, lin: Machine) -> None:
    came = mei.exchange()
    assert {*came.changed} == {*FILES, "zhupi.toml"}
    assert came.lines == []
    assert mei.files() == {**FILES, "zhupi.toml": f'hub = "postgresql://two/news"\n{SETTINGS}'}
    for machine in (mei, lin):
        machine.start()
        assert machine.exchange().changed == []
    mei.forget()  # all is found out again by comparing
    assert (mei.exchange().changed, mei.exchange().lines) == ([], [])


def test_what_the_lead_changes_follows_where_nobody_changed_it(mei: Machine, lin: Machine) -> None:
    mei.exchange()
    news = {
        "guidelines.md": "## claim\n\n說事實，不說看法。\n",
        "a.md": "新聞說了四件事。",
        "b.txt": "新的。",
    }
    written(lin.root, news)
    (lin.root / "gazetteer.tsv").unlink()
    (lin.root / "news.csv").unlink()
    lin.start()
    lin.exchange()
    mei.forget()  # the versions at the hub say that nothing was changed here
    came = mei.exchange()
    assert came.lines == []
    assert {*came.changed} == {*news}  # what is nothing but gone is taken away only where it is known
    assert {name: mei.files()[name] for name in news} == news
    assert "news.csv" in mei.files()


def test_what_the_lead_takes_away_goes_but_for_texts(mei: Machine, lin: Machine) -> None:
    mei.exchange()
    for name in ("gazetteer.tsv", "annotations/predictions/glm.json", "a.md"):
        (lin.root / name).unlink()
    lin.start()
    lin.exchange()
    assert {*mei.exchange().changed} == {"gazetteer.tsv", "annotations/predictions/glm.json"}
    assert "a.md" in mei.files()
    (lin.root / "zhupi.toml").unlink()  # which is never meant
    lin.exchange()
    assert (lin.root / "zhupi.toml").read_text() == SETTINGS


def test_what_an_annotator_changed_is_kept_beside_and_told(mei: Machine, lin: Machine) -> None:
    mei.exchange()
    written(
        mei.root, {"guidelines.md": "meine", "zhupi.toml": 'hub = "postgresql://two/news"\nlead = "mei"\n'}
    )
    written(mei.root, {"a.md": "我的。"})
    mei.start()
    assert mei.exchange().lines == []  # as long as the lead changes nothing there
    written(
        lin.root, {"guidelines.md": "新", "zhupi.toml": 'lead = "lin"\nothers = "never"\n', "a.md": "新聞。"}
    )
    lin.start()
    lin.exchange()
    came = mei.exchange()
    text, *rules = sorted(came.lines)
    assert text.startswith("a.md: the lead's has another text than the file here, which stays; move it")
    assert rules == [
        "guidelines.md is the lead's now; what was here is kept as guidelines.md.mine",
        "zhupi.toml is the lead's now; what was here is kept as zhupi.toml.mine",
    ]
    files = mei.files()
    assert (files["guidelines.md"], files["guidelines.md.mine"], files["a.md"]) == ("新", "meine", "我的。")
    assert files["zhupi.toml"] == 'hub = "postgresql://two/news"\nlead = "lin"\nothers = "never"\n'
    assert files["zhupi.toml.mine"] == 'lead = "mei"\n'
    assert mei.exchange().lines == []
    with mei._hub.of("mei") as hub:
        assert hub.settings.others == "never"  # the lock follows the settings


def test_nobody_but_the_lead_gives(mei: Machine, lin: Machine) -> None:
    mei.exchange()
    written(mei.root, {"zhupi.toml": 'lead = "mei"\nothers = "always"\n', "mine.txt": "我的。"})
    mei.start()
    assert mei.exchange().changed == []
    lin.exchange()
    assert "mine.txt" not in lin.files()
    with mei._hub.of("mei") as hub:
        with pytest.raises(NotLead):
            hub.put_files([Gift("a.md", b"", 1, "all")])
        assert hub.settings.others == "done"


def test_no_path_leads_out_of_the_project(mei: Machine, lin: Machine, tmp_path: Path) -> None:
    elsewhere = written(tmp_path / "elsewhere", {"zhupi.toml": "mine"})
    (mei.root / "out").symlink_to(elsewhere)
    bad = [".git/hooks/post.txt", "annotations/an.json", "run.sh", "out/evil.txt", "b/zhupi.toml"]
    with lin._hub.of("lin") as hub:
        assert hub.put_files([Gift(path, b"evil", 0, "all") for path in bad]) == [1] * len(bad)
        for path in ("../evil.txt", "/tmp/evil.txt"):
            with pytest.raises(Exception):  # noqa: B017 - the database's own rule
                hub.put_files([Gift(path, b"evil", 0, "all")])
    came = mei.exchange()
    assert len(came.lines) == len(bad)
    assert not any("evil" in text for text in mei.files().values())
    assert [one.name for one in elsewhere.iterdir()] == ["zhupi.toml"]
    assert mei.exchange().lines == []


def test_what_cannot_be_understood_is_taken_by_nobody(
    empty_hub: HubOfTests, mei: Machine, lin: Machine, tmp_path: Path
) -> None:
    other = Machine(empty_hub, tmp_path / "other", "lin")
    other.exchange()
    mei.exchange()
    with lin._hub.of("lin") as hub:
        rows = {row.path: row.version for row in hub.files()}
        hub.put_files(
            [
                Gift("guidelines.md", "新".encode(), rows["guidelines.md"], "all"),
                Gift("zhupi.toml", b"[scheme]\nname = 3\n", rows["zhupi.toml"], "all"),
            ]
        )
    before = mei.files()
    came = mei.exchange()
    assert came.changed == []
    assert "zhupi.toml at the hub is not taken" in came.lines[0]
    assert mei.files() == before
    written(other.root, {"guidelines.md": "其他"})
    other.exchange()  # not over what it could not take
    assert other.files()["guidelines.md"] == "其他"
    written(lin.root, {"zhupi.toml": "lead = "})
    taken, given = lin.exchange().lines
    assert "zhupi.toml at the hub is not taken" in taken
    assert "mend it" in given
    with lin._hub.of("lin") as hub:
        assert max(row.version for row in hub.files()) == 2


def test_what_cannot_be_kept_is_told_and_keeps_nothing_else_back(mei: Machine, lin: Machine) -> None:
    (mei.root / "gazetteer.tsv").mkdir()
    (line,) = mei.exchange().lines
    assert line.startswith(f"{mei.root}/gazetteer.tsv: ")
    (mei.root / "gazetteer.tsv").rmdir()
    assert mei.exchange().lines == []
    assert {*FILES} <= {*mei.files()}
    (lin.root / "rulings.md").mkdir()  # which is no file of a project's
    (lin.root / "assignments.tsv").unlink()
    written(
        lin.root, {"長" * 75 + "/" + "名" * 75 + "/" + "字" * 75 + ".txt": "一句。", "last.txt": "兩句。"}
    )
    lin.start()
    (line,) = lin.exchange().lines
    assert "is not sent: a file of this name has no place" in line
    assert "last.txt" in mei.exchange().changed


def test_two_machines_of_a_lead(empty_hub: HubOfTests, lin: Machine, tmp_path: Path) -> None:
    other = Machine(empty_hub, tmp_path / "other", "lin")
    other.exchange()  # a folder with nothing in it takes nothing away
    assert {*other.files()} == {*FILES, "zhupi.toml"}
    written(other.root, {"guidelines.md": "anderswo"})
    other.exchange()
    written(lin.root, {"guidelines.md": "hier", "rulings.md": "## claim\n"})
    found = lin.exchange()
    assert found.lines == ["guidelines.md is the lead's now; what was here is kept as guidelines.md.mine"]
    assert lin.files()["guidelines.md.mine"] == "hier"
    other.exchange()
    assert other.files()["rulings.md"] == "## claim\n"
    assert other.files()["guidelines.md"] == "anderswo"


def test_a_restored_hub_gets_again_what_it_lacks(empty_hub: HubOfTests, lin: Machine, mei: Machine) -> None:
    hub = empty_hub
    before = hub.server.run("SELECT max(number) FROM zhupi.file", database=hub.database)[0][0]
    written(lin.root, {"guidelines.md": "später", "c.txt": "後來。"})
    lin.start()
    lin.exchange()
    mei.exchange()
    hub.server.run(  # as a copy from before has it
        "ALTER TABLE zhupi.file DISABLE TRIGGER stays",
        f"DELETE FROM zhupi.file WHERE number > {before}",
        "UPDATE zhupi.hub SET epoch = gen_random_uuid()",
        database=hub.database,
    )
    lin.start()
    assert lin.exchange().lines == []
    assert mei.exchange().lines == []
    for machine in (lin, mei):
        assert {name: machine.files()[name] for name in ("guidelines.md", "c.txt")} == {
            "guidelines.md": "später",
            "c.txt": "後來。",
        }
    with pytest.raises(HubRefuses):
        hub.of("nobody")


def test_no_text_is_lost_whoever_changes_what(empty_hub: HubOfTests, tmp_path: Path) -> None:
    """A law, tried with chance: a text is at the hub, or where it was written, under its name or beside."""
    dice = Random(17)
    names = ("guidelines.md", "rulings.md", "a.txt", "b/c.txt")
    machines = [
        Machine(empty_hub, tmp_path / folder, name)
        for folder, name in (("lin", "lin"), ("other", "lin"), ("mei", "mei"))
    ]
    said: dict[str, Machine] = {}
    for number in range(50):
        machine = dice.choice(machines)
        match dice.choice(("write", "write", "exchange", "exchange", "forget", "start")):
            case "write":
                name, text = dice.choice(names), f"第{number}次。\n"
                said.pop(machine.files().get(name, ""), None)  # whoever writes over it knows it
                said[text] = machine
                written(machine.root, {name: text})
            case "exchange":
                machine.exchange()
            case "forget":
                machine.forget()
            case "start":
                machine.start()
    for machine in machines * 2:
        machine.start()
        machine.exchange()
    with empty_hub.of("lin") as hub:
        versions = [(row.path, at) for row in hub.files() for at in range(1, row.version + 1)]
        kept = {one.content for path, at in versions if (one := hub.file(path, at)) is not None}
    for text, machine in said.items():
        assert text.encode() in kept or text in machine.files().values()
    assert any(text.encode() not in kept for text in said)  # as annotators' own
    ruled = [{name: one.files().get(name) for name in names[:2]} for one in machines]
    assert ruled[0] == ruled[1] == ruled[2]


def test_the_lock_follows_what_the_settings_say(lin: Machine, mei: Machine, empty_hub: HubOfTests) -> None:
    """Of predictions that nobody is to see, and of articles that train."""
    settings = 'lead = "lin"\nothers = "never"\npredictions = "never"\ntrain = ["a.md"]\n'
    written(lin.root, {"zhupi.toml": settings, "annotations/predictions/new.json": '{"_default": {\n}}\n'})
    lin.start()
    lin.exchange()
    article = lin.article("a.md")
    with empty_hub.of("lin") as hub:
        assert hub.settings.others == "never"
        assert {row.audience for row in hub.files() if row.path.endswith("new.json")} == {"lead"}
    rows = empty_hub.server.run("SELECT article FROM zhupi.training", database=empty_hub.database)
    assert rows == [(article.id,)]
    mei.exchange()
    assert not [path for path in mei.files() if "predictions/" in path]  # nor what was for all when it came
