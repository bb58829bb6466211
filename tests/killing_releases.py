"""What `tests.killing` does with releases: prepare and publish until it is killed, and look at what that left."""

import json
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from django.test import Client
from django.urls import reverse

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.core.tasks.worker import Worker
from bereg.counting.closing import close_month
from bereg.counting.months import Period
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Registration
from bereg.publications import approving, content
from bereg.publications.models import MOST_VINTAGES, Release
from bereg.publishing import preparing, tasks
from bereg.publishing.models import Preparation
from bereg.questionnaire.models import Version
from conftest import make_user
from tests.killing_load import say

MONTHS = [date(2007, number, 1) for number in range(1, 5)]
ASKED = 30  # enquiries in each month
KEPT_FOR_A_LIFE = 3  # of what can still be published, so that each killed one finds work


def prepare_figures() -> None:
    """Close some months in which people asked, and hire two supervisors."""
    centre, version = Centre.objects.get(), Version.objects.get()
    by = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    matter = Matter(Consent.YES, ("quota",), {"gender": "female", "citizenship": "UZ"})
    for month in MONTHS:
        noon = datetime(month.year, month.month, 10, 12, tzinfo=UTC)
        contacts = [ContactFields(centre=centre, channel=Channel.PHONE, started_at=noon) for _ in range(ASKED)]
        registrations = [Registration(contact, matter, version) for contact in contacts]
        register_many(registrations=registrations, contacts=[], by=by)
        close_month(month=month, by=by)


def release() -> None:
    """Prepare and publish month after month, and once more each, until killed; say what was published."""
    say("writing")
    worker = Worker()
    while left := list(_left()):
        say("stored", _publish(left[0], worker))
    signal.pause()


def _left() -> Iterator[Period]:
    for month in MONTHS * MOST_VINTAGES:
        if Release.objects.filter(first_month=month).exclude(published_at=None).count() < MOST_VINTAGES:
            yield Period(month, month)


def _publish(period: Period, worker: Worker) -> UUID:
    by, second = User.objects.filter(role=Role.SUPERVISOR).order_by("username")
    asked = tasks.begin(period=period, by=by)
    _work(worker)
    asked.refresh_from_db()
    assert asked.release, asked.reason
    made = Release.objects.get(pk=asked.release)
    say("prepared")
    approval = approvals.ask(kind=approving.KIND, target=str(made.pk), by=by)
    approvals.decide(approval=approval, agrees=True, by=second)
    say("agreed")
    preparing.publish(release=made, by=by)
    return made.pk


def _work(worker: Worker) -> None:
    """Do what waits, and what a killed worker left behind."""
    worker.rescue()
    while worker.step():
        pass


def check(acknowledged: set[UUID]) -> None:
    """Say what is lost or half there, and go on. Where nearly everything is public, begin with nothing again."""
    browser = Client(SERVER_NAME="localhost")
    half = [str(each) for each in Release.objects.all() if not _is_whole(each)]
    half += [f"{month} is shown" for month in MONTHS if not _is_shown_rightly(month, browser)]
    lost = [str(pk) for pk in acknowledged if not Release.objects.filter(pk=pk).exclude(published_at=None).exists()]
    _work(Worker())
    half += [f"{each} was not prepared" for each in Preparation.objects.all() if not each.release]
    say("stored", _publish(next(_left()), Worker()))
    is_full = len(list(_left())) < KEPT_FOR_A_LIFE
    if is_full:
        _begin_anew()
    say("found", json.dumps({"lost": lost, "half": half, "anew": is_full}))


def _is_whole(found: Release) -> bool:
    """Tell whether a release is published in every respect or in none."""
    acts = set(ChainedAct.objects.filter(target=str(found.pk)).values_list("action", flat=True))
    agreed = Approval.objects.filter(target=str(found.pk), used_at__isnull=False).exists()
    public = {bool(found.published_at), bool(found.published_by), agreed, "release.published" in acts}
    return (
        len(public) == 1
        and "release.prepared" in acts
        and content.digest(found.content) == found.digest
        and found.holds
    )


def _is_shown_rightly(month: date, browser: Client) -> bool:
    answer = browser.get(reverse("public_site:release", args=["en", f"{month:%Y-%m}"]))
    out = Release.objects.filter(first_month=month).exclude(published_at=None).order_by("-vintage").first()
    return out.digest in answer.content.decode() if out else answer.status_code == 404


def _begin_anew() -> None:
    Release.objects.all().delete()
    Preparation.objects.all().delete()
