"""A release is prepared by a task: the page says how far it is, and why nothing came of it."""

import logging
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from bereg import environment
from bereg.accounts.models import User
from bereg.core.tasks.queue import queue_again
from bereg.core.tasks.worker import Worker
from bereg.counting.months import Period
from bereg.publications import actions as publications
from bereg.publications.models import Release
from bereg.publishing import preparing, tasks
from bereg.publishing.models import Preparation
from bereg.publishing.refusals import Reason, said
from bereg.publishing.tests.publishing import (
    JUNE,
    MAY,
    ONE_MONTH,
    PREPARE,
    browser,
    closed,
    page_of,
    published,
    second,
    small_world,
)
from tests.at_once import at_once

__all__ = ["browser", "closed", "second", "small_world"]
OF_MAY = Period(MAY, MAY)


def begun(browser: Client, **months: str) -> Preparation:
    answer = browser.post(PREPARE, {**ONE_MONTH, **months})
    assert answer.status_code == 302, answer.content.decode()
    return Preparation.objects.get(pk=answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])


def address(found: Preparation) -> str:
    return reverse("publishing:preparation", args=[found.pk])


def run(found: Preparation) -> Preparation:
    tasks.prepare_release.func(preparation=str(found.pk))
    found.refresh_from_db()
    return found


def part(browser: Client, found: Preparation) -> Any:
    return browser.get(address(found), headers={"HX-Request": "true"})


def test_while_it_runs_the_page_asks_how_far_it_is(browser: Client) -> None:
    found = begun(browser)
    page = browser.get(address(found)).content.decode()
    assert "The figures are counted and checked." in page
    assert f'hx-get="{address(found)}" hx-trigger="load delay:1s, every 10s"' in page
    assert f'<noscript><p><a href="{address(found)}">' in page
    tasks._Told(found.pk)(3, 21)
    asked = part(browser, found).content.decode()
    assert "The attack has tried 3 of 21 small cells." in asked
    assert "<html" not in asked
    listed = browser.get(reverse("publishing:releases")).content.decode()
    assert address(found) in listed

    made = run(found).release
    assert made
    assert part(browser, found).headers["HX-Redirect"] == page_of(made)
    assert browser.get(address(found)).headers["Location"] == page_of(made)
    assert Release.objects.get().prepared_by == found.asked_by
    assert address(found) not in browser.get(reverse("publishing:releases")).content.decode()


def test_the_progress_of_the_attack_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "TOLD_EACH_S", 0)
    found = run(begun(browser))
    assert found.done == found.total > 0


def test_why_nothing_was_prepared_is_said_on_the_page(browser: Client, second: User) -> None:
    out = published(browser, second)
    Release.objects.filter(pk=out.pk).update(content=out.content.replace('"base":', '"base" :'))
    found = run(begun(browser, first="2007-06", last="2007-06"))
    assert (found.release, found.reason, found.about) == (None, "changed", {"period": "2007-05"})
    said = "May 2007 is not what was published: its content was changed. Restore it from a backup."
    assert said in browser.get(address(found)).content.decode()
    assert said in browser.get(reverse("publishing:releases")).content.decode()
    assert 'hx-trigger="load' not in part(browser, found).content.decode()

    Release.objects.filter(pk=out.pk).update(content=out.content)
    again = run(begun(browser, first="2007-06", last="2007-06"))
    assert again.release
    assert not Preparation.objects.filter(pk=found.pk).exists()


NOBODY = "ftp://somebody:secret@127.0.0.1:1/facts"  # port 1 answers nobody
NO_ENGINE = "postgresql://somebody:secret@127.0.0.1:1/figures"


def unreached(found: Preparation, browser: Client, user: User) -> dict[str, str]:
    """Prepare in a worker that speaks Russian; return the page for who reads Russian, and English."""
    with override("ru"):
        assert run(found).reason == "uncounted"
    assert "secret" not in str(found.about)
    pages = {}
    for language in ("ru", "en"):
        User.objects.filter(pk=user.pk).update(language=language)
        pages[language] = browser.get(address(found)).content.decode()
        assert "secret" not in pages[language]
        assert "somebody:" not in pages[language]
    return pages


def test_facts_out_of_reach_are_named_without_the_password(browser: Client, settings: Any, supervisor: User) -> None:
    found = begun(browser)
    settings.FACTS = NOBODY
    pages = unreached(found, browser, supervisor)
    assert "The figures cannot be counted now. The facts at ftp://127.0.0.1:1/facts" in pages["en"]
    assert "Показатели сейчас не посчитать." in pages["ru"]
    assert "ftp://127.0.0.1:1/facts" in pages["ru"]


