"""On PostgreSQL the user that serves is shown rows only of the centres that a statement reaches, whatever asks."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, models, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from psycopg.errors import InsufficientPrivilege

from bereg.accounts.access import public, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres import doctor, row_security
from bereg.centres.models import Centre
from bereg.centres.row_access import ReachMiddleware
from bereg.centres.scope import beyond
from bereg.contacts.channels import Channel
from bereg.core import row_access
from bereg.core.postgresql.base import REACH
from bereg.core.routing import KEYS
from bereg.enquiries.models import Draft, Enquiry, NumberSeries
from bereg.questionnaire.publishing import publish_standard
from bereg.recovery import copies
from bereg.vault.models import Kek, Key, Secret
from tests import serving
from tests.undone import undone
from tests.world import Site, make_world

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no row level security")
# With a way to a centre, and without a wall: none of them says anything of a case.
OPEN = {
    "centres.Line",
    "centres.OpeningHours",
    "centres.DayException",
    "centres.Membership",  # by which one's own centres are found
    "centres.Invitation",
    "questionnaire.Version",
    # What was printed, given out and held for anybody; a caller may hold the leaflet of another centre.
    *(f"campaigns.{each}" for each in ("Campaign", "Material", "MaterialFile", "Distribution", "Visit")),
    *(f"outreach.{each}" for each in ("OutreachEvent", "HandedOut")),  # which enquiry was opened there has a wall
    Kek._meta.label,  # public halves: whoever seals needs them
    Secret._meta.label,  # under the root key, and read once in a process for whoever comes
}
WALLED = [model for model in apps.get_models() if row_security.path_of(model)]


@pytest.fixture
def sites(centre: Centre, other_centre: Centre, settings: Any, tmp_path: Any, serve: None) -> tuple[Site, Site]:
    settings.DATA = tmp_path
    return make_world(centre, other_centre)


_COUNT = "SELECT count(*) FROM {table}"


def count(model: type[models.Model]) -> int:
    """Count the rows that there are for the database, asked without the program's own scope."""
    alias = getattr(model, "database", "default")
    with connections[alias].cursor() as cursor:
        cursor.execute(_COUNT.format(table=model._meta.db_table))
        return int(cursor.fetchone()[0])


def counts(parts: str | list[UUID]) -> dict[str, int]:
    with row_access.to(parts):
        return {model._meta.label: count(model) for model in WALLED}


def test_every_model_with_a_way_to_a_centre_has_a_wall() -> None:
    bound: set[type[models.Model]] = {Centre}
    every = apps.get_models()
    for _ in every:
        bound |= {each for each in every if bound & {field.related_model for field in each._meta.fields}}
    bound |= {each for each in every if any(field.name == "centre" for field in each._meta.fields)}
    texts = {each for each in bound if isinstance(_centre_field(each), models.CharField)}  # of acts and figures
    assert {each._meta.label for each in bound - set(WALLED) - texts - {Centre}} == OPEN
    public = {"signals.SignalNote", "commentary.ReportSentence"}
    assert {each._meta.label for each in texts} == {"audit.ChainedAct", "audit.Pending"} | public


def _centre_field(model: type[models.Model]) -> Any:
    return next((field for field in model._meta.fields if field.name == "centre"), None)


@on_postgresql
def test_every_wall_stands_and_binds_the_user_that_serves(serve: None) -> None:
    for each in connections.all():
        assert row_security.walls(each.alias)
        assert not row_security.missing(each)
        assert row_security.binds(each)
    assert not {"no_wall", "wall_not_binding"} & {finding.code for finding in doctor.findings()}


@on_postgresql
def test_each_table_shows_the_rows_of_the_centres_in_reach(sites: tuple[Site, Site]) -> None:
    here, there = (site.centre.pk for site in sites)
    every, none = counts(row_access.EVERYWHERE), counts(row_access.NOWHERE)
    assert set(none.values()) == {0}
    ours, theirs, both = counts([here]), counts([there]), counts([here, there])
    assert both == every == {label: ours[label] + theirs[label] for label in every}
    lone = {label for label in every if not 0 < ours[label] < every[label]}
    assert lone == {"vault.Hold"}
    assert counts([uuid4()]) == none


@on_postgresql
def test_a_connection_that_was_told_nothing_shows_nothing(sites: tuple[Site, Site]) -> None:
    """Neither one where the setting never was, nor one where somebody has reset it."""
    for statement in (f"RESET {REACH}", f"SET {REACH} = ''"):
        for model in WALLED:
            raw = connections[getattr(model, "database", "default")].connection
            with undone():
                raw.execute(statement)
                assert raw.execute(_COUNT.format(table=model._meta.db_table)).fetchone() == (0,)


