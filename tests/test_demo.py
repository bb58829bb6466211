"""`bereg demo`: the same every time, harmless twice, and never among real data."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bereg.accounts.demonstration import PLACES
from bereg.accounts.queries import installation_is_empty
from bereg.centres.queries import all_centres
from bereg.demonstration import building, storing
from tests.demonstration import TABLES, YEAR, Installation, installation

DIGEST = """
import hashlib
from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.vault import datakeys, sealing
from bereg.vault.fields import field_of, place_of
from bereg.vault.unlocking import unlocked_for_demonstration
unlocked_for_demonstration()
names = ("narrative", "typed_answers", "call_back", "code_word")
made_up = Enquiry._base_manager.filter(is_received=False)  # what is passed on is of our own days
made_up = made_up.exclude(pk__in=globals().get("left_out", ()))
enquiries = list(made_up.order_by("pk"))
texts = [
    (each, name, (each.pk, field_of(each, name).kind)) for each in enquiries for name in names if getattr(each, name)
]
keys = datakeys.fetch(wanted for *_, wanted in texts)
rows = [
    *User.objects.order_by("pk").values_list("id", "username", "name", "role"),
    *made_up.order_by("pk").values_list(
        "id", "number", "centre_id", "consent", "answers", "topics", "outcome", "urgency",
         "opened_at", "entered_at", "entered_by", "closed_at",
    ),
    *((name, sealing.unseal(getattr(each, name), key=keys[wanted], belongs=place_of(each, name)))
      for each, name, wanted in texts),
    *Contact._base_manager.filter(started_at__year__lt=2009).order_by("pk").values_list(
        "id", "centre_id", "line_id", "channel", "direction", "started_at", "ended_at", "language", "anonymous",
        "disposition", "operator_id", "entered_at",
    ),
    *EnquiryContact._base_manager.order_by("pk").values_list("contact_id", "enquiry_id"),
]
lines = [repr([dict(sorted(v.items())) if isinstance(v, dict) else str(v) for v in row]) for row in rows]
print(len(lines), hashlib.sha256(chr(10).join(lines).encode()).hexdigest())
"""
REAL_CENTRE = """
from bereg.centres.actions import create_centre
create_centre(code="real", prefix="REAL", names={"": "Real"}, country="RU", time_zone="Europe/Moscow", by=None)
"""
REAL_PERSON = """
from bereg.accounts.actions import create_user
from bereg.vault.unlocking import unlocked
unlocked()
create_user(username="somebody", name="Somebody", role="operator", password="x" * 12, language="en", by=None)
"""
SIGN_IN = """
from bereg.accounts.demonstration import DEMONSTRATION_PASSWORD
from bereg.accounts.models import User
from bereg.vault.unlocking import unlocked
unlocked()
user = User.objects.get(username="lawyer.astrakhan")
print(User.objects.filter(memberships__isnull=False).count(), user.check_password(DEMONSTRATION_PASSWORD))
"""
# The consent of these is taken back in our own days, after their month is closed.
CALLED_BACK = """
from bereg.dispatch.models import Dispatch
print(*Dispatch._base_manager.filter(state="revoked").values_list("enquiry_id", flat=True))
"""
BUILD_ANEW = """
from bereg.demonstration import building
building.clear()
building.build(begin=lambda _total: lambda _done: None)
"""
COUNT = "from bereg.centres.models import Centre; from bereg.enquiries.models import Enquiry;"
COUNT += "print(Centre.objects.count(), Enquiry._base_manager.filter(is_received=False).count())"
ALIVE = """
from django.db.models import F, Max
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.usual_day import day_by_hour
from bereg.core import row_access
from bereg.enquiries.models import Enquiry, SavedFilter
from bereg.persons.children import children_for
from bereg.shifts.queries import notes_for
from bereg.transfers.models import Transfer
from bereg.shifts.on_duty import on_duty
from bereg.tasks.queries import late_at
from bereg.transfers.queries import offers_to
now = timezone.now()
with row_access.to(row_access.EVERYWHERE):
    for centre in Centre.objects.order_by("code"):
        person = User.objects.get(username=f"supervisor.{centre.code}")
        day = day_by_hour(centre, person, now)
        taken = Transfer.objects.of_centres([centre]).filter(state="accepted", received__closed_at__isnull=False)
        found = late_at(centre, person, now), offers_to(person, now), on_duty(centre, now), range(day.rests_on)
        found += notes_for(person), taken, SavedFilter.objects.of_person(person)
        print(centre.code, *(min(len(each), 1) for each in found))
    waiting = [children_for(each).filter(taken_at=None).count() for each in User.objects.filter(role="supervisor")]
    print("children", sum(waiting) > 0)
    print("in danger", Transfer._base_manager.filter(state="accepted", urgency="danger").exists())
    last = Greatest("opened_at", Coalesce(Max("contact_links__contact__started_at"), "opened_at"))
    print("last contacts", Enquiry._base_manager.annotate(last=last).exclude(last_contact_at=F("last")).count())
