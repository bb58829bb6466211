"""The filters of the demonstration: what a supervisor keeps of *Find*, one of them shared with the centre."""

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.enquiries.acts import FILTER_KEPT
from bereg.enquiries.models import SavedFilter

# Their names are in Russian, as whatever people of the demonstration write.
FILTERS = (
    ("Открытые, срочные сначала", {"open": "on", "order": "urgent"}, True),
    ("Невыплата зарплаты, открытые", {"open": "on", "topic": "unpaid_wages"}, False),
)


def sample(centre: Centre) -> None:
    """Write the filters of the first supervisor of one centre."""
    person = next(iter(people_at(centre.pk, Permission.FILTER_SHARE)), None)
    if person is None:
        return
    kept = [
        SavedFilter(
            id=demonstration_id("filter", f"{centre.code} {name}"),
            person=person,
            centre=centre,
            name=name,
            wanted=wanted,
            is_shared=is_shared,
        )
        for name, wanted, is_shared in FILTERS
    ]
    SavedFilter.objects.bulk_create(kept)
    audit.record_many(FILTER_KEPT, targets=list(kept), by=person)
