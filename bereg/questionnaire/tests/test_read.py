"""Reading the questionnaire on the screen."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.questionnaire.models import Version
from bereg.questionnaire.parse import parse_file
from bereg.questionnaire.publishing import publish, publish_standard, standard_source
from conftest import make_user

OWN = standard_source().replace("Who is asking", "Who calls")


def test_without_a_questionnaire_the_page_says_so(desk: Client) -> None:
    for name in ("questionnaire:current", "questionnaire:paper"):
        assert "No questionnaire has been published yet." in desk.get(reverse(name)).content.decode()


def test_the_page_shows_questions_choices_and_what_is_counted(desk: Client) -> None:
    publish_standard()
    page = desk.get(reverse("questionnaire:current")).content.decode()
    assert "Who is asking" in page
    assert "employed by" not in page
    assert "Uzbekistan" in page
    assert "Astrakhan Region" in page
    assert page.count("enters the figures") == 17


def test_the_page_speaks_the_language_of_the_person(desk: Client, operator: User) -> None:
    publish_standard()
    User.objects.filter(pk=operator.pk).update(language="ru")
    assert "Кто обращается" in desk.get(reverse("questionnaire:current")).content.decode()


def test_a_former_version_stays_readable(desk: Client, centre: Centre) -> None:
    former = publish_standard()
    publish(source=OWN, centre=centre, by=None)
    assert "Who calls" in desk.get(reverse("questionnaire:current")).content.decode()
    page = desk.get(reverse("questionnaire:version", args=[former.pk])).content.decode()
    assert "Who is asking" in page
    assert "no longer in force" in page


def test_the_version_of_another_centre_is_not_shown(desk: Client, other_centre: Centre) -> None:
    foreign = publish(source=OWN, centre=other_centre, by=None)
    for name in ("questionnaire:version", "questionnaire:source", "questionnaire:workbook"):
        assert desk.get(reverse(name, args=[foreign.pk])).status_code == 404
    assert "Who calls" not in desk.get(reverse("questionnaire:current")).content.decode()


def test_the_source_can_be_taken_away_and_published_again(desk: Client, centre: Centre) -> None:
    version = publish_standard()
    answer = desk.get(reverse("questionnaire:source", args=[version.pk]))
    assert "attachment" in answer["Content-Disposition"]
    assert publish(source=answer.content.decode(), centre=centre, by=None).definition == version.definition


def test_the_workbook_reads_back_to_the_same_form(desk: Client, centre: Centre, tmp_path: Path) -> None:
    version = publish_standard()
    answer = desk.get(reverse("questionnaire:workbook", args=[version.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="questionnaire-1.xlsx"'
    file = tmp_path / "mine.xlsx"
    file.write_bytes(answer.content)
    reading = parse_file(file)
    assert not reading.notices
    assert publish(source=reading.source, centre=centre, by=None).definition == version.definition


def test_no_cell_of_the_workbook_is_a_formula(desk: Client, centre: Centre) -> None:
    version = publish(source=OWN.replace("Who calls", "=1+1"), centre=centre, by=None)
    content = desk.get(reverse("questionnaire:workbook", args=[version.pk])).content
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize("name", ["current", "paper", "version", "source", "workbook"])
def test_only_who_may_read_the_questionnaire_sees_it(client: Client, centre: Centre, name: str) -> None:
    arguments = [publish_standard().pk] if name in {"version", "source", "workbook"} else []
    client.force_login(make_user(centre, Role.PUBLISHER, "Publisher 07"))
    assert client.get(reverse(f"questionnaire:{name}", args=arguments)).status_code == 403


def test_an_analyst_without_a_centre_sees_the_common_version(client: Client, db: None) -> None:
    publish_standard()
    client.force_login(make_user(None, Role.ANALYST, "Analyst 02"))
    assert "Who is asking" in client.get(reverse("questionnaire:current")).content.decode()
    assert Version.objects.count() == 1
