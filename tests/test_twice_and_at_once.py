"""What is sent twice is stored once; of two who change the same thing, the slower one loses nothing."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.actions import set_preferences
from bereg.accounts.models import Reset, User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.models import ChainedAct
from bereg.centres import staffing
from bereg.centres.models import Centre, Invitation, Line, Membership
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.models import Contact
from bereg.counting.models import Month
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact, Entry
from bereg.questionnaire.publishing import publish_standard
from bereg.retention import holds
from bereg.training.actions import give, write
from bereg.training.models import Practice
from bereg.vault import opening
from bereg.vault.classes import HoldReason
from conftest import make_user
from tests.at_once import at_once, sending
from tests.opened import text_of
from tests.world import form

NEWCOMER = {"name": "Operator 11", "username": "operator-11", "password": "quite another invented phrase"}
CENTRE = {"name_en": "Tver", "scope": "national", "country": "RU", "time_zone": "Europe/Moscow"}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: object) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def admin(centre: Centre) -> Client:
    browser = Client()
    browser.force_login(make_user(centre, Role.ADMIN, "Administrator 01"))
    return browser


@pytest.fixture
def manager(supervisor: User) -> Client:
    browser = Client()
    browser.force_login(supervisor)
    return browser


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def acts() -> list[str]:
    return list(ChainedAct.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("id_is_sent", [True, False], ids=["with its id", "without"])
def test_an_invitation_sent_twice_is_one_and_the_link_shown_last_works(
    manager: Client, centre: Centre, id_is_sent: bool
) -> None:
    sent = {"role": "lawyer", "centre": centre.pk} | ({"id": str(uuid4())} if id_is_sent else {})
    pages = [manager.post(reverse("centres:people"), sent).content.decode() for _ in range(2)]
    secrets = [page.partition("/join/")[2].partition("/")[0] for page in pages]
    assert len(set(secrets)) == 2
    assert Invitation.objects.count() == (1 if id_is_sent else 2)
    assert acts() == ["invitation.made"] * 2  # for each link that was shown
    answers = [Client().get(reverse("centres:join", args=[secret])).status_code for secret in secrets]
    assert answers == ([410, 200] if id_is_sent else [200, 200])


def test_a_used_invitation_is_not_opened_again_by_its_form(manager: Client, centre: Centre) -> None:
    sent = {"role": "lawyer", "centre": centre.pk, "id": str(uuid4())}
    first = manager.post(reverse("centres:people"), sent).content.decode().partition("/join/")[2].partition("/")[0]
    assert Client().post(reverse("centres:join", args=[first]), NEWCOMER).status_code == 302
    manager.post(reverse("centres:people"), sent)
    manager.post(reverse("centres:people"), {**sent, "role": "operator"})
    assert sorted(Invitation.objects.filter(used_at=None).values_list("role", flat=True)) == ["lawyer", "operator"]
    assert Client().get(reverse("centres:join", args=[first])).status_code == 410


def test_the_form_of_an_invitation_touches_no_colleagues_one(manager: Client, centre: Centre) -> None:
    sent = {"role": "lawyer", "centre": centre.pk, "id": str(uuid4())}
    colleague = signed_in(make_user(centre, Role.SUPERVISOR, "Supervisor 02"))
    page = colleague.post(reverse("centres:people"), sent).content.decode()
    manager.post(reverse("centres:people"), sent)
    assert Invitation.objects.count() == 2
    secret = page.partition("/join/")[2].partition("/")[0]
    assert Client().get(reverse("centres:join", args=[secret])).status_code == 200


def test_a_line_sent_twice_is_one(manager: Client, centre: Centre, other_centre: Centre) -> None:
    page = manager.get(reverse("centres:centre", args=[centre.pk])).content.decode()
    sent = {"id": page.partition('name="id" value="')[2][:36], "kind": "counter", "address_ru": "Invented street, 1"}
    for _ in range(2):
        assert manager.post(reverse("centres:add_line", args=[centre.pk]), sent).status_code == 302
    assert centre.lines.filter(kind="counter").count() == 1
    other = manager.post(reverse("centres:add_line", args=[centre.pk]), {**sent, "address_ru": "Another street, 2"})
    page = other.content.decode()
    assert (other.status_code, "Invented street, 1" in page, "Another street, 2" in page) == (409, True, True)
    assert centre.lines.filter(kind="counter").count() == 1
    theirs = Line.objects.create(centre=other_centre, slug="astrakhan-desk", kind="counter", address={"": "There"})
    sent["id"] = str(theirs.pk)
    assert manager.post(reverse("centres:add_line", args=[centre.pk]), sent).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.centre, theirs.address) == (other_centre, {"": "There"})
    assert centre.lines.filter(kind="counter").count() == 2


def test_a_centre_sent_twice_is_one(admin: Client) -> None:
    page = admin.get(reverse("centres:new_centre")).content.decode()
    sent = CENTRE | {"id": page.partition('name="id" value="')[2][:36], "code": "tver", "number_prefix": "TVE"}
    answers = [admin.post(reverse("centres:new_centre"), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Centre.objects.filter(code="tver").count() == 1
    other = admin.post(reverse("centres:new_centre"), {**sent, "name_en": "Tver region", "number_prefix": "TV"})
    page = other.content.decode()
    assert (other.status_code, "Tver region" in page, "TVE" in page, "Saved already" in page) == (409, True, True, True)
    assert not Centre.objects.filter(prefix="TV").exists()


def test_a_contact_and_an_enquiry_sent_twice_are_one(desk: Client) -> None:
    publish_standard()
    silent = {"disposition": "silent", "id": str(uuid4()), "confirmed": "yes"}
    enquiry = uuid4()
    for _ in range(2):
        assert desk.post(reverse("desk:without_enquiry"), silent).status_code == 302
        assert desk.post(reverse("desk:form", args=[enquiry]), form()).status_code == 302
    assert (Contact._base_manager.count(), Enquiry._base_manager.count()) == (2, 1)


def test_another_centres_contact_is_not_drawn_in_by_its_id(desk: Client, other_operator: User) -> None:
    publish_standard()
    enquiry = uuid4()
    silent = {"disposition": "silent", "id": str(uuid4()), "confirmed": "yes"}
    elsewhere = Client()
    elsewhere.force_login(other_operator)
    assert elsewhere.post(reverse("desk:without_enquiry"), silent).status_code == 302
    theirs = Contact._base_manager.get().pk
    desk.post(reverse("desk:form", args=[enquiry]), form())
    assert desk.post(reverse("desk:further_contact", args=[enquiry]), {"id": str(theirs)}).status_code == 302
    assert desk.post(reverse("desk:without_enquiry"), silent).status_code == 302
    assert not EnquiryContact._base_manager.filter(contact_id=theirs).exists()
    assert EnquiryContact._base_manager.filter(enquiry_id=enquiry).count() == 2
    assert Contact._base_manager.get(pk=theirs).operator == other_operator
    assert Contact._base_manager.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_time_is_one_enquiry(centre: Centre, operator: User) -> None:
    publish_standard()
    address, browsers = reverse("desk:form", args=[uuid4()]), [signed_in(operator) for _ in range(4)]
    answers = at_once(*(sending(browser, address, form()) for browser in browsers))
    assert answers == [302] * 4
    assert (Enquiry._base_manager.count(), Contact._base_manager.count(), Draft._base_manager.count()) == (1, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_one_form_with_two_contents_at_the_same_time_is_saved_once_and_told(centre: Centre, operator: User) -> None:
    publish_standard()
    address, browsers = reverse("desk:form", args=[uuid4()]), [signed_in(operator) for _ in range(4)]
    contents = [{**form(), "narrative": f"Content {number % 2}."} for number in range(4)]
    answers = at_once(*(sending(browser, address, sent) for browser, sent in zip(browsers, contents, strict=True)))
    stored = text_of(Enquiry._base_manager.get())
    assert answers == [302 if sent["narrative"] == stored else 409 for sent in contents]
    assert sorted(map(str, answers)) == ["302", "302", "409", "409"]
    assert (Contact._base_manager.count(), Draft._base_manager.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_first_drafts_of_a_form_at_the_same_time_are_one_and_nobody_elses(centre: Centre, operator: User) -> None:
    publish_standard()
    browsers = [signed_in(operator) for _ in range(4)]
    for _ in range(5):
        address = reverse("desk:draft", args=[uuid4()])
        answers = at_once(*(sending(browser, address, form()) for browser in browsers))
        assert answers == [200] * 4
    assert Draft._base_manager.count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_first_drafts_of_a_correction_at_the_same_time_are_one(centre: Centre, operator: User) -> None:
    publish_standard()
    browsers = [signed_in(operator) for _ in range(4)]
    for _ in range(5):
        pk = uuid4()
        assert browsers[0].post(reverse("desk:form", args=[pk]), form()).status_code == 302
        address, sent = reverse("desk:correction_draft", args=[pk]), {**form(), "version": "1"}
        answers = at_once(*(sending(browser, address, sent) for browser in browsers))
        assert answers == [200] * 4
    assert Draft._base_manager.count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_draft_on_its_way_while_its_form_is_saved_leaves_none_behind(centre: Centre, operator: User) -> None:
    publish_standard()
    one, other = signed_in(operator), signed_in(operator)
    for _ in range(10):
        pk = uuid4()
        keep, save = reverse("desk:draft", args=[pk]), reverse("desk:form", args=[pk])
        at_once(sending(one, keep, form()), sending(other, save, form()))
    assert (Enquiry._base_manager.count(), Draft._base_manager.count()) == (10, 0)


@pytest.mark.django_db(transaction=True)
def test_one_link_opened_in_two_browsers_lets_one_in(centre: Centre, supervisor: User) -> None:
    secret = staffing.invite(centre=centre, role=Role.LAWYER, by=supervisor)
    address = reverse("centres:join", args=[secret])

    def join(name: str) -> Callable[[], object]:
        return lambda: Client().post(address, NEWCOMER | {"username": name}).status_code

    assert sorted(map(str, at_once(join("one"), join("two"), join("three")))) == ["302", "410", "410"]
    assert Membership.objects.filter(user__username__in=["one", "two", "three"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_practice_taken_back_while_its_intern_writes_and_its_consent_goes_leaves_nothing(
    centre: Centre, operator: User, supervisor: User
) -> None:
    publish_standard()
    intern, browser, other = make_user(centre, Role.INTERN, "Intern 01"), signed_in(operator), signed_in(supervisor)
    for _ in range(6):
        pk = uuid4()
        assert browser.post(reverse("desk:form", args=[pk]), form()).status_code == 302
        told = Enquiry._base_manager.get(pk=pk)
        given = give(enquiry=told, version=1, intern=intern, masked="Somebody asked for advice.", by=operator)
        answers = at_once(
            partial(write, practice=given, version=1, text="A draft.", sends=True, by=intern),
            sending(browser, reverse("training:take_practice_back", args=[given.pk]), {}),
            sending(other, reverse("desk:correct", args=[pk]), {"consent": "no", "version": "1", "takes_back": "yes"}),
        )
        assert answers[1] in {302, 404}
        assert answers[2] == 302
    assert not Practice._base_manager.exists()
    assert opening.try_all(lambda _count: None).failed == []


@pytest.mark.django_db(transaction=True)
def test_what_is_said_while_the_consent_goes_leaves_nothing(operator: User, supervisor: User) -> None:
    publish_standard()
    browser, other = signed_in(operator), signed_in(supervisor)
    for _ in range(8):
        pk = uuid4()
        assert browser.post(reverse("desk:form", args=[pk]), form()).status_code == 302
        said = {"id": str(uuid4()), "channel": "phone", "said": "An invented answer."}
        answers = at_once(
            sending(browser, reverse("desk:further_contact", args=[pk]), said),
            sending(other, reverse("desk:withdraw", args=[pk]), {}),
        )
        assert answers[0] in {302, 409}
        assert answers[1] == 302
        assert not Entry._base_manager.filter(enquiry=pk).exclude(text=b"").exists()
    assert opening.try_all(lambda _count: None).failed == []


@pytest.mark.django_db(transaction=True)
def test_who_sets_their_preferences_is_told_something_meanwhile(operator: User, supervisor: User) -> None:
    @transaction.atomic
    def tell() -> None:
        audit.record("enquiry.assigned", target=operator, by=supervisor)
        notices.give(kind="enquiry.assigned", target=str(uuid4()), to=[operator])

    prefer = partial(set_preferences, user=operator, language="ru", shortcuts=True, by=operator)
    assert [at_once(tell, prefer) for _ in range(10)] == [[None, None]] * 10


@pytest.mark.django_db(transaction=True)
def test_a_contact_joins_while_a_colleague_sets_a_hold(centre: Centre, operator: User, supervisor: User) -> None:
    publish_standard()
    browser, until = signed_in(operator), timezone.localdate() + dt.timedelta(days=30)
    for _ in range(10):
        pk = uuid4()
        assert browser.post(reverse("desk:form", args=[pk]), form()).status_code == 302
        enquiry, line = Enquiry._base_manager.select_related("centre").get(pk=pk), centre.lines.get()
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), line=line)
        why: dict[str, Any] = {
            "code": HoldReason.COURT,
            "reason": "A court asks for this one.",
            "until": until,
            "owner": supervisor,
        }
        answers = at_once(
            partial(join_contact, enquiry=enquiry, contact=contact, by=operator),
            partial(holds.hold, record=enquiry, by=supervisor, **why),
        )
        assert [type(each).__name__ for each in answers] == ["tuple", "Hold"]


@pytest.mark.django_db(transaction=True)
def test_of_administrators_who_close_each_other_at_the_same_time_one_is_left(centre: Centre) -> None:
    one, other = (make_user(centre, Role.ADMIN, f"Administrator 0{number}") for number in (1, 2))
    answers = at_once(
        lambda: staffing.close_person(user=one, by=other), lambda: staffing.close_person(user=other, by=one)
    )
    assert sorted(type(each).__name__ for each in answers) == ["NoneType", "NotBelowError"]
    assert User.objects.filter(closed_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_colleague_corrects_the_other_is_shown_both(centre: Centre, operator: User, supervisor: User) -> None:
    publish_standard()
    pk, browsers = uuid4(), [Client(), Client()]
    for browser, user in zip(browsers, (operator, supervisor), strict=True):
        browser.force_login(user)
    browsers[0].post(reverse("desk:form", args=[pk]), form())
    address, texts = reverse("desk:correct", args=[pk]), ["By the operator.", "By the supervisor."]

    def correct(number: int) -> Callable[[], Any]:
        return lambda: browsers[number].post(address, {**form(), "narrative": texts[number]})

    answers: list[Any] = at_once(correct(0), correct(1))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (late,) = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert all(text in late for text in texts)
    enquiry = Enquiry._base_manager.get()
    assert enquiry.version == 2
    assert text_of(enquiry) == texts[answers.index(next(each for each in answers if each.status_code == 302))]


def test_of_two_who_change_a_centre_the_slower_sees_both(manager: Client, admin: Client, centre: Centre) -> None:
    address = reverse("centres:centre", args=[centre.pk])
    sent = CENTRE | {"version": "1"}
    assert manager.post(address, sent | {"emergency_number": "8 800 000 00 61"}).status_code == 302
    late = admin.post(address, sent | {"emergency_number": "8 800 000 00 62"})
    assert late.status_code == 409
    assert all(text in late.content.decode() for text in ("8 800 000 00 61", "8 800 000 00 62"))


def test_a_month_closes_once(manager: Client, centre: Centre, operator: User) -> None:
    publish_standard()
    with time_machine.travel(dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC), tick=False):
        signed_in(operator).post(reverse("desk:form", args=[uuid4()]), form())
    with time_machine.travel(dt.datetime(2026, 2, 15, 9, tzinfo=dt.UTC), tick=False):
        manager.cookies.clear()
        manager.force_login(User.objects.get(role=Role.SUPERVISOR))
        address = reverse("report:close_month", args=["2026-01"])
        assert [manager.post(address).status_code for _ in range(2)] == [302, 409]
    assert acts().count("month.closed") == 1
    assert Month.objects.get(closed_at__isnull=False).first_day == dt.date(2026, 1, 1)


def test_a_used_invitation_cannot_be_revoked(manager: Client, centre: Centre, supervisor: User) -> None:
    secret = staffing.invite(centre=centre, role=Role.LAWYER, by=supervisor)
    invitation = Invitation.objects.get()
    assert Client().post(reverse("centres:join", args=[secret]), NEWCOMER).status_code == 302
    assert manager.post(reverse("centres:revoke_invitation", args=[invitation.pk])).status_code == 404
    staffing.revoke(invitation=invitation, by=supervisor)  # a page that was opened before
    assert Invitation.objects.get().used_at
    assert "invitation.revoked" not in acts()
    assert User.objects.get(username="operator-11").is_active


@pytest.mark.parametrize("act", [{"act": "close"}, {"act": "role", "role": "operator"}])
def test_the_links_of_who_leaves_or_steps_down_let_nobody_in(
    admin: Client, centre: Centre, supervisor: User, operator: User, act: dict[str, str]
) -> None:
    invited = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    reset = staffing.offer_reset(user=operator, with_second_factor=True, by=supervisor)
    assert admin.post(reverse("centres:change_person", args=[supervisor.pk]), act).status_code == 302
    assert Client().post(reverse("centres:join", args=[invited]), NEWCOMER).status_code == 410
    answer = Client().post(reverse("account_reset", args=[reset]), {"password": NEWCOMER["password"]})
    assert answer.status_code == 410
    assert not User.objects.filter(username="operator-11").exists()
    assert Reset.objects.get().used_at
