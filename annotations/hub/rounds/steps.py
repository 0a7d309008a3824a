"""What is done each time that a client and its hub exchange what is new: small steps, one after another.

Each step asks for itself whether it has anything to do, stands alone, and may be broken off anywhere: what
was acknowledged is noted when it was, and all else is done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from annotations.hub.client.revision import Key
from annotations.hub.client.rows import Page, Revised
from annotations.hub.errors import CursorLost, HubRefuses
from annotations.hub.layers.ledger import Ledger, Place
from annotations.hub.layers.outbox import mark_articles
from annotations.hub.rounds.round import Round, Step
from annotations.model.annotator import same_annotator
from annotations.project.project import Project
from annotations.records.kinds import SCHEMA
from annotations.records.validation import KINDS
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.hub.client.hub import Hub

__all__ = [
    "STEPS",
    "agree",
    "check_self",
    "fetch",
    "fetch_opened",
    "give_files",
    "send_own",
    "take_files",
]

_SENT_AT_ONCE = 500
"""Revisions in one call. Chosen: some hundred kilobytes, which a slow line takes in a second or two."""
_FETCHED_AT_ONCE = 5_000
"""Revisions that one call brings: as many as a hub gives."""
_ARTICLES_AT_ONCE = 100
"""Articles that are asked for together; a hub takes a thousand."""
_CHECKS = 3
"""How often one round looks whether the hub is another by now. Chosen: the next round looks again."""
_KNOWS = f"{SCHEMA} {len(KINDS)}"
"""What this program understands: what another one left for a newer one is looked at again by another."""


def agree(round_: Round) -> None:
    """See whether the hub is the one that is remembered, and with what rights it is read.

    After a restore of the hub it is found out by comparing what of one's own it lacks, and all is read anew;
    if more may be read than before, all is read anew. What is here already is taken for what it is.
    """
    if not (round_.first or round_.doubtful):
        return
    hub, ledger = round_.hub, round_.ledger
    if round_.doubtful:
        hub.refresh()
        round_.doubtful = False
    me, settings = hub.me, hub.settings
    check_self(hub, round_.project)
    if round_.outbox.name != me.annotator:
        round_.outbox.name = me.annotator
        round_.outbox.forget()
    place = ledger.place
    leads = " ".join(one.annotator for one in hub.members() if one.lead)
    view = f"{settings.others} {leads} {'lead' if me.lead else 'member'}"
    if place.epoch != settings.epoch or settings.own_rows < ledger.acknowledged():
        compare(round_)
        place = Place(settings.epoch, "", view)
    elif place.view != view:
        if place.view.endswith("member") != view.endswith("member"):
            compare(round_)  # what was refused may be taken now
        place = place._replace(cursor="", view=view)
    gone = round_.first and (round_.delivery.missing() or round_.project_files.missing())
    if gone or (round_.first and ledger.recall("newer") not in (None, _KNOWS)):
        round_.delivery.forget()
        ledger.keep("newer", None)
        place = place._replace(cursor="")
    if place != ledger.place:
        ledger.place = place


def check_self(hub: Hub, project: Project) -> None:
    """See that who works here is who logged in there.

    Raises:
        HubRefuses: They are two; nothing is sent under another's name.
    """
    name = hub.me.annotator
    if same_annotator(name) != same_annotator(project.annotator):
        raise HubRefuses(
            tr(
                "at the hub you are {name}, and here {name2}; open the project with --as {name}, or log in as"
                " {name2}",
                name=name,
                name2=project.annotator,
            )
        )


def compare(round_: Round) -> None:
    """Find out what of one's own the hub has; what it lacks waits to be sent from then on."""
    round_.ledger.compare(_chunks(round_))
    round_.outbox.forget()


def send_own(round_: Round) -> None:
    """Send what the annotator's layer has and the hub has not, in the order in which it was stored."""
    outbox, ledger = round_.outbox, round_.ledger
    told = False
    while waiting := outbox.look():
        if round_.expect is not None:
            round_.expect(waiting)
        round_.sent(0)
        batch = outbox.batch(_SENT_AT_ONCE)
        round_.go_on()
        _tell(round_, round_.project_files.before_sending(round_.hub, [one.article for one in batch]).lines)
        outcomes = round_.hub.send(batch)
        refused = {one.digest: one.why for one in outcomes if not one.stored}
        outbox.sent(batch, refused)
        if any(one.stored and not one.known for one in outcomes):
            ledger.note_sent()
        told = told or bool(refused)
        round_.sent(len(batch))
    if told or round_.first:
        _tell(round_, outbox.left)
    if outbox.lost:  # the layer was put back from a copy: what it lacks is at the hub
        outbox.lost = False
        ledger.place = ledger.place._replace(cursor="")
        round_.came = True


