"""A file of HSDS is read as far as it holds, kept word for word, and given back without loss."""

import datetime as dt
import json
import os
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bereg.accounts.models import User
from bereg.directory import hsds
from bereg.directory.tests.conftest import Publishing
from bereg.directory.tests.hsds_files import COURSE, DESK, JOBS, UNION, organisation, packed, service
from bereg.reference.drafts import ReadingFault
from bereg.reference.kinds import kinds
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import published
from bereg.reference.register_lists import ListDifference, compare, take_in

ON = dt.date(2008, 11, 25)
EXAMPLES = os.environ.get("BEREG_TEST_HSDS", "")
with_examples = pytest.mark.skipif(not EXAMPLES, reason="set BEREG_TEST_HSDS to the folder of the HSDS 3.0 schema")


def taken(data: bytes, by: User) -> dict[str, ListDifference]:
    found = {}
    for code in ("organisation", "service"):
        reads = kinds()[code].reads
        assert reads is not None
        found[code] = compare(code, reads(BytesIO(data), "file.json", None))
        take_in(found[code], source="an invented network", as_of=ON, by=by)
    return found


def words(faults: Iterable[ReadingFault]) -> dict[str, str]:
    return {fault.place: str(fault.words) for fault in faults}


def content(key: str) -> dict[str, Any]:
    version = ReferenceEntry.objects.get(key=key).published
    assert version is not None
    return dict(version.content)


def test_what_came_goes_out_again_word_for_word(editor: User) -> None:
    data = organisation(services=[service(), service(id=COURSE, name="Course", schedules=[], email="a@example.org")])
    taken(packed({"organizations": [data]}), editor)
    written = hsds.write_hsds(published().order_by("pk"), on=ON)
    [whole] = written["organizations"]
    assert {**whole, "services": sorted(whole["services"], key=lambda each: str(each["id"]))} == data
    assert written["services"] == []


def test_a_service_with_its_organisation_is_read_too(editor: User) -> None:
    taken(packed(service(organization=organisation())), editor)
    [whole] = hsds.write_hsds(published(), on=ON)["organizations"]
    assert whole == organisation(services=[service()])


@with_examples
@pytest.mark.parametrize("name", ["organization_full.json", "service_full.json"])
def test_the_full_examples_of_the_standard_come_back_without_loss(editor: User, name: str) -> None:
    raw = (Path(EXAMPLES) / name).read_bytes()
    data = json.loads(raw)
    taken(raw, editor)
    [whole] = hsds.write_hsds(published(), on=ON)["organizations"]
    if name.startswith("organization"):
        assert whole == data
    else:
        [back] = whole.pop("services")
        assert {**back, "organization": whole} == data
    again = taken(raw, editor)
    assert [(len(each.added), len(each.changed), len(each.same)) for each in again.values()] == [(0, 0, 1)] * 2


@with_examples
def test_our_own_export_fits_the_schema_of_the_standard(in_force: Publishing) -> None:
    _one_of_everything(in_force)
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in Path(EXAMPLES).glob("*.json")}
    resources = [(name, Resource.from_contents(each, DRAFT202012)) for name, each in schemas.items()]
    registry: Any = Registry().with_resources(resources)
    for each in hsds.export(published(), language="en", on=ON)["organizations"]:
        for schema, thing in [("organization.json", each), *(("service.json", one) for one in each["services"])]:
            found = jsonschema.Draft202012Validator(schemas[schema], registry=registry).iter_errors(thing)
            assert [error.message for error in found] == []


def test_what_we_have_a_field_for_is_read(editor: User) -> None:
    taken(packed(organisation(services=[service()])), editor)
    desk = content(DESK)
    assert {name: desk[name] for name in desk if name != "hsds"} == {
        "organisation": JOBS,
        "eligibility": {"en": "Everybody with a permit."},
        "how": {"en": "Come by yourself."},
        "fee": {"en": "Nothing."},
        "cost": "free",
        "hours": {"0": [["09:00", "17:00"]], "1": [["09:00", "17:00"]]},
        "zone": "Etc/GMT-4",
        "languages": ["ru"],
        "phones": ["8 800 000 00 21"],
        "verified_on": "2008-10-12",
        "verified_by": "who@example.org",
    }
    jobs = content(JOBS)
    assert jobs["phones"] == ["8 800 000 00 31 (7)"]
    assert jobs["languages"] == ["kk"]
    assert jobs["address"] == {"en": "3 Invented Street, Invented Town, Astrakhan Region, 000000"}
    version = ReferenceEntry.objects.get(key=JOBS).published
    assert version is not None
    assert (version.regions, version.is_public) == (["RU-AST"], False)