@on_postgresql
def test_a_row_of_another_centre_is_neither_written_nor_moved_nor_deleted(sites: tuple[Site, Site]) -> None:
    here, there = sites
    draft = Draft._base_manager.get(pk=here.ids["draft"])
    with row_access.to([here.centre.pk]):
        assert refused(lambda: Draft._base_manager.filter(pk=draft.pk).update(centre=there.centre))
        assert refused(lambda: NumberSeries.objects.create(centre=there.centre, year=1999, last=1))
        assert refused(
            lambda: Key.objects.create(record=uuid4(), kind="draft", centre=there.centre.pk, wrapped=b"invented")
        )
        draft.pk, draft.centre = uuid4(), there.centre
        assert refused(lambda: draft.save(force_insert=True))
        theirs = Enquiry._base_manager.filter(pk=there.ids["enquiry"])
        assert (theirs.update(number="taken over"), theirs.delete()[0]) == (0, 0)
        assert NumberSeries.objects.create(centre=here.centre, year=1999, last=1)
    assert theirs.get().number == there.ids["number"]


def refused(act: Any) -> bool:
    try:
        with transaction.atomic(), transaction.atomic(using=KEYS):
            act()
    except DatabaseError as problem:
        return isinstance(problem.__cause__, InsufficientPrivilege)
    return False


@requires(Permission.ENQUIRY_READ)
def forgetful(request: HttpRequest) -> HttpResponse:
    """List enquiries as somebody would who forgot both scope and centre."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM enquiries_enquiry")
        return HttpResponse(" ".join(number for (number,) in cursor.fetchall()))


@public
def forgetful_public(request: HttpRequest) -> HttpResponse:
    """Do the same on a page for everybody."""
    return HttpResponse(str(count(Enquiry)))


@on_postgresql
def test_a_view_that_forgets_everything_shows_ones_own_centre_and_a_public_one_nothing(
    sites: tuple[Site, Site], operator: User
) -> None:
    here, _there = sites
    assert asked(forgetful, operator) == here.ids["number"]
    assert asked(forgetful_public, operator) == "0"
    assert count(Enquiry) == 2  # the test itself reaches both again


def asked(view: Any, person: User) -> str:
    request = RequestFactory().get("/")
    request.user = person

    def answer(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request, view, (), {})
        return view(request)  # type: ignore[no-any-return]

    middleware = ReachMiddleware(answer)
    return middleware(request).content.decode()  # type: ignore[attr-defined,no-any-return]


@on_postgresql
def test_what_was_told_survives_no_error_and_no_rollback(sites: tuple[Site, Site]) -> None:
    """A rollback takes the setting back on the server; the next statement must not go by what was told inside."""
    here, _there = sites
    with row_access.to([here.centre.pk]):
        assert count(Enquiry) == 1
        with rolled_back(), beyond("test"):
            assert count(Enquiry) == 2
        assert count(Enquiry) == 1
        with pytest.raises(DatabaseError), transaction.atomic(), beyond("test"), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert count(Enquiry) == 1
    with row_access.to(row_access.NOWHERE):
        with rolled_back(), row_access.to([here.centre.pk]):
            assert count(Enquiry) == 1
        assert count(Enquiry) == 0


@contextmanager
def rolled_back() -> Iterator[None]:
    """Take back what happens inside, as after an error."""
    with suppress(ZeroDivisionError), transaction.atomic():
        yield
        raise ZeroDivisionError


@on_postgresql
def test_a_long_list_goes_on_with_the_reach_it_began_with(sites: tuple[Site, Site]) -> None:
    """Rows that are fetched later belong to the statement that asked for them."""
    with row_access.to(row_access.NOWHERE):
        with beyond("test"):
            found = Enquiry.objects.everywhere(because="test").order_by("number").iterator(chunk_size=1)
            first = next(found)
        assert count(Enquiry) == 0
        assert [first.number, *(each.number for each in found)] == sorted(site.ids["number"] for site in sites)


def test_a_new_thread_and_a_request_begin_by_reaching_nothing(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    ReachMiddleware(lambda _request: seen.append(row_access.now()) or HttpResponse())(RequestFactory().get("/"))  # type: ignore[func-returns-value]
    monkeypatch.undo()
    monkeypatch.setattr(row_access, "_now", type(row_access._now)("fresh", default=row_access.NOWHERE))
    thread = threading.Thread(target=lambda: seen.append(row_access.now()))
    with row_access.to(row_access.EVERYWHERE):
        thread.start()
        thread.join()
    assert seen == ["", ""]
    assert Context().run(row_access.now) == ""


def test_what_is_streamed_is_read_within_the_reach_of_its_request() -> None:
    """A page that hands a long file out reads it when it has answered."""
    part = uuid4()

    def pieces() -> Iterator[bytes]:
        for _ in range(2):
            yield f"{row_access.now()} ".encode()

    def answer(_request: HttpRequest) -> StreamingHttpResponse:
        row_access.from_here_on(lambda: [part])
        return StreamingHttpResponse(pieces())

    with row_access.to(row_access.NOWHERE):
        answered = ReachMiddleware(answer)(RequestFactory().get("/"))
        assert isinstance(answered, StreamingHttpResponse)
        assert row_access.now() == row_access.NOWHERE
        assert answered.getvalue().decode() == f"{part} {part} "
        assert row_access.now() == row_access.NOWHERE


@on_postgresql
def test_the_doctor_names_a_wall_that_is_missing_and_migrating_builds_it() -> None:
    table = Enquiry._meta.db_table
    for fault in (
        f"DROP POLICY {row_security.POLICY} ON {table}",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        f"COMMENT ON POLICY {row_security.POLICY} ON {table} IS 'of an earlier version'",
    ):
        with connection.cursor() as cursor:
            cursor.execute(fault)
        assert [wall.table for wall in row_security.missing(connection)] == [table]
        assert "no_wall" in {finding.code for finding in doctor.findings()}
        call_command("migrate", verbosity=0)
        assert not row_security.missing(connection)
    assert "wall_not_binding" in {finding.code for finding in doctor.findings()}  # the tests' own user owns the tables


@on_postgresql
def test_a_policy_beside_ours_is_named_too(user_that_serves: str) -> None:
    """One that lets a row through is enough, so a second one opens what ours closes."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE POLICY mine ON {Enquiry._meta.db_table} USING (true)")
    assert [wall.table for wall in row_security.missing(connection)] == [Enquiry._meta.db_table]


