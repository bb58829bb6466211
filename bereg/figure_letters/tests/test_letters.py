"""A letter from its template to its answer: frozen when signed, exact only by two, due again once corrected."""

import datetime as dt
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bereg.accounts import approvals
from bereg.accounts.models import Approval, Notice, User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.figure_letters import drafting, errors, queries, sending
from bereg.figure_letters.due import due
from bereg.figure_letters.models import FigureLetter, FunderIndicator
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.tests.conftest import JUNE, MAY, TEXT, Arrange, drafted, new, released, sent, signed, stands
from bereg.figure_letters.wanted import LetterDraft
from bereg.publications import actions as publications
from bereg.publications.models import WithdrawalReason
from bereg.reference.models import EntryVersion, ReferenceEntry

Counted = Callable[..., FunderIndicator]


def act(letter: FigureLetter, name: str) -> str:
    return reverse(f"figure_letters:{name}", args=[letter.pk])


def words_due(person: User) -> list[str]:
    return [str(each.words) for each in due(person, timezone.now())]


def test_a_letter_begins_with_the_template_and_the_main_figures(browser: Client, arrange: Arrange) -> None:
    released(MAY)
    text = browser.get(new(arrange())).context["form"]["text"].value()
    assert text.startswith("Dear colleagues,\n\nhere is May 2007 for Invented Migration Service.")
    assert "In May 2007 people turned to the centres about 1,000 times." in text


def test_without_a_release_the_reason_is_told_and_nothing_typed_is_lost(browser: Client, arrange: Arrange) -> None:
    made = arrange()
    assert "no published release of May 2007 yet" in browser.get(new(made)).content.decode()
    answer = browser.post(new(made), {"text": "Typed with care."})
    assert answer.status_code == 409
    assert "no published release of May 2007 yet" in answer.content.decode()
    assert answer.context["form"]["text"].value() == "Typed with care."
    assert not queries.letters_about(made, periods_over(made)[0])


@pytest.mark.parametrize("month", ["2007-06", "2007-04", "2007-5", "2999-01"])
def test_there_is_no_letter_about_a_month_that_is_no_period(browser: Client, arrange: Arrange, month: str) -> None:
    assert browser.get(new(arrange(), month)).status_code == 404


def test_a_name_in_the_text_is_decided_on_before_anything_is_saved(browser: Client, arrange: Arrange) -> None:
    released(MAY)
    made = arrange()
    typed = {"text": "Thank you for helping Мария Иванова, +7 900 000 00 00."}
    answer = browser.post(new(made), typed)
    assert answer.status_code == 422
    assert "findings" in answer.context["form"].errors
    assert answer.context["form"]["text"].value() == typed["text"]
    rows = answer.context["form"].fields["findings"].widget.rows("findings", {})
    assert rows
    answer = browser.post(new(made), typed | {each.name: "remove" for each in rows})
    assert answer.status_code == 302
    kept = queries.letters_about(made, periods_over(made)[0])[0].text
    assert "Иванова" not in kept
    assert "900" not in kept


def test_a_release_leaves_with_one_signature_and_what_left_is_frozen(
    browser: Client, arrange: Arrange, supervisor: User, service: ReferenceEntry
) -> None:
    release = released(MAY)
    letter = drafted(arrange(), supervisor)
    assert browser.post(act(letter, "sign"), {"version": "1"}).status_code == 302
    letter = stands(letter)
    assert letter.state == "signed"
    assert not Approval.objects.exists()
    paper = json.loads(letter.content)
    assert (paper["to"], paper["address"]) == ("Invented Migration Service", "1 Invented Street")
    assert (paper["text"], paper["signed"], paper["release_digest"]) == (TEXT, str(supervisor), release.digest)
    EntryVersion.objects.filter(entry=service).update(content={"sort": "state", "address": {"en": "Elsewhere"}})
    page = browser.get(letter.get_absolute_url()).content.decode()
    assert "1 Invented Street" in page
    answer = browser.post(
        act(letter, "send"), {"version": "2", "way": "letter", "sent_on": "2007-06-08", "answer_by": "2007-07-08"}
    )
    assert answer.status_code == 302
    assert words_due(supervisor) == ["answer to a letter: Invented Migration Service, May 2007"]
    typed = {"version": "3", "answered_on": "2007-06-20", "answer": "Received, number 00-12."}
    assert browser.post(act(letter, "answer"), typed).status_code == 302
    assert not words_due(supervisor)
    letter = stands(letter)
    assert (letter.state, letter.answer, letter.sent_on) == ("answered", "Received, number 00-12.", dt.date(2007, 6, 8))
    done = ChainedAct.objects.filter(action__startswith="figure_letter.").values_list("action", flat=True)
    assert {each.partition(".")[2] for each in done} == {"recipient_set_up", "drafted", "signed", "sent", "answered"}


