"""Whatever leaves depends on the figures with their noise alone, and one set of records has one figure.

Invented lines in which one matter comes, the noise being held: where no figure with its noise differs, nothing does.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from uuid import uuid4

import pytest
from django.db.models import F

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.consultations.actions import Given, write
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact
from bereg.counting import published_tables
from bereg.counting.catalogue import ALL
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Call, Enquire, form, question
from bereg.dangers import actions as dangers
from bereg.dangers.choices import Ending
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Past, Registration
from bereg.persons import actions as persons
from bereg.persons.choices import Suspicion
from bereg.publications import content
from bereg.publications.files import FILES
from bereg.publications.queries import Edition
from bereg.publishing import attacking, disclosure_control, levels, preparing
from bereg.publishing.attacking import as_counted, as_perturbed
from bereg.publishing.cells import BASE, Counted
from bereg.publishing.disclosure_control import Protected
from bereg.publishing.frames import Frame
from bereg.questionnaire.form import to_data
from bereg.questionnaire.models import Version
from bereg.reference.models import ReferenceEntry
from bereg.referrals.models import ReferralOutcome
from bereg.searches.models import SearchEvent
from bereg.violations.models import ViolationEvent
from conftest import make_user

MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
IN_MAY, IN_JUNE = "2007-05-10T12:00:00+00:00", "2007-06-10T12:00:00+00:00"
OF_MAY, OF_BOTH = Period(MAY, MAY), Period(MAY, JUNE)
SECRET = bytes(range(32))

Values = dict[bytes, int]


@pytest.fixture(autouse=True)
def small_bases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A centre is shown from 12 enquiries on, and large from 20 on, so that few make one appear."""
    monkeypatch.setattr(published_tables, "CENTRE_BASE", 12)
    monkeypatch.setattr(published_tables, "LARGE_CENTRE_BASE", 20)


@pytest.fixture
def third_centre(other_centre: Centre) -> Centre:
    """A centre in Tver, beside those in Moscow and Astrakhan."""
    return Centre.objects.create(
        code="tver", prefix="TVE", names={"en": "Tver"}, country="RU", time_zone="Europe/Moscow", position=9
    )


def many_contacts(centre: Centre, version: Version, count: int) -> None:
    """Register one enquiry about which somebody called so many times."""
    first, *further = (
        ContactFields(centre=centre, channel=Channel.PHONE, started_at=dt.datetime.fromisoformat(IN_MAY))
        for _ in range(count)
    )
    past, matter = Past(further=tuple(further)), Matter(consent=Consent.YES, topics=(), answers={})
    registration = Registration(contact=first, matter=matter, questionnaire=version, past=past)
    register_many(registrations=[registration], contacts=[], by=None)


def consulted(enquiry: Enquiry, by: User, kind: str = "support", *, times: int = 1) -> None:
    """Write so many consultations of May down."""
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=by)
    enquiry.refresh_from_db()
    given = Given(kind=kind, way="phone", minutes=45, given_on=MAY)
    for _ in range(times):
        write(id=uuid4(), enquiry=enquiry, given=given, by=by)


def about_a_child(enquiry: Enquiry, by: User, *, times: int = 1) -> None:
    """Note so many children on an enquiry, each a suspected victim."""
    for _ in range(times):
        child = persons.note(id=uuid4(), enquiry=enquiry, described=persons.Described(band="14_17"), by=by)
        persons.judge(person=child, version=1, suspicion=Suspicion.SUSPECTED, reason="Invented.", by=by)


def in_danger(enquiry: Enquiry, by: User, *, times: int = 1) -> None:
    """Raise so many alarms on an enquiry, each taken and dealt with."""
    for _ in range(times):
        raised = dangers.raise_danger(id=uuid4(), centre=enquiry.centre, by=by, form=enquiry.pk)
        dangers.take(danger=raised, by=by)
        dangers.end(danger=raised, ending=Ending.DONE, by=by)


def rescued(enquiry: Enquiry, by: User, *, times: int = 1) -> None:
    """Let a state body be asked so many times in May, answer each time, and free somebody."""
    police = ReferenceEntry.objects.create(kind="organisation", owner=by, number=1)
    codes = {"kind": "rescue", "recipient": police, "recipient_sort": "state", "ground": "danger", "state": "drafted"}
    of = {"centre": enquiry.centre, "enquiry": enquiry}
    at = dt.datetime.fromisoformat(IN_MAY)
    for _ in range(times):
        made = Dispatch._base_manager.create(**of, **codes)
        for step in ("sent", "answered"):
            DispatchEvent._base_manager.create(**of, dispatch=made, matter=enquiry.pk, step=step, at=at)
        for kind in ("operation", "freed"):
            ReferralOutcome._base_manager.create(**of, dispatch=made, matter=enquiry.pk, kind=kind, happened_on=MAY)


