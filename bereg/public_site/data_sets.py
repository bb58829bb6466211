"""A report as a data set in the words of programs: those of catalogues (DCAT 3), and those of searches (schema.org)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bereg.core.languages import tag
from bereg.public_site import addresses
from bereg.public_site.structured_data import block
from bereg.publications import publisher
from bereg.publications.files import FILES
from bereg.publications.formats.reader_notes import LICENCE_ADDRESS


def of_catalogue(found: Any, here: str, language: str) -> dict[str, object]:
    """Describe a report as a data set of the catalogue. here: the address of this server."""
    first, last = _days(found)
    return {
        "@type": "dcat:Dataset",
        "@id": _address(found, here, language),
        "dct:identifier": found.digest,
        "dct:title": {"@value": addresses.period_name(found), "@language": tag(language)},
        "dct:issued": found.published_at.isoformat() if found.published_at else None,
        "dct:license": {"@id": LICENCE_ADDRESS},
        "dcat:version": str(found.vintage),
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last},
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:downloadURL": {"@id": address}, "dcat:mediaType": kind}
            for address, kind in _files(found, here, language)
        ],
    }


def of_page(found: Any, here: str, language: str) -> SafeString:
    """Describe a report as searches read it in its own page: JSON for an element that runs nothing."""
    first, last = _days(found)
    source = publisher.publisher()
    by = {"creator": {"@type": "Organization", "name": source.name}} if source else {}
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": _address(found, here, language),
        "url": _address(found, here, language),
        "name": _("Figures of the help line") + f": {addresses.period_name(found)}",
        "description": _("Each month we publish who turned to the centres and why, so that nobody can be recognised."),
        "identifier": found.digest,
        "version": str(found.vintage),
        "datePublished": found.published_at.date().isoformat() if found.published_at else None,
        "temporalCoverage": f"{first}/{last}",
        "inLanguage": tag(language),
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        **by,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}
            for address, kind in _files(found, here, language)
        ],
    }
    return block(described)


def _days(found: Any) -> tuple[str, str]:
    after = (found.last_month + dt.timedelta(days=32)).replace(day=1)
    return found.first_month.isoformat(), (after - dt.timedelta(days=1)).isoformat()


def _address(found: Any, here: str, language: str) -> str:
    return here + reverse("public_site:release", args=[language, addresses.name_of(found)])


def _files(found: Any, here: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the address of each file, and of what kind it is."""
    where = {"language": language, "period": addresses.name_of(found)}
    for each in FILES.values():
        address = reverse("public_site:release_file", kwargs=where | {"name": each.name})
        yield here + address, each.kind.partition(";")[0]