def test_the_letter_and_what_goes_along_are_files(browser: Client, arrange: Arrange, supervisor: User) -> None:
    released(MAY)
    letter = signed(drafted(arrange(), supervisor), supervisor)
    taken = browser.get(reverse("figure_letters:file", args=[letter.pk, "letter.pdf"]))
    assert (taken.status_code, taken["Content-Type"]) == (200, "application/pdf")
    text = " ".join(PdfReader(io.BytesIO(taken.content)).pages[0].extract_text().split())
    for part in ("Invented Migration Service", "1 Invented Street", TEXT, letter.reference, "Supervisor 01"):
        assert part in text
    for name, begins in (("figures.pdf", b"%PDF"), ("figures.xlsx", b"PK")):
        assert browser.get(reverse("figure_letters:file", args=[letter.pk, name])).content.startswith(begins)
    assert browser.get(reverse("figure_letters:file", args=[letter.pk, "figures-exact.csv"])).status_code == 404


def test_what_was_changed_in_the_database_since_it_was_signed_does_not_leave(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    released(MAY)
    letter = signed(drafted(arrange(), supervisor), supervisor)
    FigureLetter.objects.of(letter).update(content=letter.content.replace("figures", "lies"))
    answer = browser.post(act(letter, "send"), {"version": "2", "way": "by_hand", "sent_on": "2007-06-08"})
    assert answer.status_code == 409
    assert "is not what was signed" in answer.content.decode()
    assert stands(letter).state == "signed"
    assert browser.get(reverse("figure_letters:file", args=[letter.pk, "letter.pdf"])).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"way": "mail"}, "way"),
        ({"sent_on": "2999-01-01"}, "sent_on"),
        ({"sent_on": "soon"}, "sent_on"),
        ({"answer_by": "2007-06-01"}, "answer_by"),
    ],
)
def test_what_is_wrong_with_the_sending_is_told_at_its_field(
    browser: Client, arrange: Arrange, supervisor: User, wrong: dict[str, str], field: str
) -> None:
    released(MAY)
    letter = signed(drafted(arrange(), supervisor), supervisor)
    typed = {"version": "2", "way": "letter", "sent_on": "2007-06-08", "answer_by": "2007-07-08"} | wrong
    answer = browser.post(act(letter, "send"), typed)
    assert answer.status_code == 422
    form = answer.context["forms"]["send"]
    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in ("way", "sent_on", "answer_by")} == {
        name: typed[name] for name in ("way", "sent_on", "answer_by")
    }
    assert stands(letter).state == "signed"


def test_a_publisher_drafts_and_a_supervisor_is_told_to_sign(
    client: Client, arrange: Arrange, publisher_01: User, supervisor: User
) -> None:
    released(MAY)
    made = arrange()
    client.force_login(publisher_01)
    assert client.post(new(made), {"text": TEXT}).status_code == 302
    letter = queries.letters_for(publisher_01).get()
    assert client.post(act(letter, "sign"), {"version": "1"}).status_code == 409
    notice = Notice.objects.get(kind="figure_letter.to_sign")
    assert notice.person == supervisor
    signed(letter, supervisor)
    notice.refresh_from_db()
    assert notice.read_at
    sent(stands(letter), publisher_01)


def test_of_two_who_write_the_same_letter_one_wins_and_the_other_keeps_the_text(
    browser: Client, arrange: Arrange, second: User
) -> None:
    released(MAY)
    made = arrange()
    first = drafted(made, second)
    answer = browser.post(new(made), {"text": "Mine, typed with care."})
    assert answer.status_code == 409
    assert answer.context["form"]["text"].value() == "Mine, typed with care."
    assert first.get_absolute_url() in answer.content.decode()
    assert browser.get(new(made))["Location"] == first.get_absolute_url()


