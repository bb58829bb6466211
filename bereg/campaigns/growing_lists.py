"""The codes on materials, as the questionnaire asks for them."""

from collections.abc import Collection

from bereg.campaigns import codes
from bereg.campaigns.models import Material
from bereg.campaigns.queries import materials, materials_by_code, nearest_codes
from bereg.core.growing_lists import GrowingList, ReadCode


def _named(wanted: Collection[str] | None) -> dict[str, str]:
    found = materials_by_code(wanted).values() if wanted is not None else materials()
    return {each.code: name_of(each) for each in found}


def name_of(material: Material) -> str:
    """Return what tells a material from others: its edition and language do."""
    said = [material.name, material.get_language_display(), material.edition]
    return f"{material.code}: {', '.join(filter(None, said))}"


def _read(typed: str) -> ReadCode:
    code = codes.normalise(typed)
    return ReadCode(code) if materials_by_code([code]) else ReadCode(near=tuple(nearest_codes(typed)))


GROWING = GrowingList("materials.csv", _named, _read)
