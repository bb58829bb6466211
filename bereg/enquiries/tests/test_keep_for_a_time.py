"""How long what of an enquiry is kept, to the hour; what then goes, and what stays."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel, Direction
from bereg.contacts.models import Contact
from bereg.enquiries import retention_periods
from bereg.enquiries.actions import close_enquiry, correct_enquiry, reopen_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_again
from bereg.enquiries.drafts import save_draft
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Registration, register_enquiry
from bereg.enquiries.tests.conftest import NEW_YEAR_IN_MOSCOW, a_matter
from bereg.enquiries.universe import facts_of
from bereg.retention import holds
from bereg.retention import rules as retention
from bereg.retention.models import Clock
from bereg.vault import actions as vault
from bereg.vault import key_records
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.models import Key, LedgerLine, record_hash

pytestmark = pytest.mark.django_db
OPENED = NEW_YEAR_IN_MOSCOW
FEBRUARY = dt.datetime(2008, 1, 31, 21, 0, tzinfo=dt.UTC)  # begins in Moscow
FIVE_YEARS = dt.datetime(2013, 1, 31, 21, 0, tzinfo=dt.UTC)  # when the nights coarsen what January 2008 brought
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Night = Callable[[dt.datetime], None]


@pytest.fixture
def enquiry(enquiry: Enquiry) -> Enquiry:
    """An enquiry that was registered when its person called."""
    Enquiry._base_manager.update(entered_at=OPENED, changed_at=OPENED)
    Key.objects.update(made_at=OPENED)
    return current(enquiry)


@pytest.fixture
def night(enquiry: Enquiry) -> Night:
    """What a night at a moment erases, with a clock that is believed."""

    def run(at: dt.datetime) -> None:
        Clock.objects.all().delete()
        Clock.objects.create(boot="test", uptime_s=0, wall=at, seen_at=at)
        with time_machine.travel(at, tick=False):
            runs = retention.erase_due()
        assert [run.fault for run in runs] == [""] * len(runs)

    return run


def current(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.get(pk=enquiry.pk)


def closed(enquiry: Enquiry, by: User, at: dt.datetime) -> None:
    with time_machine.travel(at, tick=False):
        close_enquiry(enquiry=enquiry, by=by)


def has(enquiry: Enquiry, *fields: str) -> list[bool]:
    """Tell of each field whether it is still there."""
    found = current(enquiry)
    return [bool(getattr(found, field)) for field in fields]


def keys_of(enquiry: Enquiry) -> set[str]:
    return set(Key.objects.filter(record=enquiry.pk).values_list("kind", flat=True))


def test_the_text_goes_twelve_months_after_the_closing(enquiry: Enquiry, operator: User, night: Night) -> None:
    closed(enquiry, operator, OPENED + 30 * DAY)
    end = retention.months_before(OPENED + 30 * DAY, -12)
    night(end - HOUR)
    assert has(enquiry, "narrative") == [True]
    night(end + HOUR)
    assert has(enquiry, "narrative") == [False]
    assert Kind.NARRATIVE not in keys_of(enquiry)
    line = LedgerLine.objects.get(kind=Kind.NARRATIVE)
    assert (line.because, line.erased_at) == (Because.RETENTION, end + HOUR)
    left = current(enquiry)
    assert (left.answers["gender"], left.topics, left.consent) == ("male", enquiry.topics, "yes")
    assert left.version > enquiry.version  # a form that is open meanwhile cannot bring the text back
    assert left.closed_at == OPENED + 30 * DAY


def test_a_begun_correction_goes_with_the_text_that_it_holds(enquiry: Enquiry, operator: User, night: Night) -> None:
    closed(enquiry, operator, OPENED)
    begun = uuid4()
    with time_machine.travel(retention.months_before(OPENED, -12), tick=False):
        save_draft(
            id=begun,
            centre=enquiry.centre,
            enquiry=enquiry,
            consent=Consent.YES,
            fields={"narrative": ["The text, corrected."]},
            by=operator,
        )
    night(retention.months_before(OPENED, -12) + DAY)
    assert has(enquiry, "narrative") == [False]
    assert not Draft._base_manager.exists()
    assert not Key.objects.filter(record=begun).exists()


def test_what_was_opened_again_keeps_its_text(enquiry: Enquiry, operator: User, night: Night) -> None:
    closed(enquiry, operator, OPENED)
    with time_machine.travel(OPENED + 300 * DAY, tick=False):
        reopen_enquiry(enquiry=current(enquiry), by=operator)
    night(OPENED + 400 * DAY)
    assert has(enquiry, "narrative") == [True]


def test_what_is_never_closed_is_named_after_a_year_and_loses_its_text_after_two(
    enquiry: Enquiry, night: Night
) -> None:
    year, two = (retention.months_before(OPENED, -12 * count) for count in (1, 2))
    assert not retention_periods.idle(year - HOUR).exists()
    assert retention_periods.idle(year + HOUR).get() == enquiry
    assert retention_periods.idle_centres(year + HOUR) == {enquiry.centre_id}
    night(two - HOUR)
    assert has(enquiry, "narrative") == [True]
    night(two + HOUR)
    assert has(enquiry, "narrative") == [False]


def test_a_contact_that_joins_it_begins_that_anew(enquiry: Enquiry, contact: ContactFields, operator: User) -> None:
    year = retention.months_before(OPENED, -12)
    later = ContactFields(centre=contact.centre, channel=Channel.PHONE, started_at=OPENED + 200 * DAY)
    join_contact(enquiry=enquiry, contact=later, by=operator)
    assert not retention_periods.idle(year + HOUR).exists()


def test_how_to_reach_the_person_goes_thirty_days_after_the_last_contact(
    enquiry: Enquiry, contact: ContactFields, operator: User, night: Night
) -> None:
    back = ContactFields(
        centre=contact.centre, channel=Channel.PHONE, direction=Direction.OUT, started_at=OPENED + 20 * DAY
    )
    join_contact(enquiry=enquiry, contact=back, by=operator)
    night(OPENED + 50 * DAY - HOUR)
    assert has(enquiry, "call_back", "narrative") == [True, True]
    night(OPENED + 50 * DAY + HOUR)
    assert has(enquiry, "call_back", "narrative") == [False, True]
    assert keys_of(enquiry) == {Kind.NARRATIVE, Kind.CODE_WORD}


def test_a_closing_counts_like_a_contact_but_ninety_days_are_the_end(
    enquiry: Enquiry, operator: User, night: Night
) -> None:
    closed(enquiry, operator, OPENED + 80 * DAY)
    night(OPENED + 90 * DAY - HOUR)
    assert has(enquiry, "call_back") == [True]
    night(OPENED + 90 * DAY + HOUR)
    assert has(enquiry, "call_back") == [False]


def test_a_number_that_was_asked_for_again_has_ninety_days_anew(
    enquiry: Enquiry, contact: ContactFields, operator: User, night: Night
) -> None:
    night(OPENED + 91 * DAY)
    again = OPENED + 92 * DAY
    with time_machine.travel(again, tick=False):
        later = ContactFields(centre=contact.centre, channel=Channel.PHONE, started_at=again)
        join_contact(enquiry=enquiry, contact=later, by=operator)
        found = current(enquiry)
        correct_enquiry(enquiry=found, version=found.version, matter=a_matter(), by=operator)
    night(again + 29 * DAY)
    assert has(enquiry, "call_back") == [True]


def test_what_is_held_or_gone_keeps_nothing_else_beyond_its_time(
    enquiry: Enquiry, supervisor: User, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of held records and of none stay the oldest: whoever stopped at them would never come to what is due."""
    monkeypatch.setattr(key_records, "BATCH", 1)
    monkeypatch.setattr(retention_periods, "MOST", 1)
    spare = Enquiry(id=uuid4(), centre=enquiry.centre)
    vault.seal(spare, "call_back", "of a record that was never stored")
    held, due = [another(enquiry, supervisor) for _ in range(2)], [another(enquiry, supervisor) for _ in range(3)]
    Key.objects.update(made_at=OPENED)
    with time_machine.travel(OPENED + DAY, tick=False):
        for each in (enquiry, *held):
            end = (OPENED + 300 * DAY).date()
            holds.hold(
                record=each,
                code=HoldReason.COURT,
                reason="an invented order",
                until=end,
                owner=supervisor,
                by=supervisor,
            )
    # Somebody called again, so that the number's own age is the only reason.
    Enquiry._base_manager.update(opened_at=OPENED + 80 * DAY)
    at = OPENED + 90 * DAY
    rule = next(each for each in retention.rules() if each.code == "call_back")
    with time_machine.travel(at + 3 * DAY, tick=False):
        assert (retention.overdue(rule, at + 3 * DAY) > 0, rule.held(at + HOUR)) == (True, 3)
    night(at + HOUR)
    assert [has(each, "call_back") for each in (enquiry, *held)] == [[True]] * 3
    assert [has(each, "call_back") for each in due] == [[False]] * 3