@on_postgresql
def test_who_does_not_own_the_tables_cannot_build_walls_and_is_told_so(user_that_serves: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP POLICY {row_security.POLICY} ON {Enquiry._meta.db_table}")
    with serving.as_user(user_that_serves), pytest.raises(CommandError, match="as the owner of the tables"):
        call_command("migrate", verbosity=0)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_backup_by_the_user_that_serves_holds_every_row(
    centre: Centre, user_that_serves: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker makes the hourly backups: behind the wall a dump would be refused, or hold nothing."""
    NumberSeries.objects.create(centre=centre, year=1999, last=4711)
    table, target = NumberSeries._meta.db_table, tmp_path / "default.dump"
    with monkeypatch.context() as patch, row_access.to(row_access.NOWHERE):
        connection.close()
        patch.setitem(connection.settings_dict["OPTIONS"], "options", f"-c role={escaped(user_that_serves)}")
        rows = copies.copy("default", target)
        assert row_security.binds(connection)
        connection.close()
    assert rows[table] == 1
    words = ["pg_restore", "--data-only", "--file=-", "--table", table, str(target)]
    assert "4711" in subprocess.run(words, capture_output=True, text=True, check=True).stdout


def escaped(name: str) -> str:
    return name.replace(" ", "\\ ")


def test_a_form_that_stays_open_while_its_person_moves_to_another_centre_is_refused(
    centre: Centre, other_centre: Centre, operator: User, serve: None
) -> None:
    """Its draft is out of their reach now; it is not sealed and stored again somewhere else."""
    publish_standard()
    browser, address = Client(), reverse("desk:draft", args=[uuid4()])
    browser.force_login(operator)
    sent = {"consent": "yes", "narrative": "Half a note.", "channel": Channel.PHONE}
    assert browser.post(address, sent).status_code in {200, 204}
    operator.memberships.update(centre=other_centre)
    assert browser.post(address, sent).status_code == 409
    assert Draft._base_manager.get().centre == centre


def test_a_person_works_behind_the_wall(sites: tuple[Site, Site], operator: User) -> None:
    """Register, find, correct, report: the whole of a day, with nothing of the other centre in it."""
    here, there = sites
    browser = Client()
    browser.force_login(operator)
    new = uuid4()
    sent = {"consent": "yes", "narrative": "A note of an invented call.", "channel": Channel.PHONE}
    assert browser.post(reverse("desk:form", args=[new]), sent).status_code == 302
    page = browser.get(reverse("desk:enquiry", args=[new]))
    assert "A note of an invented call." in page.content.decode()
    listed = browser.get(reverse("desk:find")).content.decode()
    assert here.ids["number"] in listed
    assert there.ids["number"] not in listed