"""
LEAVING = """
from django.utils import timezone
from datetime import timedelta
from bereg.core import row_access
from bereg.dispatch.models import Dispatch
from bereg.partner_links.models import PartnerLink
from bereg.searches.models import Match
with row_access.to(row_access.EVERYWHERE):
    now = timezone.now()
    every = Dispatch._base_manager.filter(drafted_at__gte=now - timedelta(days=2))
    for place in sorted(set(every.values_list("centre__code", flat=True))):
        here = every.filter(centre__code=place)
        alone = here.filter(ground="danger").order_by("verdict").values_list("state", "verdict")
        waits = here.filter(answer="waiting", reply_due__gt=now.date()).count()
        gone = here.filter(state="revoked", deletion="to_ask", enquiry__consent="withdrawn").count()
        two = [here.filter(kind__in=["court", "export"], state="sent").count(), here.filter(ground="child").count()]
        links = PartnerLink._base_manager.filter(centre__code=place)
        told = [links.filter(answer="accepted").count(), links.filter(step="read", used_at=None).count()]
        print(place, list(alone), waits, gone, two, told)
    print(sorted(Match._base_manager.values_list("state", flat=True)))
"""
# Each file that something hangs on, by whoever reads most of its centre: a page may break by what stands on one alone.
FILES = """
from collections import Counter
from django.test import Client
from django.urls import reverse
from bereg.accounts.models import User
from bereg.core import row_access
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.parts import parts
from bereg.vault.unlocking import unlocked_for_demonstration
unlocked_for_demonstration()
with row_access.to(row_access.EVERYWHERE):
    newest = [model._base_manager.order_by("-pk").values_list("enquiry_id", flat=True) for model in parts()]
    wanted = {*Dispatch._base_manager.values_list("enquiry_id", flat=True), *(pk for few in newest for pk in few[:3])}
    files = list(Enquiry._base_manager.filter(pk__in=wanted - {None}).select_related("centre"))
    readers = {}
    for each in files:
        if each.centre.code not in readers:
            readers[each.centre.code] = Client(SERVER_NAME="127.0.0.1")
            readers[each.centre.code].force_login(User.objects.get(username=f"supervisor.{each.centre.code}"))
answers = Counter()
for each in files:
    answers[readers[each.centre.code].get(reverse("desk:enquiry", args=[each.pk])).status_code] += 1
print(dict(answers))
"""
STANDARD = """
from bereg.counting.queries import months_that_exist
from bereg.counting.forms import standard_period
print(standard_period(months_that_exist()), months_that_exist()[-1].year > 2008)
"""
LOOK = """
import contextlib, io, json
seen = {{}}
for name, look in {looks!r}.items():
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(look, {{}})
    seen[name] = said.getvalue()
