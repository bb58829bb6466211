"""Recommendations are written, sent, answered and done; and one whose figures went says so."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.publications import actions as publishing
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.models import Release, WithdrawalReason
from bereg.publications.tests.released import publish
from bereg.recommendations import actions, queries, views
from bereg.recommendations import due as due_module
from bereg.recommendations.due import due
from bereg.recommendations.errors import SentRecommendationError, StaleRecommendationError
from bereg.recommendations.models import Recommendation, RecommendationEvent
from bereg.recommendations.wanted import RecommendationDraft, StepDraft
from bereg.reference.actions import withdraw
from tests.told import entry_of

NEW = reverse("recommendations:new")
LIST = reverse("recommendations:recommendations")
WORDS = {"ru-text": "Публиковать остаток квоты каждый месяц.", "en-text": "Publish the quota that is left each month."}
FIGURE = "Work permit, All centres, Foreigners: no"


def made(by: User, release: Release | None = None, **more: Any) -> Recommendation:
    """Write one and return it as the pages read it."""
    wanted: dict[str, Any] = {"texts": {"en": "Publish the quota."}, "to_kind": "migration", "release": release}
    stored = actions.write(id=uuid4(), draft=RecommendationDraft(**{**wanted, **more}), by=by)
    found = queries.recommendation_for(by, stored.pk)
    assert found
    return found


def noted(found: Recommendation, by: User, step: str, day: dt.date, **more: Any) -> Recommendation:
    """Note a step and return the recommendation as it stands then."""
    actions.note(recommendation=found, version=found.version, step=StepDraft(step, day, **more), by=by)
    now = queries.recommendation_for(by, found.pk)
    assert now
    return now


def test_one_is_written_on_a_published_figure_and_shown_with_it(
    browser: Client, year: Release, supervisor: User
) -> None:
    body = entry_of("organisation", "Invented Migration Service", by=supervisor, content={"sort": "state"})
    typed = {**WORDS, "to_kind": "migration", "organisation": "Invented Migration Service", "release": str(year.pk)}
    answer = browser.post(NEW, typed | {"figure_1": FIGURE, "enquiries": "640", "with_report": "on"})
    found = Recommendation.objects.get()
    assert answer["Location"] == found.get_absolute_url()
    assert found.figures == [["all", "work_permit", "foreigners", "no"]]
    assert (found.organisation, found.enquiries, found.with_report) == (body, 640, True)
    html = browser.get(found.get_absolute_url()).content.decode()
    assert WORDS["ru-text"] in html
    assert WORDS["en-text"] in html
    assert "245 (51%)" in html
    assert "640 enquiries speak for it" in html
    assert "It was not sent yet." in html


def test_an_organisation_that_left_the_directory_stays_where_it_stands(browser: Client, supervisor: User) -> None:
    body = entry_of("organisation", "Invented Migration Service", by=supervisor, content={"sort": "state"})
    found = made(supervisor, organisation=body)
    withdraw(entry=body, by=supervisor)
    typed = {"en-text": "Publish the quota.", "to_kind": "courts", "organisation": "Invented Migration Service"}
    change = reverse("recommendations:change", args=[found.pk])
    assert browser.post(change, typed | {"version": str(found.version)}).status_code == 302
    now = Recommendation.objects.get()
    assert (now.organisation, now.to_kind) == (body, "courts")
    assert browser.post(NEW, typed).status_code == 422


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(browser: Client, year: Release) -> None:
    typed = {"en-text": "Ask Anna Petrova. Kept as typed.", "to_kind": "moon", "figure_1": "Moons", "with_report": "on"}
    answer = browser.post(NEW, typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    for words in ("Ask Anna Petrova. Kept as typed.", "The report has no figure of this name", 'value="Moons"'):
        assert words in html
    assert "Choose the report that it is published with." in html
    assert "Decide on" in html
    assert not Recommendation.objects.exists()
    unknown = browser.post(NEW, {"en-text": "Words.", "to_kind": "law", "organisation": "Nobody of this name"})
    assert unknown.status_code == 422
    assert "There is nothing of this name in the directory" in unknown.content.decode()


def test_a_damaged_report_keeps_nobody_from_writing_on_another(browser: Client, year: Release) -> None:
    Release.objects.filter(pk=year.pk).update(content=year.content.replace("245", "246"))
    assert browser.get(NEW).status_code == 200
    typed = {"en-text": "Publish the quota.", "to_kind": "law"}
    refused = browser.post(NEW, typed | {"release": str(year.pk), "figure_1": FIGURE, "with_report": "on"})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "This release is not what was prepared." in html
    assert "The report has no figure of this name" not in html
    assert browser.post(NEW, typed | {"release": ""}).status_code == 302


def test_a_number_that_the_report_does_not_show_is_explained_first(browser: Client, year: Release) -> None:
    typed = {"en-text": "77 refusals are too many.", "to_kind": "law", "release": str(year.pk)}
    answer = browser.post(NEW, typed)
    assert answer.status_code == 422
    [name] = re.findall(r'name="([^"]+)" value="elsewhere"', answer.content.decode())
    assert browser.post(NEW, typed | {name: "elsewhere"}).status_code == 302


def test_it_is_sent_answered_and_done_and_the_list_says_how_far_it_is(
    browser: Client, year: Release, supervisor: User
) -> None:
    found = made(supervisor, year)
    address = reverse("recommendations:note", args=[found.pk])
    assert "To be sent" in browser.get(LIST).content.decode()
    sent = {"version": "1", "step": "sent", "happened_on": "2008-05-20", "answer_by": "2008-07-20"}
    assert browser.post(address, sent).status_code == 302
    assert "answer expected by 20 July 2008" in browser.get(LIST).content.decode()
    done = {"version": "2", "step": "done", "happened_on": "2008-08-01", "note": "A table on their site."}
    assert browser.post(address, done).status_code == 302
    html = browser.get(found.get_absolute_url()).content.decode()
    assert html.index("20 May 2008") < html.index("A table on their site.")
    assert queries.awaited(queries.recommendations_for(supervisor).get()) is None
    acts = (
        ChainedAct.objects.filter(action__startswith="recommendation.")
        .order_by("seq")
        .values_list("because", flat=True)
    )
    assert list(acts) == ["migration", "sent", "done"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"happened_on": "2999-01-01"}, "This day is yet to come."),
        ({"step": "done", "answer_by": "2008-07-20"}, "An answer is expected to what is sent alone"),
        ({"answer_by": "2008-01-01"}, "This is before it was sent."),
        ({"happened_on": "31.02.2008"}, "There is no such date."),
    ],
)
def test_a_step_that_cannot_be_is_said(browser: Client, supervisor: User, wrong: dict[str, str], words: str) -> None:
    found = made(supervisor)
    typed = {"version": "1", "step": "sent", "happened_on": "2008-05-20", "note": "Kept as typed."}
    answer = browser.post(reverse("recommendations:note", args=[found.pk]), typed | wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert "Kept as typed." in html


def test_a_withdrawn_release_is_said_on_the_page_in_the_list_and_among_what_is_due(
    browser: Client, year: Release, supervisor: User
) -> None:
    found = made(supervisor, year)
    assert list(due(supervisor, timezone.now())) == []
    assert reverse("commentary:release", args=[year.pk]) in browser.get(found.get_absolute_url()).content.decode()
    publishing.withdraw(release=year, because=WithdrawalReason.FIGURES, by=supervisor)
    said = "The figures that it rests on were withdrawn."
    words = reverse("commentary:release", args=[year.pk])
    page = browser.get(found.get_absolute_url()).content.decode()
    assert (said in page, words in page) == (True, False)
    html = browser.get(LIST).content.decode()
    assert said in html
    assert "1 recommendation rests on figures that were withdrawn or corrected." in html
    [item] = due(supervisor, timezone.now())
    assert item.words == "figures of a recommendation are gone: Publish the quota."
    noted(found, supervisor, "done", dt.date(2008, 8, 1))
    assert list(due(supervisor, timezone.now())) == []


def test_a_corrected_release_is_said_and_other_figures_can_be_chosen(
    browser: Client, year: Release, supervisor: User
) -> None:
    found = made(supervisor, year, figures=[["all", "work_permit", "foreigners", "no"]])
    after = publish(content() | {"vintage": 2})
    assert "corrected since" in browser.get(found.get_absolute_url()).content.decode()
    change = reverse("recommendations:change", args=[found.pk])
    form = browser.get(change).context["form"].grounds
    assert (form["release"].value(), form["figure_1"].value()) == (str(year.pk), FIGURE)
    typed = {"version": "1", "en-text": "Publish the quota.", "to_kind": "migration", "figure_1": FIGURE}
    assert browser.post(change, typed | {"release": str(after.pk)}).status_code == 302
    assert "corrected since" not in browser.get(found.get_absolute_url()).content.decode()


def test_an_answer_that_does_not_come_is_due(supervisor: User) -> None:
    found = noted(made(supervisor), supervisor, "sent", dt.date(2008, 5, 20), answer_by=dt.date(2008, 7, 20))
    [item] = due(supervisor, timezone.now())
    assert item.words == "answer to a recommendation: Publish the quota."
    assert item.address == found.get_absolute_url()
    assert item.time.is_late(timezone.now())
    noted(found, supervisor, "answered", dt.date(2008, 8, 20))
    assert list(due(supervisor, timezone.now())) == []


def test_the_words_of_what_was_sent_stay_and_it_is_not_removed(supervisor: User) -> None:
    found = noted(made(supervisor), supervisor, "sent", dt.date(2008, 5, 20))
    changed = RecommendationDraft(texts={"en": "Other words."}, to_kind="law")
    with pytest.raises(SentRecommendationError):
        actions.change(recommendation=found, version=found.version, draft=changed, by=supervisor)
    with pytest.raises(SentRecommendationError):
        actions.remove(recommendation=found, version=found.version, by=supervisor)
    kept = RecommendationDraft(texts={"en": "Publish the quota."}, to_kind="law")
    actions.change(recommendation=found, version=found.version, draft=kept, by=supervisor)
    assert queries.recommendations_for(supervisor).get().to_kind == "law"


def test_of_two_the_slower_is_told_and_sees_both(browser: Client, supervisor: User, second: User) -> None:
    found = made(supervisor)
    draft = RecommendationDraft(texts={"en": "Theirs, typed first."}, to_kind="law")
    actions.change(recommendation=found, version=1, draft=draft, by=second)
    typed = {"version": "1", "en-text": "Mine, typed with care.", "to_kind": "courts"}
    answer = browser.post(reverse("recommendations:change", args=[found.pk]), typed)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Mine, typed with care." in html
    assert "Theirs, typed first." in html
    step = {"version": "1", "step": "sent", "happened_on": "2008-05-20", "note": "Kept."}
    answer = browser.post(reverse("recommendations:note", args=[found.pk]), step)
    assert answer.status_code == 409
    assert "Kept." in answer.content.decode()
    with pytest.raises(StaleRecommendationError):
        actions.remove(recommendation=found, version=1, by=supervisor)


def test_what_was_noted_by_mistake_is_removed(browser: Client, supervisor: User) -> None:
    found = noted(made(supervisor), supervisor, "refused", dt.date(2008, 5, 20))
    [event] = found.events.all()
    address = reverse("recommendations:remove_note", args=[found.pk, event.pk])
    assert browser.post(address, {"version": "1"}).status_code == 409
    assert browser.post(address, {"version": "2"}).status_code == 302
    assert not RecommendationEvent.objects.exists()
    assert browser.post(reverse("recommendations:remove", args=[found.pk]), {"version": "3"}).status_code == 302
    assert not Recommendation.objects.exists()


def test_the_same_form_sent_twice_is_one(browser: Client, year: Release) -> None:
    typed = {"id": str(uuid4()), **WORDS, "to_kind": "law"}
    first, again = (browser.post(NEW, typed) for _ in range(2))
    assert first["Location"] == again["Location"]
    other = browser.post(NEW, {**typed, "en-text": "Publish all of it."})
    page = other.content.decode()
    assert (other.status_code, WORDS["en-text"] in page, "Publish all of it." in page) == (409, True, True)
    found = Recommendation.objects.get()
    assert found.texts["en"] == WORDS["en-text"]
    assert f'action="{reverse("recommendations:change", args=[found.pk])}"' in page


def test_a_list_that_is_cut_hides_none_that_waits_and_leads_to_those_answered_before(
    browser: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    answered = [made(supervisor), made(supervisor)]
    for each in answered:
        sent = noted(each, supervisor, "sent", dt.date(2008, 5, 20), answer_by=dt.date(2008, 7, 20))
        noted(sent, supervisor, "answered", dt.date(2008, 6, 20))
    unsent = [made(supervisor), made(supervisor)]
    pages = [browser.get(LIST, {"page": page}) for page in ("1", "2")]
    shown = [[row["recommendation"] for row in page.context["over"]] for page in pages]
    assert shown == [[answered[1]], [answered[0]]]
    assert [row["recommendation"] for row in pages[0].context["unsent"]] == unsent[:1]
    assert "The first 1 are shown." in pages[0].content.decode()


def test_an_answer_is_due_however_many_were_written_before(supervisor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_module, "MOST", 1)
    made(supervisor)
    found = noted(made(supervisor), supervisor, "sent", dt.date(2008, 5, 20), answer_by=dt.date(2008, 7, 20))
    assert [item.address for item in due(supervisor, timezone.now())] == [found.get_absolute_url()]
