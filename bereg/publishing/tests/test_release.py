"""From closed months to public figures: prepared, looked at, agreed to by a second person, published, withdrawn."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.codes import Codes
from bereg.counting.months import Period
from bereg.counting.published_tables import exposure, tables
from bereg.counting.tests.conftest import Enquire
from bereg.disclosure import MonthSpan
from bereg.publications import content, shares
from bereg.publications import queries as releases
from bereg.publications.models import Release
from bereg.publishing import attacking, disclosure_control, preparing
from bereg.publishing.refusals import RefusedError
from bereg.publishing.release_preview import gate_number
from bereg.publishing.tests.publishing import (
    FEW,
    JULY,
    MANY,
    MAY,
    ONE_MONTH,
    PREPARE,
    browser,
    closed,
    prepared,
    published,
    second,
    small_world,
)
from bereg.vault import keyring
from conftest import make_user, unlock

__all__ = ["browser", "closed", "second", "small_world"]


def public(period: str = "2007-05") -> Any:
    return Client().get(reverse("public_site:release", args=["en", period]))


def table(said: content.Content, id: str, group: str = "all") -> content.Table:
    return next(each for each in said["tables"] if (each["id"], each["group"]) == (id, group))


def test_a_release_names_everything_and_no_small_count(browser: Client) -> None:
    said = releases.content_of(prepared(browser))
    gender = table(said, "gender")
    shown = {row["code"]: row["shown"] for row in gender["rows"]}

    assert set(shown) == {"female", "male"}
    assert shown["female"] is None
    assert shown["male"] is not None
    assert abs(shown["male"] - MANY) <= disclosure_control.RULES.max_deviation
    assert gender["rows"][0]["label"] == {"ru": "female", "en": "female"}
    assert gender["title"] == {"ru": "Пол", "en": "Gender", "uz": "Jins", "tg": "Ҷинс"}
    assert (said["first"], said["last"], said["vintage"], said["countries"]) == ("2007-05", "2007-05", 1, None)


def test_prepared_twice_it_says_the_same(browser: Client) -> None:
    first = prepared(browser)
    again = prepared(browser)

    assert again.content == first.content
    assert Release.objects.count() == 1


def test_nothing_is_public_before_a_second_person_agreed(browser: Client, supervisor: User, second: User) -> None:
    found = prepared(browser)
    publish = reverse("publishing:publish_release", args=[found.pk])
    assert browser.post(publish).status_code == 409
    browser.post(reverse("publishing:ask_release", args=[found.pk]))
    assert browser.post(publish).status_code == 409
    assert public().status_code == 404
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    assert "Supervisor 02 agreed" in browser.get(reverse("publishing:release", args=[found.pk])).content.decode()
    assert browser.post(publish).status_code == 302

    page = public()
    assert page.status_code == 200
    assert found.digest in page.content.decode()
    ways = Client().get(reverse("public_site:theme", args=["en", "2007-05", "ways"])).content.decode()
    assert "&lt;10" in ways
    assert [entry.action for entry in entries_on(found)] == ["release.prepared", "release.published"]
    pressed_again = browser.post(publish)
    assert pressed_again.status_code == 409
    assert "A colleague was faster" in pressed_again.content.decode()  # and not that it is to be prepared again


def test_who_is_asked_decides_from_the_page_of_the_release(browser: Client, supervisor: User, second: User) -> None:
    found = prepared(browser)
    browser.post(reverse("publishing:ask_release", args=[found.pk]))
    colleague = Client()
    colleague.force_login(second)
    address, decide = (
        reverse("publishing:release", args=[found.pk]),
        reverse("accounts:approval", args=[Approval.objects.get().pk]),
    )
    theirs = colleague.get(address).content.decode()
    assert f"{supervisor} asks a second person to agree." in theirs
    assert decide in theirs
    assert reverse("publishing:ask_release", args=[found.pk]) not in theirs  # one asks, one decides
    assert decide not in browser.get(address).content.decode()


def test_what_was_prepared_anew_needs_a_new_agreement(browser: Client, second: User) -> None:
    """The agreement is to a release of that number; a new one has another."""
    found = prepared(browser)
    browser.post(reverse("publishing:ask_release", args=[found.pk]))
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    again = prepared(browser)

    assert again.pk != found.pk
    assert browser.post(reverse("publishing:publish_release", args=[again.pk])).status_code == 409
    assert browser.post(reverse("publishing:publish_release", args=[found.pk])).status_code == 404


def test_an_open_month_is_not_published(browser: Client, enquire: Enquire) -> None:
    enquire("2007-07-03T12:00:00+00:00")
    assert browser.post(PREPARE, {"first": "2007-05", "last": "2007-07"}).status_code == 422
    with pytest.raises(RefusedError, match="closed months only"):
        preparing.prepare(period=Period(MAY, JULY), by=User.objects.get(username="supervisor-01"))


def test_a_release_that_was_changed_is_shown_to_nobody(browser: Client, second: User) -> None:
    found = published(browser, second)
    said = json.loads(found.content)
    said["tables"][0]["base"] = 1_000
    Release.objects.filter(pk=found.pk).update(content=content.write(said))

    assert public().status_code == 503
    assert "1000" not in public().content.decode()
    page = browser.get(reverse("publishing:release", args=[found.pk])).content.decode()
    assert "This release is not what was prepared." in page


def test_one_correction_has_new_noise_and_a_second_one_is_refused(browser: Client, second: User) -> None:
    first = published(browser, second)
    corrected = published(browser, second)
    figures = [table(releases.content_of(each), "enquiries")["base"] for each in (first, corrected)]
    every = [
        [(row["code"], row["shown"]) for each in releases.content_of(found)["tables"] for row in each["rows"]]
        for found in (first, corrected)
    ]

    assert corrected.vintage == 2
    assert releases.replaced() == {first.pk}
    assert [each["replaced"] for each in browser.get(reverse("publishing:releases")).context["releases"]] == [
        False,
        True,
    ]
    assert "Corrected" in public().content.decode()
    assert figures[0] != figures[1] or every[0] != every[1]
    refused = browser.post(PREPARE, ONE_MONTH)
    assert refused.status_code == 409
    assert "corrected already" in refused.content.decode()


def test_what_was_never_attacked_together_is_not_published(browser: Client, second: User) -> None:
    """Two that were prepared side by side, each attacked without the other."""
    waiting = prepared(browser, last="2007-06")
    browser.post(reverse("publishing:ask_release", args=[waiting.pk]))
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    published(browser, second)
    refused = browser.post(reverse("publishing:publish_release", args=[waiting.pk]))

    assert refused.status_code == 409
    assert "Other figures were published since" in refused.content.decode()
    assert public("2007-05_2007-06").status_code == 404
    assert published(browser, second, last="2007-06").published_at


def test_new_codes_and_centres_change_nothing_that_was_published(
    browser: Client, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of the questionnaire may offer more answers; the next month is published all the same."""
    attack_on = attacking.attack_on
    found = published(browser, second)
    for variable, code in (("age", "60_over"), ("citizenship", "MN"), ("topic", "housing")):
        Codes().register(variable, [code])
    Centre.objects.create(code="tver", prefix="TVE", names={"": "Tver"}, country="RU", time_zone="Europe/Moscow")
    known: list[object] = []

    def watched(protected: Any, progress: Any, closed: Any) -> Any:
        known.append(closed)
        return attack_on(protected, progress, closed)

    monkeypatch.setattr(attacking, "attack_on", watched)
    following = prepared(browser, first="2007-06", last="2007-06")

    assert following.frame != found.frame
    assert known == [{"tver": MonthSpan("2007-05", "2007-05").months}]  # nobody asked there yet, as all know
    assert browser.get(reverse("publishing:release", args=[found.pk])).status_code == 200


