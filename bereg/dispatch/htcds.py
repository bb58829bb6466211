"""A referral in the fields of IOM's Human Trafficking Case Data Standard 2.0, from the codes that were frozen with it.

Where the standard has no code that means the same, the field is left out: whoever reads it would take a near one as
ours. docs/htcds.md has the mapping. Source: Human Trafficking Case Data Standards, https://github.com/UNMigration/HTCDS
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bereg.directory.choices import Sort
from bereg.dispatch.frozen import Codes, FrozenCodes
from bereg.persons.choices import (
    Gender,
    Sign,
    Suspicion,
    TraffickingAct,
    TraffickingMeans,
    TraffickingPurpose,
)
from bereg.questionnaire.countries_and_regions import STATELESS

STANDARD = "Human Trafficking Case Data Standard (HTCDS) 2.0"
SOURCE = "Source: Human Trafficking Case Data Standards (HTCDS), https://github.com/UNMigration/HTCDS"
CONSENT_IS_TO = "this referral to this recipient, and to no other use"

GENDERS = {Gender.FEMALE: "Feminine", Gender.MALE: "Masculine"}
# Ours say no more of school and study than the first step; later ones are two or three of the standard's.
EDUCATIONS = {"primary": "PrimaryEducation"}
STATUSES = {Suspicion.SUSPECTED: "PossibleVictimOfTrafficking"}
SIGNS = {
    Sign.DECEPTION: "FalsePromises",
    Sign.DOCUMENTS: "WithholdsDocuments",
    Sign.WAGES: "TakesEarnings",
    Sign.DEBT: "DebtBondage",
    Sign.OVERTIME: "ExcessiveWorkingHours",
}
MEANS = {TraffickingMeans.DECEPTION: "FalsePromises"}
PURPOSES = {
    TraffickingPurpose.SEXUAL: "SexualExploitation",
    TraffickingPurpose.LABOUR: "ForcedLabour",
    TraffickingPurpose.SLAVERY: "Other",
    TraffickingPurpose.SERVITUDE: "Servitude",
    TraffickingPurpose.ORGANS: "OrganRemoval",
}
ACTS = {TraffickingAct.RECRUITMENT: "Recruitment", TraffickingAct.TRANSPORTATION: "Transit"}
BODIES = {
    Sort.NGO.value: "NGO",
    Sort.POLICE.value: "LawEnforcement",
    Sort.HOSPITAL.value: "HealthServiceOrganisation",
}
# ISO 639-2/T.
LANGUAGES = {
    "ru": "rus",
    "uz": "uzb",
    "tg": "tgk",
    "ky": "kir",
    "kk": "kaz",
    "hy": "hye",
    "az": "aze",
    "ka": "kat",
    "uk": "ukr",
    "be": "bel",
    "ro": "ron",
    "tk": "tuk",
    "en": "eng",
    "zh": "zho",
    "vi": "vie",
    "ko": "kor",
    "tr": "tur",
    "fa": "fas",
    "ar": "ara",
    "hi": "hin",
    "fr": "fra",
    "es": "spa",
}
EVENTS = "historic_trafficking_events"
Fields = dict[str, Any]


@dataclass(frozen=True)
class HtcdsReferral:
    """One referral. details: the words, exactly as they were signed. sort: what kind of body the recipient is."""

    reference: str
    referring: str
    referred: str
    sort: str
    details: str
    codes: FrozenCodes

    def as_bytes(self) -> bytes:
        """Return it as JSON. No day stands in it, and no number of ours but the reference."""
        return json.dumps(self.as_fields(), ensure_ascii=False, indent=2).encode() + b"\n"

    def as_fields(self) -> Fields:
        """Return the fields by section; the names of fields and their codes are those of the standard."""
        recipient = {"org_Name": self.referred, "org_Type": BODIES.get(self.sort, "")}
        said = {
            "standard": STANDARD,
            "source": SOURCE,
            "reference": self.reference,
            "consent": {"con_Consent": True, "consent_is_to": CONSENT_IS_TO},
            "organisations": [{"org_Name": self.referring}, _there(recipient)],
            "case": {
                "cas_ReferringOrganisation": self.referring,
                "cas_ReferredOrganisation": self.referred,
                "cas_OutgoingReferralDetails": self.details,
            },
            "persons": persons_in(self.codes),
        }
        return _there(said)


def persons_in(codes: FrozenCodes) -> list[Fields]:
    """Return the persons concerned, each by what the standard has a field for; of whom nothing is known is left out."""
    persons = codes.persons or (({},) if codes.is_about_caller else ())
    of_caller = {**codes.answers, "language": codes.language} if codes.is_about_caller else {}
    return list(filter(None, (_person({**_there(of_caller), **each}) for each in persons)))


def in_rows(person: Fields) -> list[tuple[str, str]]:
    """Return the fields of a person as they stand in the file, each list in one line."""
    events = [each["hte_Type"] for each in person.get(EVENTS, [])]
    flat = {**person, **({"hte_Type": events} if events else {})}
    lists = ((name, value if isinstance(value, list) else [value]) for name, value in flat.items() if name != EVENTS)
    return [(name, ", ".join(value)) for name, value in lists]


def _person(codes: Codes) -> Fields:
    citizenship = str(codes.get("citizenship", ""))
    controls = [*_mapped(SIGNS, codes.get("signs")), *_mapped(MEANS, codes.get("means"))]
    return _there(
        {
            "prs_Gender": GENDERS.get(codes.get("gender", "")),
            "prs_PrimaryLanguage": LANGUAGES.get(codes.get("language", "")),
            "prs_HighestLevelOfEducation": EDUCATIONS.get(codes.get("education", "")),
            "prs_Citizenship": [citizenship] if citizenship not in {"", STATELESS} else [],
            "vic_TraffickingStatus": STATUSES.get(codes.get("suspicion", "")),
            "vic_MethodsOfControl": list(dict.fromkeys(controls)),
            "vic_TypeOfExploitation": list(_mapped(PURPOSES, codes.get("purpose"))),
            EVENTS: [{"hte_Type": each} for each in _mapped(ACTS, codes.get("act"))],
        }
    )


def _mapped(known: Mapping[Any, str], codes: Any) -> Iterator[str]:
    yield from (known[code] for code in codes or () if code in known)


def _there(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
