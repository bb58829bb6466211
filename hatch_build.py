"""What a wheel holds beside the files that are kept: the translations as the program reads them."""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the catalogues aside, as a checkout in use reads its own; there `make setup` compiles them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each compiled catalogue to the wheel."""
        if version == "editable":
            return
        self.compiled = tempfile.TemporaryDirectory()
        for number, source in enumerate(sorted(Path(self.root).glob("bereg/locale/*/LC_MESSAGES/*.po"))):
            made = Path(self.compiled.name) / f"{number}.mo"
            with source.open("rb") as text, made.open("wb") as file:
                write_mo(file, read_po(text))
            build_data["force_include"][str(made)] = str(source.relative_to(self.root).with_suffix(".mo"))
