"""Small invented files of HSDS 3.0, with fields of every sort."""

import json
from typing import Any
from uuid import UUID

JOBS, UNION, DESK, COURSE = (str(UUID(int=number)) for number in (1, 2, 11, 12))


def organisation(**more: Any) -> dict[str, Any]:
    return {
        "id": JOBS,
        "name": "Invented job centre",
        "alternate_name": "Jobs 3",
        "description": "Finds work in an invented town.",
        "email": "jobs@example.org",
        "website": "https://jobs.example.org",
        "year_incorporated": 1999,
        "legal_status": "state body",
        "phones": [{"id": str(UUID(int=21)), "number": "8 800 000 00 31", "extension": 7, "type": "voice"}],
        "organization_identifiers": [{"id": str(UUID(int=22)), "identifier_type": "tax number", "identifier": "00"}],
        "locations": [
            {
                "id": str(UUID(int=23)),
                "location_type": "physical",
                "name": "The house by the river",
                "latitude": 46.35,
                "languages": [{"id": str(UUID(int=24)), "code": "kaz", "name": "Kazakh", "note": "on Mondays"}],
                "addresses": [
                    {
                        "id": str(UUID(int=25)),
                        "address_1": "3 Invented Street",
                        "city": "Invented Town",
                        "state_province": "Astrakhan Region",
                        "postal_code": "000000",
                        "country": "RU",
                        "address_type": "physical",
                    }
                ],
            }
        ],
        **more,
    }


def service(**more: Any) -> dict[str, Any]:
    return {
        "id": DESK,
        "name": "Desk for migrants",
        "description": "<b>Work</b> for those who come.",
        "url": "javascript:alert(1)",
        "status": "active",
        "eligibility_description": "Everybody with a permit.",
        "application_process": "Come by yourself.",
        "fees_description": "Nothing.",
        "cost_options": [{"id": str(UUID(int=31)), "amount": 0, "currency": "rub"}],
        "assured_date": "2008-10-12",
        "assurer_email": "who@example.org",
        "minimum_age": 16,
        "languages": [
            {"id": str(UUID(int=32)), "code": "ru"},
            {"id": str(UUID(int=33)), "code": "tlh", "name": "Klingon"},
        ],
        "schedules": [
            {
                "id": str(UUID(int=34)),
                "freq": "WEEKLY",
                "byday": "MO,TU",
                "opens_at": "09:00:00",
                "closes_at": "17:00:00",
                "timezone": 4,
                "notes": "A break at noon.",
            }
        ],
        "phones": [{"id": str(UUID(int=35)), "number": "8 800 000 00 21", "type": "voice"}],
        **more,
    }


def packed(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