def told_and_searched(enquiry: Enquiry, *, times: int = 1) -> None:
    """Tell an authority so many times of what was broken, and begin and end as many searches, all in May."""
    of = {"centre": enquiry.centre, "enquiry": enquiry, "matter": enquiry.pk, "at": dt.datetime.fromisoformat(IN_MAY)}
    for _ in range(times):
        ViolationEvent._base_manager.create(**of, step="forwarded", kind="wages", way="check")
        for step, code in (("begun", "parent"), ("ended", "told")):
            SearchEvent._base_manager.create(**of, step=step, code=code)


def changed(enquiry: Enquiry, **answers: str) -> None:
    """Put other answers on an enquiry, as a correction does."""
    standing = Enquiry._base_manager.filter(pk=enquiry.pk)
    assert standing.update(answers=answers, topics=" other work_permit ", version=F("version") + 1) == 1


def gone(enquiry: Enquiry) -> None:
    """Take an enquiry away with its contacts, as one that was registered by mistake."""
    Contact._base_manager.filter(of_enquiry__enquiry=enquiry).delete()
    assert Enquiry._base_manager.filter(pk=enquiry.pk).delete()[0]


class _Noise:
    """The noise of every cell, noted and played again."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.real, self.noted, self.held = disclosure_control.perturbed, Values(), Values()
        self.counts: Values = {}
        patch.setattr(disclosure_control, "perturbed", self.perturbed)

    def perturbed(self, cells: Iterable[Counted], secret: bytes) -> list[int]:
        every = list(cells)
        if self.held:
            return [self.held[bytes(each.definition)] for each in every]
        values = self.real(every, secret)
        for each, value in zip(every, values, strict=True):
            self.noted[bytes(each.definition)] = value
            self.counts[bytes(each.definition)] = each.count
        return values

    def begin(self, held: Values) -> None:
        self.held, self.noted, self.counts = held, {}, {}


def released(period: Period) -> str:
    """Return what a release of a period would say, word for word."""
    edition = Edition(period.first, period.last, 1)
    return content.write(preparing.said_of(edition, preparing._protected(edition, Frame.now(), SECRET)))


@pytest.fixture
def comings(
    enquire: Enquire, call: Call, centre: Centre, third_centre: Centre, version: Version
) -> Iterator[Callable[[], object]]:
    """A line of two centres at work; then, one after the other, matters of which each is the first of its kind."""
    other_centre = Centre.objects.get(code="astrakhan")
    for at in (centre, other_centre):
        for day in (IN_MAY, IN_JUNE):
            times = 11 if day == IN_MAY else 8
            enquire(day, at=at, citizenship="RU", gender="male", topics="registration", times=times)
    more = form(question("employer", "company person"), question("source", "leaflet radio friends podcast"))
    newer = Version.objects.create(number=2, source="", definition=to_data(more), digest="newer")

    lawyer, matter = make_user(centre, Role.LAWYER, "Lawyer 01"), enquire(citizenship="KG")
    supervisor = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    last = enquire(at=other_centre, citizenship="AM", gender="female", topics="registration")  # of that month's twelve

    def many() -> None:
        enquire(at=centre, citizenship="UZ", gender="female", age="20_29", source="friends", times=12)

    return iter(
        [
            lambda: enquire(channel=Channel.VISIT),
            lambda: enquire(citizenship="TJ", age="50_over", work_permit="no"),
            lambda: enquire(topics="other work_permit"),
            lambda: enquire(under=newer, employer="person", source="podcast"),
            lambda: call(disposition=Disposition.WRONG_NUMBER),
            lambda: enquire(at=third_centre),
            lambda: enquire(at=other_centre),  # the thirteenth of the month
            lambda: many_contacts(centre, version, 12),
            lambda: consulted(matter, lawyer),
            lambda: consulted(matter, lawyer, "advice", times=3),
            lambda: about_a_child(enquire(), supervisor),
            lambda: about_a_child(matter, supervisor, times=3),
            lambda: in_danger(enquire(), supervisor),
            lambda: in_danger(matter, supervisor, times=3),
            lambda: rescued(enquire(), supervisor),
            lambda: rescued(matter, supervisor, times=3),
            lambda: told_and_searched(enquire()),
            lambda: told_and_searched(matter, times=3),
            many,
            lambda: changed(last, citizenship="GE", gender="male"),
            lambda: changed(last, citizenship="RU"),
            lambda: gone(last),  # so a centre is below twelve again
        ]
    )


def test_nothing_but_figures_with_their_noise_differs_where_a_matter_comes(
    comings: Iterator[Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row, table, level, order, sentence or list of what is left out; and no cell in which the matter is not."""
    noise = _Noise(monkeypatch)
    said = released(OF_MAY), released(OF_BOTH)
    for comes in comings:
        then, counts = noise.noted, noise.counts
        comes()
        noise.begin(then)
        assert (released(OF_MAY), released(OF_BOTH)) == said
        noise.begin({})
        said = released(OF_MAY), released(OF_BOTH)
        alike = [each for each in noise.counts.keys() & counts.keys() if noise.counts[each] == counts[each]]
        assert len(alike) > 10
        assert all(noise.noted[each] == then[each] for each in alike)


