"""How persons concerned are counted: by codes alone. A caller of whom nobody is noted is an enquiry alone."""

from bisect import bisect_right
from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.persons.choices import AGE_OF_BAND, AgeBand, Gender, Suspicion
from bereg.persons.models import Person
from bereg.questionnaire.answers import UNANSWERED
from bereg.questionnaire.countries_and_regions import countries

SIGNS = (("0", _("none noted")), ("1_2", "1–2"), ("3_5", "3–5"), ("6_over", _("6 to 11")))
SIGNS_BEGIN = (1, 3, 6)
AGES = (("under_20", _("under 20")), *((code, label) for code, label in AgeBand.choices if code == AGE_OF_BAND[code]))
COUNTED = ("band", "gender", "citizenship", "signs", "suspicion")


def facts_of(persons: QuerySet[Person], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know, with one lean query."""
    for band, gender, citizenship, signs, suspicion in persons.values_list(*COUNTED).iterator():
        answers = [band, AGE_OF_BAND.get(band, ""), gender, citizenship]
        known = ["" if answer in UNANSWERED else answer for answer in answers]
        yield Fact((*known, SIGNS[bisect_right(SIGNS_BEGIN, len(signs))][0], suspicion))


UNIVERSE = Universe(
    name="persons",
    model=Person,
    at="entered_at",
    columns={
        "person_band": AgeBand.choices,
        "person_age": AGES,  # the same, as figures have it that know no bands for children
        "person_gender": Gender.choices,
        "person_citizenship": [(each.code, lazy(each.label, str)()) for each in countries()],
        "person_signs": SIGNS,
        "person_suspected": Suspicion.choices,
    },
    facts=facts_of,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s person concerned.", "They hold %(counter)s persons concerned.", n
        ),
        share=lambda n: ngettext("of %(base)s person concerned", "of %(base)s persons concerned", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s person concerned.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s persons concerned.",
            n,
        ),
    ),
    titles={
        "persons": _("Persons concerned"),
        "person_band": _("Ages of persons concerned, with bands for children"),
        "person_age": _("Ages of persons concerned"),
        "person_gender": _("Gender of persons concerned"),
        "person_citizenship": _("Citizenship of persons concerned"),
        "person_signs": _("Signs of forced labour, how many of 11"),
        "person_suspected": _("Suspected victims, as the staff judged"),
    },
    state={"newest": Max("entered_at"), "versions": Sum("version")},
    counts=Q(enquiry__mistake=""),
)
