"""What people wrote about the published figures of the same months, beside the exact ones."""

from typing import Any

from bereg.commentary import queries as commentary
from bereg.core.languages import tag
from bereg.publications import written
from bereg.publications.sentences import spoken
from bereg.report.page import ReportChoice


def of_choice(chosen: ReportChoice) -> dict[str, list[dict[str, Any]]]:
    """Return it by table, "" for all of the centre; nothing where exactly these months are not published."""
    sentences = commentary.sentences_about(chosen.period.first, chosen.period.last)
    names = dict.fromkeys(each["table"] for each in sentences if each["centre"] == chosen.centre)
    return {name: [_shown(each) for each in written.of(sentences, chosen.centre, name, spoken())] for name in names}


def _shown(text: written.WrittenSentence) -> dict[str, Any]:
    return {"paragraphs": text.paragraphs, "language": tag(text.language)}
