"""A guide in its parts: what to do, what to take along, warning signs."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from bereg.guides.choices import GuidePart
from bereg.guides.outline import sections_of
from bereg.reference.markdown import as_html


@dataclass(frozen=True)
class PartShown:
    """One part. lines: its steps or things by themselves, for programs."""

    title: str
    html: SafeString
    is_warning: bool
    is_steps: bool
    lines: list[str]


def parts_of(body: str) -> list[PartShown]:
    """Return the parts of a text that say anything: a heading may stand there with nothing below."""
    return [
        PartShown(
            title=section.title,
            html=as_html(section.body),
            is_warning=section.code == GuidePart.WARNING,
            is_steps=section.code == GuidePart.STEPS,
            lines=section.lines,
        )
        for section in sections_of(body)
        if section.body
    ]