def test_two_longer_periods_share_no_month(browser: Client, second: User, enquire: Enquire, supervisor: User) -> None:
    published(browser, second, last="2007-06")
    enquire("2007-07-03T12:00:00+00:00")
    with time_machine.travel(datetime(2007, 8, 5, 9, tzinfo=UTC), tick=False):
        close_month(month=JULY, by=supervisor)
        browser.force_login(supervisor)  # a month later nobody is signed in any more
        refused = browser.post(PREPARE, {"first": "2007-06", "last": "2007-07"})

    assert refused.status_code == 409
    assert "Another longer period" in refused.content.decode()


def test_a_broken_gate_is_never_published(browser: Client, supervisor: User) -> None:
    found = prepared(browser)
    Release.objects.filter(pk=found.pk).update(holds=False)
    page = browser.get(reverse("publishing:release", args=[found.pk])).content.decode()

    assert "never published" in page
    assert browser.post(reverse("publishing:ask_release", args=[found.pk])).status_code == 409
    assert browser.post(reverse("publishing:publish_release", args=[found.pk])).status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=found.pk).update(published_at=datetime(2007, 7, 5, tzinfo=UTC))


def test_figures_of_which_nothing_would_be_shown_are_not_published(closed: None, supervisor: User) -> None:
    with time_machine.travel(datetime(2007, 8, 5, 9, tzinfo=UTC), tick=False):
        close_month(month=JULY, by=supervisor)  # in which nobody asked
        found = preparing.prepare(period=Period(JULY, JULY), by=supervisor)

    assert [gate["name"] for gate in found.gates if not gate["holds"]] == ["shown"]
    assert not found.holds


