"""The server over a vault that seals nothing, to measure what sealing costs: `python -m benchmarks.unsealed`.

There is no setting for it. It starts over a throw-away folder of the bench alone, and what it stores nobody else opens.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from bereg.__main__ import main

FOLDER = "bench-"  # how the folders of the bench begin: see installation.py


def run() -> None:
    """Serve without sealing. Who may read, and that it is written down, stays as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
    if not settings.DEMONSTRATION or not Path(settings.DATA).name.startswith(FOLDER):
        sys.exit("This serves a throw-away folder of the bench alone.")
    django.setup()
    _seal_nothing()
    main()


def _seal_nothing() -> None:
    """Put open text in the place of sealed text; web processes inherit it over the fork."""
    from django.db import transaction

    from bereg.audit import actions as audit
    from bereg.vault import actions as vault
    from bereg.vault import rules
    from bereg.vault.fields import field_of
    from bereg.vault.reading import REVEALED

    def seal_many(items: list[tuple[Any, Mapping[str, str]]]) -> list[dict[str, bytes]]:
        return [{field: text.encode() for field, text in texts.items()} for _record, texts in items]

    def reveal_all(record: Any, fields: Iterable[str], *, by: Any, because: Any) -> dict[str, str]:
        names = list(fields)
        for kind in {field_of(record, name).kind for name in names}:
            rules.check(by, record, kind, because)
        with transaction.atomic(durable=True):
            audit.record(REVEALED, target=record, by=by, because=because)
        return {name: bytes(getattr(record, name)).decode() for name in names}

    vault.seal_many, vault.reveal_all = seal_many, reveal_all


if __name__ == "__main__":
    run()
