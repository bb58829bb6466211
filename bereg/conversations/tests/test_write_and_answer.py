"""Somebody writes, is answered, reads the answer by a code, and writes again."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.audit.models import ChainedAct
from bereg.audit.queries import reach_of_each
from bereg.centres.models import Centre
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact
from bereg.conversations import actions, board
from bereg.conversations import due as due_module
from bereg.conversations.acts import CAME, URGENT
from bereg.conversations.answering import answer
from bereg.conversations.choices import ThreadEnding, ThreadStep, band_of
from bereg.conversations.danger_words import sounds_dangerous
from bereg.conversations.due import due
from bereg.conversations.errors import NotYourThreadError, StaleThreadError, TakenAlreadyError
from bereg.conversations.models import Message, Thread, ThreadEvent
from bereg.conversations.queries import latest_for, threads_for, waiting_for
from bereg.conversations.receiving import IncomingMessage, go_on
from bereg.conversations.tests.conftest import CODE, SAID, Writes, answered, standing
from bereg.conversations.texts import opened_all
from bereg.vault import actions as vault
from bereg.vault import keyring
from bereg.vault.faults import NotAllowed, WrongSecret
from tests.rosters import plan


def test_what_was_written_waits_and_is_one_contact(asked: Thread, operator: User) -> None:
    assert list(waiting_for(operator)) == [asked]
    assert [each.text.text for each in opened_all(asked, by=operator)] == [SAID]
    contact = Contact._base_manager.get()
    assert (contact.channel, contact.language, contact.operator) == (Channel.WEB, "ru", None)
    assert contact.disposition == Disposition.WRITTEN
    assert ChainedAct.objects.filter(action="text.revealed", actor=str(operator.pk)).count() == 1


def test_a_long_conversation_is_read_as_one_record(asked: Thread, operator: User) -> None:
    for number in range(5):
        go_on(asked, IncomingMessage(f"And one thing more, the {number}th."))
    assert len(opened_all(asked, by=operator)) == 6
    just_now = timezone.now() - dt.timedelta(minutes=1)
    [reach] = reach_of_each(read_since=just_now, refused_since=just_now)
    assert (reach.actor, reach.records) == (str(operator.pk), 1)
    [entry] = ChainedAct.objects.filter(action="text.revealed")
    assert (entry.target_kind, entry.target) == ("conversations.thread", str(asked.pk))


def test_no_words_stand_in_clear(asked: Thread) -> None:
    message = Message._base_manager.get()
    assert SAID.encode() not in bytes(message.said)
    assert not bytes(message.answer)


def test_a_locked_process_takes_a_question_and_opens_the_answer_by_the_code(writes: Writes, operator: User) -> None:
    writes("so that the centre has keys")
    keyring.lock()
    asked = writes()
    keyring.unlock_with(bytes(range(32)))
    answered(asked, operator, "Go to the inspectorate.")
    keyring.lock()
    proven = vault.prove(asked, CODE)
    messages = Message._base_manager.filter(thread=asked).order_by("at")
    assert [vault.open_proven(each, proven, each.field) for each in messages] == [SAID, "Go to the inspectorate."]
    with pytest.raises(WrongSecret):
        vault.prove(asked, "00000 11111 22222 33333 44445")


def test_an_answer_takes_and_ends_the_waiting(asked: Thread, operator: User) -> None:
    answered(asked, operator)
    now = standing(asked)
    assert (now.taken_by, now.waiting_since, now.is_open) == (operator, None, True)
    assert not waiting_for(operator).exists()
    assert list(latest_for(operator)) == [asked]
    steps = ThreadEvent._base_manager.order_by("at").values_list("step", "band")
    assert list(steps) == [(ThreadStep.BEGUN, ""), (ThreadStep.TAKEN, "under_1h"), (ThreadStep.ANSWERED, "under_1h")]


def test_an_answer_sent_twice_is_one(asked: Thread, operator: User) -> None:
    own, version = uuid4(), asked.version
    first = answer(id=own, thread=asked, version=version, text="Once.", by=operator)
    assert answer(id=own, thread=asked, version=version, text="Once.", by=operator) == first
    assert Message._base_manager.filter(thread=asked).count() == 2


def test_other_words_with_the_id_of_an_answer_are_never_taken_for_it(asked: Thread, operator: User) -> None:
    own, version = uuid4(), asked.version
    answer(id=own, thread=asked, version=version, text="Go there. He knows.", by=operator)
    with pytest.raises(StaleThreadError):
        answer(id=own, thread=asked, version=version, text="Go there.", by=operator)
    answer(id=own, thread=asked, version=None, text="Go there.", by=operator)
    said = [each.text.text for each in opened_all(asked, by=operator)]
    assert said == [SAID, "Go there. He knows.", "Go there."]


def test_who_writes_again_after_an_answer_is_a_contact_anew_and_who_answered_is_told(
    asked: Thread, operator: User
) -> None:
    go_on(asked, IncomingMessage("And one thing more."))
    assert Contact._base_manager.count() == 1  # still the same waiting
    answered(asked, operator)
    go_on(asked, IncomingMessage("Thank you. And what then?"))
    assert Contact._base_manager.count() == 2
    assert Notice.objects.filter(kind=CAME, person=operator).count() == 1
    assert standing(asked).waiting_since is not None


def test_a_message_that_comes_meanwhile_stops_the_answer(asked: Thread, operator: User) -> None:
    go_on(asked, IncomingMessage("No, wait: do not write to me any more."))
    with pytest.raises(StaleThreadError):
        answer(id=uuid4(), thread=asked, version=asked.version, text="I write to you.", by=operator)
    assert Message._base_manager.filter(by=operator).count() == 0
    answer(id=uuid4(), thread=asked, version=None, text="In a talk both write.", by=operator)


def test_a_closed_one_opens_again_when_they_write(asked: Thread, operator: User) -> None:
    actions.close(thread=asked, version=asked.version, ending=ThreadEnding.SILENT, by=operator)
    go_on(asked, IncomingMessage("I could not write before."))
    now = standing(asked)
    assert (now.is_open, now.ending) == (True, "")
    assert list(waiting_for(operator)) == [asked]


def test_two_who_take_at_once_one_has_it(asked: Thread, operator: User, supervisor: User) -> None:
    actions.take(thread=asked, by=operator)
    with pytest.raises(TakenAlreadyError):
        actions.take(thread=asked, by=supervisor)
    actions.take(thread=asked, by=operator)  # sent again
    assert ThreadEvent._base_manager.filter(step=ThreadStep.TAKEN).count() == 1


def test_a_lawyer_reads_what_was_handed_over_alone(asked: Thread, operator: User, lawyer: User) -> None:
    assert not threads_for(lawyer).exists()
    with pytest.raises(NotAllowed):
        opened_all(asked, by=lawyer)
    actions.give(thread=asked, version=asked.version, to=lawyer, by=operator)
    assert list(threads_for(lawyer)) == [asked]
    handed = standing(asked)
    assert opened_all(handed, by=lawyer)[0].text.text == SAID
    actions.give(thread=handed, version=handed.version, to=None, by=lawyer)
    assert not threads_for(lawyer).exists()


def test_another_centre_sees_nothing_of_it(asked: Thread, other_operator: User) -> None:
    assert not threads_for(other_operator).exists()
    for act in (
        lambda: actions.take(thread=asked, by=other_operator),
        lambda: answered(asked, other_operator),
        lambda: actions.close(thread=asked, version=1, ending=ThreadEnding.ABUSE, by=other_operator),
    ):
        with pytest.raises(NotYourThreadError):
            act()
    with pytest.raises(NotAllowed):
        opened_all(asked, by=other_operator)


def test_a_word_of_danger_goes_to_the_top_and_tells_who_is_at_work(
    writes: Writes, operator: User, supervisor: User
) -> None:
    usual, urgent = writes(), writes("Меня заперли, паспорт забрали")
    assert list(waiting_for(operator)) == [urgent, usual]
    assert set(Notice.objects.filter(kind=URGENT).values_list("person", flat=True)) == {operator.pk, supervisor.pk}
    actions.take(thread=urgent, by=operator)
    assert not Notice.objects.filter(kind=URGENT, read_at=None).exists()


@pytest.mark.parametrize("has_operator", [False, True])
def test_a_word_of_danger_is_told_to_nobody_who_cannot_open_it(
    writes: Writes, centre: Centre, lawyer: User, operator: User, supervisor: User, *, has_operator: bool
) -> None:
    plan(centre, lawyer, *([operator] if has_operator else []))
    writes("Меня заперли, паспорт забрали")
    told = set(User.objects.filter(notices__kind=URGENT))
    assert lawyer not in told
    assert operator in told
    assert (supervisor in told) is not has_operator


def test_new_danger_in_a_conversation_that_somebody_has_is_told_once_to_the_others_too(
    writes: Writes, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    plan(centre, operator)
    urgent = writes("Меня заперли, паспорт забрали")
    actions.take(thread=urgent, by=operator)
    for words in ("He is coming with a knife", "He has a gun too"):
        go_on(urgent, IncomingMessage(words))
    told = Notice.objects.filter(kind=URGENT, read_at=None)
    assert {operator.pk, supervisor.pk} <= set(told.values_list("person", flat=True))
    assert not told.filter(person=lawyer).exists()
    assert told.filter(person=supervisor).count() == 1
    answered(urgent, supervisor)
    assert not told.exists()


def test_whoever_has_it_hears_of_danger_where_others_are_on_duty(
    asked: Thread, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    plan(centre, operator)
    actions.give(thread=asked, version=asked.version, to=lawyer, by=operator)
    go_on(asked, IncomingMessage("He has a knife"))
    assert set(Notice.objects.filter(kind=URGENT).values_list("person", flat=True)) == {operator.pk, lawyer.pk}


def test_what_a_colleague_has_is_due_to_others_in_danger_and_where_the_colleague_is_not_there(
    writes: Writes, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    def seen(by: User) -> list[tuple[str, str]]:
        return [(each.address, str(each.whom)) for each in due(by, timezone.now())]

    urgent, usual = writes("Меня заперли, паспорт забрали"), writes()
    for each in (urgent, usual):
        actions.take(thread=each, by=operator)
    in_danger, other = ((each.get_absolute_url(), str(operator)) for each in (urgent, usual))
    assert seen(supervisor) == [in_danger]  # no roster: the operator is there
    assert seen(lawyer) == []
    plan(centre, supervisor)
    assert seen(supervisor) == [in_danger, other]
    assert seen(operator) == [(in_danger[0], ""), (other[0], "")]


def test_what_somebody_had_whose_account_is_closed_is_due_to_all(
    asked: Thread, operator: User, supervisor: User
) -> None:
    actions.take(thread=asked, by=operator)
    User.objects.filter(pk=operator.pk).update(closed_at=timezone.now())
    assert [each.address for each in due(supervisor, timezone.now())] == [asked.get_absolute_url()]


def test_where_more_wait_than_are_counted_the_last_of_them_says_so(
    writes: Writes, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_module, "MOST", 2)
    made = [writes() for _ in range(2)]
    assert [each.more_follow for each in due(operator, timezone.now())] == [False, False]
    writes()
    items = list(due(operator, timezone.now()))
    assert [each.address for each in items] == [each.get_absolute_url() for each in made]
    assert [each.more_follow for each in items] == [False, True]


def test_what_colleagues_have_takes_no_place_from_what_is_due(
    writes: Writes, operator: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_module, "MOST", 1)
    held, nobodys = writes(), writes()
    actions.take(thread=held, by=supervisor)
    (item,) = due(operator, timezone.now())
    assert (item.address, item.more_follow) == (nobodys.get_absolute_url(), False)


def test_what_waits_at_another_centre_takes_no_place_on_a_board(
    writes: Writes, centre: Centre, other_centre: Centre, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MOST_COUNTED", 1)
    operator.memberships.create(centre=other_centre)
    elsewhere, _here = writes(), writes()
    Thread._base_manager.filter(pk=elsewhere.pk).update(centre=other_centre)
    assert board.card(operator, centre, timezone.now()).headlines[0].figure == "1"


@pytest.mark.parametrize(
    ("text", "dangerous"),
    [
        ("he BEATS me every day", True),
        ("Нас бьют и удерживают", True),
        ("Мени уришади, O‘ldiraman deb tahdid qiladi", True),
        ("маро мезанад", True),
        ("Спасибо за ответ, хочу кушать", False),
        ("How do I register with the migration service?", False),
        ("", False),
    ],
)
def test_words_of_danger(text: str, dangerous: bool) -> None:
    assert sounds_dangerous(text) is dangerous


def test_what_is_handed_to_a_colleague_was_taken_once(asked: Thread, operator: User, lawyer: User) -> None:
    for to in (lawyer, operator):
        actions.give(thread=asked, version=standing(asked).version, to=to, by=standing(asked).taken_by or operator)
    assert [each.band for each in ThreadEvent._base_manager.filter(step=ThreadStep.TAKEN)] == ["under_1h"]


def test_what_turns_out_to_be_abuse_is_no_letter_in_the_figures(asked: Thread, operator: User) -> None:
    actions.close(thread=asked, version=asked.version, ending=ThreadEnding.ABUSE, by=operator)
    assert Contact._base_manager.get().disposition == Disposition.ABUSIVE


@pytest.mark.parametrize(
    ("hours", "band"), [(0, "under_1h"), (1, "under_1h"), (2, "under_1d"), (25, "under_3d"), (80, "3d_over")]
)
def test_bands_of_waiting(hours: int, band: str) -> None:
    assert band_of(dt.timedelta(hours=hours)) == band


def test_the_waiting_is_counted_in_its_band(writes: Writes, operator: User) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 20, tzinfo=dt.UTC), tick=False) as clock:
        asked = writes()
        clock.shift(dt.timedelta(hours=14))
        answered(asked, operator)
    assert set(ThreadEvent._base_manager.exclude(band="").values_list("band", flat=True)) == {"under_1d"}