def another(enquiry: Enquiry, by: User, at: dt.datetime = OPENED) -> Enquiry:
    """Register one more, at the same time or at another."""
    contact = ContactFields(centre=enquiry.centre, channel=Channel.PHONE, started_at=at)
    made = Registration(contact=contact, matter=a_matter(), questionnaire=enquiry.questionnaire)
    return register_enquiry(registration=made, by=by)


def test_after_five_years_the_month_and_the_codes_are_left_and_the_figures_stay(
    enquiry: Enquiry, operator: User, night: Night
) -> None:
    before = list(facts_of(Enquiry.objects.everywhere(because="test"), enquiry.centre))
    closed(enquiry, operator, OPENED + DAY)
    night(FIVE_YEARS - 2 * HOUR)
    assert current(enquiry).assignee == operator
    night(FIVE_YEARS + HOUR)
    left = current(enquiry)
    month = dt.datetime(2007, 12, 31, 21, 0, tzinfo=dt.UTC)  # January begins in Moscow
    assert (left.opened_at, left.closed_at, left.entered_at) == (month, month, month)
    assert left.changed_at == FEBRUARY  # upwards, see `withdraw_again`
    assert (left.assignee, left.entered_by, left.code_word, bytes(left.code_word_index)) == (None, None, b"", b"")
    assert not Key.objects.filter(record=left.pk, kind=Kind.CODE_WORD).exists()  # nor does one of a backup open
    taken = Contact._base_manager.get()
    assert (taken.started_at, taken.operator, taken.precision) == (month, None, "month")
    assert (taken.entered_at, taken.changed_at) == (month, month)  # a call is entered as it is taken
    assert list(facts_of(Enquiry.objects.everywhere(because="test"), enquiry.centre)) == before
    night(FIVE_YEARS + DAY)
    assert current(enquiry).version == left.version


