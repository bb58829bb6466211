"""The demonstration: invented firms that several enquiries name."""

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.violations.keys import is_tax_number
from bereg.violations.models import Violation
from bereg.violations.queries import named_by_several
from bereg.violations.sample import FIRMS, sample
from bereg.violations.tests.conftest import registered


def test_the_sample_has_violations_and_firms_that_several_name(centre: Centre, operator: User, lawyer: User) -> None:
    for _ in range(40):
        registered(centre, operator, region="RU-ARK")
    sample(centre)
    made = Violation._base_manager.all()
    assert {each.kind for each in made} == {"wages"}
    assert {each.told_further for each in made} == {"agreed", "not_asked", "refused"}
    assert named_by_several(lawyer)


def test_numbers_of_invented_firms_are_spelled_as_real_ones() -> None:
    assert all(is_tax_number(firm.tax_number) for firm in FIRMS if firm.tax_number)
