"""A partner reads one dispatch once, answers once, and says later what came of it; the staff is told."""

import datetime as dt
import re
from collections.abc import Callable
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.audit.actions import chain_pending
from bereg.audit.models import ChainedAct
from bereg.centres.clock import today_at
from bereg.dispatch.choices import DispatchState, RecipientAnswer
from bereg.dispatch.models import DispatchEvent
from bereg.dispatch.tests.conftest import LETTER, stands
from bereg.enquiries.models import Enquiry
from bereg.partner_links.acts import ANSWERED, GUESSED, USED
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.public_address import LANGUAGES, path_of
from bereg.partner_links.tests.conftest import Sent, Told, form_in, opened, shown_in
from bereg.vault import keyring
from bereg.vault.classes import Holder
from bereg.vault.faults import VaultFault
from bereg.vault.models import Key, Recipient

Make = Callable[..., Told]
WORDS = "One bed, from Monday on. <b>Bring</b> a paper."


def test_from_the_link_to_what_came_of_it(told: Make, sent: Sent, partner: Client, operator: User) -> None:
    made = sent()
    link = told(made)
    keyring.lock()  # as in a process of the public pages
    assert LETTER not in partner.get(link.address).content.decode()
    page = opened(partner, link)
    assert LETTER in page.content.decode()
    assert made.reference in page.content.decode()
    where, hidden = form_in(page)
    thanked = partner.post(where, {**hidden, "answer": "accepted", "words": WORDS})
    later = shown_in(thanked, "later")
    standing = stands(made)
    assert (standing.state, standing.answer) == (DispatchState.ANSWERED, RecipientAnswer.ACCEPTED)
    steps = DispatchEvent._base_manager.filter(dispatch=made).values_list("step", "code")
    assert ("answered", "accepted") in set(steps)
    assert (standing.reply_due, standing.version) == (None, made.version + 1)
    assert Notice.objects.get(person=operator, kind=ANSWERED).target == str(made.pk)
    where, hidden = form_in(opened(partner, later))
    assert partner.post(where, {**hidden, "answer": "done", "words": ""}).status_code == 200
    assert list(PartnerLink._base_manager.order_by("made_at").values_list("step", "answer")) == [
        ("read", ""),
        ("answer", "accepted"),
        ("done", ""),
        ("result", "done"),
    ]
    assert not partner.cookies


def test_the_file_tells_what_a_partner_did(told: Make, partner: Client, desk: Client, enquiry: Enquiry) -> None:
    answered, guessed = told(), told()
    where, hidden = form_in(opened(partner, answered))
    partner.post(where, {**hidden, "answer": "accepted", "words": WORDS})
    for number in range(5):
        partner.post(guessed.address, {"code": f"{number:025}"})
    chain_pending()
    acts = ChainedAct.objects.filter(actor="nobody", action__startswith="partner_link.")
    assert set(acts.values_list("action", flat=True)) == {USED, ANSWERED, GUESSED}
    page = desk.get(reverse("desk:enquiry", args=[enquiry.pk]))
    assert page.status_code == 200
    assert page.content.decode().count("somebody from outside") == acts.count()


def test_a_place_on_a_waiting_list_is_waited_for_as_long_as_an_answer_was(
    told: Make, sent: Sent, partner: Client
) -> None:
    made = sent()
    where, hidden = form_in(opened(partner, told(made)))
    partner.post(where, {**hidden, "answer": "waiting"})
    assert stands(made).reply_due == today_at(made.centre) + dt.timedelta(days=3)


def test_the_staff_reads_the_answer_and_who_did_what_is_chained(
    told: Make, sent: Sent, partner: Client, desk: Client
) -> None:
    made = sent()
    where, hidden = form_in(opened(partner, told(made)))
    partner.post(where, {**hidden, "answer": "declined", "words": WORDS})
    page = desk.get(made.get_absolute_url()).content.decode()
    assert "One bed, from Monday on. &lt;b&gt;Bring&lt;/b&gt; a paper." in page
    assert "nobody of the house has written it" in page
    chain_pending()
    acts = ChainedAct.objects.filter(action__in=["partner_link.used", "partner_link.answered", "text.opened"])
    assert set(acts.values_list("action", "actor", "because", "ip_hash")) == {
        ("text.opened", "nobody", "link", ""),
        ("partner_link.used", "nobody", "read", ""),
        ("partner_link.answered", "nobody", "declined", ""),
    }


def test_who_reads_late_on_the_last_day_answers_after_midnight(told: Make, partner: Client) -> None:
    link = told()
    midnight = timezone.make_aware(dt.datetime.combine(link.link.expires_on + dt.timedelta(days=1), dt.time()))
    with time_machine.travel(midnight - dt.timedelta(minutes=9), tick=False):
        where, hidden = form_in(opened(partner, link))
    with time_machine.travel(midnight + dt.timedelta(minutes=9), tick=False):
        assert opened(partner, link).status_code == 422
        assert partner.post(where, {**hidden, "answer": "accepted", "words": WORDS}).status_code == 200


