"""What people wrote about the published figures of the same months, beside the exact ones."""

from typing import Any

from django.urls import reverse

from bereg.accounts.models import User
from bereg.commentary import queries as commentary
from bereg.core.languages import tag
from bereg.publications import sentences_by_people
from bereg.publications.sentences import ALL, spoken
from bereg.report.page import ReportChoice


def of_choice(chosen: ReportChoice) -> dict[str, list[dict[str, Any]]]:
    """Return it by table, "" for all of the centre; nothing where exactly these months are not published."""
    sentences = commentary.sentences_about(chosen.period.first, chosen.period.last)
    names = dict.fromkeys(each["table"] for each in sentences if each["centre"] == chosen.centre)
    return {
        name: [_shown(each) for each in sentences_by_people.of(sentences, chosen.centre, name, spoken())]
        for name in names
    }


def beside(chosen: ReportChoice, person: User) -> dict[str, Any]:
    """Return what else people put beside these months: recommendations, and where sentences are written and read."""
    first, last = chosen.period.first, chosen.period.last
    release = commentary.release_about(person, first, last)
    given = commentary.recommended_about(first, last) if chosen.centre == ALL else []
    found = sentences_by_people.by_addressee(given, spoken())
    return {
        "recommended": [(to, [_shown(each) for each in texts]) for to, texts in found],
        "sentences_at": reverse("commentary:release", args=[release.pk]) if release else "",
    }


def _shown(text: sentences_by_people.WrittenSentence) -> dict[str, Any]:
    return {"paragraphs": text.paragraphs, "language": tag(text.language)}
