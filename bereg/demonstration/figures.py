"""What the year looks like: the shares that its figures follow. Shares are in percent unless said otherwise."""

FIRST_MONTH, LAST_MONTH = (2007, 5), (2008, 5)

ENQUIRIES = {"moscow": 3516, "petrozavodsk": 248, "astrakhan": 931}
CALLS = 5_640  # contacts by telephone, both directions

# Enquiries by month, May 2007 first: a first summer that grows, a quiet end of year, quotas in early spring.
MONTHS = (110, 190, 300, 370, 430, 450, 410, 320, 330, 420, 480, 510, 375)
WEEKDAYS = (1.25, 1.15, 1.05, 1.0, 0.85, 0.4, 0.3)
# Weight of an hour of the day, where the centre is open.
HOURS = {8: 0.4, 9: 0.8, 10: 1.2, 11: 1.35, 12: 1.1, 13: 0.8, 14: 1.1, 15: 1.2, 16: 1.0, 17: 0.8, 18: 0.5}
EVENING_HOURS = {7: 0.2, 19: 1.3, 20: 1.4, 21: 1.1, 22: 0.6, 23: 0.3, 0: 0.1, 12: 0.4}

CONSENT = {"yes": 93.0, "no": 3.6, "not_asked": 2.9, "withdrawn": 0.5}
# Of those who agreed; the groups of the figures follow from citizenship.
GROUPS = {"citizens": 47.5, "foreigners": 47.1, "unanswered": 5.4}
GROUP_LEAN = {
    "moscow": {"citizens": 0.95, "foreigners": 1.05, "unanswered": 1.0},
    "petrozavodsk": {"citizens": 1.7, "foreigners": 0.6, "unanswered": 0.8},
    "astrakhan": {"citizens": 1.05, "foreigners": 0.9, "unanswered": 1.0},
}
ENQUIRERS = {
    "citizens": {
        "citizen_abroad": 46.0,
        "employer": 22.0,
        "relative": 12.0,
        "other": 15.0,
        "ngo": 2.6,
        "official": 2.4,
    },
    "foreigners": {"migrant": 92.0, "relative": 4.5, "employer": 2.0, "other": 1.5},
    "unanswered": {"migrant": 45.0, "citizen_abroad": 22.0, "employer": 14.0, "relative": 9.0, "other": 10.0},
}

# Answered, declined, does not know; the rest was not asked. Of those to whom the question applies.
REPLIES: dict[str, tuple[float, float, float]] = {
    "gender": (97.0, 0.4, 0.0),
    "age": (86.0, 5.0, 1.0),
    "education": (76.0, 6.5, 0.5),
    "work_permit": (62.0, 22.0, 3.0),
    "source": (82.0, 2.0, 6.0),
    "region": (78.0, 2.0, 2.0),
    "employer": (52.0, 12.0, 3.0),
    "sector": (88.0, 2.0, 0.0),
    "job_search": (40.0, 9.0, 2.0),
    "no_permit": (55.0, 12.0, 6.0),
    "knows_official": (70.0, 3.0, 4.0),
    "knows_mediator": (58.0, 14.0, 4.0),
}
# Fewer said whether they were registered before it could be done at a post office.
REGISTRATION_REPLIES = {2007: (60.0, 21.0, 3.0), 2008: (68.0, 17.0, 2.5)}
REGISTERED = {2007: 76.9, 2008: 71.0}
WITHOUT_PERMIT = 51.0
# May 2007 first; January and February stand, the others give way until the year's share is met.
WITHOUT_PERMIT_BY_MONTH = (52.0, 51.0, 50.0, 48.0, 49.0, 47.0, 50.0, 49.0, 56.0, 64.0, 52.0, 48.0, 47.0)
SET_MONTHS = ((2008, 1), (2008, 2))

