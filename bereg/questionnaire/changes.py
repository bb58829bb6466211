"""What differs between two questionnaires."""

from dataclasses import dataclass

from bereg.questionnaire.form import Form


@dataclass(frozen=True)
class Changes:
    """Names of questions, in the order of the form in which they stand."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def changes_between(before: Form | None, after: Form) -> Changes:
    """Compare two forms. Without a former one, every question is new."""
    former = before.questions if before else {}
    return Changes(
        added=tuple(name for name in after.questions if name not in former),
        removed=tuple(name for name in former if name not in after.questions),
        changed=tuple(name for name, each in after.questions.items() if name in former and former[name] != each),
    )