@pytest.mark.parametrize("written", ["2008-02-30", "0000-00-00", "yesterday", "2008-13-01"])
def test_a_day_that_no_calendar_has_is_kept_and_not_read(editor: User, written: str) -> None:
    taken(packed(organisation(services=[service(assured_date=written)])), editor)
    assert "verified_on" not in content(DESK)
    assert content(DESK)["hsds"]["assured_date"] == written


def test_what_is_kept_and_not_shown_is_named_once_each() -> None:
    data = {"contents": [service(), service(id=COURSE)], "taxonomies": [{"id": "t"}], "total_items": 2}
    notes = words(hsds.read_hsds(packed(data)).notes)
    assert notes["$.taxonomies"].startswith("Not kept")
    assert notes["services[].minimum_age"] == "Kept as it came and not shown, 2 times."
    assert {"services[].languages[].code", "services[].cost_options[].currency"} <= notes.keys()
    assert not {"services[].phones[].number", "$.total_items", "services[].schedules"} & notes.keys()


@pytest.mark.parametrize(
    "more",
    [
        {"valid_to": "2008-12-01"}, {"freq": "MONTHLY"}, {"interval": 2}, {"byday": "1MO"}, {"opens_at": "nine"},
        {"opens_at": "18:00"}, {"timezone": "MSK"}, {"timezone": 5.5}, {"bymonthday": "2,3"},
    ],
)  # fmt: skip
@pytest.mark.once("it uses no database")
def test_hours_that_are_no_plain_week_are_kept_and_not_read(more: dict[str, Any]) -> None:
    [schedule] = service()["schedules"]
    [read] = hsds.read_hsds(packed(service(schedules=[schedule | more]))).services
    assert "hours" not in read.draft.content
    assert read.draft.content["hsds"]["schedules"] == [schedule | more]


def test_broken_references_are_named_by_their_place_and_the_rest_is_read() -> None:
    at = [{"id": "at", "location_id": "nowhere"}]
    data = {
        "organizations": [organisation(parent_organization_id=UNION), {"name": "without id"}, 7],
        "services": [
            service(organization_id="gone", service_at_locations=at),
            service(id=COURSE, organization_id=JOBS),
        ],
    }
    read = hsds.read_hsds(packed(data))
    assert set(words(read.faults)) == {
        "$.organizations[0].parent_organization_id",
        "$.organizations[1].id",
        "$.organizations[2]",
        "$.services[0].organization_id",
        "$.services[0].service_at_locations[0].location_id",
    }
    assert [each.key for each in read.organisations] == [JOBS]
    assert {each.key: each.draft.content.get("organisation") for each in read.services} == {DESK: "gone", COURSE: JOBS}

    nothing = hsds.read_hsds(packed(data), strict=True)
    assert (nothing.organisations, nothing.services, len(nothing.faults)) == ([], [], 5)


def test_what_stands_twice_is_taken_once_and_said_where_it_differs() -> None:
    read = hsds.read_hsds(packed([service(), service(), service(name="Another desk")]))
    assert [each.draft.texts["en"].title for each in read.services] == ["Desk for migrants"]
    assert set(words(read.faults)) == {"$.contents[2]"}


def test_a_region_that_is_not_known_is_said_with_the_nearest() -> None:
    data = organisation()
    data["locations"][0]["addresses"][0]["state_province"] = "Astrahan Region"
    read = hsds.read_hsds(packed(data))
    assert read.organisations[0].draft.regions == ()
    assert "RU-AST" in words(read.faults)["$"]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"NaN", b'{"a": 1e999}', b"[" * 100_000, b"7", b'"text"'])
@pytest.mark.once("it uses no database")
def test_what_is_no_such_file_is_said(data: bytes) -> None:
    read = hsds.read_hsds(data)
    assert len(read.faults) == 1
    assert not read.organisations + read.services


def test_taken_in_twice_it_changes_nothing(editor: User) -> None:
    data = packed(organisation(services=[service()]))
    first, second = taken(data, editor), taken(data, editor)
    assert [len(each.added) for each in first.values()] == [1, 1]
    assert [(len(each.added), len(each.changed), len(each.same)) for each in second.values()] == [(0, 0, 1)] * 2


def test_what_staff_said_stays_until_the_file_says_something_new(editor: User, in_force: Publishing) -> None:
    taken(packed(organisation(services=[service()])), editor)
    desk = ReferenceEntry.objects.get(key=DESK)
    said = {**content(DESK), "sort": "job_centre", "phones": ["8 800 000 00 99"], "note": "Ask for the second floor."}
    in_force("service", "Desk for migrants, second floor", entry=desk, **said)

    difference = taken(packed(organisation(services=[service()])), editor)["service"]
    assert (len(difference.same), len(difference.changed)) == (1, 0)
    newer = service(fees_description="10 roubles.", phones=[{"id": "p", "number": "8 800 000 00 98"}])
    taken(packed(organisation(services=[newer])), editor)
    now = content(DESK)
    assert (now["sort"], now["note"]) == ("job_centre", "Ask for the second floor.")
    assert (now["phones"], now["fee"]) == (["8 800 000 00 98"], {"en": "10 roubles."})
    version = ReferenceEntry.objects.get(key=DESK).published
    assert version is not None
    assert (version.text("en").title, version.is_public) == ("Desk for migrants, second floor", True)