GENDER = {
    "citizens": {"female": 53.0, "male": 47.0},
    "foreigners": {"female": 40.0, "male": 59.9, "other": 0.1},
    "unanswered": {"female": 47.0, "male": 53.0},
}
AGE = {
    "citizens": {"under_20": 7.0, "20_29": 38.0, "30_39": 26.0, "40_49": 18.0, "50_over": 11.0},
    "foreigners": {"under_20": 3.0, "20_29": 36.0, "30_39": 34.0, "40_49": 21.0, "50_over": 6.0},
    "unanswered": {"under_20": 5.0, "20_29": 37.0, "30_39": 30.0, "40_49": 19.0, "50_over": 9.0},
}
EDUCATION = {
    "citizens": {"higher": 50.0, "vocational": 32.0, "secondary": 17.8, "primary": 0.2},
    "foreigners": {"higher": 27.0, "vocational": 32.0, "secondary": 40.8, "primary": 0.2},
    "unanswered": {"higher": 37.0, "vocational": 32.0, "secondary": 30.8, "none": 0.2},
}
# How much likelier than on average: older people with an own profession, young ones still at school.
EDUCATION_BY_AGE = {
    "under_20": {"higher": 0.01, "vocational": 0.5, "secondary": 3.0, "primary": 3.0},
    "20_29": {"higher": 1.1, "vocational": 1.0, "secondary": 0.9},
    "40_49": {"higher": 0.95, "vocational": 1.2, "secondary": 0.9},
    "50_over": {"higher": 0.8, "vocational": 1.3, "secondary": 0.9, "primary": 2.0},
}
EDUCATION_BY_ENQUIRER = {"employer": {"higher": 2.5, "secondary": 0.4}, "official": {"higher": 5.0, "secondary": 0.1}}
AGE_BY_ENQUIRER = {
    "citizen_abroad": {"under_20": 1.6, "20_29": 1.9, "40_49": 0.5, "50_over": 0.2},
    "employer": {"under_20": 0.02, "20_29": 0.6, "30_39": 1.5, "40_49": 1.5},
    "relative": {"under_20": 0.4, "20_29": 0.6, "40_49": 1.5, "50_over": 2.5},
    "official": {"under_20": 0.01, "40_49": 1.6},
}
GENDER_BY_TOPIC = {
    "trafficking_sexual": {"female": 9.0},
    "psychological": {"female": 3.0},
    "family": {"female": 3.0},
    "missing_person": {"female": 2.5},
    "unpaid_wages": {"male": 2.5},
    "trafficking_labour": {"male": 2.0},
    "police": {"male": 1.7},
    "abroad_study": {"female": 1.5},
}

SOURCES: dict[tuple[str, str], dict[str, float]] = {
    ("moscow", "citizens"): {
        "leaflet": 26.0,
        "metro_sticker": 23.0,
        "friends": 20.0,
        "radio": 11.0,
        "internet": 9.2,
        "press": 3.8,
        "tv": 2.6,
        "government_office": 2.2,
        "billboard": 0.9,
        "info_card": 0.6,
        "ngo_diaspora": 0.4,
        "other": 0.3,
    },
    ("moscow", "foreigners"): {
        "leaflet": 23.0,
        "friends": 23.0,
        "metro_sticker": 21.0,
        "government_office": 8.4,
        "radio": 6.0,
        "ngo_diaspora": 5.2,
        "info_card": 3.7,
        "internet": 3.4,
        "embassy": 2.6,
        "press": 1.5,
        "employer": 1.2,
        "tv": 0.7,
        "other": 0.3,
    },
    ("astrakhan", ""): {
        "leaflet": 37.0,
        "info_card": 25.0,
        "friends": 17.0,
        "government_office": 7.5,
        "ngo_diaspora": 4.0,
        "radio": 2.5,
        "press": 2.5,
        "tv": 1.8,
        "internet": 1.5,
        "employer": 1.0,
        "other": 0.2,
    },
    ("petrozavodsk", ""): {
        "transit": 36.0,
        "leaflet": 27.0,
        "friends": 14.0,
        "internet": 8.0,
        "press": 5.5,
        "radio": 4.0,
        "government_office": 3.0,
        "tv": 1.5,
        "ngo_diaspora": 1.0,
    },
}