def test_no_file_of_a_release_differs_where_matters_come_change_and_go(
    comings: Iterator[Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor the workbook, CSV, JSON, SDMX and PDF, in each language that they speak, to the byte."""
    noise = _Noise(monkeypatch)
    before = files_of(released(OF_MAY))
    noise.begin(dict(noise.noted))
    for comes in comings:
        comes()
    assert files_of(released(OF_MAY)) == before
    assert len(before) == 16


def files_of(said: str) -> dict[str, bytes]:
    """Make each file of a release anew."""
    found = content.with_bases(content.read(said))
    return {
        f"{name} {language}": each.make(found, language) for name, each in FILES.items() for language in ("en", "ru")
    }


def test_the_verdict_on_a_release_does_not_ask_for_true_counts(
    comings: Iterator[Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = _Noise(monkeypatch)
    released(OF_MAY)
    found = []
    for _ in range(2):
        protected = preparing._protected(Edition(MAY, MAY, 1), Frame.now(), SECRET)
        found.append(preparing.gates_of(attacking.attack_on(protected, preparing.silent)))
        noise.begin(dict(noise.noted))
        for comes in comings:
            comes()
    assert found[0] == found[1]
    assert {gate.name for gate in found[0]} == {"recovered", "present", "shown", "changed", "whole"}


def test_an_enquiry_with_twelve_contacts_counts_once(
    enquire: Enquire, call: Call, centre: Centre, version: Version
) -> None:
    many_contacts(centre, version, 12)
    enquire()
    call(disposition=Disposition.SILENT)
    counts = {each.table: each.count for each in cells(OF_MAY) if (each.group, each.code) == (ALL, BASE)}

    assert (counts["enquiries"], counts["channel"], counts["contacts_without_enquiry"]) == (2, 2, 1)
    assert max(counts.values()) == 2


def test_a_matter_with_twelve_consultations_counts_once_for_each_kind_and_in_no_month(
    enquire: Enquire, centre: Centre
) -> None:
    lawyer, matter = make_user(centre, Role.LAWYER, "Lawyer 01"), enquire()
    consulted(matter, lawyer, times=12)
    consulted(matter, lawyer, "crisis", times=2)
    consulted(enquire(), lawyer)
    counts = {each.code: each.count for each in cells(OF_BOTH) if each.table == "consulted"}

    assert {kind: count for kind, count in counts.items() if count} == {"support": 2, "crisis": 1}
    assert len(counts) == 6
    assert {each.base for each in cells(OF_BOTH) if each.table == "consulted"} == {None}
    assert "consulted" not in {each.table for each in cells(OF_MAY)}


def test_a_matter_about_three_children_counts_once_and_in_no_month(enquire: Enquire, centre: Centre) -> None:
    about_a_child(enquire(), make_user(centre, Role.SUPERVISOR, "Supervisor 01"), times=3)
    ids = {"under_18", "suspected_victim"}
    assert [each.count for each in cells(OF_BOTH) if each.table in ids] == [1, 1]
    assert not ids & {each.table for each in cells(OF_MAY)}


def test_a_matter_that_was_rescued_three_times_counts_once_and_in_no_month(enquire: Enquire, centre: Centre) -> None:
    supervisor = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    matter = enquire()
    in_danger(matter, supervisor, times=3)
    rescued(matter, supervisor, times=3)
    told_and_searched(matter, times=3)
    ids = {"in_danger", "referred", "came_of", "asked", "answered", "forwarded", "searched"}
    counts = {(each.table, each.code): each.count for each in cells(OF_BOTH) if each.table in ids}
    once = [("in_danger", ""), *(("came_of", each) for each in ("operation", "freed"))]
    assert {key for key, count in counts.items() if count} == {
        *once,
        ("asked", "state_bodies"),
        ("answered", "state_bodies"),
        ("forwarded", "forwarded"),
        ("searched", "begun"),
        ("searched", "told"),
    }
    assert set(counts.values()) == {0, 1}
    assert len(counts) == 11
    assert not ids & {each.table for each in cells(OF_MAY)}


def cells(period: Period) -> list[Counted]:
    """Return every cell of a period, with centres by their true size."""
    return list(attacking.counted(period, Frame.now(), as_counted))


def figures(protected: Iterable[Protected]) -> set[object]:
    return {each.shown for each in protected}


@pytest.mark.parametrize("period", [OF_MAY, OF_BOTH], ids=["a month", "longer"])
def test_one_set_of_records_has_one_figure(enquire: Enquire, other_centre: Centre, period: Period) -> None:
    """A line that worked at one centre of two: whatever must count all of it is one cell."""
    enquire(citizenship="RU", gender="male", topics="other", times=43)
    secret = bytes(range(1, 33))
    counted = list(attacking.counted(period, Frame.now(), as_perturbed(secret)))
    protected = disclosure_control.protect((each for each in counted if each.group == ALL), secret)
    totals = [each for each in protected if each.cell.count == 43 and each.cell.table in {"enquiries", "channel"}]
    bases = [each for each in totals if each.cell.code == BASE]

    assert {each.cell.centre for each in totals} == {ALL}
    assert len(bases) == 2
    assert len(figures(bases)) == 1
    assert len({each.cell.definition for each in bases}) == 1


def test_a_topic_and_the_class_of_it_alone_are_one_cell(enquire: Enquire) -> None:
    """The questionnaire asks about one topic of two classes, and about others."""
    enquire(topics="citizenship")
    of = {(each.table, each.code): each.definition for each in (*cells(OF_MAY), *cells(OF_BOTH)) if each.group == ALL}
    month = {(each.table, each.code): each.definition for each in cells(OF_MAY)}
    assert month["topic_groups", "status"].conditions == of["topic", "citizenship"].conditions
    assert month["topic_groups", "permits"].conditions != of["topic", "registration"].conditions


def test_a_period_that_begins_before_the_line_is_the_one_that_begins_with_it(
    enquire: Enquire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the first month of a line would be shown twice, as a month and as the year in which it stands alone."""
    enquire(IN_JUNE)
    monkeypatch.setattr("bereg.counting.facts.first_closed_month", lambda: JUNE)
    month, longer = (
        {each.definition for each in cells(period) if each.code == BASE}
        for period in (Period(JUNE, JUNE), Period(MAY, JUNE))
    )
    assert {str(each.period) for each in longer} == {"2007-06"}
    assert len(month & longer) > 5


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"moscow": 30, "astrakhan": 30, "tver": 0}, {"moscow", "astrakhan"}),
        ({"moscow": 30, "astrakhan": 11, "tver": 0}, {"moscow"}),
        ({"moscow": 30, "astrakhan": 9, "tver": 9}, set()),
        ({"moscow": 9, "astrakhan": 9, "tver": 9}, set()),
    ],
)
def test_a_centre_stands_beside_all_where_another_has_a_number(
    enquire: Enquire, third_centre: Centre, sizes: dict[str, int], shown: set[str]
) -> None:
    """Its figure decides, not how many there were: here one enquiry, and none elsewhere."""
    enquire()
    frame = Frame.now()
    source = attacking._source(OF_MAY, frame, 1)

    def taken(cell: Counted) -> int:
        return sizes[cell.centre]

    assert {each for each, _level in levels.shown(source, frame, taken)} == {ALL, *shown}
    known = {each.centre: each.below for each in levels.hidden(source, frame, taken)}
    assert known == {each: 12 if size < 12 else None for each, size in sizes.items() if each not in shown}
