"""A questionnaire with more topics than the figures tell apart is refused before it is published, not at a closing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.counting.codes import MOST_TOPICS, TOPIC, Codes, TooManyTopicsError
from bereg.counting.faults import FiguresFault
from bereg.questionnaire.models import Version
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.publishing import publish
from conftest import make_user

HEAD = """| survey |
|---|---|---|---|
| | type | name | label |
| | select_multiple topic | topic | What about? |

| choices |
|---|---|---|---|
| | list_name | name | label |
"""


def about(topics: range) -> str:
    """Write a questionnaire that asks for topics of these numbers alone."""
    return HEAD + "".join(f"| | topic | topic_{number} | Topic {number} |\n" for number in topics)


@pytest.fixture
def other_is_full(other_centre: Centre) -> Centre:
    """A centre whose older version had all topics but three; the one in force there has two."""
    publish(source=about(range(MOST_TOPICS - 3)), centre=other_centre, by=None)
    publish(source=about(range(2)), centre=other_centre, by=None)
    return other_centre


def test_topics_of_every_version_of_every_centre_are_counted(other_is_full: Centre, centre: Centre) -> None:
    with pytest.raises(QuestionnaireError, match=r"tell 63 topics apart.+taken: 60, new here: 4"):
        publish(source=about(range(100, 104)), centre=centre, by=None)
    publish(source=about(range(100, 103)), centre=centre, by=None)
    with pytest.raises(QuestionnaireError, match="taken: 63, new here: 1"):
        publish(source=about(range(103, 104)), centre=None, by=None)
    assert Version.objects.count() == 3


def test_what_adds_no_topic_is_published_however_many_there_are(centre: Centre) -> None:
    Codes().register(TOPIC, [f"topic_{number}" for number in range(MOST_TOPICS)])
    assert publish(source=about(range(5)), centre=centre, by=None).number == 1


def test_the_page_says_so_before_the_second_click(other_is_full: Centre, centre: Centre, client: Client) -> None:
    admin: User = make_user(centre, Role.ADMIN, "Admin")
    client.force_login(admin)
    file = SimpleUploadedFile("new.md", about(range(100, 110)).encode())
    answer = client.post(reverse("questionnaire:publish"), {"file": file})
    assert answer.status_code == 422
    assert "taken: 60, new here: 10" in answer.content.decode()


def test_pages_of_figures_say_what_was_published_before_this_was_refused(db: None) -> None:
    assert issubclass(TooManyTopicsError, FiguresFault)
    with pytest.raises(FiguresFault, match="More topics were ever published"):
        Codes().register(TOPIC, [f"topic_{number}" for number in range(MOST_TOPICS + 1)])
