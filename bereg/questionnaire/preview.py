"""What a questionnaire that somebody uploaded would change, before it is published."""

from dataclasses import dataclass

from django.conf import settings

from bereg.centres.models import Centre
from bereg.questionnaire.changes import QuestionChange, changes_between
from bereg.questionnaire.form import Form, from_data, to_data
from bereg.questionnaire.models import Version, digest_of
from bereg.questionnaire.pages import Item, PageSection, item_of, parts_of
from bereg.questionnaire.problems import Problem
from bereg.questionnaire.queries import NoQuestionnaireError, centres_with_their_own, current_version, form_of


@dataclass(frozen=True)
class QuestionnairePreview:
    """A questionnaire beside the one that it would replace, ready for a page."""

    source: str
    centre: Centre | None  # None: every centre without its own
    notices: list[Problem]  # what was read otherwise than written, or left out
    in_force: Version | None
    others: list[Centre]  # with versions of their own, which stay in force there
    parts: list[PageSection]
    added: list[Item]
    removed: list[Item]
    changed: list[QuestionChange]

    @property
    def instead_of(self) -> str:
        """The digest of the version that it was compared with; "" where there is none."""
        return self.in_force.digest if self.in_force else ""

    @property
    def is_in_force(self) -> bool:
        """Tell whether it is what is in force already, letter by letter."""
        return digest_of(self.source) == self.instead_of

    @property
    def changes_questions(self) -> bool:
        """Tell whether any question is another one; else it is their order, a title or a remark that differs."""
        return bool(self.added or self.removed or self.changed)


def preview_of(*, source: str, form: Form, notices: list[Problem], centre: Centre | None) -> QuestionnairePreview:
    """Compare a questionnaire that is in order with the one in force where it would be published."""
    country = centre.country if centre else settings.HOME_COUNTRY
    after = from_data(to_data(form), home_country=country)  # as a stored version gives it back
    in_force = _in_force(centre)
    before = form_of(in_force, home_country=country) if in_force else None
    changes = changes_between(before, after)
    former = before.questions if before else {}
    return QuestionnairePreview(
        source=source,
        centre=centre,
        notices=notices,
        in_force=in_force,
        others=[] if centre else list(centres_with_their_own()),
        parts=parts_of(after),
        added=[item_of(after, after.questions[name]) for name in changes.added],
        removed=[item_of(before, former[name]) for name in changes.removed] if before else [],
        changed=[QuestionChange(former[name], after.questions[name]) for name in changes.changed],
    )


def _in_force(centre: Centre | None) -> Version | None:
    try:
        return current_version(centre)
    except NoQuestionnaireError:
        return None