def test_of_two_who_rewrite_sign_or_send_one_wins_and_the_other_is_told(
    browser: Client, arrange: Arrange, supervisor: User, second: User
) -> None:
    released(MAY)
    letter = drafted(arrange(), supervisor)
    drafting.rewrite(letter=letter, version=1, draft=LetterDraft("Theirs."), by=second)
    answer = browser.post(act(letter, "rewrite"), {"version": "1", "text": "Mine."})
    assert (answer.status_code, answer.context["form"]["text"].value()) == (409, "Mine.")
    assert browser.post(act(letter, "sign"), {"version": "1"}).status_code == 409
    signed(stands(letter), second)
    assert browser.post(act(letter, "sign"), {"version": "2"}).status_code == 409
    sent(stands(letter), second)
    typed = {"version": "3", "way": "letter", "sent_on": "2007-06-09", "answer_by": ""}
    answer = browser.post(act(letter, "send"), typed)
    assert answer.status_code == 409
    assert "A colleague was faster" in answer.content.decode()
    assert stands(letter).sent_on == JUNE


def test_a_signature_taken_back_opens_the_text_and_a_letter_that_is_not_sent_is_due_no_more(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    released(MAY)
    made = arrange()
    letter = signed(drafted(made, supervisor), supervisor)
    assert browser.post(act(letter, "unsign"), {"version": "2"}).status_code == 302
    assert (stands(letter).state, stands(letter).content) == ("drafted", "")
    assert browser.post(act(letter, "stop"), {"version": "3"}).status_code == 302
    assert not words_due(supervisor)
    assert browser.get(new(made)).status_code == 200  # it can be written again
    assert browser.post(new(made), {"text": "After all."}).status_code == 302
    assert [each.again for each in queries.letters_about(made, periods_over(made)[0])] == [1, 0]


def test_an_exact_letter_waits_for_the_second_person_and_so_do_its_files(
    browser: Client, arrange: Arrange, supervisor: User, second: User, closed_may: None
) -> None:
    letter = drafted(arrange(gets="report"), supervisor)
    file = reverse("figure_letters:file", args=[letter.pk, "figures-exact.csv"])
    assert browser.get(reverse("figure_letters:file", args=[letter.pk, "letter.pdf"])).status_code == 409
    letter = signed(letter, supervisor)
    assert browser.get(file).status_code == 409
    typed = {"version": "2", "way": "by_hand", "sent_on": "2007-06-08"}
    assert browser.post(act(letter, "send"), typed).status_code == 409
    assert words_due(supervisor) == ["letter waits for a second person: Invented Migration Service, May 2007"]
    approval = Approval.objects.get()
    assert not approvals.may_decide(supervisor, approval)
    described = approvals.known_kind(approval)
    assert described
    assert described.describe(approval.target) == (
        f"Letter {letter.reference} with exact figures: May 2007, Moscow; to Invented Migration Service"
    )
    approvals.decide(approval=approval, agrees=True, by=second)
    taken = browser.get(file)
    assert taken.status_code == 200
    lines = taken.content.decode("utf-8-sig").splitlines()
    assert f"enquiries,moscow,all,2007-05,total,3,,,{letter.reference} {letter.pk}" in lines
    workbook = browser.get(reverse("figure_letters:file", args=[letter.pk, "figures-exact.xlsx"]))
    assert workbook.content.startswith(b"PK")
    assert browser.post(act(letter, "send"), typed).status_code == 302
    assert stands(letter).agreed_by == second
    approval.refresh_from_db()
    assert approval.used_at


def test_an_agreement_is_to_the_letter_as_it_was_signed(
    arrange: Arrange, supervisor: User, second: User, closed_may: None
) -> None:
    letter = signed(drafted(arrange(gets="report"), supervisor), supervisor)
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    drafting.unsign(letter=letter, version=2, by=supervisor)
    drafting.rewrite(letter=stands(letter), version=3, draft=LetterDraft("Other words."), by=supervisor)
    letter = signed(stands(letter), supervisor)
    with pytest.raises(errors.SecondPersonError):
        sent(letter, supervisor)


def test_a_second_person_who_says_no_keeps_it_in_the_house(
    browser: Client, arrange: Arrange, supervisor: User, second: User, closed_may: None
) -> None:
    letter = signed(drafted(arrange(gets="report"), supervisor), supervisor)
    approvals.decide(approval=Approval.objects.get(), agrees=False, by=second, note="talk_first")
    with pytest.raises(errors.SecondPersonError):
        sent(letter, supervisor)
    page = browser.get(letter.get_absolute_url()).content.decode()
    assert f"<bdi>{second}</bdi> refused it: let us talk first." in page


def test_exact_figures_of_a_month_that_is_not_closed_do_not_go(browser: Client, arrange: Arrange) -> None:
    assert "May 2007 is not closed yet" in browser.get(new(arrange(gets="report"))).content.decode()


@pytest.mark.parametrize("gets", ["report", "indicators"])
def test_the_letter_about_the_year_in_which_the_line_began_waits_for_no_month_before_it(
    arrange: Arrange, supervisor: User, counted: Counted, closed_may: None, gets: str
) -> None:
    made = arrange(gets=gets, rhythm="once", first_month=dt.date(2007, 1, 1), last_month=MAY)
    counted(made)
    letter = signed(drafted(made, supervisor), supervisor)
    assert [each["reached"] for each in letter.reached] == ["3"]
    assert ("csv" in json.loads(letter.content)) is (gets == "report")


def test_figures_corrected_after_the_letter_are_due_again_and_the_new_letter_says_so(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    released(MAY)
    made = arrange()
    letter = sent(signed(drafted(made, supervisor), supervisor), supervisor)
    assert not words_due(supervisor)
    corrected = released(MAY, 2)
    [said] = words_due(supervisor)
    assert said == "figures corrected or withdrawn, write again: Invented Migration Service, May 2007"
    assert "corrected or withdrawn since" in browser.get(letter.get_absolute_url()).content.decode()
    text = browser.get(new(made)).context["form"]["text"].value()
    assert text.startswith("Dear colleagues,\n\nThe figures for May 2007 that we sent you were corrected.")
    assert browser.post(new(made), {"text": text}).status_code == 302
    again = queries.letters_about(made, periods_over(made)[0])[0]
    assert (again.again, again.release) == (1, corrected)
    assert words_due(supervisor) == ["letter to sign: Invented Migration Service, May 2007"]


def test_figures_withdrawn_after_the_letter_are_called_back_and_due_again_once_there_are_others(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    release = released(MAY)
    made = arrange()
    sent(signed(drafted(made, supervisor), supervisor), supervisor)
    publications.withdraw(release=release, because=WithdrawalReason.FIGURES, by=supervisor)
    text = browser.get(new(made)).context["form"]["text"].value()
    assert "we have withdrawn the figures for May 2007" in text
    assert browser.post(new(made), {"text": text}).status_code == 302
    called_back = queries.letters_about(made, periods_over(made)[0])[0]
    assert called_back.release is None
    sent(signed(stands(called_back), supervisor), supervisor)
    assert not words_due(supervisor)
    released(MAY, 2)
    assert words_due(supervisor) == [
        "figures corrected or withdrawn, write again: Invented Migration Service, May 2007"
    ]


def test_a_letter_whose_release_is_withdrawn_meanwhile_is_neither_signed_nor_sent(
    arrange: Arrange, supervisor: User
) -> None:
    release = released(MAY)
    made = arrange()
    letter = signed(drafted(made, supervisor), supervisor)
    publications.withdraw(release=release, because=WithdrawalReason.FIGURES, by=supervisor)
    with pytest.raises(errors.HinderedLetterError, match="changed meanwhile"):
        sent(stands(letter), supervisor)
    drafting.unsign(letter=letter, version=2, by=supervisor)
    with pytest.raises(errors.HinderedLetterError, match="changed meanwhile"):
        signed(stands(letter), supervisor)


def test_today_says_what_is_owed_until_it_is_written(arrange: Arrange, supervisor: User, operator: User) -> None:
    released(MAY)
    made = arrange()
    [item] = due(supervisor, timezone.now())
    assert str(item.words) == "letter with figures: Invented Migration Service, May 2007"
    assert item.address == new(made)
    assert item.time.on == dt.date(2007, 6, 10)
    assert not list(due(operator, timezone.now()))
    letter = drafted(made, supervisor)
    assert words_due(supervisor) == ["letter to sign: Invented Migration Service, May 2007"]
    signed(letter, supervisor)
    assert words_due(supervisor) == ["letter signed, not sent yet: Invented Migration Service, May 2007"]


def test_nobody_of_another_centre_opens_a_letter_or_takes_its_files(
    client: Client, arrange: Arrange, supervisor: User, other_centre: Centre, other_operator: User
) -> None:
    released(MAY)
    letter = drafted(arrange(), supervisor)
    client.force_login(other_operator)
    assert client.get(letter.get_absolute_url()).status_code == 403
    other_operator.role = "supervisor"
    other_operator.save()
    assert client.get(letter.get_absolute_url()).status_code == 404
    with pytest.raises(errors.NotYourLetterError):
        sending.note_answer(letter=letter, version=1, answered_on=JUNE, answer="", by=other_operator)