def test_a_warning_of_staff_is_lifted_by_no_file_that_of_a_file_by_the_next(editor: User, in_force: Publishing) -> None:
    taken(packed([service(status="temporarily closed"), service(id=COURSE)]), editor)
    assert content(DESK)["do_not_refer"] == "HSDS status: temporarily closed"
    warned = {**content(COURSE), "sort": "shelter", "do_not_refer": "It takes money."}
    in_force("service", "Course", entry=ReferenceEntry.objects.get(key=COURSE), **warned)
    sorted_ = {"attributes": [{"id": "a", "taxonomy_term": {"taxonomy": "bereg:sort", "code": "ngo"}}]}
    taken(packed([service(), service(id=COURSE, name="Course", **sorted_)]), editor)
    assert "do_not_refer" not in content(DESK)
    assert (content(COURSE)["do_not_refer"], content(COURSE)["sort"]) == ("It takes money.", "shelter")


def test_what_was_changed_goes_out_changed_and_the_rest_as_it_came(editor: User, in_force: Publishing) -> None:
    taken(packed(organisation(services=[service()])), editor)
    changed = {**content(DESK), "phones": ["8 800 000 00 21", "8 800 000 00 22"], "hours": {"5": [["10:00", "23:59"]]}}
    in_force("service", "Desk for migrants", entry=ReferenceEntry.objects.get(key=DESK), **changed)
    [whole] = hsds.write_hsds(published(), on=ON)["organizations"]
    [back] = whole["services"]
    assert [each["number"] for each in back["phones"]] == changed["phones"]
    assert back["phones"][0] == service()["phones"][0]
    assert [(each["byday"], each["closes_at"], each["timezone"]) for each in back["schedules"]] == [("SA", "24:00", 4)]
    kept = {"languages", "minimum_age", "cost_options", "url", "assurer_email", "eligibility_description"}
    assert {name: back[name] for name in kept} == {name: service()[name] for name in kept}


def test_what_we_export_is_read_back_as_it_was_elsewhere(in_force: Publishing) -> None:
    _one_of_everything(in_force)
    read = hsds.read_hsds(packed(hsds.export(published(), language="en", on=ON)))
    assert read.faults == []
    [jobs], [desk] = read.organisations, read.services
    original = next(each.published.content for each in published().filter(kind="service") if each.published)
    same = ("sort", "hours", "zone", "holidays", "languages", "cost", "phones", "mail", "web", "verified_on", "how")
    assert {name: desk.draft.content.get(name) for name in same} == {name: original.get(name) for name in same}
    assert desk.draft.content["organisation"] == jobs.key
    assert (desk.draft.is_public, jobs.draft.content["sort"]) == (True, "job_centre")


def test_an_entry_that_was_written_here_is_not_taken_in_beside_itself(in_force: Publishing, editor: User) -> None:
    _one_of_everything(in_force)
    difference = taken(packed(hsds.export(published(), language="en", on=ON)), editor)
    assert [len(each.added) + len(each.changed) for each in difference.values()] == [0, 0]


def test_the_public_gets_nothing_that_is_not_its_own(in_force: Publishing) -> None:
    _one_of_everything(
        in_force, note="heron-note", verified_by="heron-operator", hsds={"id": "x", "alert": "heron-alert"}
    )
    in_force("service", "Not public", sort="shelter", address={"en": "heron-street"})
    assert "heron" not in json.dumps(hsds.export(published(), on=ON))


def _one_of_everything(in_force: Publishing, **more: Any) -> None:
    jobs = in_force("organisation", "Job centre", sort="job_centre", address={"en": "3 Invented Street"}, **more)
    in_force(
        "service",
        "Desk",
        sort="job_centre",
        organisation=str(jobs.pk),
        hours={"0": [["09:00", "17:00"]], "6": [["00:00", "23:59"]]},
        zone="Europe/Moscow",
        holidays=True,
        languages=["ru", "uz"],
        cost="free",
        fee={"en": "free of charge"},
        how={"en": "by appointment"},
        phones=["8 800 000 00 21"],
        mail="desk@example.org",
        web="https://desk.example.org",
        verified_on="2008-10-12",
        **more,
    )