# Early in 2008 offices refused, as nobody had told them the quotas of the year.
NO_PERMIT = {"not_applied": 45.0, "refused": 15.0, "quota_used_up": 12.0, "expired": 22.0, "other": 6.0}
NO_PERMIT_EARLY_2008 = {"refused": 3.0, "quota_used_up": 2.0}  # how much likelier then
KNOWS_OFFICIAL = {"moscow": {"yes": 33.0, "no": 67.0}, "astrakhan": {"yes": 50.0, "no": 50.0}}
KNOWS_MEDIATOR = {"moscow": {"yes": 40.0, "no": 60.0}, "astrakhan": {"yes": 60.0, "no": 40.0}}
KNOWS = {"knows_official": KNOWS_OFFICIAL, "knows_mediator": KNOWS_MEDIATOR}  # those of Moscow elsewhere

REGIONS = {
    "moscow": {
        "RU-MOW": 55.0,
        "RU-MOS": 24.0,
        "RU-SPE": 3.6,
        "RU-TUL": 1.8,
        "RU-KLU": 1.6,
        "RU-TVE": 1.5,
        "RU-KDA": 1.5,
        "RU-SVE": 1.4,
        "RU-NIZ": 1.4,
        "RU-ROS": 1.3,
        "RU-SAM": 1.2,
        "RU-VLA": 1.2,
        "RU-VOR": 1.0,
        "RU-NVS": 0.9,
        "RU-TA": 0.8,
        "RU-BA": 0.8,
    },
    "petrozavodsk": {"RU-KR": 91.0, "RU-SPE": 4.0, "RU-LEN": 3.0, "RU-MUR": 2.0},
    "astrakhan": {"RU-AST": 92.0, "RU-VGG": 3.0, "RU-KL": 2.5, "RU-DA": 2.5},
}
EMPLOYERS = {"juridical": 53.0, "private_person": 31.0, "self": 7.0, "none": 9.0}
EMPLOYER_BY_CENTRE = {
    "moscow": {"private_person": 0.8},
    "astrakhan": {"private_person": 2.6},
    "petrozavodsk": {"private_person": 0.1},
}
SECTORS = {"F": 34.0, "G": 27.0, "C": 12.0, "H": 9.0, "I": 7.0, "A": 5.0, "T": 4.0, "S": 2.0}
SECTOR_BY_CENTRE = {"astrakhan": {"A": 5.0, "G": 1.3}, "petrozavodsk": {"A": 2.0, "C": 1.5}}
JOB_SEARCH = {"acquaintances": 70.0, "self": 19.0, "mediator": 8.5, "official": 2.5}

CHANNELS = {"phone": 88.0, "visit": 8.2, "email": 3.5, "letter": 0.3}
CHANNEL_BY_CENTRE = {
    "moscow": {"visit": 0.6},
    "petrozavodsk": {"visit": 4.0, "email": 1.5},
    "astrakhan": {"visit": 2.4},
}
LANGUAGES = {"ru": 95.4, "uz": 1.5, "tg": 1.2, "en": 0.6, "ky": 0.3, "az": 0.2, "hy": 0.1, "": 0.7}
LANGUAGE_OF_COUNTRY = {"uz": "UZ", "tg": "TJ", "ky": "KG", "az": "AZ", "hy": "AM"}
ANONYMOUS = {"yes": 90.0, "no": 3.5, "not_asked": 6.5}
FURTHER = {0: 85.6, 1: 11.4, 2: 2.4, 3: 0.6}  # contacts of an enquiry after the first
FURTHER_WAYS = {"phone out": 38.0, "phone in": 42.0, "visit in": 15.0, "email in": 5.0}

# Contacts by telephone that brought no enquiry.
WITHOUT_ENQUIRY = {
    "hang_up": 22.0,
    "voicemail": 20.0,
    "silent": 17.0,
    "lost": 14.0,
    "wrong_number": 12.0,
    "out_of_scope": 7.5,
    "test": 4.0,
    "prank": 2.5,
    "abusive": 1.0,
}
OUT_OF_HOURS = ("voicemail", "lost")
ASTRAY_LETTERS = 46  # by e-mail, out of scope