print(json.dumps(seen))
"""
REPORT = ("report", "--exact", "--from", "2007-05", "--to", "2008-05")


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("demo"), YEAR) as made:
        yield made


@pytest.fixture(scope="module")
def digest(standing: Installation) -> str:
    """What the year holds, as it was built first."""
    return standing.python(DIGEST)


@dataclass
class Again:
    """What `bereg demo` said of a year that stands, the releases before, and what stood afterwards."""

    said: str
    released: str
    releases: str
    looks: dict[str, str]


@pytest.fixture(scope="module")
def again(standing: Installation, digest: str) -> Again:
    """Run it again, once for all tests that look at what stands then, and look in one process."""
    released = standing.succeed("release", "status")
    said = standing.succeed("demo")
    looks = {"alive": ALIVE, "leaving": LEAVING, "standard": STANDARD}
    looks |= {"sign in": SIGN_IN, "files": FILES, "digest": DIGEST}  # last, as they open the vault
    seen = standing.python(LOOK.format(looks=looks))
    return Again(said, released, standing.succeed("release", "status"), json.loads(seen))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        yield made


def test_it_holds_a_year(digest: str) -> None:
    assert int(digest.split(maxsplit=1)[0]) > 4695 + 5500


@pytest.mark.once("the year is made up before a database is asked")
def test_a_second_build_is_equal_to_the_first(standing: Installation, tmp_path: Path) -> None:
    """In another process, that goes through its sets in another order."""
    called_back = standing.python(CALLED_BACK).split()
    look = f"left_out = {called_back}\n{DIGEST}"
    with installation(tmp_path, YEAR) as second:
        rebuilt = second.run("shell", "--no-imports", "-c", BUILD_ANEW + look, PYTHONHASHSEED="1")
        assert (rebuilt.stdout, rebuilt.returncode) == (standing.python(look), 0), rebuilt.stderr
    assert len(called_back) == len(PLACES)


@pytest.mark.torture
def test_the_command_builds_it_anew_with_the_same_figures(digest: str, tmp_path: Path) -> None:
    with installation(tmp_path, YEAR) as second:
        figures = second.succeed(*REPORT)
        assert "operator.moscow" in second.succeed("demo", "--anew")
        assert second.python(DIGEST) == digest
        assert second.succeed(*REPORT) == figures


def test_everybody_works_at_a_centre_and_signs_in_with_the_password_shown(again: Again) -> None:
    assert again.looks["sign in"].split() == ["30", "True"]


def test_all_months_but_the_last_are_closed_and_out(again: Again) -> None:
    """So that somebody new sees public figures, and can publish the next month."""
    assert [line.split()[:3] for line in again.released.splitlines()] == [
        ["2007-05/2008-04", "v1", "public"],
        ["2008-04/2008-04", "v1", "public"],
        ["2008-03/2008-03", "v1", "public"],
        ["2008-02/2008-02", "v1", "public"],
    ]
    assert again.releases == again.released


def test_run_again_it_changes_nothing(again: Again, digest: str) -> None:
    assert ("stands already" in again.said, "operator.moscow" in again.said) == (True, True)
    assert again.looks["digest"] == digest


def test_on_any_day_something_stands_on_each_board(again: Again) -> None:
    """Late tasks, an offer, somebody on duty, a usual day, a note; one that was taken on, a filter; a child."""
    places = [f"{place} 1 1 1 1 1 1 1" for place in sorted(PLACES)]
    assert again.looks["alive"].splitlines() == [*places, "children True", "in danger True", "last contacts 0"]


@pytest.mark.once("what is written passes through the same actions as at a desk")
def test_what_leaves_stands_on_every_ground_and_in_every_state(again: Again) -> None:
    """Alone with its review, for a child, for a court, by a link, on a waiting list, called back; and matches."""
    alone = [("sent", ""), ("sent", "justified")]
    said = [f"{place} {alone} 1 1 [2, 1] [1, 1]" for place in sorted(PLACES)]
    asked = [*["agreed"] * 3, *["asked"] * 2, *["refused"] * 2]
    assert again.looks["leaving"].splitlines() == [*said, str(asked)]


@pytest.mark.once("the page asks no database which months it begins with")
def test_every_file_that_something_hangs_on_opens(again: Again) -> None:
    answers = ast.literal_eval(again.looks["files"])
    assert list(answers) == [200]
    assert answers[200] > 30


def test_figures_begin_with_its_year_whatever_our_days_have(again: Again) -> None:
    assert again.looks["standard"].split() == ["2007-05/2008-05", "True"]


def test_without_its_mark_nothing_is_free(standing: Installation) -> None:
    mark = standing.folder / "demonstration"
    marked = mark.read_text()
    mark.unlink()
    refused = standing.run(*REPORT)
    assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1)
    standing.succeed("demo")  # nobody but the demonstration's own people is there, so it is marked again
    assert mark.read_text() == marked


def test_the_mark_holds_for_one_database_alone(standing: Installation) -> None:
    mark = standing.folder / "demonstration"
    marked = mark.read_text()
    mark.write_text("django.db.backends.postgresql 192.0.2.1 5432 another\n")
    assert standing.run(*REPORT).returncode == 2
    mark.write_text(marked)
    standing.succeed(*REPORT)


def test_real_data_stays_untouched(tmp_path: Path) -> None:
    with installation(tmp_path, TABLES) as real:
        real.python(REAL_CENTRE)
        for arguments in (("demo",), ("demo", "--anew")):
            refused = real.run(*arguments)
            assert refused.returncode == 2
            assert "BEREG_DATA" in refused.stderr
        assert real.python(COUNT).split() == ["1", "0"]


def test_figures_of_another_database_stay_untouched(empty: Installation) -> None:
    facts = empty.folder / "facts" / "enquiries" / "2024-01.parquet"
    facts.parent.mkdir(parents=True)
    facts.write_bytes(b"figures of real people")
    assert empty.run("demo").returncode == 2
    assert facts.exists()


def test_a_demonstration_that_somebody_joined_is_not_thrown_away(standing: Installation) -> None:
    standing.python(REAL_PERSON)
    assert standing.run("demo", "--anew").returncode == 2
    assert "stands already" in standing.succeed("demo")
    assert standing.python(COUNT).split() == ["3", "4695"]


@pytest.mark.django_db
def test_a_build_that_was_interrupted_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(storing, "store", interrupted)
    with pytest.raises(KeyboardInterrupt):
        building.build(begin=lambda _total: lambda _count: None)
    assert installation_is_empty()
    assert not all_centres().exists()


def test_a_reader_who_has_enough_sees_no_complaint(standing: Installation) -> None:
    command = [sys.executable, "-m", "bereg", *REPORT]
    environment = {**os.environ, **standing.environment}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith("table,")
        running.stdout.close()
        assert running.stderr.read() == ""
