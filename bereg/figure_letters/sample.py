"""Letters with figures of the demonstration: monthly ones to a migration service, and a funder with three indicators.

They are of one centre, and made once its months are closed and published: some are answered, one is overdue.
"""

import datetime as dt
from decimal import Decimal

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import zone_of
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.counting import months
from bereg.counting.months import Period
from bereg.dispatch.choices import SendingWay
from bereg.dispatch.forms import title_of
from bereg.figure_letters import figures, paper, wording
from bereg.figure_letters.choices import FiguresKind, FiguresOf, IndicatorSpan, LetterState, Rhythm
from bereg.figure_letters.composing import basis_of, composed
from bereg.figure_letters.models import FigureLetter, FiguresRecipient, FunderIndicator
from bereg.figure_letters.periods import due_on, periods_over
from bereg.figure_letters.queries import indicators_of, offered_bodies
from bereg.reference.models import ReferenceEntry

CENTRE = "moscow"
SERVICE, FUNDER = "Вымышленная справочная по миграции", "Программа интеграции «Соседи»"
SERVICE_FROM, FUNDER_FROM, LAST = dt.date(2008, 2, 1), dt.date(2007, 5, 1), dt.date(2008, 4, 1)
BY_HAND = Decimal(1500)
INDICATORS = (
    ("Обращения на линию", "enquiries/total", "", Decimal(1000), IndicatorSpan.PERIOD),
    ("Консультации юристов и психологов", "consultations/total", "", Decimal(400), IndicatorSpan.BEGINNING),
    ("Розданные памятки", "", "накладные типографии", Decimal(2000), IndicatorSpan.PERIOD),
)
ANSWER = "Получено, входящий номер 00-12."


def renew(centre: Centre) -> None:
    """Write them once, at one centre, where its year is closed and published."""
    signer = next(iter(people_at(centre.pk, Permission.FIGURE_LETTER_SIGN)), None)
    bodies = {title_of(each, "ru"): each for each in offered_bodies()}
    is_there = FiguresRecipient.objects.of_centres([centre]).exists()
    if centre.code != CENTRE or is_there or signer is None or not {SERVICE, FUNDER} <= set(bodies):
        return
    service = _recipient(centre, "migration service", bodies[SERVICE], signer, SERVICE_FROM)
    funder = _recipient(centre, "funder", bodies[FUNDER], signer, FUNDER_FROM)
    for number, (name, figure, source, target, span) in enumerate(INDICATORS):
        made = FunderIndicator(name=name, figure=figure, source=source, target=target, span=span, recipient=funder)
        made.id = demonstration_id("funder's indicator", str(number))
        made.written_at = dt.datetime(2007, 5, 2, 9, number, tzinfo=zone_of(centre))
        made.save(force_insert=True)
    for recipient, last_state in ((service, None), (funder, LetterState.SENT)):
        *earlier, last = periods_over(recipient)
        for period in earlier:
            _write(recipient, period, LetterState.ANSWERED, signer)
        if last_state:  # the letter of the service about its last month is overdue
            _write(recipient, last, last_state, signer)


def _second(recipient: FiguresRecipient, signer: User) -> User | None:
    """Return who agreed to exact numbers."""
    people = people_at(recipient.centre_id, Permission.APPROVAL_DECIDE) if recipient.is_exact else []
    return next((each for each in people if each.pk != signer.pk), None)


def _recipient(
    centre: Centre, name: str, organisation: ReferenceEntry, signer: User, first_month: dt.date
) -> FiguresRecipient:
    is_monthly = name == "migration service"
    gets = FiguresKind.RELEASE if is_monthly else FiguresKind.INDICATORS
    made = FiguresRecipient(
        id=demonstration_id("recipient of figures", name),
        centre=centre,
        organisation=organisation,
        gets=gets,
        covers=FiguresOf.OWN,
        rhythm=Rhythm.MONTHLY if is_monthly else Rhythm.QUARTERLY,
        first_month=first_month,
        last_month=LAST,
        due_days=10 if is_monthly else 20,
        language="ru",
        template=wording.first_template(gets, "ru"),
        looked_after_by=signer,
    )
    made.save(force_insert=True)
    return made


def _write(recipient: FiguresRecipient, period: Period, state: LetterState, signer: User) -> None:
    basis = basis_of(recipient, period, None)
    if basis.problem:
        return
    indicators, due = indicators_of(recipient), due_on(recipient, period)
    at = dt.datetime.combine(due - dt.timedelta(days=3), dt.time(15), zone_of(recipient.centre))
    letter = FigureLetter(
        id=demonstration_id("letter with figures", f"{recipient.pk} {months.name(period.first)}"),
        centre=recipient.centre,
        recipient=recipient,
        **recipient.columns(),
        first_month=period.first,
        last_month=period.last,
        release=basis.release,
        monthly=basis.monthly,
        text=composed(recipient, period, basis, None),
        reached=figures.reached(recipient, indicators, period, {each.pk: BY_HAND for each in indicators}),
        state=state,
        drafted_at=at,
        drafted_by=signer,
        signed_at=at,
        signed_by=signer,
        agreed_by=_second(recipient, signer),
        way=SendingWay.BY_HAND,
        sent_on=due - dt.timedelta(days=2),
        sent_by=signer,
        answer_by=due + dt.timedelta(days=30),
        version=3,
    )
    if state == LetterState.ANSWERED:
        letter.answered_on, letter.answer, letter.version = due + dt.timedelta(days=5), ANSWER, 4
    letter.content = paper.frozen(letter, signed_by=signer, at=at)
    letter.digest = paper.digest(letter.content)
    letter.save(force_insert=True)
