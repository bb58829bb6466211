"""What other rooms make of a consultation: interns' copies hold no note, and the demonstration has some."""

import pytest
from django.utils import timezone

from bereg.accounts.roles import Role
from bereg.consultations.models import Consultation
from bereg.consultations.sample import sample
from bereg.enquiries.models import Enquiry
from bereg.training.models import Practice
from bereg.training.texts import original_of
from conftest import make_user
from tests.opened import text_of
from tests.world import Site


@pytest.fixture
def here(world: tuple[Site, Site]) -> Site:
    return world[0]


@pytest.mark.django_db
def test_an_interns_copy_holds_nothing_of_it(here: Site) -> None:
    consultation = Consultation._base_manager.get(pk=here.ids["consultation"])
    note = here.canaries["consulted"]
    assert text_of(consultation, "note") == note
    original = original_of(Enquiry._base_manager.get(pk=here.ids["enquiry"]), by=here.operator)
    assert here.canaries["narrative"] in original.narrative
    assert note not in original.narrative
    assert note not in text_of(Practice._base_manager.get(pk=here.ids["practice"]), "masked")


@pytest.mark.django_db
def test_the_sample_is_of_what_lawyers_and_psychologists_have(here: Site) -> None:
    psychologist = make_user(here.centre, Role.PSYCHOLOGIST, "Psychologist 01")
    Enquiry._base_manager.filter(pk=here.ids["enquiry"]).update(assignee=psychologist, opened_at=timezone.now())
    sample(here.centre)
    [made] = Consultation._base_manager.exclude(pk=here.ids["consultation"]).filter(centre=here.centre)
    assert (made.author, made.profession, made.enquiry_id) == (psychologist, "psychologist", here.ids["enquiry"])
    assert text_of(made, "note")
    assert made.opens(psychologist, "note")  # type: ignore[arg-type]