def test_who_declines_is_asked_nothing_more(told: Make, partner: Client) -> None:
    where, hidden = form_in(opened(partner, told()))
    unsaid = partner.post(where, {**hidden, "answer": "declined", "words": " "})
    assert (unsaid.status_code, "why not" in unsaid.content.decode()) == (422, True)
    where, hidden = form_in(unsaid)
    page = partner.post(where, {**hidden, "answer": "declined", "words": "No bed."}).content.decode()
    assert "later-code" not in page
    assert PartnerLink._base_manager.count() == 2


def test_the_browser_asks_for_an_answer_while_the_message_is_on_the_page(told: Make, partner: Client) -> None:
    page = opened(partner, told()).content.decode()
    assert LETTER in page
    asked = page.partition("<form")[2].partition("</form>")[0]
    assert ("novalidate" in asked, re.findall(r'<input type="radio"[^>]*\brequired\b', asked) != []) == (False, True)


def test_a_form_that_is_not_filled_in_loses_neither_words_nor_its_link(told: Make, partner: Client) -> None:
    where, hidden = form_in(opened(partner, told()))
    for _try in range(7):
        page = partner.post(where, {**hidden, "words": "Only words."})
        assert page.status_code == 422
        assert "Only words." in page.content.decode()
        assert "Choose one of the answers." in page.content.decode()
        assert LETTER not in page.content.decode()
        where, hidden = form_in(page)
    assert partner.post(where, {**hidden, "answer": "waiting"}).status_code == 200


@pytest.mark.parametrize("cut_short_at", ["notices.give", "vault.seal"])
def test_an_answer_that_could_not_be_stored_is_given_again_with_the_same_page(
    told: Make, partner: Client, monkeypatch: pytest.MonkeyPatch, cut_short_at: str
) -> None:
    where, hidden = form_in(opened(partner, told()))
    fails = {"notices.give": OperationalError("deadlock detected"), "vault.seal": VaultFault("invented")}
    typed = {**hidden, "answer": "declined", "words": WORDS}
    with monkeypatch.context() as patch:
        patch.setattr(f"bereg.partner_links.answering.{cut_short_at}", Mock(side_effect=fails[cut_short_at]))
        partner.raise_request_exception = False
        assert partner.post(where, typed).status_code >= 500
    assert not PartnerLink._base_manager.filter(answer="declined").exists()
    assert partner.post(where, typed).status_code == 200
    assert PartnerLink._base_manager.filter(answer="declined").count() == 1


def test_a_link_that_could_not_be_used_opens_still(
    told: Make, partner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = told()
    with monkeypatch.context() as patch:
        patch.setattr("bereg.partner_links.opening.follow", Mock(side_effect=OperationalError("deadlock detected")))
        partner.raise_request_exception = False
        assert opened(partner, link).status_code >= 500
    assert LETTER in opened(partner, link).content.decode()


def test_what_was_used_leaves_no_key_behind(told: Make, partner: Client) -> None:
    link = told()
    assert set(Key.objects.exclude(holder=Holder.CENTRE).values_list("kind", "holder")) == {("referral", "link")}
    page = opened(partner, link)
    assert not Key.objects.exclude(holder=Holder.CENTRE).exists()
    where, hidden = form_in(page)
    partner.post(where, {**hidden, "answer": "declined", "words": WORDS})
    assert not Recipient.objects.exists()
    assert not Key.objects.exclude(holder=Holder.CENTRE).exists()


def test_the_code_never_stands_in_an_address_nor_beside_it(told: Make, desk: Client) -> None:
    link = told()
    assert link.code.replace(" ", "") not in link.address
    assert len(link.code.replace(" ", "")) == 25
    page = desk.get(link.link.dispatch.get_absolute_url()).content.decode()
    assert link.code not in page
    assert link.address not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_address_is_one_that_is_served(told: Make, language: str) -> None:
    link = told().link
    assert path_of(link, language) == reverse("partner:link", args=[language, link.pk])


def test_pages_say_nothing_to_robots_caches_and_other_sites(told: Make, partner: Client) -> None:
    link = told()
    for answer in (partner.get(link.address), opened(partner, link)):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "<script" not in answer.content.decode()
        assert not answer.cookies
    assert "/p/" not in partner.get("/sitemap.xml").content.decode()


def test_no_log_holds_its_address(told: Make, partner: Client, caplog: pytest.LogCaptureFixture) -> None:
    link = told()
    for method in ("GET", "POST", "PUT", "BREW"):
        partner.generic(method, link.address, b"code=1", content_type="application/x-www-form-urlencoded")
    assert str(link.link.pk) not in caplog.text


def test_it_speaks_the_language_of_its_address(told: Make, partner: Client) -> None:
    address = told().address
    assert "Откройте" in partner.get(address.replace("/en/", "/ru/")).content.decode()
    assert partner.get(address.replace("/en/", "/uz/")).status_code == 404
