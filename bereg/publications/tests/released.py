"""An invented release, published."""

from datetime import date

from bereg.publications.actions import Prepared, keep
from bereg.publications.content import Content
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.models import Release
from bereg.publications.queries import editions, written

__all__ = ["FIRST", "LAST", "PERIOD", "content", "publish"]
FIRST, LAST = date(2007, 5, 1), date(2008, 4, 1)
PERIOD = "2007-05_2008-04"


def publish(said: Content | None = None, first: date = FIRST, last: date = LAST) -> Release:
    """Publish it."""
    beside = written(editions())
    made = keep(first=first, last=last, prepared=Prepared(said or content(), [], {}, beside, ""), by=None)
    Release.objects.filter(pk=made.pk).update(published_at=made.prepared_at)
    made.refresh_from_db()
    return made
