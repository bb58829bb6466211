"""What the questionnaire must know of rooms that it may not import."""

from django.test import Client
from django.urls import reverse

from bereg.contacts.channels import Channel
from bereg.enquiries.drafts import KEPT_WITHOUT_CONSENT
from bereg.questionnaire.publishing import publish_standard
from bereg.questionnaire.validation_survey_sheet import RESERVED_NAMES


def test_no_question_can_take_the_name_of_a_field_that_is_kept_without_consent() -> None:
    assert KEPT_WITHOUT_CONSENT <= RESERVED_NAMES


def test_the_paper_form_has_every_channel(desk: Client) -> None:
    publish_standard()
    page = desk.get(reverse("questionnaire:paper")).content.decode()
    assert all(f"<li>{channel.label}</li>" in page for channel in Channel)