def test_an_engine_out_of_reach_is_named_and_nothing_is_lost(
    browser: Client, settings: Any, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = begun(browser)
    monkeypatch.setenv("BEREG_ENGINE", NO_ENGINE)
    settings.ENGINE = environment.engine("BEREG_ENGINE", "")
    pages = unreached(found, browser, supervisor)
    assert "The figures cannot be counted now. The engine postgresql, which BEREG_ENGINE names" in pages["en"]
    assert "Показатели сейчас не посчитать." in pages["ru"]
    assert "port 1 failed: Connection refused" in pages["ru"]

    settings.ENGINE = environment.Engine("duckdb")
    assert run(begun(browser)).release


def test_what_was_kept_before_by_its_sentence_is_said_by_it() -> None:
    assert said("uncounted", {"fault": "It stood still."}) == "The figures cannot be counted now. It stood still."


@pytest.mark.parametrize("reason", Reason)
def test_no_reason_shows_a_password_or_asks_the_address(reason: Reason, settings: Any) -> None:
    settings.FACTS = NOBODY
    about = {"month": "2007-05", "period": "2007-05", "cube": "gender", "row": "UZ", "table": "gender", "fault": "No."}
    assert "somebody" not in said(reason, about)


def test_what_nobody_foresaw_is_said_without_what_the_error_quotes(
    browser: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a text that must not be quoted")

    monkeypatch.setattr(publications, "keep", fail)
    with caplog.at_level(logging.ERROR):
        found = run(begun(browser))
    assert found.reason == "failed"
    assert [record.getMessage() for record in caplog.records] == ["Preparing a release failed: RuntimeError"]
    assert not Release.objects.exists()


def test_a_task_that_runs_twice_prepares_once(browser: Client) -> None:
    found = begun(browser)
    run(found)
    first = Release.objects.get()
    run(found)
    assert Release.objects.get() == first


def test_what_was_published_meanwhile_stops_what_was_attacked_without_it(
    browser: Client, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = begun(browser, first="2007-06", last="2007-06")
    work_out = preparing.work_out

    def slow(*given: Any) -> preparing.Worked:
        worked = work_out(*given)
        monkeypatch.setattr(preparing, "work_out", work_out)
        published(browser, second)
        return worked

    monkeypatch.setattr(preparing, "work_out", slow)
    assert run(found).reason == "overtaken"
    assert [each.first_month for each in Release.objects.all()] == [MAY]


def test_pressed_again_it_is_the_same_preparation(browser: Client, supervisor: User) -> None:
    found = begun(browser)
    assert begun(browser) == found
    assert DBTaskResult.objects.count() == 1
    assert begun(browser, last="2007-06") != found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_both_wait_for_one_preparation(browser: Client, second: User) -> None:
    other = Client()
    other.force_login(second)
    answers = at_once(*(lambda one=one: one.post(PREPARE, ONE_MONTH).headers["Location"] for one in (browser, other)))
    found = Preparation.objects.get()
    assert answers == [address(found)] * 2
    assert [each.pk for each in DBTaskResult.objects.all()] == [found.task]


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_at_once_leave_one_release(closed: None, supervisor: User, second: User) -> None:
    """Such as the command line beside a task."""
    worked = [preparing.work_out(OF_MAY) for _ in range(2)]
    kept = at_once(
        lambda: preparing.keep(worked=worked[0], by=supervisor).pk,
        lambda: preparing.keep(worked=worked[1], by=second).pk,
    )
    assert all(isinstance(each, UUID) for each in kept), kept
    assert Release.objects.get().pk in kept


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_it_to_the_next_and_five_give_it_up(browser: Client) -> None:
    found = begun(browser)
    DBTaskResult.objects.get().claim("dead")
    queue_again()
    assert Worker().step()
    found.refresh_from_db()
    assert found.release

    lost = begun(browser, first="2007-06", last="2007-06")
    for number in range(5):
        DBTaskResult.objects.get(pk=lost.task).claim(str(number))
        queue_again()
    assert "It was interrupted too often." in browser.get(address(lost)).content.decode()
    assert begun(browser, first="2007-06", last="2007-06") != lost


def test_a_preparation_without_its_task_is_given_up(browser: Client) -> None:
    found = begun(browser)
    DBTaskResult.objects.all().delete()
    assert "interrupted" in browser.get(reverse("publishing:releases")).content.decode()
    assert run(found).reason == "interrupted"
    assert not Release.objects.exists()


def test_nobody_finds_a_preparation_that_there_is_not(browser: Client) -> None:
    assert browser.get(reverse("publishing:preparation", args=[UUID(int=7)])).status_code == 404
    assert preparing.prepare(period=Period(JUNE, JUNE), by=None).prepared_by is None
