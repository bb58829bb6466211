"""A link used twice, late, ended or by a robot shows nothing, and wrong codes end it."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.core.routing import KEYS
from bereg.dispatch import answering, stopping
from bereg.dispatch.choices import DispatchResult
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import LETTER, Drafted, now, stands
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.partner_links.acts import GUESSED
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.tests.conftest import Sent, Told, form_in, opened
from bereg.vault import ledger
from bereg.vault.classes import Holder
from bereg.vault.models import Key, LedgerLine, Recipient
from conftest import make_user

Make = Callable[..., Told]
NOBODYS = f"/en/p/{uuid4()}/"


def refused(partner: Client, link: Told, **more: Any) -> bool:
    """Tell whether a page is exactly that of an address that never was, but for the address."""
    found, other = partner.post(link.address, {"code": link.code, **more}), partner.post(NOBODYS, {"code": link.code})
    assert found.status_code == other.status_code
    plain = found.content.decode().replace(link.address.split("/")[-2], NOBODYS.split("/")[-2])
    return plain == other.content.decode() and found.status_code == 422


def test_a_link_opens_once(told: Make, partner: Client) -> None:
    link = told()
    assert LETTER in opened(partner, link).content.decode()
    assert refused(partner, link)


def test_an_answer_is_given_once(told: Make, partner: Client) -> None:
    where, hidden = form_in(opened(partner, told()))
    assert partner.post(where, {**hidden, "answer": "accepted"}).status_code == 200
    assert refused(partner, Told(where, hidden["code"]), answer="declined", words="No bed.")
    assert PartnerLink._base_manager.filter(answer="declined").count() == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
def test_a_robot_opens_nothing(told: Make, partner: Client, method: str) -> None:
    link = told()
    for path in (link.address, f"{link.address}?code={link.code}"):
        with CaptureQueriesContext(connection) as asked:
            found = partner.generic(method, path, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})
        assert found.status_code in {200, 405}
        assert LETTER not in found.content.decode()
        assert not asked
    assert link.link.lives
    assert link.link.tries == 0


def test_the_page_of_an_address_that_never_was_is_the_same(told: Make, partner: Client) -> None:
    link = told()
    one, other = (partner.get(path).content.decode() for path in (link.address, NOBODYS))
    assert one.replace(link.address, NOBODYS).replace(link.address.split("/")[-2], NOBODYS.split("/")[-2]) == other


def test_a_late_one_opens_nothing(told: Make, partner: Client) -> None:
    link = told(days="3")
    with time_machine.travel(timezone.now() + dt.timedelta(days=4)):
        assert refused(partner, link)
    assert LETTER in opened(partner, link).content.decode()


def test_none_opens_after_the_last_day_to_which_the_person_agreed(
    told: Make, sent: Sent, partner: Client, desk: Client, centre: Centre
) -> None:
    today = today_at(centre)
    made = sent(agreed_until=today + dt.timedelta(days=2))
    link = told(made)
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert refused(partner, link)
    Dispatch._base_manager.filter(pk=made.pk).update(agreed_until=today - dt.timedelta(days=1))
    form = {"id": str(uuid4()), "days": "3"}
    page = desk.post(reverse("partner_links:make", args=[made.pk]), form, follow=True).content.decode()
    assert "ask once more" in page
    assert PartnerLink._base_manager.count() == 1


def test_the_code_of_another_dispatch_opens_nothing(told: Make, sent: Sent, partner: Client) -> None:
    first, second = told(), told(sent(content="Another letter."))
    assert refused(partner, Told(first.address, second.code))
    assert "Another letter." in opened(partner, second).content.decode()


def test_the_fifth_wrong_code_ends_it_and_the_centre_is_told(told: Make, partner: Client, operator: User) -> None:
    link = told()
    for number in range(5):
        assert not Notice.objects.filter(kind=GUESSED).exists()
        assert refused(partner, Told(link.address, f"{number:025}"))
    assert Notice.objects.get(kind=GUESSED, person=operator).target == str(link.link.dispatch_id)
    assert refused(partner, link)
    assert not Recipient.objects.exists()


def test_a_code_that_was_typed_wrong_four_times_opens_it_at_last(told: Make, partner: Client) -> None:
    link = told()
    for number in range(4):
        refused(partner, Told(link.address, f"{number:025}"))
    partner.post(link.address, {"code": " "})  # nothing typed is no try
    assert LETTER in opened(partner, Told(link.address, link.code.replace(" ", "-"))).content.decode()


def test_whatever_is_wrong_takes_the_same_statements_of_the_keys(told: Make, partner: Client) -> None:
    link, used, late = told(), told(), told()
    opened(partner, used)
    PartnerLink._base_manager.filter(pk=late.link.pk).update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    counts = set()
    for address in (link.address, used.address, late.address, NOBODYS):
        with CaptureQueriesContext(connections[KEYS]) as asked:
            partner.post(address, {"code": "1" * 25})
        counts.add(len(asked))
    assert counts == {1}


def test_tries_wait_in_the_lane_of_those_that_derive_a_key() -> None:
    """So that at most one a process is made at once, and a crowd is refused before it takes any memory."""
    assert resolve(NOBODYS).func.derives_a_key  # type: ignore[attr-defined]


def revoke(made: Dispatch, by: User) -> None:
    stopping.revoke(dispatch=made, version=made.version, by=by)


def finish(made: Dispatch, by: User) -> None:
    answering.end(dispatch=made, version=made.version, result=DispatchResult.NO_ANSWER, by=by)


def withdraw(made: Dispatch, by: User) -> None:
    assert made.enquiry
    withdraw_consent(enquiry=now(made.enquiry), by=by)


@pytest.mark.parametrize("over", [revoke, finish, withdraw])
def test_what_is_over_is_dead_at_once_and_its_keys_are_gone(
    told: Make, sent: Sent, partner: Client, operator: User, over: Callable[[Dispatch, User], None]
) -> None:
    made = sent()
    link = told(made)
    over(stands(made), operator)
    assert not Recipient.objects.exists()
    assert not Key.objects.exclude(holder=Holder.CENTRE).exists()
    assert LedgerLine.objects.filter(kind=Holder.LINK, because="used").exists()
    assert link.link.ended_at
    assert refused(partner, link)


def test_between_reading_and_answering_it_is_over_too(told: Make, sent: Sent, partner: Client, operator: User) -> None:
    made = sent()
    where, hidden = form_in(opened(partner, told(made)))
    revoke(stands(made), operator)
    assert refused(partner, Told(where, hidden["code"]), answer="accepted")
    assert stands(made).answer == ""


def test_a_restored_backup_brings_a_used_link_back_for_nobody(told: Make, partner: Client) -> None:
    link = told()
    kept = [*Recipient.objects.all(), *Key.objects.exclude(holder=Holder.CENTRE)]
    opened(partner, link)
    lines = list(ledger.stored())
    LedgerLine.objects.all().delete()
    for row in kept:
        row.save(force_insert=True)
    PartnerLink._base_manager.filter(pk=link.link.pk).update(used_at=None)
    ledger.replay(lines)
    assert refused(partner, link)
    assert not Key.objects.filter(holder=Holder.LINK, record=link.link.dispatch_id).exists()


def test_a_new_link_takes_the_place_of_the_earlier_one_and_a_button_ends_it(
    told: Make, sent: Sent, partner: Client, desk: Client
) -> None:
    made = sent()
    first, second = told(made), told(made)
    assert first.link.ended_at
    assert refused(partner, first)
    desk.post(reverse("partner_links:end", args=[made.pk]))
    assert refused(partner, second)
    third = told(made)
    assert LETTER in opened(partner, third).content.decode()


def test_a_form_that_is_sent_twice_makes_one_link(sent: Sent, desk: Client, cheap_secrets: None) -> None:
    made, form = sent(), {"id": str(uuid4()), "days": "7"}
    where = reverse("partner_links:make", args=[made.pk])
    assert [desk.post(where, form).status_code for _ in range(2)] == [200, 302]
    assert PartnerLink._base_manager.get().lives
    assert Recipient.objects.count() == 1


def test_nothing_that_has_not_left_has_a_link(drafted: Drafted, desk: Client, cheap_secrets: None) -> None:
    made = drafted()
    where = reverse("partner_links:make", args=[made.pk])
    assert desk.post(where, {"id": str(uuid4()), "days": "7"}).status_code == 302
    assert not PartnerLink._base_manager.exists()
    assert not Recipient.objects.exists()
    assert "Make a link" not in desk.get(made.get_absolute_url()).content.decode()


def test_who_does_not_work_on_it_makes_none_and_reads_no_answer(told: Make, sent: Sent, partner: Client) -> None:
    made = sent()
    where, hidden = form_in(opened(partner, told(made)))
    partner.post(where, {**hidden, "answer": "declined", "words": "No bed."})
    other = Client()
    other.force_login(make_user(made.centre, Role.PSYCHOLOGIST, "Psychologist 01"))
    assert other.post(reverse("partner_links:make", args=[made.pk]), {"id": str(uuid4()), "days": "7"}).status_code in {
        302,
        404,
    }
    assert "No bed." not in other.get(made.get_absolute_url()).content.decode()
    assert PartnerLink._base_manager.filter(step="read").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["read", "answer"])
def test_of_two_at_once_one_wins(told: Make, cheap_secrets: None, step: str) -> None:
    link, typed = told(), {}
    where, form = link.address, {"code": link.code}
    if step == "answer":
        where, form = form_in(opened(Client(), link))
        typed = {"answer": "accepted", "words": "A bed."}
    together, found = threading.Barrier(2), list[int]()

    def post() -> None:
        together.wait()
        found.append(Client().post(where, {**form, **typed}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [200, 422]
    assert PartnerLink._base_manager.filter(used_at__isnull=False).count() == (1 if step == "read" else 2)
