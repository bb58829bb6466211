"""What other rooms make of a person concerned: interns' copies hold none, and the demonstration has some."""

import pytest

from bereg.enquiries.models import Enquiry
from bereg.persons.models import Person
from bereg.persons.sample import sample
from bereg.training.models import Practice
from tests.opened import text_of
from tests.world import Site


@pytest.fixture
def here(world: tuple[Site, Site]) -> Site:
    return world[0]


@pytest.mark.django_db
def test_an_interns_copy_holds_nothing_of_it(here: Site) -> None:
    person, reason = Person._base_manager.get(pk=here.ids["concerned"]), here.canaries["judged"]
    assert text_of(person, "reason") == reason
    assert reason not in text_of(Practice._base_manager.get(pk=here.ids["practice"]), "masked")


@pytest.mark.django_db
def test_the_sample_is_of_whom_others_called_and_has_a_girl_of_15(here: Site) -> None:
    Enquiry._base_manager.filter(pk=here.ids["enquiry"]).update(answers={"enquirer": "relative"})
    sample(here.centre)
    [girl] = Person._base_manager.exclude(pk=here.ids["concerned"]).filter(centre=here.centre)
    assert (girl.relation, girl.gender, girl.band, girl.means) == ("relative", "female", "14_17", [])
    assert (girl.enquiry_id, girl.suspicion) == (here.ids["enquiry"], "suspected")
    assert text_of(girl, "reason")
