"""Chosen recommendations go out with the sentences of the report, agreed to by the same second person."""

import json

import pytest
from django.test import Client

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.commentary import actions as commentary
from bereg.commentary import content, queries
from bereg.commentary.models import ReportText
from bereg.commentary.sample import renew as renew_sentences
from bereg.publications.models import Release
from bereg.publications.tests.released import PERIOD
from bereg.recommendations import actions
from bereg.recommendations.models import Recommendation
from bereg.recommendations.sample import RECOMMENDATIONS, renew
from bereg.recommendations.tests.test_register import made
from bereg.recommendations.wanted import RecommendationDraft
from bereg.redaction.judging import open_findings


def put_out(release: Release, by: User, second: User) -> ReportText:
    text = commentary.ask(release=release, by=by)
    asked = approvals.to_decide(kind=queries.PUTTING_OUT, target=queries.target_of(text), by=second)
    assert asked
    approvals.decide(approval=asked, agrees=True, by=second)
    commentary.put_out(text=text, by=by)
    return text


def test_what_was_chosen_is_on_the_page_and_in_the_files_and_the_rest_is_not(
    client: Client, year: Release, supervisor: User, second: User
) -> None:
    texts = {"ru": "Публиковать остаток квоты.", "en": "Publish the quota."}
    made(supervisor, year, texts=texts, with_report=True, enquiries=640)
    made(supervisor, year, texts={"en": "Not chosen."})
    assert client.get(f"/en/figures/{PERIOD}/").content.decode().find("Publish the quota.") == -1
    put_out(year, supervisor, second)
    html = client.get(f"/en/figures/{PERIOD}/").content.decode()
    assert '<li lang="en" dir="auto"><p>Publish the quota.</p></li>' in html
    assert "To the migration service" in html
    assert "Not chosen." not in html
    assert "640" not in html
    html = client.get(f"/uz/figures/{PERIOD}/").content.decode()
    assert '<li lang="ru" dir="auto"><p>Публиковать остаток квоты.</p></li>' in html
    document = json.loads(client.get(f"/en/figures/{PERIOD}/figures.json").content)
    [given] = document["recommended"]
    assert given["texts"] == texts
    assert set(given["to"]) == {"en", "ru", "uz", "tg"}


def test_who_wrote_a_recommendation_does_not_agree_to_the_text(year: Release, supervisor: User, second: User) -> None:
    made(second, year, with_report=True)
    text = commentary.ask(release=year, by=supervisor)
    asked = approvals.living(kind=queries.PUTTING_OUT, target=queries.target_of(text), by=supervisor)
    assert asked
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=asked, agrees=True, by=second)


def test_who_decided_on_a_number_does_not_agree_to_the_text(year: Release, supervisor: User, second: User) -> None:
    found = made(supervisor, year, texts={"en": "7 women were freed."}, with_report=True)
    decided = {"en": {"numbers": {"7": "elsewhere"}}}
    draft = RecommendationDraft(found.texts, found.to_kind, release=year, with_report=True, decided=decided)
    actions.change(recommendation=found, version=1, draft=draft, by=second)
    assert set(Recommendation.objects.get().writers) == {str(supervisor.pk), str(second.pk)}


def test_the_demonstration_has_a_dozen_in_which_nothing_is_open(
    year: Release, centre: Centre, supervisor: User, second: User
) -> None:
    renew(centre)
    renew_sentences(centre)
    assert Recommendation.objects.count() == 12
    said, text = queries.said_by(year), queries.public_text(year)
    assert text
    frozen = content.read(text.words)["recommendations"]
    assert len(frozen) == 10
    assert [each for one in frozen for each in queries.open_in(one, said)] == []
    renew(centre)
    assert Recommendation.objects.count() == 12


@pytest.mark.parametrize("text", [text for given in RECOMMENDATIONS for text in given[1:3]])
def test_nothing_is_found_in_any_of_them(text: str) -> None:
    assert open_findings(text, {}) == []
