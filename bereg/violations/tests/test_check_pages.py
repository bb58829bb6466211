"""The page of a check: asked, judged and drafted there, and nothing that somebody else saved is overwritten."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.dispatch.hindrances import why_not_signed
from bereg.dispatch.models import Dispatch
from bereg.reference.models import ReferenceEntry
from bereg.violations import check_requests
from bereg.violations.models import Violation
from bereg.violations.tests.checks import ASKED, asked, drafted, drafted_now, given, now, unasked
from bereg.violations.tests.conftest import SAWMILL, browser_of, noted, registered, stands
from tests.opened import text_of


def test_a_form_that_was_wrong_overwrites_no_answer_and_both_stand_on_the_page(
    violation: Violation, lawyer: User, operator: User
) -> None:
    asked(violation, lawyer, operator)
    check_requests.ask(violation=stands(violation), version=1, asked=replace(ASKED, guess="yes"), by=lawyer)
    browser, page = browser_of(lawyer), reverse("violations:check", args=[violation.pk])
    form = {"guess": "no", "guess_why": "Typed anew.", "people_there": "unknown", "people_why": "-", "version": "1"}
    wrong = browser.post(page, {**form, "guess_why": ""})
    assert (wrong.status_code, wrong.context["began"]) == (422, 1)
    assert '<input type="hidden" name="version" value="1">' in wrong.content.decode()
    stale = browser.post(page, form)
    assert (stale.status_code, now(violation).guess) == (409, "yes")
    for words in ("What stands now", "Twenty work there.", "Typed anew."):
        assert words in stale.content.decode()
    assert browser.post(page, {**form, "version": str(stale.context["began"])}).status_code == 302


@pytest.mark.parametrize("name", ["judge", "draft_check"])
def test_what_is_judged_or_drafted_wrongly_begins_from_what_was_shown(
    name: str, centre: Centre, lawyer: User, operator: User
) -> None:
    told = {} if name == "judge" else {"told_further": "agreed"}
    first, second = unasked(centre, operator, **told), unasked(centre, operator)
    asked(first, lawyer, operator)
    given(second.enquiry, lawyer, operator)
    check_requests.ask(violation=stands(first), version=1, asked=ASKED, by=lawyer)
    wrong = browser_of(lawyer).post(reverse(f"violations:{name}", args=[first.pk]), {"version": "1"})
    versions = re.findall('name="version" value="([0-9]+)"', wrong.content.decode())
    assert (wrong.status_code, sorted(versions)) == (422, ["1", "2"])  # the form beside it is a fresh one


def test_the_page_asks_judges_and_drafts(
    centre: Centre, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    first, second = unasked(centre, operator), unasked(centre, operator)
    given(first.enquiry, lawyer, operator)
    browser, page = browser_of(lawyer), reverse("violations:check", args=[first.pk])
    assert browser.get(page).status_code == 200
    answers = {"guess": "no", "guess_why": "Twenty work there.", "people_there": "unknown", "people_why": "-"}
    wrong = browser.post(page, {**answers, "guess": "", "version": "0"})
    assert wrong.status_code == 422
    assert "Twenty work there." in wrong.content.decode()
    assert browser.post(page, {**answers, "version": "0"}).status_code == 302
    stale = browser.post(page, {**answers, "guess_why": "Typed anew.", "version": "0"})
    assert stale.status_code == 409
    assert "Typed anew." in stale.content.decode()
    assert "Waits for a second enquiry" in browser.get(page).content.decode()
    to = {"recipient": str(ministry.pk), "version": "1"}
    assert browser.post(reverse("violations:draft_check", args=[first.pk]), to).status_code == 409
    given(second.enquiry, lawyer, operator)
    judged = reverse("violations:judge", args=[first.pk])
    assert browser.post(judged, {"second": str(second.pk), "version": "1"}).status_code == 422
    assert browser.post(judged, {"second": str(second.pk), "is_another": "on", "version": "7"}).status_code == 409
    assert browser.post(judged, {"second": str(second.pk), "is_another": "on", "version": "1"}).status_code == 302
    assert "It may be drafted" in browser.get(page).content.decode()
    assert browser.post(reverse("violations:draft_check", args=[first.pk]), {"version": "2"}).status_code == 422
    done = browser.post(reverse("violations:draft_check", args=[first.pk]), {**to, "version": "2"})
    assert done["Location"] == Dispatch._base_manager.get().get_absolute_url()
    assert "Drafted" in browser.get(page).content.decode()


def test_what_is_done_there_is_looked_at_before_it_leaves(
    centre: Centre, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    told = replace(SAWMILL, doing="a sawmill; Gulnora Rahimova sorts planks, 8 900 000-00-17")
    found = noted(registered(centre, operator), operator, firm=told)
    asked(found, lawyer, operator)
    browser, page = browser_of(lawyer), reverse("violations:check", args=[found.pk])
    shown = browser.get(page)
    assert "900 000-00-17</mark>" in shown.content.decode()
    rows = shown.context["to"].fields["findings"].widget.rows("findings", {})
    form = {"recipient": str(ministry.pk), "version": "1", "doing": told.doing}
    draft = reverse("violations:draft_check", args=[found.pk])
    refused = browser.post(draft, form)
    assert refused.status_code == 422
    assert "Gulnora" in refused.content.decode()
    assert not Dispatch._base_manager.exists()
    assert browser.post(draft, {**form, **{each.name: "remove" for each in rows}}).status_code == 302
    left = text_of(Dispatch._base_manager.get(), "content")
    assert "a sawmill; [name]" in left
    assert not any(part in left for part in ("Gulnora", "Rahimova", "000-00-17"))


def test_a_check_that_is_another_lawyers_has_no_page(violation: Violation, lawyer: User) -> None:
    assert browser_of(lawyer).get(reverse("violations:check", args=[violation.pk])).status_code == 404


def test_a_drafted_check_is_changed_on_its_own_page_alone(
    violation: Violation, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    made = drafted(asked(violation, lawyer, operator), ministry, lawyer)
    browser, general = browser_of(lawyer), reverse("dispatch:rewrite", args=[made.pk])
    own = reverse("violations:check", args=[violation.pk])
    assert browser.get(general)["Location"] == own
    typed = {"kind": "check", "to": "Invented Ministry", "ground": "consent", "version": str(made.version)}
    everything = {
        **typed,
        "chosen": ["persons", "narrative"],
        "content": "Woman, 26, pregnant, a cook.",
        "compose": "1",
    }
    assert browser.post(general, everything)["Location"] == own
    assert "Woman" not in text_of(drafted_now(made), "content")
    page = browser.get(own).content.decode()
    assert "Write it anew" in page
    form = {"recipient": str(ministry.pk), "version": str(now(violation).version), "doing": "planks are sawn"}
    done = browser.post(reverse("violations:draft_check", args=[violation.pk]), form)
    assert done["Location"] == made.get_absolute_url()
    assert "planks are sawn" in text_of(drafted_now(made), "content")
    assert why_not_signed(drafted_now(made)) == ""
    assert Dispatch._base_manager.count() == 1