def fetch(round_: Round) -> None:
    """Take in what others said, and oneself on another machine, since the last time."""
    if not (round_.first or round_.came):
        return
    ledger, more, begins, rows, checks = round_.ledger, True, True, 0, 0
    marks = _EarlyMarks()
    while more:
        round_.go_on()
        place = ledger.place
        try:
            page = round_.hub.received(place.cursor, _FETCHED_AT_ONCE)
        except CursorLost:
            if not place.cursor:
                raise
            compare(round_)
            ledger.place = place._replace(cursor="")
            send_own(round_)
            continue
        if not place.cursor:
            marks.begin(round_.hub.settings.own_rows)
        if page.more and begins and round_.expect is not None:
            round_.expect(round_.hub.behind(place.cursor))
        begins = False
        _take(round_, page)
        marks.take(one for one in page.revisions if round_.project.owns(one.annotator))
        rows += len(page.revisions)
        ledger.place = place = place._replace(cursor=page.cursor)
        more = page.more
        # The hub rang, and not for anything that was said. Or all of one's own came: by now no more of it can
        # be known than is there, or the hub was restored.
        if not more and (round_.first or not rows) and checks < _CHECKS:
            checks, round_.doubtful = checks + 1, True
            agree(round_)
            more = begins = ledger.place.cursor != place.cursor
            if round_.outbox.look():
                send_own(round_)
    marks.note(ledger)


class _EarlyMarks:
    """The annotator's marks of articles that the hub had before it was read from the start to the end.

    What others said in articles that were done by then has come with all else, and is not asked for again.
    """

    def __init__(self) -> None:
        self._rows = 0  # so many of the annotator's own revisions were there before, and are still to come
        self._found: list[Revised] = []

    def begin(self, rows: int) -> None:
        self._rows, self._found = rows, []

    def take(self, own: Iterable[Revised]) -> None:
        early = list(islice(own, self._rows))
        self._rows -= len(early)
        self._found += [one for one in early if one.kind == "article"]

    def note(self, ledger: Ledger) -> None:
        mark_articles(ledger, self._found)
        ledger.fetched({one.article for one in self._found})


def fetch_opened(round_: Round) -> None:
    """Take in what others said before of the articles that the annotator has marked done by now."""
    while articles := round_.ledger.to_fetch(_ARTICLES_AT_ONCE):
        if round_.expect is not None:
            round_.expect(None)
        cursor, more = "", True
        while more:
            round_.go_on()
            page = round_.hub.of_articles(articles, cursor, _FETCHED_AT_ONCE)
            _take(round_, page)
            cursor, more = page.cursor, page.more
        round_.ledger.fetched(articles)


def take_files(round_: Round) -> None:
    """Take in what is new of the lead's files and of articles, before the marks that are about them."""
    if round_.first or round_.came:
        round_.go_on()
        found = round_.project_files.take(round_.hub, round_.step)
        round_.files.update(found.changed)
        _tell(round_, found.lines)
        if found.changed:
            round_.ledger.note_received()


def give_files(round_: Round) -> None:
    """Store at the hub, as the lead, what is new here of what rules the project."""
    round_.go_on()
    found = round_.project_files.give(round_.hub, round_.step)
    _tell(round_, found.lines)
    if found.changed:
        round_.ledger.note_sent()


STEPS = (
    Step(agree),
    Step(take_files),
    Step(give_files, leaving=True),
    Step(send_own, leaving=True),
    Step(fetch),
    Step(send_own),
    Step(fetch_opened),
)
"""What a round does. What came may have been one's own mark, of another machine, that an article is done."""


def _tell(round_: Round, lines: Iterable[str]) -> None:
    """Have each of `lines` told, once."""
    round_.lines += [line for line in dict.fromkeys(lines) if line not in round_.lines]


def _take(round_: Round, page: Page) -> None:
    if not page.revisions:
        return
    found = round_.delivery.take(page.revisions)
    if found.taken:
        round_.ledger.note_received()
    round_.articles |= found.articles
    round_.own = round_.own or found.own > 0
    _tell(round_, found.lines)
    if round_.project_files.after_receiving(round_.hub, page.revisions):
        round_.articles.update(one.article for one in page.revisions if one.after_others)
    if found.newer:
        round_.ledger.keep("newer", _KNOWS)
        _tell(round_, [tr("the hub has records of a newer zhupi; install that to see them")])
    round_.taken(len(page.revisions))


def _chunks(round_: Round) -> Iterator[list[Key]]:
    """Yield what tells the revisions of one's own that the hub has."""
    rows = round_.hub.own_rows()
    while many := [(one.uid, one.rev, one.digest) for one in islice(rows, 10_000)]:
        round_.go_on()
        yield many
