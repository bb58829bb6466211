"""Sentences are written on a page: in two languages, with a decision on what is found and on each number."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts.models import User
from bereg.commentary import actions, queries, views
from bereg.commentary.models import ReportSentence, ReportText
from bereg.commentary.tests.written import ENGLISH, RUSSIAN, agree, put_out, write
from bereg.publications.models import Release
from bereg.publications.tests.released import FIRST, LAST, content, publish


def new(release: Release) -> str:
    return reverse("commentary:new", args=[release.pk])


def choices(html: str, value: str) -> dict[str, str]:
    """Return the fields of a page that offer a value, each with it."""
    return dict.fromkeys(re.findall(rf'name="([^"]+)" value="{value}"', html), value)


def test_a_sentence_in_two_languages_is_written_and_shown(browser: Client, year: Release) -> None:
    typed = {"place": "all/gender", "ru-text": RUSSIAN, "en-text": ENGLISH}
    assert browser.post(new(year), typed)["Location"] == reverse("commentary:release", args=[year.pk])
    html = browser.get(reverse("commentary:release", args=[year.pk])).content.decode()
    assert RUSSIAN in html
    assert ENGLISH in html
    assert "Gender, All centres, Everybody: female" in html


def test_a_name_and_a_number_hold_it_back_until_each_is_decided(browser: Client, year: Release) -> None:
    text = "Anna Petrova says that 77 women asked since 2007."
    typed = {"place": "all/gender", "en-text": text}
    answer = browser.post(new(year), typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert text in html
    assert not ReportSentence.objects.exists()
    removed, named = choices(html, "remove"), choices(html, "elsewhere")
    assert removed
    assert len(named) == 2  # 77 and 2007
    answer = browser.post(new(year), typed | removed)
    assert answer.status_code == 422
    answer = browser.post(new(year), typed | removed | choices(answer.content.decode(), "elsewhere"))
    assert answer.status_code == 302
    stored = ReportSentence.objects.get()
    assert stored.texts == {"en": "[name] says that 77 women asked since 2007."}
    html = browser.get(reverse("commentary:release", args=[year.pk])).content.decode()
    assert "not published; said to be:" in html
    assert "something in it is open" not in html
    again = browser.get(reverse("commentary:sentence", args=[year.pk, stored.pk])).content.decode()
    assert len(re.findall(r'value="elsewhere"[^>]* checked', again)) == 2


def test_a_finding_that_is_kept_stays_decided(browser: Client, year: Release) -> None:
    typed = {"place": "all/", "en-text": "The law of 14 February 2008 changed it."}
    answer = browser.post(new(year), typed)
    html = answer.content.decode()
    kept = choices(html, "not_identifying") | choices(html, "law")
    assert browser.post(new(year), typed | kept).status_code == 302
    stored = ReportSentence.objects.get()
    address = reverse("commentary:sentence", args=[year.pk, stored.pk])
    assert re.search(r'value="not_identifying"[^>]* checked', browser.get(address).content.decode())
    assert stored.written_by
    assert actions.ask(release=year, by=stored.written_by).pk


def test_nothing_written_and_an_unknown_place_are_said(browser: Client, year: Release) -> None:
    answer = browser.post(new(year), {"place": "all/gender"})
    assert answer.status_code == 422
    assert "Write it in one language at least." in answer.content.decode()
    answer = browser.post(new(year), {"place": "moon/gender", "en-text": "Kept as typed."})
    assert answer.status_code == 422
    assert "The release does not show this" in answer.content.decode()
    assert "Kept as typed." in answer.content.decode()


def test_a_stale_save_is_refused_with_both_texts(browser: Client, year: Release, supervisor: User) -> None:
    sentence = write(year, supervisor)
    address = reverse("commentary:sentence", args=[year.pk, sentence.pk])
    first = {"version": "1", "place": "all/gender", "en-text": "Theirs, typed first."}
    assert browser.post(address, first).status_code == 302
    answer = browser.post(address, first | {"en-text": "Mine, typed with care."})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Mine, typed with care." in html
    assert "Theirs, typed first." in html
    assert 'name="version" value="2"' in html
    remove = reverse("commentary:remove", args=[year.pk, sentence.pk])
    assert browser.post(remove, {"version": "1"}).status_code == 409
    assert browser.post(remove, {"version": "2"}).status_code == 302
    assert not ReportSentence.objects.exists()


def test_the_same_form_sent_twice_is_one_sentence(browser: Client, year: Release) -> None:
    own = re.search(r'name="id" value="([^"]+)"', browser.get(new(year)).content.decode())
    assert own
    typed = {"id": own[1], "place": "all/gender", "en-text": ENGLISH}
    assert [browser.post(new(year), typed).status_code for _ in range(2)] == [302, 302]
    answer = browser.post(new(year), {**typed, "en-text": "Something else."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert (ENGLISH in page, "Something else." in page) == (True, True)
    assert ReportSentence.objects.get().texts == {"en": ENGLISH}
    sentence = reverse("commentary:sentence", args=[year.pk, ReportSentence.objects.get().pk])
    assert f'action="{sentence}"' in page
    assert browser.post(sentence, {**typed, "en-text": "Something else.", "version": "1"}).status_code == 302
    assert ReportSentence.objects.get().texts == {"en": "Something else."}


def test_an_editor_writes_about_what_is_public_and_sees_no_prepared_release(
    client: Client, year: Release, editor_01: User
) -> None:
    from bereg.publications.actions import Prepared, keep
    from bereg.publications.queries import editions, written

    waits = keep(first=LAST, last=LAST, prepared=Prepared(content(), [], {}, written(editions()), ""), by=None)
    client.force_login(editor_01)
    assert client.get(reverse("commentary:release", args=[waits.pk])).status_code == 404
    assert client.post(new(year), {"place": "all/gender", "en-text": ENGLISH}).status_code == 302
    listed = client.get(reverse("commentary:texts")).context["rows"]
    assert [each["release"] for each in listed] == [year]


def test_an_editor_reads_no_text_of_figures_that_were_never_public(
    client: Client, year: Release, editor_01: User, supervisor: User, second: User
) -> None:
    write(year, supervisor)
    text = actions.ask(release=year, by=supervisor)
    client.force_login(editor_01)
    assert client.get(text.get_absolute_url()).status_code == 200
    Release.objects.filter(pk=year.pk).update(published_at=None)  # as one that waits
    assert client.get(text.get_absolute_url()).status_code == 404
    assert client.post(reverse("commentary:end", args=[text.pk])).status_code == 404
    client.force_login(second)
    assert client.get(text.get_absolute_url()).status_code == 200


def test_the_list_tells_how_far_each_is_in_as_many_queries_for_many_as_for_one(
    browser: Client, year: Release, supervisor: User, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("commentary:texts")
    write(year, supervisor)
    put_out(year, supervisor, second)
    browser.get(address)  # the first page of a session asks for more
    with CaptureQueriesContext(connection) as alone:
        html = browser.get(address).content.decode()
    assert ("1 sentence" in html, "sentences public since" in html, "waits for a second person" in html) == (
        *(True, True),
        False,
    )
    months = [publish(first=LAST.replace(month=number), last=LAST.replace(month=number)) for number in (1, 2, 3)]
    write(months[0], supervisor)
    actions.ask(release=months[0], by=supervisor)
    actions.end(text=queries.texts_of(year).get(), by=supervisor)
    with CaptureQueriesContext(connection) as many:
        html = browser.get(address).content.decode()
    assert len(many) == len(alone)
    assert not any('"content"' in each["sql"] or '"words"' in each["sql"] for each in many)
    assert (html.count("1 sentence"), html.count("nothing written"), html.count("waits for a second")) == (2, 2, 1)
    assert "sentences public since" not in html
    monkeypatch.setattr(views, "MOST_RELEASES", 3)
    shown = [browser.get(address, {"page": number}).context["rows"] for number in (1, 2)]
    assert [len(rows) for rows in shown] == [3, 1]


def test_it_is_shown_agreed_to_published_and_taken_back(
    browser: Client, year: Release, supervisor: User, second: User
) -> None:
    write(year, supervisor)
    answer = browser.post(reverse("commentary:ask", args=[year.pk]))
    text = ReportText.objects.get()
    assert answer["Location"] == text.get_absolute_url()
    other = Client()
    other.force_login(second)
    html = other.get(text.get_absolute_url()).content.decode()
    assert RUSSIAN in html
    assert ENGLISH in html
    assert "Decide" in html
    agree(text, second)

    assert browser.post(reverse("commentary:put_out", args=[text.pk])).status_code == 302
    assert queries.public_text(year) == text
    assert browser.post(reverse("commentary:put_out", args=[text.pk])).status_code == 409
    assert browser.post(reverse("commentary:end", args=[text.pk])).status_code == 302
    assert queries.public_text(year) is None


@pytest.mark.parametrize("language", ["en", "ru", "uz", "tg"])
def test_the_public_page_has_each_sentence_in_its_language_or_marked_as_another(
    client: Client, year: Release, supervisor: User, second: User, language: str
) -> None:
    write(year, supervisor)
    write(year, supervisor, {"ru": "Обратившиеся боятся проверок."}, place=("all", ""))
    write(year, supervisor, {"en": "The shore opened in summer."}, place=("shore", ""))
    put_out(year, supervisor, second)
    shown = {"en": ENGLISH}.get(language, RUSSIAN)
    spoken = {"en": "en"}.get(language, "ru")
    period = f"{FIRST:%Y-%m}_{LAST:%Y-%m}"
    for page in ("people/", "all/gender/"):
        html = client.get(f"/{language}/figures/{period}/{page}").content.decode()
        assert re.search(rf'<div class="report-written" lang="{spoken}" dir="auto"><p>{re.escape(shown)}', html)
    html = client.get(f"/{language}/figures/{period}/").content.decode()
    assert '<div class="report-written" lang="ru" dir="auto"><p>Обратившиеся боятся проверок.' in html
    html = client.get(f"/{language}/figures/{period}/centre-shore/").content.decode()
    assert '<div class="report-written" lang="en" dir="auto"><p>The shore opened in summer.' in html


def test_the_figures_are_the_same_with_sentences_and_without(
    client: Client, year: Release, supervisor: User, second: User
) -> None:
    before = (year.content, year.digest)
    write(year, supervisor)
    put_out(year, supervisor, second)
    year.refresh_from_db()
    assert (year.content, year.digest) == before


def test_a_corrected_release_begins_without_sentences(
    client: Client, year: Release, supervisor: User, second: User
) -> None:
    write(year, supervisor)
    put_out(year, supervisor, second)
    assert ENGLISH in client.get("/en/figures/latest/all/gender/").content.decode()
    publish(content() | {"vintage": 2})
    assert ENGLISH not in client.get("/en/figures/latest/all/gender/").content.decode()
