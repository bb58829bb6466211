"""Sentences go out once a second person agreed to these very words beside these very figures."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.commentary import actions, page, queries
from bereg.commentary.actions import SentenceDraft
from bereg.commentary.errors import (
    ChangedTextError,
    NoSecondPersonError,
    NoSentenceError,
    NotPublicError,
    OpenSentenceError,
    StaleSentenceError,
)
from bereg.commentary.models import ReportText
from bereg.commentary.tests.written import ENGLISH, RUSSIAN, agree, put_out, write
from bereg.publications import actions as publishing
from bereg.publications.actions import Prepared, keep
from bereg.publications.models import Release, WithdrawalReason
from bereg.publications.queries import editions, written
from bereg.publications.tests.released import FIRST, LAST, content, publish


def test_nothing_is_public_before_a_second_person_agreed(year: Release, supervisor: User, second: User) -> None:
    write(year, supervisor)
    text = actions.ask(release=year, by=supervisor)
    with pytest.raises(NoSecondPersonError):
        actions.put_out(text=text, by=supervisor)
    assert queries.public_words(year)["written"] == []
    agree(text, second)
    actions.put_out(text=text, by=supervisor)
    assert queries.public_words(year)["written"] == [
        {"centre": "all", "table": "gender", "texts": {"ru": RUSSIAN, "en": ENGLISH}}
    ]
    text.refresh_from_db()
    assert (text.agreed_by, text.put_out_by) == (second, supervisor)
    acts = ChainedAct.objects.filter(action__startswith="report_text.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["report_text.sentence_written", "report_text.asked", "report_text.put_out"]


def test_who_wrote_any_of_it_agrees_to_none_of_it(
    year: Release, supervisor: User, second: User, publisher_01: User
) -> None:
    """Also where a colleague asks: the second person of the request would be the first of the words."""
    sentence = write(year, second)
    draft = SentenceDraft(("all", "gender"), {"ru": RUSSIAN})
    actions.change(sentence=sentence, version=1, release=year, draft=draft, by=publisher_01)
    text = actions.ask(release=year, by=publisher_01)
    asked = approvals.living(kind=queries.PUTTING_OUT, target=queries.target_of(text), by=publisher_01)
    assert asked
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=asked, agrees=True, by=second)
    agree(text, supervisor)


def test_a_change_needs_another_agreement_and_the_old_words_stay_until_then(
    year: Release, supervisor: User, second: User
) -> None:
    sentence = write(year, supervisor)
    put_out(year, supervisor, second)
    changed = SentenceDraft(("all", "gender"), {"ru": "Иначе."})
    actions.change(sentence=sentence, version=1, release=year, draft=changed, by=supervisor)
    assert queries.public_words(year)["written"][0]["texts"]["ru"] == RUSSIAN
    text = actions.ask(release=year, by=supervisor)
    with pytest.raises(NoSecondPersonError):
        actions.put_out(text=text, by=supervisor)
    agree(text, second)
    actions.put_out(text=text, by=supervisor)
    assert queries.public_words(year)["written"][0]["texts"] == {"ru": "Иначе."}


def test_an_agreement_is_of_what_was_shown_and_of_nothing_written_after(
    year: Release, supervisor: User, second: User
) -> None:
    """Words changed between the showing and the agreement do not slip through, there and back again either."""
    sentence = write(year, supervisor)
    shown = actions.ask(release=year, by=supervisor)
    changed = SentenceDraft(("all", "gender"), {"ru": "Подменено."})
    actions.change(sentence=sentence, version=1, release=year, draft=changed, by=supervisor)
    agree(shown, second)
    actions.put_out(text=shown, by=supervisor)
    assert queries.public_words(year)["written"][0]["texts"]["ru"] == RUSSIAN


def test_after_a_refusal_the_page_says_so_and_the_same_words_are_shown_again(
    year: Release, supervisor: User, second: User, browser: Client
) -> None:
    write(year, supervisor)
    page, ask = reverse("commentary:release", args=[year.pk]), reverse("commentary:ask", args=[year.pk])
    first = actions.ask(release=year, by=supervisor)
    assert ask not in browser.get(page).content.decode()
    asked = approvals.to_decide(kind=queries.PUTTING_OUT, target=queries.target_of(first), by=second)
    assert asked
    approvals.decide(approval=asked, agrees=False, by=second)
    said = browser.get(page).content.decode()
    assert ("waits for a second person" in said.partition("What was shown")[0], "not agreed to" in said) == (
        False,
        True,
    )
    assert ask in said
    agree(actions.ask(release=year, by=supervisor), second)
    assert ask not in browser.get(page).content.decode()


def test_showing_again_ends_what_was_shown_before(year: Release, supervisor: User, second: User) -> None:
    write(year, supervisor)
    first = actions.ask(release=year, by=supervisor)
    write(year, supervisor, {"en": "More."})
    actions.ask(release=year, by=supervisor)
    first.refresh_from_db()
    assert first.ended_at
    assert approvals.to_decide(kind=queries.PUTTING_OUT, target=queries.target_of(first), by=second) is None
    with pytest.raises(StaleSentenceError):
        actions.put_out(text=first, by=supervisor)


@pytest.mark.parametrize(
    "text",
    [
        "Звоните Анне Петровой, она поможет.",
        "Ask for her at +7 900 000-00-01.",
        "Паспорт 4500 123456 был отобран.",
        "Хозяин живёт на улице Вымышленной, дом 5.",
        "Mail to nobody@example.org.",
        "Это случилось 14 февраля 2008 года.",
    ],
)
def test_what_tells_of_somebody_is_neither_stored_nor_agreed_to(year: Release, supervisor: User, text: str) -> None:
    with pytest.raises(OpenSentenceError):
        write(year, supervisor, {"ru": text})
    assert not queries.sentences_of(year)


def test_what_is_open_in_the_corrected_figures_is_not_agreed_to(year: Release, supervisor: User, second: User) -> None:
    """A correction begins without sentences, and with 61% instead of 60% the old ones say what nobody published."""
    write(year, supervisor)
    put_out(year, supervisor, second)
    corrected = content() | {"vintage": 2}
    table = next(each for each in corrected["tables"] if (each["id"], each["group"]) == ("gender", "all"))
    table["rows"][0]["shown"] = 612
    after = publish(corrected)
    assert queries.public_words(after)["written"] == []
    with pytest.raises(OpenSentenceError):
        actions.ask(release=after, by=supervisor)


def test_sentences_about_nothing_are_not_shown(year: Release, supervisor: User) -> None:
    with pytest.raises(NoSentenceError):
        actions.ask(release=year, by=supervisor)


def test_a_withdrawn_release_takes_its_sentences_along(year: Release, supervisor: User, second: User) -> None:
    write(year, supervisor)
    put_out(year, supervisor, second)
    publishing.withdraw(release=year, because=WithdrawalReason.FIGURES, by=supervisor)
    assert queries.sentences_about(FIRST, LAST) == []
    text = actions.ask(release=year, by=supervisor)
    agree(text, second)
    with pytest.raises(NotPublicError):
        actions.put_out(text=text, by=supervisor)


def test_words_agreed_to_before_the_figures_are_public_wait_for_them(db: None, supervisor: User, second: User) -> None:
    release = keep(first=FIRST, last=LAST, prepared=Prepared(content(), [], {}, written(editions()), ""), by=None)
    write(release, supervisor)
    text = actions.ask(release=release, by=supervisor)
    agree(text, second)
    with pytest.raises(NotPublicError):
        actions.put_out(text=text, by=supervisor)
    Release.objects.filter(pk=release.pk).update(published_at=release.prepared_at)
    actions.put_out(text=text, by=supervisor)
    assert queries.public_words(release)["written"]


def test_a_release_that_is_prepared_anew_keeps_the_sentences_and_drops_what_was_shown(
    db: None, supervisor: User
) -> None:
    release = keep(first=FIRST, last=LAST, prepared=Prepared(content(), [], {}, written(editions()), ""), by=None)
    write(release, supervisor)
    actions.ask(release=release, by=supervisor)
    again = keep(first=FIRST, last=LAST, prepared=Prepared(content(), [], {}, written(editions()), ""), by=None)
    assert queries.sentences_of(again).count() == 1
    assert not ReportText.objects.exists()


def test_what_is_taken_back_is_gone_and_nothing_older_comes_up(year: Release, supervisor: User, second: User) -> None:
    write(year, supervisor)
    put_out(year, supervisor, second)
    write(year, supervisor, {"en": "More."})
    later = put_out(year, supervisor, second)
    assert len(queries.public_words(year)["written"]) == 2
    actions.end(text=later, by=supervisor)
    assert queries.public_words(year)["written"] == []
    with pytest.raises(StaleSentenceError):
        actions.end(text=later, by=second)


def test_a_text_that_was_changed_in_the_database_is_shown_to_nobody(
    year: Release, supervisor: User, second: User
) -> None:
    write(year, supervisor)
    text = put_out(year, supervisor, second)
    ReportText.objects.filter(pk=text.pk).update(words=text.words.replace("60%", "99%"))
    assert queries.public_words(year)["written"] == []
    write(year, supervisor, {"en": "More."})
    waits = actions.ask(release=year, by=supervisor)
    agree(waits, second)
    ReportText.objects.filter(pk=waits.pk).update(words=waits.words.replace("60%", "99%"))
    waits.refresh_from_db()
    with pytest.raises(ChangedTextError):
        actions.put_out(text=waits, by=supervisor)


def test_of_two_who_change_a_sentence_the_slower_is_told(year: Release, supervisor: User, second: User) -> None:
    sentence, draft = write(year, supervisor), SentenceDraft(("all", "gender"), {"en": "Theirs."})
    actions.change(sentence=sentence, version=1, release=year, draft=draft, by=second)
    with pytest.raises(StaleSentenceError):
        actions.change(sentence=sentence, version=1, release=year, draft=draft, by=supervisor)
    with pytest.raises(StaleSentenceError):
        actions.remove(sentence=sentence, version=1, by=supervisor)


def test_what_was_shown_before_is_on_the_next_page(
    year: Release, supervisor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_TEXTS", 1)
    shown = []
    for words in ("More.", "Fewer."):
        write(year, supervisor, {"en": words})
        shown.append(actions.ask(release=year, by=supervisor))
    client.force_login(supervisor)
    pages = [client.get(reverse("commentary:release", args=[year.pk]), {"page": each}) for each in ("1", "2")]
    assert [list(each.context["texts"]) for each in pages] == [shown[1:], shown[:1]]
    assert "The newest 1 are shown." in pages[0].content.decode()