def test_a_withdrawn_release_is_gone_and_known(browser: Client, second: User) -> None:
    found = published(browser, second)
    withdraw = reverse("publishing:withdraw_release", args=[found.pk])
    assert browser.post(withdraw).status_code == 422
    assert browser.post(withdraw, {"because": "figures"}).status_code == 302

    assert public().status_code == 410
    assert "2007" not in Client().get(reverse("public_site:figures", args=["en"])).content.decode()
    assert releases.editions()[0].vintage == 1  # an attacker may have read it
    assert browser.post(withdraw, {"because": "figures"}).status_code == 409


def test_staff_see_exact_beside_protected(browser: Client) -> None:
    found = prepared(browser)
    gender = next(
        each
        for each in browser.get(reverse("publishing:release", args=[found.pk])).context["tables"]
        if each.title == "Gender"
    )
    lines = {line.label: (line.shown, line.exact) for line in gender.lines}

    assert lines["female"] == ("<10", FEW)
    assert lines["male"][1] == MANY


def test_shares_of_topics_are_looked_at_as_the_public_reads_them(browser: Client) -> None:
    found = prepared(browser)
    said = releases.content_of(found)
    topics = next(each for each in said["left_out"] if each["id"] == "topic_groups")
    base = table(said, "enquiries")["base"]
    rows = [content.Row(code=code, label={"en": code}, shown=base) for code in ("labour", "abroad")]
    said["tables"].append(content.Table(**topics, base=None, rows=rows, interval_below=0, without_base=False))
    Release.objects.filter(pk=found.pk).update(content=(text := content.write(said)), digest=content.digest(text))
    page = browser.get(reverse("publishing:release", args=[found.pk]))
    [shown] = [each for each in page.context["tables"] if each.title == "Topics, in classes"]
    of_few = shares.share(base, base, shares.INTERVAL_BELOW)
    assert of_few.endswith("–100")
    assert [line.percent for line in shown.lines] == [of_few, of_few]


def test_what_no_gate_is_about_is_stated_beside_the_gates(browser: Client) -> None:
    """The tables of so few people are left out, so the gate looks better than the whole does."""
    page = browser.get(reverse("publishing:release", args=[prepared(browser).pk]))
    gates = {str(each["label"]): each for each in page.context["gates"]}
    whole = gates["cells shown as a number, of all tables, those left out too"]

    assert not whole["sign"]
    assert float(str(whole["value"]).rstrip("%")) < float(str(gates["cells shown as a number"]["value"]).rstrip("%"))
    assert f"({exposure(tables()).both} cells at most)" in page.content.decode()