def test_all_of_one_month_grows_coarse_in_one_night(enquiry: Enquiry, operator: User, night: Night) -> None:
    last = another(enquiry, operator, at=FEBRUARY - HOUR)
    after = another(enquiry, operator, at=FEBRUARY + HOUR)
    silent = [
        Contact.objects.create(centre=enquiry.centre, channel="phone", started_at=at, operator=operator)
        for at in (OPENED, FEBRUARY - HOUR)
    ]
    for each in (enquiry, last, after):
        closed(each, operator, FEBRUARY + DAY)
    for at in (retention.months_before(OPENED, -60) + DAY, FIVE_YEARS - 2 * HOUR):
        night(at)
        assert [current(each).is_coarse for each in (enquiry, last, after)] == [False] * 3
        assert Contact._base_manager.filter(precision="month").count() == 0
    night(FIVE_YEARS + HOUR)
    assert [current(each).is_coarse for each in (enquiry, last, after)] == [True, True, False]
    assert set(Contact._base_manager.filter(precision="month").values_list("pk", flat=True)) == {
        *(each.pk for each in silent),
        *Contact._base_manager.filter(of_enquiry__enquiry__in=[enquiry, last]).values_list("pk", flat=True),
    }


def test_what_was_closed_in_one_month_long_afterwards_grows_coarse_in_one_night(
    enquiry: Enquiry, operator: User, night: Night
) -> None:
    late = another(enquiry, operator, at=OPENED)
    for each, at in ((enquiry, FIVE_YEARS - 20 * DAY), (late, FIVE_YEARS - 2 * DAY)):
        closed(each, operator, at)
    gone = retention.months_before(FIVE_YEARS, -12)  # of both the texts
    night(gone - 2 * HOUR)
    assert [current(each).is_coarse for each in (enquiry, late)] == [False, False]
    night(gone + HOUR)
    assert [current(each).is_coarse for each in (enquiry, late)] == [True, True]


