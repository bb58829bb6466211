"""How many enquiries of each day gave which answer: from the records, since facts hold no day.

For what changes with a day, such as a distribution of leaflets. Nothing of it is stored, and nobody but staff sees it.
"""

from collections import Counter, defaultdict
from datetime import date

from bereg.centres import queries as centres
from bereg.centres.scope import beyond
from bereg.centres.universes import universes


@beyond("figures")
def by_day(question: str, first: date, end: date) -> dict[str, Counter[date]]:
    """Return code to day to how many enquiries, of all centres, for the days of [first, end)."""
    found: defaultdict[str, Counter[date]] = defaultdict(Counter)
    enquiries = universes()["enquiries"]
    for centre in centres.all_centres():
        for day, code, count in enquiries.by_day(centre=centre, begins=first, ends=end, answer=question):
            found[code][day] += count
    return dict(found)
