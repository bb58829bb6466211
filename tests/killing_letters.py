"""What `tests.killing` does with what leaves the house: an act up to one of its writes, and what stands then."""

import datetime as dt
import json
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct, Pending
from bereg.audit.queries import verify
from bereg.centres.models import Centre
from bereg.core import row_access
from bereg.counting.closing import close_month
from bereg.dispatch import drafting, sending
from bereg.dispatch.choices import DispatchGround, DispatchKind, SendingWay
from bereg.dispatch.drafting import SENDING, Drafting, target_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.stopping import stop_all
from bereg.dispatch.tests.conftest import LETTER, now, registered, stands
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.figure_letters import actions as recipients
from bereg.figure_letters import drafting as letters
from bereg.figure_letters import queries as figure_letters
from bereg.figure_letters.models import FigureLetter
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.wanted import Arrangement, LetterDraft
from bereg.partner_links import answering, making, opening
from bereg.partner_links.choices import LinkAnswer, LinkDays
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.opening import ProvenLink
from bereg.reference.models import ReferenceEntry
from bereg.referrals import actions as outcomes
from bereg.referrals.actions import NewOutcome
from bereg.referrals.choices import OutcomeKind
from bereg.vault import opening as vault_opening
from bereg.vault.acts import READINGS
from conftest import make_user
from tests import killing_checks
from tests.killing_closings import MAY, record_a_month
from tests.killing_load import say
from tests.told import entry_of

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")
# What is prepared before a transaction, and swept where none came: keys of texts that were never stored.
APART = {"vault"}
BY_TELEPHONE = Sending(SendingWay.TELEPHONE)


def prepare_letters() -> None:
    """Hire two supervisors, know a shelter and a ministry, and close a month."""
    record_a_month()
    centre, first = Centre.objects.get(), _person("Supervisor 01")
    make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    entry_of("organisation", "Invented House", by=first, content={"sort": "shelter", "phones": ["00-01"]})
    entry_of("organisation", "Invented Ministry", by=first, content={"sort": "state", "address": {"en": "1 Street"}})
    close_month(month=MAY, by=first)
    say("prepared")


def _person(name: str) -> User:
    return User.objects.get(name=name)


def _entry(kind: str) -> ReferenceEntry:
    return next(each for each in ReferenceEntry.objects.all() if (each.published or each).content["sort"] == kind)  # type: ignore[union-attr]


def _drafted(enquiry: Enquiry | None = None) -> Dispatch:
    by, centre = _person("Supervisor 01"), Centre.objects.get()
    wanted = Drafting(DispatchKind.REFERRAL, _entry("shelter"), DispatchGround.CONSENT, LETTER)
    about = now(enquiry or registered(centre, by))
    return stands(drafting.draft(id=uuid4(), centre=centre, enquiry=about, drafting=wanted, by=by))


def _agreed(made: Dispatch) -> Dispatch:
    by = _person("Supervisor 01")
    drafting.sign(dispatch=made, version=made.version, by=by)
    asked = approvals.living(kind=SENDING, target=target_of(stands(made)), by=by)
    assert asked
    approvals.decide(approval=asked, agrees=True, by=_person("Supervisor 02"))
    return stands(made)


def _sent(enquiry: Enquiry | None = None) -> Dispatch:
    made = _agreed(_drafted(enquiry))
    _send(made)
    return stands(made)


def _send(made: Dispatch) -> None:
    sending.send(dispatch=made, version=made.version, sending=BY_TELEPHONE, by=_person("Supervisor 01"))


def _with_three_under_way() -> str:
    enquiry = registered(Centre.objects.get(), _person("Supervisor 01"))
    for begin in (_drafted, lambda about: _agreed(_drafted(about)), _sent):
        begin(enquiry)
    return str(enquiry.pk)


def _as_word(link: PartnerLink, code: str) -> str:
    return f"{link.pk}:{code.replace(' ', '_')}"


def _proven(word: str) -> ProvenLink | None:
    link, _colon, code = word.partition(":")
    return opening.prove(UUID(link), code.replace("_", " "))


def _read_link() -> str:
    link, code = making.make(id=uuid4(), dispatch=_sent(), days=LinkDays.WEEK, by=_person("Supervisor 01"))
    return _as_word(link, code)


def _answer_link() -> str:
    return _read(_read_link())


def _read(word: str) -> str:
    proven = _proven(word)
    following = opening.use(proven) if proven else None
    return _as_word(following.link, following.code) if following else ""


def _answer(word: str) -> None:
    if proven := _proven(word):
        answering.answer(proven.link, LinkAnswer.ACCEPTED, "A bed is free.")


def _renew(word: str) -> None:
    """Make a new link in the place of one that opens nothing any more, as the staff would; read and answer by it."""
    dispatch = PartnerLink._base_manager.get(pk=word.partition(":")[0]).dispatch_id
    by = _person("Supervisor 01")
    link, code = making.make(id=uuid4(), dispatch=_dispatch(str(dispatch)), days=LinkDays.WEEK, by=by)
    _answer(_read(_as_word(link, code)))


