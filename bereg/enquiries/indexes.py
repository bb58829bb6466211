"""The indexes of enquiries. Each serves a page that has to be as quick with a million.

docs/decisions/0077-as-quick-with-a-million.md
"""

from django.db.models import Index, Q

ENQUIRY_INDEXES = (
    Index(fields=["centre", "-opened_at", "id"], name="enquiries_latest"),
    Index(fields=["assignee", "centre", "-opened_at", "id"], name="enquiries_latest_of_assignee"),
    # With `closed_at`, empty in both: without it SQLite reads the table for each, and may take another.
    Index(
        fields=["centre", "-opened_at", "id", "urgency", "last_contact_at", "assignee", "changed_at", "closed_at"],
        condition=Q(closed_at=None),
        name="enquiries_open",
    ),
    Index(
        fields=["assignee", "centre", "-opened_at", "id", "urgency", "last_contact_at", "closed_at"],
        condition=Q(closed_at=None),
        name="enquiries_open_of_assignee",
    ),
    Index(fields=["centre", "-number"], name="enquiries_numbers"),
    Index(fields=["assignee", "centre", "-number"], name="enquiries_numbers_of_assignee"),
    Index(fields=["centre", "-closed_at", "id"], condition=Q(closed_at__isnull=False), name="enquiries_closed"),
    Index(
        fields=["assignee", "centre", "-closed_at", "id"],
        condition=Q(closed_at__isnull=False),
        name="enquiries_closed_of_assignee",
    ),
    Index(
        fields=["centre", "opened_at", "mistake", "is_received", "changed_at", "version", "counted_in"],
        condition=Q(counted_in=None),
        name="enquiries_uncounted",
    ),
    Index(
        fields=["centre", "closed_at", "changed_at"],
        condition=~Q(narrative=b"", typed_answers=b""),
        name="enquiries_with_text",
    ),
    Index(fields=["centre", "opened_at"], condition=~Q(call_back=b""), name="enquiries_to_call_back"),
    Index(
        fields=["centre", "opened_at", "closed_at", "changed_at", "id"],
        condition=Q(call_back=b"", narrative=b"", typed_answers=b"") & ~Q(code_word_index=b""),
        name="enquiries_to_coarsen",
    ),
    Index(fields=["centre", "call_back_index"], condition=~Q(call_back_index=b""), name="enquiries_call_back"),
    Index(fields=["entered_at"], condition=~Q(form_digest=b""), name="enquiries_form_digest"),
    Index(
        fields=["centre", "consent_withdrawn_at"],
        condition=Q(consent_withdrawn_at__isnull=False),
        name="enquiries_withdrawn_held",
    ),
)
