"""What the tests of this room share."""

import pytest

from bereg.questionnaire.publishing import publish_standard


@pytest.fixture(autouse=True)
def questionnaire(db: None) -> None:
    """The standard questionnaire is in force."""
    publish_standard()
