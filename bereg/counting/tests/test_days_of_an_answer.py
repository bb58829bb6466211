"""The days on which an answer was given: by the clock of the centre, of what counts, of all centres."""

from collections.abc import Callable
from datetime import date

from bereg.centres.models import Centre
from bereg.contacts.mistakes import Mistake
from bereg.counting.by_day import by_day
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent

Enquire = Callable[..., Enquiry]


def test_days_are_those_of_the_centre_and_of_what_counts(enquire: Enquire, other_centre: Centre) -> None:
    enquire("2007-06-10T12:00:00+00:00", source="leaflet", times=2)
    enquire("2007-06-10T21:30:00+00:00", source="radio")  # in Moscow it is the next day
    enquire("2007-06-11T12:00:00+00:00", source="radio")
    enquire("2007-06-11T12:00:00+00:00", source="unknown", at=other_centre)
    enquire("2007-06-11T12:00:00+00:00", gender="female")  # was not asked
    enquire("2007-06-11T12:00:00+00:00", source="leaflet", consent=Consent.NO)  # nothing of it is kept
    enquire("2007-06-12T12:00:00+00:00", source="leaflet")  # after the last day
    by_mistake = enquire("2007-06-11T12:00:00+00:00", source="radio")
    Enquiry._base_manager.filter(pk=by_mistake.pk).update(mistake=Mistake.TRIAL)
    assert by_day("source", date(2007, 6, 10), date(2007, 6, 12)) == {
        "leaflet": {date(2007, 6, 10): 2},
        "radio": {date(2007, 6, 11): 2},
        "unknown": {date(2007, 6, 11): 1},
    }
    assert by_day("source", date(2007, 6, 11), date(2007, 6, 11)) == {}
