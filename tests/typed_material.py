"""The standard questionnaire as it was while people typed freely what stands on a leaflet, its one question of text."""

from bereg.centres.models import Centre
from bereg.questionnaire.models import Version
from bereg.questionnaire.publishing import publish, standard_source


def source_with_a_text() -> str:
    """Return it; but for this question it is the standard one of today."""
    rows = standard_source().split("\n")
    return "\n".join(_as_text(row) if "select_one_from_file materials.csv" in row else row for row in rows)


def publish_with_a_text(centre: Centre | None = None) -> Version:
    return publish(source=source_with_a_text(), centre=centre, by=None)


def _as_text(row: str) -> str:
    head, _separator, tail = row.replace("select_one_from_file materials.csv", "text").rpartition("yes")
    return f"{head}{tail}"