def _letter_to_sign() -> str:
    by, centre = _person("Supervisor 01"), Centre.objects.get()
    wanted = Arrangement(_entry("state"), "report", "own", "monthly", MAY, MAY, 10, "en", "Dear colleagues", by)
    recipient = recipients.set_up(id=uuid4(), centre=centre, arrangement=wanted, by=by)
    period = periods_over(recipient)[0]
    return str(letters.draft(recipient=recipient, period=period, draft=LetterDraft("Here it is.", {}), by=by).pk)


def _sign_letter(pk: str) -> None:
    by = _person("Supervisor 01")
    letter = figure_letters.letter_for(by, UUID(pk))
    assert letter
    letters.sign(letter=letter, version=letter.version, by=by)


def _dispatch(pk: str) -> Dispatch:
    return stands(Dispatch(pk=UUID(pk)))


def _sign(pk: str) -> None:
    made = _dispatch(pk)
    drafting.sign(dispatch=made, version=made.version, by=_person("Supervisor 01"))


def _note(pk: str) -> None:
    outcome = NewOutcome(OutcomeKind.SHELTERED, dt.date(2026, 1, 3), how_many=1)
    outcomes.note_outcome(id=UUID(pk), dispatch=_dispatch(pk), outcome=outcome, by=_person("Supervisor 01"))


def _note_partner(pk: str) -> None:
    about, by = now(Enquiry(pk=UUID(pk))), _person("Supervisor 01")
    day = dt.date(2026, 1, 3)
    outcomes.note_partner(enquiry=about, partner=_entry("shelter"), came_on=day, is_named=False, by=by)


# What begins each act, and the act itself, of the subject as a word.
ACTS: dict[str, tuple[Callable[[], str], Callable[[str], object]]] = {
    "sign": (lambda: str(_drafted().pk), _sign),
    "send": (lambda: str(_agreed(_drafted()).pk), lambda pk: _send(_dispatch(pk))),
    # What a withdrawal does first: it stands by itself, as nothing may leave whatever happens then.
    "stop": (
        _with_three_under_way,
        lambda pk: stop_all(now(Enquiry(pk=UUID(pk))), _person("Supervisor 01")),
    ),
    "withdraw": (
        _with_three_under_way,
        lambda pk: withdraw_consent(enquiry=now(Enquiry(pk=UUID(pk))), by=_person("Supervisor 01")),
    ),
    "read": (_read_link, _read),
    "answer": (_answer_link, _answer),
    "renew": (str, _renew),
    "note": (lambda: str(_sent().pk), _note),
    "came": (lambda: str(registered(Centre.objects.get(), _person("Supervisor 01")).pk), _note_partner),
    "freeze": (_letter_to_sign, _sign_letter),
    **killing_checks.ACTS,
}


def begin(act: str) -> None:
    """Bring something so far that the act is next; say what."""
    say("begun", ACTS[act][0]())


def do(act: str, subject: str, write: int) -> None:
    """Do the act; before one of its writes or commits say so and stand still (0: before none). Say how it ended."""
    work = ACTS[act][1]
    seen = _stand_still_before(write)
    try:
        work(subject)
    except Exception as refused:
        say("refused", type(refused).__name__)
    say("writes", seen["writes"])


def _stand_still_before(number: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    wrapper: Any = BaseDatabaseWrapper
    commit = wrapper._commit

    def count() -> None:
        seen["writes"] += 1
        if seen["writes"] == number:
            say("there")
            signal.pause()

    def executed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(words.lstrip().upper().startswith(WRITES) for words in str(sql).split(";")):
            count()
        return execute(sql, params, many, context)

    def committed(self: BaseDatabaseWrapper) -> None:
        count()
        commit(self)

    wrapper._commit = committed
    for each in connections.all():
        each.execute_wrappers.append(executed)
    return seen


def check() -> None:
    """Say how many of what stand, how it stands with each, and what does not open or breaks the chain."""
    skipped = (ChainedAct, Pending)
    found: Counter[str] = Counter()
    counted = {
        model._meta.label: model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and model not in skipped and model._meta.app_label not in APART
    }
    # All in one statement: to put one together for each of a hundred tables takes longer than to count them.
    each = (f"SELECT '{label}', count(*) FROM {table}" for label, table in counted.items())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        found.update(dict(cursor.fetchall()))
    for act_model in (ChainedAct, Pending):
        # That a text was opened is written down by itself, before whoever opened it goes on.
        acts = act_model.objects.exclude(action__in=["text.opened", *READINGS]).values_list("action", flat=True)
        found.update(f"act {each}" for each in acts)
    for model, column in ((Dispatch, "state"), (Enquiry, "consent"), (FigureLetter, "state")):
        found.update(f"{model.__name__} {value}" for value in model._base_manager.values_list(column, flat=True))
    asked = Approval.objects.values_list("decision", "used_at", "withdrawn_at")
    found.update(f"approval {decision} {used is not None} {gone is not None}" for decision, used, gone in asked)
    links = PartnerLink._base_manager.values_list("step", "used_at", "ended_at", "answer")
    found.update(f"link {step} {used is not None} {ended is not None} {answer}" for step, used, ended, answer in links)
    found.update(killing_checks.standing())
    with row_access.to(list(Centre.objects.values_list("pk", flat=True))):
        tried = vault_opening.try_all(lambda _done: None)
    damages = [str(each) for each in verify().damages]
    say("found", json.dumps({"counts": {**found}, "closed": tried.failed, "damages": damages}))
