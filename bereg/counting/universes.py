"""The universes that there are, as the rooms declare them."""

from functools import cache

from bereg.centres.universes import Universe
from bereg.core.concerns import said


@cache
def universes() -> dict[str, Universe]:
    """Return each universe by its name. Rooms do not come and go while the program runs."""
    return {each.name: each for each in said("universe", "UNIVERSE")}
