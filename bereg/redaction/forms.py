"""The part of a form by which a person decides on each finding of a text: without script, the state rides in the form.

A form that sends a text takes `FindingsField` beside the field of the text and calls `look_at` in its `clean`:

    findings = FindingsField()

    def clean(self):
        self.leaving = self.fields["findings"].look_at(self, "text", known=self.known)
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.redaction.finding import find_beside_marks
from bereg.redaction.judging import FindingDecision, allowed, as_decided, is_decided, key_of_finding, open_findings
from bereg.redaction.kinds import TextFinding

AROUND = 40  # characters that are shown on either side


@dataclass(frozen=True)
class FindingChoice:
    """One decision that may be made, as it stands on the page."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FindingRow:
    """One finding as it stands on the page."""

    name: str  # of its field
    before: str
    words: str
    after: str
    kind: str
    reason: str
    is_open: bool
    choices: list[FindingChoice]


class DecisionsWidget(forms.Widget):
    """What stands in a text, each with what is decided on it: a field for each, under the key of that one."""

    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """Collect the decisions, each under its key."""
        begins = f"{name}-"
        return {field.removeprefix(begins): str(data[field]) for field in data if field.startswith(begins)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell that a form with nothing to decide leaves nothing out."""
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return where a link to the field leads: its first choice."""
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rows."""
        context = super().get_context(name, value, attrs)
        rows = self.rows(name, value if isinstance(value, dict) else {})
        return context | {"rows": rows, "id": context["widget"]["attrs"].get("id", name)}

    def rows(self, name: str, decisions: Mapping[str, str]) -> Sequence[Any]:
        """Return what the template shows, in the order of the text."""
        raise NotImplementedError


class FindingsWidget(DecisionsWidget):
    """Each finding of a text with what becomes of it. Nothing is chosen beforehand."""

    template_name = "redaction/findings.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.text, self.known, self.keeps_certain = "", tuple[str, ...](), True

    def rows(self, name: str, decisions: Mapping[str, str]) -> list[FindingRow]:
        """Return every finding in the order of the text."""
        return [self._row(name, each, decisions) for each in find_beside_marks(self.text, known=self.known)]

    def _row(self, name: str, finding: TextFinding, decisions: Mapping[str, str]) -> FindingRow:
        text, key = self.text, key_of_finding(self.text, finding)
        decision = decisions.get(key)
        before = text[max(0, finding.start - AROUND) : finding.start]
        choices = allowed(finding, keeps_certain=self.keeps_certain)
        return FindingRow(
            name=f"{name}-{key}",
            before=f"…{before}" if finding.start > AROUND else before,
            words=text[finding.start : finding.end],
            after=text[finding.end : finding.end + AROUND] + ("…" if len(text) > finding.end + AROUND else ""),
            kind=str(finding.kind.label),
            reason=str(finding.reason.label),
            is_open=not is_decided(finding, decision, keeps_certain=self.keeps_certain),
            choices=[FindingChoice(each.value, str(each.label), each.value == decision) for each in choices],
        )


def open_words(count: int) -> str:
    """Say that so many findings are open."""
    said = ngettext(
        "Decide on %(count)d finding: it is removed, or kept with a reason.",
        "Decide on %(count)d findings: each is removed, or kept with a reason.",
        count,
    )
    return said % {"count": count}


class FindingsField(forms.Field):
    """What a person decides on the findings of the text beside it."""

    widget = FindingsWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What may tell who somebody is"))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> dict[str, str]:
        """Leave out what is no decision."""
        return {key: each for key, each in (value or {}).items() if each in FindingDecision.values}

    def show(self, text: str, *, known: Collection[str] = (), keeps_certain: bool = True) -> None:
        """Let the page show the findings of a text."""
        self.widget.text, self.widget.known, self.widget.keeps_certain = text, tuple(known), keeps_certain

    def look_at(self, form: forms.Form, of: str, *, known: Collection[str] = (), keeps_certain: bool = True) -> str:
        """Return the text of the field `of` as it may leave; add an error to the form while a finding is open."""
        text, decisions = form.cleaned_data.get(of) or "", form.cleaned_data.get("findings") or {}
        self.show(text, known=known, keeps_certain=keeps_certain)
        still = len(open_findings(text, decisions, known=known, keeps_certain=keeps_certain))
        if still:
            form.add_error("findings", open_words(still))
        return as_decided(text, decisions, known=known)
