"""Keeping what the list is narrowed to."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.enquiries import saved_filters
from bereg.enquiries.models import SavedFilter
from bereg.questionnaire.publishing import publish, publish_standard, standard_source
from conftest import make_user


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def keep(client: Client, name: str = "Police, open", asked: str = "topic=police&open=on") -> SavedFilter:
    answer = client.post(f"{reverse('desk:keep_filter')}?{asked}", {"name": name})
    assert answer.status_code == 302
    assert answer["Location"] == f"/find/?{asked}"
    return SavedFilter._base_manager.get(name=name)


def links(client: Client, **narrowed: str) -> list[tuple[str, str, bool]]:
    return client.get(reverse("desk:find"), narrowed).context["filters"]  # type: ignore[no-any-return]


@pytest.fixture(autouse=True)
def _questionnaire(db: None) -> None:
    publish_standard()


def test_a_filter_is_kept_and_stands_above_the_list(desk: Client) -> None:
    assert desk.get(reverse("desk:find")).context["may_keep"] is False
    assert desk.get(reverse("desk:find"), {"topic": "police"}).context["may_keep"] is True
    saved = keep(desk)
    assert saved.wanted == {"topic": "police", "open": "on"}
    assert links(desk) == [("topic=police&open=on", "Police, open", False)]
    assert links(desk, topic="police", open="on") == [("topic=police&open=on", "Police, open", True)]
    assert desk.get(reverse("desk:find"), {"topic": "police", "open": "on"}).context["may_keep"] is False
    assert desk.get("/find/?" + links(desk)[0][0]).context["form"].is_valid()
    assert ChainedAct.objects.filter(action="filter.kept").count() == 1


def test_words_contacts_and_code_words_are_never_kept(desk: Client, operator: User) -> None:
    """Not even where an address holds them: only the fields of the filter are read."""
    saved = keep(desk, asked="topic=police&words=heron&typed=heron-00&contact=00%40example.org&after=1&totals=on")
    assert saved.wanted == {"topic": "police"}
    for wanted in ({"words": "heron"}, {"topic": "two words"}, {"topic": "цапля"}, {}):
        with pytest.raises(ValueError, match="codes of its own fields"):
            saved_filters.keep_filter(name="x", wanted=wanted, by=operator)


def test_the_longest_answer_and_a_day_typed_in_ones_own_way_are_kept(desk: Client, centre: Centre) -> None:
    question, code = "q" * 64, "c" * 64
    source = standard_source().replace("${job_search}", f"${{{question}}}")
    source = re.sub(r"(select_one job_search +)\| job_search ", rf"\1| {question} ", source)
    source = re.sub(r"(\| job_search  \| )mediator ", rf"\1{code} ", source)
    publish(source=source, centre=centre, by=None)
    keep(desk, "Long", f"answer={question}%3A{code}")
    wanted = keep(desk, "Day", "first=11%2F25%2F2026").wanted
    assert wanted == {"first": "2026-11-25"}
    assert desk.get(reverse("desk:find"), wanted).status_code == 200


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("", "topic=police", "Type a short name for it."),
        ("n" * 41, "topic=police", "A name has 40 letters at most."),
        ("Kept", "topic=police", "You have a filter of this name already."),
        ("Mine", "", "Narrow the list first"),
        ("Mine", "topic=moon", "Narrow the list first"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(desk: Client, name: str, asked: str, said: str) -> None:
    keep(desk, "Kept", "mine=on")
    answer = desk.post(f"{reverse('desk:keep_filter')}?{asked}", {"name": name})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{name}"' in page
    assert SavedFilter._base_manager.count() == 1


def test_nobody_keeps_more_than_twenty(desk: Client) -> None:
    for number in range(saved_filters.MOST):
        keep(desk, f"Filter {number}")
    answer = desk.post(reverse("desk:keep_filter") + "?mine=on", {"name": "One more"})
    assert answer.status_code == 422
    assert "You keep 20 filters already." in answer.content.decode()


def test_a_filter_is_renamed_and_removed(desk: Client) -> None:
    saved, other = keep(desk), keep(desk, "Other")
    rename, remove = (reverse(f"desk:{act}_filter", args=[saved.pk]) for act in ("rename", "remove"))
    assert desk.post(rename, {"version": "1", "name": " Police  now "}).status_code == 302
    assert SavedFilter._base_manager.get(pk=saved.pk).name == "Police now"
    taken = desk.post(rename, {"version": "2", "name": other.name})
    assert taken.status_code == 422
    assert "You have a filter of this name already." in taken.content.decode()
    assert desk.post(rename, {"version": "1", "name": "Late"}).status_code == 409
    assert desk.post(remove, {"version": "1"}).status_code == 409
    assert desk.post(remove, {"version": "2"}).status_code == 302
    assert list(SavedFilter._base_manager.all()) == [other]


def test_a_supervisor_shares_one_with_the_centre(
    desk: Client, supervisor: User, centre: Centre, other_operator: User
) -> None:
    theirs, mine = browser(supervisor), keep(desk)
    saved = keep(theirs, "Danger, open", "order=urgent")
    share = reverse("desk:share_filter", args=[saved.pk])
    assert theirs.post(share, {"version": "1", "centre": str(uuid4())}).status_code == 422
    assert theirs.post(share, {"version": "1", "centre": str(centre.pk)}).status_code == 302
    assert [name for _, name, _ in links(desk)] == ["Danger, open", "Police, open"]
    assert [name for _, name, _ in links(browser(make_user(centre, Role.LAWYER, "Lawyer 01")))] == ["Danger, open"]
    assert links(browser(other_operator)) == []
    page = desk.get(reverse("desk:filters")).content.decode()
    assert "Danger, open" in page
    assert "Supervisor" in page
    # What is shared is its writer's to change, and operators share nothing.
    for act in ("rename", "remove"):
        answer = desk.post(reverse(f"desk:{act}_filter", args=[saved.pk]), {"version": "2", "name": "x"})
        assert answer.status_code == 404
    assert desk.post(reverse("desk:share_filter", args=[mine.pk]), {"version": "1"}).status_code == 403
    assert theirs.post(share, {"version": "2", "centre": "none"}).status_code == 302
    assert [name for _, name, _ in links(desk)] == ["Police, open"]


@pytest.mark.parametrize("asked", ["assignee={operator}", "centre=astrakhan"])
def test_what_colleagues_could_not_use_is_not_shared(
    supervisor: User, operator: User, other_centre: Centre, asked: str
) -> None:
    supervisor.memberships.create(centre=other_centre)
    theirs = browser(supervisor)
    saved = keep(theirs, asked=asked.format(operator=operator.pk))
    here = str(operator.memberships.get().centre_id)
    answer = theirs.post(reverse("desk:share_filter", args=[saved.pk]), {"version": "1", "centre": here})
    assert answer.status_code == 422
    assert "Not shared" in answer.content.decode()
    assert not SavedFilter._base_manager.get().is_shared


def test_what_was_kept_at_a_centre_that_was_left_stands_in_no_way(
    operator: User, other_centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_filters, "MOST", 2)
    left = keep(browser(operator))
    operator.memberships.all().delete()
    operator.memberships.create(centre=other_centre)
    here = browser(operator)
    for name in (left.name, "Another"):
        answer = here.post(reverse("desk:keep_filter") + "?topic=police&open=on", {"name": name})
        assert answer.status_code == 302
    assert [name for _, name, _ in links(here)] == ["Another", left.name]
    more = here.post(reverse("desk:keep_filter") + "?mine=on", {"name": "One more"})
    assert "You keep 2 filters already." in more.content.decode()


def test_a_name_is_taken_among_all_centres_that_one_works_at(supervisor: User, other_centre: Centre) -> None:
    supervisor.memberships.create(centre=other_centre)
    theirs = browser(supervisor)
    saved, other = keep(theirs), keep(theirs, "Other")
    SavedFilter._base_manager.filter(pk=saved.pk).update(centre=other_centre)
    rename = reverse("desk:rename_filter", args=[other.pk])
    assert theirs.post(rename, {"version": "1", "name": saved.name}).status_code == 422
    assert theirs.post(reverse("desk:keep_filter") + "?mine=on", {"name": saved.name}).status_code == 422
    # As two windows at once may leave it.
    own = supervisor.memberships.exclude(centre=other_centre).get().centre
    SavedFilter._base_manager.filter(pk=saved.pk).update(centre=own)
    SavedFilter._base_manager.filter(pk=other.pk).update(name=saved.name, centre=other_centre)
    share = reverse("desk:share_filter", args=[other.pk])
    answer = theirs.post(share, {"version": "1", "centre": str(own.pk)})
    assert (answer.status_code, "You have a filter of this name already." in answer.content.decode()) == (422, True)


def test_any_supervisor_of_the_centre_ends_the_sharing_of_who_left(
    desk: Client, supervisor: User, centre: Centre, other_centre: Centre
) -> None:
    saved = keep(browser(supervisor))
    share = reverse("desk:share_filter", args=[saved.pk])
    browser(supervisor).post(share, {"version": "1", "centre": str(centre.pk)})
    User.objects.filter(pk=supervisor.pk).update(closed_at=timezone.now())
    colleague = browser(make_user(centre, Role.SUPERVISOR, "Supervisor 02"))
    stranger = browser(make_user(other_centre, Role.SUPERVISOR, "Supervisor 03"))
    assert "Share no longer" in colleague.get(reverse("desk:filters")).content.decode()
    assert "Share no longer" not in desk.get(reverse("desk:filters")).content.decode()
    assert stranger.post(share, {"version": "2", "centre": "none"}).status_code == 404
    assert desk.post(share, {"version": "2", "centre": "none"}).status_code == 403
    assert links(desk)
    assert colleague.post(share, {"version": "2", "centre": "none"}).status_code == 302
    assert not links(desk)
    assert colleague.post(share, {"version": "3", "centre": "none"}).status_code == 404  # it is its writer's alone
    assert ChainedAct.objects.filter(action="filter.unshared").count() == 1
