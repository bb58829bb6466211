"""A finding is removed or kept with a reason; a text with an open one does not leave; a changed text is open again."""

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from bereg.redaction.finding import find
from bereg.redaction.forms import FindingsField
from bereg.redaction.judging import FindingDecision, as_decided, carried_over, key_of_finding, open_findings

pytestmark = pytest.mark.once("decides in memory alone")
TEXT = "Звонила Гульнара, телефон +7 900 000-00-16. Просит за Рустама."
REMOVED, KEPT = FindingDecision.REMOVE, FindingDecision.NOT_OF_THEM


def decisions(text: str, *made: str) -> dict[str, str]:
    return {key_of_finding(text, each): decision for each, decision in zip(find(text), made, strict=True)}


def words(text: str, open_ones: dict[str, str]) -> list[str]:
    return [text[each.start : each.end] for each in open_findings(text, open_ones)]


def test_what_nobody_decided_on_is_open() -> None:
    every = ["Гульнара", "+7 900 000-00-16", "Рустама"]
    assert words(TEXT, {}) == every
    assert words(TEXT, decisions(TEXT, REMOVED, KEPT, "")) == every[2:]
    assert words(TEXT, decisions(TEXT, "anything", "", KEPT)) == every[:2]
    assert words(TEXT, decisions(TEXT, REMOVED, KEPT, KEPT)) == []


def test_what_is_removed_becomes_a_mark_and_what_is_kept_stays() -> None:
    with translation.override("en"):
        left = as_decided(TEXT, decisions(TEXT, REMOVED, REMOVED, KEPT))
    assert left == "Звонила [name], телефон [telephone]. Просит за Рустама."


def test_what_was_decided_is_decided_in_the_text_as_it_leaves_too() -> None:
    """What is removed is another word beside what stays, and earlier words move later ones."""
    with translation.override("en"):
        made = decisions(TEXT, REMOVED, KEPT, FindingDecision.AGREED_TO)
        left, carried = as_decided(TEXT, made), carried_over(TEXT, made)
        assert open_findings(left, carried) == []
        assert sorted(carried.values()) == ["agreed_to", "not_of_this_person"]
        assert not set(carried) <= set(made)
        half = decisions(TEXT, REMOVED, "", KEPT)
        assert words(as_decided(TEXT, half), carried_over(TEXT, half)) == ["+7 900 000-00-16"]


def test_a_decision_goes_to_no_other_place_with_the_same_words() -> None:
    text = "Звонила Гульнара. Потом долго ничего не было слышно, и снова звонила Гульнара."
    made = decisions(text, "", KEPT)
    assert [each.start for each in open_findings(text, carried_over(text, made))] == [8]


def test_a_decision_is_bound_to_the_words_and_to_what_stands_around_them() -> None:
    text = f"{TEXT} Потом долго ничего не было, и звонила соседка Малика."
    made = decisions(text, REMOVED, REMOVED, KEPT, KEPT)
    assert words(text, made) == []
    assert words(text.replace("Гульнара", "Зухра"), made) == ["Зухра", "+7 900 000-00-16"]
    assert words(text.replace("соседка", "сестра"), made) == ["Малика"]
    assert words(f"Зарема. {text}", made) == ["Зарема", "Гульнара", "+7 900 000-00-16"]


def test_where_what_is_certain_may_not_be_kept_it_is_open_until_it_is_removed() -> None:
    kept, removed = decisions(TEXT, KEPT, KEPT, KEPT), decisions(TEXT, KEPT, REMOVED, KEPT)
    assert [TEXT[each.start : each.end] for each in open_findings(TEXT, kept, keeps_certain=False)] == [
        "+7 900 000-00-16"
    ]
    assert open_findings(TEXT, removed, keeps_certain=False) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["Анна ", "+7 900 000-00-16 ", "12 марта ", "слово ", "Рустам. "]), max_size=8))
def test_with_everything_removed_nothing_is_open(parts: list[str]) -> None:
    text = "".join(parts)
    made = {key_of_finding(text, each): REMOVED.value for each in find(text)}
    assert open_findings(text, made) == []
    assert all(text[each.start : each.end] not in as_decided(text, made) for each in find(text))


class LeavingForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea)
    findings = FindingsField()
    leaving = ""

    def clean(self) -> None:
        findings = self.fields["findings"]
        assert isinstance(findings, FindingsField)
        self.leaving = findings.look_at(self, "text", known=["Зарема"])


def posted(**typed: str) -> LeavingForm:
    data = QueryDict(mutable=True)
    data.update(typed)
    return LeavingForm(data)


def test_a_form_is_refused_while_a_finding_is_open_and_shows_all_of_them() -> None:
    with translation.override("en"):
        form = posted(text="Звонила зарема. Просит за Рустама.")
        assert not form.is_valid()
        assert form.errors["findings"] == ["Decide on 2 findings: each is removed, or kept with a reason."]
        page = str(form["findings"])
    assert "<mark>зарема</mark>. Просит за Рустама." in page
    assert "the matter holds it" in page
    assert page.count('value="remove"') == 2
    assert "checked" not in page


def test_what_was_decided_rides_in_the_form_and_then_lets_it_go() -> None:
    text = "Звонила зарема. Просит за Рустама."
    form = posted(text=text)
    form.is_valid()
    names = [row.name for row in form.fields["findings"].widget.rows("findings", {})]
    half = posted(text=text, **{names[0]: "remove"})
    assert not half.is_valid()
    assert str(half["findings"]).count("checked") == 1
    done = posted(text=text, **{names[0]: "remove", names[1]: "agreed_to", "findings-other": "remove"})
    with translation.override("en"):
        assert done.is_valid(), done.errors
    assert done.leaving == "Звонила [name]. Просит за Рустама."
    assert not posted(text=text + " Рустам!", **{names[0]: "remove", names[1]: "agreed_to"}).is_valid()


def test_a_text_without_findings_goes_at_once() -> None:
    form = posted(text="Ничего особенного.")
    assert form.is_valid()
    assert "<ol" not in str(form["findings"])