def test_the_attack_is_one_verdict_with_its_measures_folded(browser: Client) -> None:
    page = browser.get(reverse("publishing:release", args=[prepared(browser).pk])).content.decode()
    assert "It finds nobody" in page
    assert "<details>" in page.split('id="verdict"')[1].split('class="gates"')[0]


def test_what_the_attack_achieved_is_written_as_the_language_writes_numbers() -> None:
    with override("ru"):
        assert [gate_number("squares", 0.16216), gate_number("changed", 1.346)] == ["16,2\u00a0%", "1,35"]
    with override("en"):
        assert [gate_number("squares", 0.16216), gate_number("recovered", 0)] == ["16.2%", "0.0%"]


def test_a_page_lists_each_table_and_each_level(browser: Client) -> None:
    page = browser.get(reverse("publishing:published_tables"))
    listed = {table.title: table for table in page.context["tables"]}

    assert len(listed["Gender"].groups) == len(page.context["levels"])
    assert listed["Gender"].groups[0] == "Everybody, Citizens, Foreigners"
    assert listed["Citizenship"].groups[0] == ""  # single countries by the year alone
    assert "Central Asia" in listed["Citizenship, groups of countries"].rows


def test_the_list_reads_no_release_whole(browser: Client) -> None:
    prepared(browser)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(reverse("publishing:releases")).status_code == 200
    said = [each["sql"] for each in queries if "publications_release" in each["sql"]]
    assert said
    assert not any(f'"{long}"' in each for each in said for long in ("content", "gates", "frame"))


def test_a_publisher_publishes_without_seeing_a_true_count(browser: Client, centre: Centre) -> None:
    found = prepared(browser)
    publisher = Client()
    publisher.force_login(make_user(centre, Role.PUBLISHER, "Publisher 01"))
    page = publisher.get(reverse("publishing:release", args=[found.pk]))

    assert page.status_code == 200
    assert "Exact" not in page.content.decode()
    assert all(line.exact is None for each in page.context["tables"] for line in each.lines)
    assert publisher.get(reverse("report:report")).status_code == 403


def test_who_may_agree_may_look_at_what_it_is(browser: Client, centre: Centre) -> None:
    """An administrator agrees, but neither publishes nor reads an exact figure."""
    found = prepared(browser)
    browser.post(reverse("publishing:ask_release", args=[found.pk]))
    deciding = Client()
    deciding.force_login(make_user(centre, Role.ADMIN, "Administrator 01"))
    look = reverse("publishing:release", args=[found.pk])
    asked = deciding.get(reverse("accounts:approval", args=[Approval.objects.get().pk])).content.decode()
    page = deciding.get(look)

    assert f'<a href="{look}">' in asked
    assert page.status_code == 200
    assert "Exact" not in page.content.decode()
    assert "<form" not in page.content.decode().split("The attack")[1].split("</main>")[0]
    assert deciding.get(reverse("publishing:releases")).status_code == 403
    assert deciding.post(reverse("publishing:publish_release", args=[found.pk])).status_code == 403


def test_a_process_without_keys_shows_releases_and_prepares_none(
    browser: Client, second: User, lock_once_signed_in: Callable[[], None]
) -> None:
    published(browser, second)
    keyring.lock()
    assert public().status_code == 200
    unlock()
    lock_once_signed_in()
    refused = browser.post(PREPARE, {"first": "2007-06", "last": "2007-06"})
    assert refused.status_code == 409
    assert "locked" in refused.content.decode()


def test_a_period_of_which_nothing_was_published_is_not_found(browser: Client, second: User) -> None:
    published(browser, second)
    assert public().status_code == 200
    for period in ("2007-04", "2007-13", "2007-05_2007-04", "0000-01", "2007-05-01"):
        assert public(period).status_code == 404, period


def test_the_archive_leads_to_what_is_public(browser: Client, second: User) -> None:
    archive = Client().get(reverse("public_site:figures", args=["ru"]))
    assert "Показатели ещё не опубликованы." in archive.content.decode() or archive.status_code == 200
    published(browser, second)
    page = Client().get(reverse("public_site:figures", args=["en"])).content.decode()

    assert reverse("public_site:release", args=["en", "2007-05"]) in page
    assert "May 2007" in page
