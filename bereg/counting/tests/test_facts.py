"""What the facts hold, and when they are written again."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.centres.universes import universes
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.models import Contact
from bereg.counting import cubes, facts, figures, queries, store
from bereg.counting.codes import TOPIC, Codes, TooManyTopicsError
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Call, Enquire, form, question
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.form import to_data
from bereg.questionnaire.models import Version
from bereg.questionnaire.questions import QuestionKind

APRIL, MAY, JUNE = date(2007, 4, 1), date(2007, 5, 1), date(2007, 6, 1)


def rows(universe: str, month: date) -> list[dict[str, int]]:
    facts.bring_up_to_date(Period(month, month))
    path = store.facts_path(universe, month)
    return pq.read_table(path).to_pylist() if path.exists() else []


def total(period: Period) -> int:
    found = queries.report_rows(period.first, period.last, centre="moscow")
    return sum(row.count for row in found if (row.table, row.code, row.group) == ("enquiries", "total", "all"))


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.rglob("*.parquet")}


def joints_of(row: dict[str, int]) -> list[str]:
    return [name for name in row if ":" in name]


def number_in(row: dict[str, int], joint: str) -> int:
    """Put the numbers that stand in a row into one, as the name of a joint says."""
    number = 0
    for part in joint.split(" "):
        variable, bits = part.split(":")
        assert row[variable] < 2 ** int(bits)
        number = number * 2 ** int(bits) + row[variable]
    return number


def test_small_numbers_alone(enquire: Enquire) -> None:
    enquire(citizenship="UZ", gender="declined", age="unknown", shoe_size="large", topics="registration other")
    [row] = rows("enquiries", MAY)
    codes = Codes()

    joints = joints_of(row)
    assert joints
    assert {name: row.pop(name) for name in joints} == {joint: number_in(row, joint) for joint in joints}
    assert row == {
        "centre": codes.number("centre", "moscow"),
        "channel": codes.number("channel", "phone"),
        "language": codes.number("language", "ru"),
        "group": 2,
        "in_danger": 0,
        "suspected_victim": 0,
        "under_18": 0,
        "citizenship": codes.number("citizenship", "UZ"),
        "gender": 1,
        "age": 2,
        "work_permit": 0,
        "migration_registration": 0,
        "source": 0,
        "topics": 0b1010,
        "place": codes.number("centre", "moscow") * 3 + 2,
    }


def test_numbers_do_not_tell_what_was_answered_first(enquire: Enquire) -> None:
    enquire(age="50_over")
    rows("enquiries", MAY)

    assert Codes().numbers("age") == {"under_20": 3, "20_29": 4, "30_39": 5, "40_49": 6, "50_over": 7}


def test_a_number_once_given_stays(enquire: Enquire, version: Version) -> None:
    enquire(gender="male")
    rows("enquiries", MAY)
    before = Codes().numbers("gender")
    changed = form(question("gender", "another male"), question("pet", "cat dog"))
    later = Version.objects.create(number=2, source="", definition=to_data(changed), digest="other")
    enquire("2007-06-01T12:00:00+00:00", under=later, gender="another", pet="cat")
    [row] = rows("enquiries", JUNE)

    assert Codes().numbers("gender") == before | {"another": 6}
    assert (row["gender"], row["pet"]) == (6, 3)


def test_months_before_new_topics_are_counted_with_them(enquire: Enquire) -> None:
    enquire(topics="other")
    assert total(Period(MAY, MAY)) == 1
    many = question("topic", " ".join(f"topic_{number}" for number in range(9)), kind=QuestionKind.SELECT_MULTIPLE)
    later = Version.objects.create(number=2, source="", definition=to_data(form(many)), digest="other")
    enquire("2007-06-01T12:00:00+00:00", under=later, topics="topic_8")
    assert total(Period(MAY, JUNE)) == 2


def test_text_that_is_no_code_of_the_questionnaire_counts_as_not_asked(enquire: Enquire) -> None:
    enquire(gender="Anna Petrova, +7 000", topics="other Anna", language="Anna P")
    [row] = rows("enquiries", MAY)

    assert (row["gender"], row["topics"], row["language"]) == (0, 0b1000, 0)
    assert b"Anna" not in store.facts_path("enquiries", MAY).read_bytes()


def test_the_order_of_rows_is_that_of_their_values(enquire: Enquire, call: Call) -> None:
    for gender in ("other", "female", "male", "female"):
        enquire(gender=gender)
    first = rows("enquiries", MAY)
    assert [row["gender"] for row in first] == sorted(row["gender"] for row in first)


def test_the_month_is_the_local_one_of_each_centre(enquire: Enquire, centre: Centre, other_centre: Centre) -> None:
    # Summer time of 2007: Moscow UTC+4, Astrakhan UTC+4; winter: UTC+3 and UTC+3. New York is hours behind.
    other_centre.time_zone = "America/New_York"
    other_centre.save()
    for at in (centre, other_centre):
        enquire("2007-05-31T21:00:00+00:00", at=at)

    assert (len(rows("enquiries", MAY)), len(rows("enquiries", JUNE))) == (1, 1)
    assert rows("enquiries", JUNE)[0]["centre"] == Codes().number("centre", "moscow")


def test_group_is_decided_by_the_centres_own_country(enquire: Enquire, other_centre: Centre) -> None:
    other_centre.country = "UZ"
    other_centre.save()
    for citizenship in ("RU", "UZ", "stateless", "declined"):
        enquire(at=other_centre, citizenship=citizenship)

    assert sorted(row["group"] for row in rows("enquiries", MAY)) == [0, 1, 2, 2]


def test_of_two_contacts_of_the_same_day_the_one_entered_first_counts(enquire: Enquire, operator: User) -> None:
    first = enquire(channel=Channel.LETTER)
    contact = Contact._base_manager.get()
    further = ContactFields(centre=contact.centre, channel=Channel.VISIT, started_at=contact.started_at)
    join_contact(enquiry=first, contact=further, by=operator)

    assert [row["channel"] for row in rows("enquiries", MAY)] == [Codes().number("channel", "letter")]


def test_a_topic_that_comes_while_figures_are_read_makes_nobody_vanish(
    enquire: Enquire, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquire(topics="registration", times=3)
    period, new = Period(MAY, MAY), [[f"new_{number}" for number in range(cubes.TOPIC_WORD)]]
    bring, read = facts.bring_up_to_date, figures.read

    def somebody_registers() -> None:
        for topics in new[:1]:
            new.remove(topics)
            Codes().register(TOPIC, topics)
            bring(period)  # which drops the cubes of before

    def brought(period: Period) -> object:
        wanted = bring(period)
        somebody_registers()
        return wanted

    monkeypatch.setattr(facts, "bring_up_to_date", brought)
    assert queries.figures_of(period).size("enquiries", "all") == 3
    assert not new
    monkeypatch.setattr(facts, "bring_up_to_date", bring)
    new.append([f"newer_{number}" for number in range(cubes.TOPIC_WORD)])

    def read_late(*args: object) -> object:
        somebody_registers()
        return read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(figures, "read", read_late)
    assert queries.figures_of(period).size("enquiries", "all") == 3
    assert not new


def test_only_months_that_changed_are_written_again(enquire: Enquire, tmp_path: Path) -> None:
    enquire()
    june = enquire("2007-06-10T12:00:00+00:00")
    both = Period(MAY, JUNE)
    facts.bring_up_to_date(both)
    first = stamps(tmp_path)
    facts.bring_up_to_date(both)
    assert stamps(tmp_path) == first
    Enquiry._base_manager.filter(pk=june.pk).update(version=2, answers={"gender": "male"})
    facts.bring_up_to_date(both)
    changed = {name for name, stamp in stamps(tmp_path).items() if stamp != first.get(name)}

    assert changed
    assert all(name.startswith("2007-06") for name in changed)


def test_fingerprints_cost_two_statements_a_centre_and_month(
    enquire: Enquire, django_assert_max_num_queries: object
) -> None:
    enquire()
    facts.bring_up_to_date(Period(MAY, MAY))
    with django_assert_max_num_queries(2 * len(universes())):  # type: ignore[operator]
        facts.bring_up_to_date(Period(MAY, MAY))


def test_months_without_records_leave_no_trace(centre: Centre, tmp_path: Path) -> None:
    facts.bring_up_to_date(Period(APRIL, JUNE))
    assert not stamps(tmp_path)


def test_a_lost_file_is_written_again(enquire: Enquire) -> None:
    enquire()
    rows("enquiries", MAY)
    store.facts_path("enquiries", MAY).unlink()
    assert len(rows("enquiries", MAY)) == 1


def test_no_half_file_is_left(enquire: Enquire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enquire()

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", fail)
        with pytest.raises(OSError, match="No space"):
            facts.bring_up_to_date(Period(MAY, MAY))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(rows("enquiries", MAY)) == 1


def test_more_topics_than_bits_are_refused(db: None) -> None:
    with pytest.raises(TooManyTopicsError):
        Codes().register("topic", [f"topic_{number}" for number in range(64)])


def test_several_answers_to_one_question_do_not_enter(enquire: Enquire, version: Version) -> None:
    several = form(question("needs", "food shelter", kind=QuestionKind.SELECT_MULTIPLE))
    later = Version.objects.create(number=3, source="", definition=to_data(several), digest="several")
    enquire(under=later, needs="food shelter")
    assert "needs" not in rows("enquiries", MAY)[0]
