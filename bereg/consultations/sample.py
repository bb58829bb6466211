"""The consultations of the demonstration year: what lawyers and psychologists gave on what was handed to them.

Written in Russian, as the notes on its enquiries are; no names, nothing real.
"""

import datetime as dt
from random import Random
from zoneinfo import ZoneInfo

from bereg.accounts.demonstration import demonstration_id
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.consultations.actions import seal_many, store_sealed
from bereg.consultations.choices import ConsultationKind, ConsultationWay, Profession
from bereg.consultations.models import Consultation
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent

COUNSEL = (Profession.LAWYER, Profession.PSYCHOLOGIST)
KINDS = {
    Profession.LAWYER: (ConsultationKind.ADVICE, ConsultationKind.DOCUMENT, ConsultationKind.ACCOMPANIMENT),
    Profession.PSYCHOLOGIST: (ConsultationKind.SUPPORT, ConsultationKind.CRISIS),
}
NOTES = {
    Profession.LAWYER: (
        "Разобрали документы, срок для жалобы ещё не прошёл. Готовлю проект заявления.",
        "Договор есть только в копии. Обсудили, чем ещё можно подтвердить работу.",
        "Объяснены риски обращения без подлинников; человек подумает и придёт ещё раз.",
    ),
    Profession.PSYCHOLOGIST: (
        "Спит плохо, говорит спокойно. Договорились о следующей встрече.",
        "Первое знакомство. О пережитом пока не говорили, и это правильно.",
    ),
}
IN_RUSSIAN, MOST_DAYS = 0.7, 9
YEAR_ENDS = dt.date(2008, 5, 31)  # no month of the report holds a consultation alone


def sample(centre: Centre) -> None:
    """Write the consultations of one centre; the same every time."""
    passed_on = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__role__in=COUNSEL)
    made = [_consultation(each, centre) for each in passed_on.select_related("assignee").order_by("number")]
    noted = [(each, Random(str(each.pk)).choice(NOTES[Profession(each.profession)])) for each in made]  # noqa: S311
    store_sealed(consultations=seal_many(noted=noted), by=None)


def _consultation(enquiry: Enquiry, centre: Centre) -> Consultation:
    rng = Random(enquiry.number)  # noqa: S311 - must be the same every time, and guards invented data alone
    author = enquiry.assignee
    profession = Profession(author.role) if author else Profession.LAWYER
    opened_on = enquiry.opened_at.astimezone(ZoneInfo(centre.time_zone)).date()
    is_in_russian = rng.random() < IN_RUSSIAN
    return Consultation(
        id=demonstration_id("consultation", enquiry.number),
        centre=centre,
        enquiry=enquiry,
        author=author,
        profession=profession,
        kind=rng.choice(KINDS[profession]),
        way=rng.choice(ConsultationWay.values),
        minutes=rng.randrange(20, 100, 5),
        language=Language.RU if is_in_russian else rng.choice((Language.UZ, Language.TG, Language.KY)),
        with_interpreter=not is_in_russian,
        given_on=min(opened_on + dt.timedelta(days=rng.randrange(MOST_DAYS)), YEAR_ENDS),
    )