def test_contacts_of_one_month_keep_their_order_and_not_their_times(
    enquiry: Enquiry, contact: ContactFields, operator: User, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)  # in the order of their ids, which is any
    ids = [Contact._base_manager.get().pk]
    for days, channel in ((1, Channel.EMAIL), (2, Channel.WEB), (3, Channel.VISIT)):  # all in January
        later = ContactFields(centre=contact.centre, channel=channel, started_at=OPENED + days * DAY)
        ids.append(join_contact(enquiry=enquiry, contact=later, by=operator)[0].contact_id)
    before = list(facts_of(Enquiry.objects.everywhere(because="test"), enquiry.centre))
    closed(enquiry, operator, OPENED + 4 * DAY)
    night(FIVE_YEARS + HOUR)
    left = list(Contact._base_manager.order_by("entered_at"))
    month = left[0].started_at
    assert [each.pk for each in left] == ids
    assert {each.started_at for each in left} == {month}
    assert max(each.entered_at for each in left) - month < dt.timedelta(milliseconds=1)
    assert list(facts_of(Enquiry.objects.everywhere(because="test"), enquiry.centre)) == before


@pytest.mark.parametrize(("hours", "again"), [(-1, 0), (1, 1)])
def test_what_is_coarse_still_tells_a_new_consent_from_one_that_was_taken_back(
    enquiry: Enquiry, operator: User, night: Night, hours: int, again: int
) -> None:
    """It was changed in the hour before the night, and its consent taken back an hour earlier, or after the night."""
    at = FIVE_YEARS + DAY
    closed(enquiry, operator, OPENED + DAY)
    night(OPENED + 400 * DAY)  # the texts go
    Enquiry._base_manager.update(changed_at=at - HOUR / 2)
    night(at)
    assert current(enquiry).is_coarse
    assert withdraw_again({record_hash(enquiry.pk): at + hours * HOUR}) == again


def test_a_contact_without_an_enquiry_is_coarsened_too(enquiry: Enquiry, operator: User, night: Night) -> None:
    silent = Contact.objects.create(
        centre=enquiry.centre, channel="phone", started_at=OPENED + DAY, disposition="silent", operator=operator
    )
    night(FIVE_YEARS + HOUR)
    assert Contact._base_manager.get(pk=silent.pk).operator is None


def test_a_hold_keeps_all_of_it(enquiry: Enquiry, supervisor: User, night: Night) -> None:
    later = retention.months_before(OPENED, -70)
    closed(enquiry, supervisor, OPENED)
    until = (later + 30 * DAY).date()
    with time_machine.travel(later, tick=False):
        holds.hold(
            record=enquiry,
            code=HoldReason.COURT,
            reason="an invented order",
            until=until,
            owner=supervisor,
            by=supervisor,
        )
    night(later + HOUR)
    assert has(enquiry, "narrative", "call_back") == [True, True]
    assert current(enquiry).opened_at == OPENED
    night(later + 40 * DAY)
    assert has(enquiry, "narrative", "call_back") == [False, False]
    assert current(enquiry).opened_at < OPENED


def test_a_form_that_nobody_finished_goes_after_a_week(enquiry: Enquiry, operator: User, night: Night) -> None:
    for days in (6, 8):
        Draft.objects.create(id=uuid4(), operator=operator, centre=enquiry.centre, saved_at=OPENED + (20 - days) * DAY)
    night(OPENED + 20 * DAY)
    assert Draft._base_manager.count() == 1


def test_in_a_demonstration_no_enquiry_loses_anything(enquiry: Enquiry, settings: Any, night: Night) -> None:
    settings.DEMONSTRATION = True
    night(OPENED + 5000 * DAY)
    assert has(enquiry, "narrative", "call_back") == [True, True]
    assert current(enquiry).opened_at == OPENED


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        (dt.datetime(2008, 3, 31, tzinfo=dt.UTC), 1, dt.datetime(2008, 2, 29, tzinfo=dt.UTC)),
        (dt.datetime(2009, 2, 28, tzinfo=dt.UTC), 12, dt.datetime(2008, 2, 28, tzinfo=dt.UTC)),
        (dt.datetime(2008, 2, 29, tzinfo=dt.UTC), 12, dt.datetime(2007, 2, 28, tzinfo=dt.UTC)),
        (dt.datetime(2008, 1, 15, tzinfo=dt.UTC), 1, dt.datetime(2007, 12, 15, tzinfo=dt.UTC)),
        (dt.datetime(2008, 12, 31, tzinfo=dt.UTC), -2, dt.datetime(2009, 2, 28, tzinfo=dt.UTC)),
    ],
)
def test_months_before(start: dt.datetime, months: int, then: dt.datetime) -> None:
    assert retention.months_before(start, months) == then
