"""The empty form for a power cut."""

import re
from importlib.resources import files

from django.test import Client
from django.urls import reverse

from bereg.questionnaire.publishing import publish_standard
from bereg.questionnaire.queries import form_of
from bereg.questionnaire.questions import UNSEEN


def test_paper_has_every_question_and_every_box(desk: Client) -> None:
    form = form_of(publish_standard())
    page = desk.get(reverse("questionnaire:paper")).content.decode()
    for question in form.questions.values():
        if question.kind not in UNSEEN:
            assert question.label("en") in page
        if len(question.choices) <= 30:
            assert all(f"<li>{choice.label('en')}</li>" in page for choice in question.choices)


def test_a_list_too_long_for_paper_leaves_a_line_to_write_on(desk: Client) -> None:
    publish_standard()
    page = desk.get(reverse("questionnaire:paper")).content.decode()
    assert "Uzbekistan" not in page
    citizenship = page.partition('paper-label">Citizenship')[2].partition('"paper-label')[0]
    assert 'class="blank wide"' in citizenship


def test_every_question_can_be_declined_or_not_known(desk: Client) -> None:
    publish_standard()
    page = desk.get(reverse("questionnaire:paper")).content.decode()
    assert page.count("<li>declined</li>") == page.count("<li>does not know</li>") == 16


def test_consent_stands_before_the_answers_and_after_what_is_kept_without_it(desk: Client) -> None:
    publish_standard()
    page = desk.get(reverse("questionnaire:paper")).content.decode()
    places = [page.index(each) for each in ("Language", "Topics of the enquiry", "May we keep the answers?", "Gender")]
    assert places == sorted(places)


def test_print_is_for_a4_and_leaves_the_navigation_out(desk: Client) -> None:
    css = (files("bereg.questionnaire") / "static/questionnaire/paper.css").read_text()
    assert re.search(r"@page\s*{\s*size: a4", css)
    frame = (files("bereg.core") / "static/core/layout.css").read_text()
    assert re.search(r"@media print.*\.staff-header.*display: none", frame, re.DOTALL)
