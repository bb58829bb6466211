"""What people ask about, and who asks what."""

# Of a hundred enquiries; one in eight has two topics.
SHARES = {
    "work_permit": 22.0,
    "registration": 15.0,
    "abroad_work": 14.0,
    "citizenship": 9.0,
    "residence": 7.0,
    "labour_law": 3.6,
    "hiring_juridical": 5.0,
    "abroad_agency": 4.6,
    "other": 4.0,
    "entry_exit": 3.6,
    "abroad_study": 3.5,
    "documents": 3.4,
    "unpaid_wages": 3.1,
    "hiring_private": 3.0,
    "quota": 2.6,
    "social": 1.9,
    "police": 1.6,
    "missing_person": 1.3,
    "family": 1.2,
    "psychological": 1.1,
    "trafficking_labour": 0.6,
    "trafficking_sexual": 0.35,
    "trafficking_other": 0.1,
}
NONE = 18  # enquiries broken off before a topic was noted

# How much each kind of enquirer leans to a topic; what is not named leans little.
LEAN: dict[str, dict[str, float]] = {
    "citizen_abroad": {"abroad_work": 30, "abroad_agency": 10, "abroad_study": 8, "trafficking_sexual": 0.2},
    "employer": {"work_permit": 12, "hiring_juridical": 15, "hiring_private": 9, "quota": 5, "registration": 5,
                 "labour_law": 3, "entry_exit": 0.6},
    "relative": {"citizenship": 6, "registration": 6, "residence": 4, "missing_person": 7, "documents": 3,
                 "family": 4, "trafficking_labour": 1.5, "trafficking_sexual": 1.2, "social": 2, "police": 1.5,
                 "psychological": 2, "entry_exit": 2},
    "migrant": {"work_permit": 24, "registration": 17, "citizenship": 11, "residence": 9, "entry_exit": 4,
                "labour_law": 3, "unpaid_wages": 4, "documents": 3, "quota": 1.5, "police": 2, "other": 2,
                "social": 0.8, "trafficking_labour": 0.8, "trafficking_sexual": 0.3, "family": 0.6,
                "psychological": 0.4, "missing_person": 0.3},
    "official": {"trafficking_other": 1, "work_permit": 4, "registration": 4, "quota": 4, "other": 6, "documents": 3},
    "ngo": {"trafficking_labour": 2, "trafficking_sexual": 2, "trafficking_other": 1, "registration": 4,
            "citizenship": 4, "unpaid_wages": 4, "social": 4, "other": 4},
    "other": {"registration": 6, "citizenship": 4, "labour_law": 7, "documents": 7, "social": 6, "other": 12,
              "unpaid_wages": 4, "psychological": 4, "family": 4, "missing_person": 3, "residence": 3, "police": 1.5,
              "hiring_private": 2, "entry_exit": 2},
}  # fmt: skip
LITTLE = 0.03

# Quotas are the talk of the new year; people plan a season abroad in spring.
SEASON: dict[str, dict[str, float]] = {
    "winter": {"quota": 3.0, "work_permit": 1.4, "abroad_work": 0.8},
    "spring": {"abroad_work": 1.3, "abroad_study": 1.3, "quota": 1.3},
    "summer": {"abroad_study": 1.2, "hiring_private": 1.8},
}

# Which second topic comes with a first one.
TOGETHER: dict[str, dict[str, float]] = {
    "work_permit": {"registration": 9, "quota": 5, "labour_law": 3, "residence": 1},
    "registration": {"work_permit": 8, "residence": 3, "citizenship": 2, "entry_exit": 3},
    "citizenship": {"residence": 6, "registration": 4, "documents": 4},
    "residence": {"citizenship": 6, "registration": 4, "documents": 3},
    "abroad_work": {"abroad_agency": 12, "abroad_study": 1, "trafficking_sexual": 0.1},
    "abroad_study": {"abroad_agency": 4, "abroad_work": 4},
    "abroad_agency": {"abroad_work": 14, "documents": 1},
    "hiring_juridical": {"work_permit": 8, "quota": 6, "labour_law": 3, "registration": 3},
    "hiring_private": {"work_permit": 8, "labour_law": 4, "registration": 4},
    "labour_law": {"unpaid_wages": 8, "work_permit": 3},
    "unpaid_wages": {"labour_law": 10, "police": 1, "trafficking_labour": 2},
    "trafficking_labour": {"unpaid_wages": 8, "police": 5, "documents": 6, "psychological": 3},
    "trafficking_sexual": {"psychological": 9, "police": 5, "documents": 5},
    "missing_person": {"police": 6, "psychological": 3, "trafficking_labour": 2, "family": 2},
    "psychological": {"family": 6, "social": 4},
    "family": {"psychological": 3, "social": 3, "documents": 2},
}

DANGER = frozenset({"trafficking_labour", "trafficking_sexual", "trafficking_other"})
SOON = {"missing_person": 8.0, "police": 6.0, "unpaid_wages": 3.0, "psychological": 4.0, "entry_exit": 1.5}
