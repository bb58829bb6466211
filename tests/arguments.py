"""What the addresses of the program are asked with: things that all centres share, and things that never were."""

from uuid import UUID

# What no form may be asked for twice in this world: it would be the same answer for everybody.
RELEASE, ENTRY, SAMPLE_DOCUMENT = UUID(int=11), UUID(int=12), UUID(int=14)
SENTENCE, REPORT_TEXT, RECOMMENDATION = UUID(int=18), UUID(int=19), UUID(int=20)
OUTSIDE_SERIES = UUID(int=21)
SHARED: dict[str, object] = {
    "outside_series": OUTSIDE_SERIES,
    "outside_chart": (OUTSIDE_SERIES, "theirs"),
    "step": "questionnaire",
    "language": "en",
    "help_page": "safety/keys",
    "table": "gender",
    "share": "no-work-permit",
    "month": "2008-02",
    "release": RELEASE,
    "report_text": REPORT_TEXT,
    "recommendation": RECOMMENDATION,
    "recommendation_event": (RECOMMENDATION, RECOMMENDATION),
    "report_sentence": (RELEASE, SENTENCE),
    "preparation": RELEASE,
    "entry": ENTRY,
    "kind": "guide",
    "sample_document": SAMPLE_DOCUMENT,
}
SHARED |= {"campaign": UUID(int=31), "campaign_material": UUID(int=32), "campaign_place": UUID(int=33)}
SHARED |= {"distribution": UUID(int=34), "material_code": "A2CM"}
SHARED["edition"] = ("en", "2008-01")  # several arguments
SHARED["situation"] = ("en", "held")
SHARED["partner_link"] = ("en", UUID(int=16))
SHARED["public_guide"] = ("en", UUID(int=12))
SHARED["public_document"] = ("en", SAMPLE_DOCUMENT)
SHARED["file"] = ("en", "2008-01", "figures.xlsx")
SHARED["table_of_edition"] = ("en", "2008-01", "all", "gender")
SHARED["theme_of_edition"] = ("en", "2008-01", "people")
SHARED["centre_of_edition"] = ("en", "2008-01", "shore")
SHARED["chart_of_months"] = ("en", f"{'0' * 16}-1", "light")
SHARED["logo"] = ("en", f"publisher-{'0' * 16}.png")
SHARED["chart"] = ("en", "2008-01", f"{'0' * 16}-1", "light", "all", "gender")
MISSING: dict[str, object] = {
    **dict.fromkeys(("enquiry", "draft", "contact", "person", "invitation", "centre", "line", "version"), UUID(int=7)),
    **dict.fromkeys(("approval", "notice", "opening", "search", "release", "preparation"), UUID(int=7)),
    **dict.fromkeys(
        ("practice", "consultation", "task", "concerned", "danger", "register", "hand_over", "transfer"),
        UUID(int=7),
    ),
    "dispatch": UUID(int=7),
    "gone_out": UUID(int=7),
    "outcome": UUID(int=7),
    "missing": UUID(int=7),
    "own_outreach": UUID(int=7),
    "handed_out": UUID(int=7),
    "outside_series": UUID(int=7),
    "outside_chart": (UUID(int=7), "theirs"),
    "opened_there": UUID(int=7),
    "match": UUID(int=7),
    "thread": UUID(int=7),
    "thread_file": (UUID(int=7), UUID(int=7)),
    "quarantined": UUID(int=7),
    "filter": UUID(int=7),
    **dict.fromkeys(("figures_recipient", "funder", "indicator", "figure_letter"), UUID(int=7)),
    "report_text": UUID(int=7),
    "recommendation": UUID(int=7),
    "recommendation_event": (UUID(int=7), UUID(int=7)),
    "report_sentence": (UUID(int=7), UUID(int=7)),
    "owed_letter": (UUID(int=7), "2008-01"),
    "letter_file": (UUID(int=7), "letter.pdf"),
    **dict.fromkeys(("campaign", "campaign_material", "campaign_place", "distribution"), UUID(int=7)),
    "material_code": "A2C9",
    "violation": UUID(int=7),
    "cell": (UUID(int=7), "wages_RU-ARK_2008-01-01"),
    "entry": UUID(int=7),
    "sample_document": UUID(int=7),
    "interpreter": UUID(int=7),
    "procedure": (UUID(int=7), "child"),
    "register_column": (UUID(int=7), 1),
    "key": 999_999,
    "secret": "A" * 43,
    "reset": "A" * 43,
    "half": "A" * 43,
    "calendar": "A" * 43,
    "step": "nothing",
    "language": "xx",
    "help_page": "nothing",
    "kind": "nothing",
    "table": "nothing",
    "share": "nothing",
    "month": "2008-13",
    "edition": ("en", "2008-13"),
    "situation": ("en", "nothing"),
    "partner_link": ("en", UUID(int=7)),
    "public_guide": ("en", UUID(int=7)),
    "public_document": ("en", UUID(int=7)),
    "file": ("en", "2008-01", "figures.exe"),
    "table_of_edition": ("en", "2008-01", "all", "nothing"),
    "theme_of_edition": ("en", "2008-01", "nothing"),
    "centre_of_edition": ("en", "2008-01", "nowhere"),
    "chart_of_months": ("en", f"{'1' * 16}-1", "dark"),
    "logo": ("en", f"publisher-{'1' * 16}.png"),
    "chart": ("en", "2008-01", f"{'1' * 16}-1", "dark", "all", "gender"),
}
