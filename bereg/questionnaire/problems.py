"""What is wrong with a questionnaire, one line each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands, and what to do about it. Row 1 holds the headings; 0: the whole sheet."""

    sheet: str
    row: int
    text: str

    def __str__(self) -> str:
        if not self.sheet:
            return self.text
        place = {"sheet": self.sheet, "row": self.row, "text": self.text}
        return _("%(sheet)s, row %(row)s: %(text)s") % place if self.row else _("%(sheet)s: %(text)s") % place


class QuestionnaireError(Exception):
    """A questionnaire cannot be used. `problems` lists everything that was found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
