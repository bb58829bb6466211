"""A long list of choices is made once, and shows what is chosen of it on each page."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.http import QueryDict
from django.utils import translation

from bereg.desk.form_questions import questions_on_page
from bereg.questionnaire.countries_and_regions import COUNTRIES
from bereg.questionnaire.form import Form
from bereg.questionnaire.questions import Choice, Question, QuestionKind, Section

pytestmark = pytest.mark.once("it uses no database")
NOW = dt.datetime(2008, 1, 10, 12, 0)  # noqa: DTZ001 - by the centre's clock
CHOICES = tuple(Choice(code, {"en": label}) for code, label in (("UZ", "Uzbekistan"), ("X1", '<b>"A" & B</b>')))


def listed(query: str) -> str:
    question = Question(
        "citizenship", QuestionKind.SELECT_ONE, {"en": "Citizenship"}, choices=CHOICES, appearance="minimal"
    )
    form = Form("", ("en",), (Section("", {}),), {"citizenship": question})
    (asked,) = questions_on_page(form, QueryDict(query), country="RU", now=NOW)
    return asked.listed


def chosen(query: str) -> list[str]:
    return re.findall(r'value="([^"]*)" selected', listed(query))


def test_what_is_chosen_on_one_page_is_not_on_the_next() -> None:
    assert chosen("a-citizenship=UZ") == ["UZ"]
    assert chosen("") == []
    assert chosen("a-citizenship=X1") == ["X1"]


def test_a_list_of_the_program_stands_in_the_alphabet_of_the_reader() -> None:
    named = {"AZ": ("Azerbaijan", "Азербайджан"), "ET": ("Ethiopia", "Эфиопия"), "JP": ("Japan", "Япония")}
    named |= {"YE": ("Yemen", "Йемен"), "IR": ("Iran", "Иран"), "AX": ("Åland Islands", "Аландские острова")}
    choices = tuple(Choice(code, {"en": english, "ru": russian}) for code, (english, russian) in named.items())
    question = Question("citizenship", QuestionKind.SELECT_ONE, choices=choices, choices_from=COUNTRIES)
    form = Form("", ("en", "ru"), (Section("", {}),), {"citizenship": replace(question, appearance="minimal")})
    for language, wanted in (("ru", "AZ AX IR YE ET JP"), ("en", "AX AZ ET IR JP YE")):
        with translation.override(language):
            (asked,) = questions_on_page(form, QueryDict(), country="RU", now=NOW)
            assert re.findall(r'value="([^"]*)"', asked.listed) == wanted.split()


def test_nothing_that_was_sent_or_named_becomes_a_tag() -> None:
    assert "<b>" not in listed("a-citizenship=UZ")
    assert listed('a-citizenship="><script>') == listed("")
    assert chosen("a-citizenship=Uzbekistan") == []
