"""What differs between two questionnaires."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.questionnaire.form import Form
from bereg.questionnaire.questions import Choice, Question

# What a question has beside its wording and its choices, which are told word by word.
ASPECTS: dict[str, str | Promise] = {
    "kind": gettext_lazy("what it asks for"),
    "hints": gettext_lazy("its explanation"),
    "relevant": gettext_lazy("when it is shown"),
    "constraint": gettext_lazy("which answers fit"),
    "constraint_messages": gettext_lazy("what is said of an answer that does not fit"),
    "calculation": gettext_lazy("how it is calculated"),
    "appearance": gettext_lazy("how it looks"),
    "statistic": gettext_lazy("whether it enters the figures"),
    "section": gettext_lazy("its section"),
    "choices_from": gettext_lazy("the list that its choices come from"),
    "choice_filter": gettext_lazy("which choices are offered"),
    "default": gettext_lazy("what stands in an empty form"),
}
MOST_NAMED = 20  # choices in one line; of more, the others are counted


@dataclass(frozen=True)
class Changes:
    """Names of questions, in the order of the form in which they stand."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class QuestionChange:
    """One question that stands in both forms and is not the same."""

    before: Question
    after: Question

    def told(self) -> Iterator[str]:
        """Yield in words what differs, one line each."""
        for language in dict.fromkeys((*self.before.labels, *self.after.labels)):
            former, present = self.before.labels.get(language, "–"), self.after.labels.get(language, "–")
            if former != present:
                where = f" ({language})" if language else ""
                values = {"language": where, "before": former, "after": present}
                yield _("wording%(language)s: “%(before)s” becomes “%(after)s”") % values
        yield from self._choices()
        differing = [field.name for field in fields(Question) if self._differs(field.name)]
        yield from (str(ASPECTS[name]) for name in differing if name in ASPECTS)

    def _choices(self) -> Iterator[str]:
        former = {each.code: each for each in self.before.choices}
        present = {each.code: each for each in self.after.choices}
        if added := [each for code, each in present.items() if code not in former]:
            yield _("new choices: %(choices)s") % {"choices": _named(added)}
        if removed := [each for code, each in former.items() if code not in present]:
            yield _("choices that go: %(choices)s") % {"choices": _named(removed)}
        if reworded := [each for code, each in present.items() if code in former and former[code] != each]:
            yield _("changed choices: %(choices)s") % {"choices": _named(reworded)}
        kept = [[code for code in one if code in other] for one, other in ((former, present), (present, former))]
        if kept[0] != kept[1]:
            yield _("the order of its choices")

    def _differs(self, name: str) -> bool:
        return bool(getattr(self.before, name) != getattr(self.after, name))


def changes_between(before: Form | None, after: Form) -> Changes:
    """Compare two forms. Without a former one, every question is new."""
    former = before.questions if before else {}
    return Changes(
        added=tuple(name for name in after.questions if name not in former),
        removed=tuple(name for name in former if name not in after.questions),
        changed=tuple(name for name, each in after.questions.items() if name in former and former[name] != each),
    )


def _named(choices: list[Choice]) -> str:
    names = [f"{each.label()} ({each.code})" for each in choices[:MOST_NAMED]]
    if len(choices) > MOST_NAMED:
        names.append(_("%(count)s more") % {"count": len(choices) - MOST_NAMED})
    return ", ".join(names)
