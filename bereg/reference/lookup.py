"""What somebody looks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lookup:
    """What somebody looks for.

    topics: codes of the questionnaire, whose entries come first; without words they alone are shown. regions and kinds
    narrow: an entry that names no region counts everywhere. near: regions whose entries come first. language: that in
    which it is to be said, such as "uz".
    """

    words: str = ""
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    language: str = ""
    is_open_now: bool = False
    is_public: bool = False  # only what everybody may see
    near: tuple[str, ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.words.strip() or self.topics or self.regions or self.kinds)
