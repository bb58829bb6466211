"""What a new letter begins with: its template filled in, or what is to be said where figures were withdrawn."""

from dataclasses import dataclass

from django.utils.translation import override

from bereg.counting.months import Period
from bereg.dispatch.forms import title_of
from bereg.figure_letters import figures, wording
from bereg.figure_letters.models import FigureLetter, FiguresRecipient, rests_on
from bereg.publications import periods
from bereg.publications.models import Release
from bereg.publications.publisher import publisher


@dataclass(frozen=True)
class LetterBasis:
    """On what a letter about a period rests. problem: why there can be none yet, in a sentence."""

    recipient: FiguresRecipient
    releases: list[Release]
    problem: str = ""
    withdraws: bool = False  # it says that what was sent is withdrawn, as nothing stands in its place

    @property
    def release(self) -> Release | None:
        """Return the one of the whole period."""
        return self.releases[0] if len(self.releases) == 1 else None

    @property
    def monthly(self) -> list[str]:
        """Return the ids of those of its months."""
        return [str(each.pk) for each in self.releases] if len(self.releases) > 1 else []

    @property
    def rests_on(self) -> str:
        """Return the same as one text, by which what was composed before is known."""
        return rests_on(self.recipient, (each.pk for each in self.releases))


def basis_of(recipient: FiguresRecipient, period: Period, replaces: FigureLetter | None) -> LetterBasis:
    """Return on what the next letter about a period rests. replaces: the letter that has left, if one did."""
    problem = figures.why_no_figures(recipient, period)
    along = [] if recipient.is_exact else figures.standing_releases(recipient, period)
    if not along and not recipient.is_exact and replaces is not None and replaces.release_ids:
        return LetterBasis(recipient, [], withdraws=True)
    return LetterBasis(recipient, along, problem)


def composed(recipient: FiguresRecipient, period: Period, basis: LetterBasis, replaces: FigureLetter | None) -> str:
    """Return the text of a new letter. Raise FiguresFault, releases.ChangedError."""
    language = recipient.language
    if basis.withdraws:
        template = wording.withdrawn_text(language)
    elif replaces is not None:
        template = wording.corrected_template(recipient.template, language)
    else:
        template = recipient.template
    said = "" if basis.problem else figures.main_figures(recipient, period, basis.releases, language)
    with override(language):
        by = publisher()
        values = {
            wording.PERIOD: periods.named(period.first, period.last),
            wording.RECIPIENT: title_of(recipient.organisation, language),
            wording.PUBLISHER: by.name if by else str(recipient.centre),
            wording.FIGURES: said,
        }
    return wording.filled_in(template, values)
