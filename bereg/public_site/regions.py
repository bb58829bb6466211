"""Regions as a public page names them."""

from collections.abc import Iterable

from bereg.core.geography import region_name


def named(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return regions with their names, in the order of those."""
    return sorted(((code, region_name(code, language)) for code in codes), key=lambda pair: pair[1].casefold())
