"""What the migrations of rooms share that put the digests of imported rows under a key, each for its own records."""

import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from tqdm import tqdm

from bereg.centres.import_sections import keyed
from bereg.core.secure_delete import scrub_after_commit

BATCH = 500


def put_under_key(room: str, *names: str) -> Callable[[Any, Any], None]:
    """Return what makes of each digest the one that its row gets now, in the transaction of a migration.

    So a repeated import adds nothing. To be carried out once: a second time would make another digest.
    """

    def carry_out(apps: Any, schema_editor: Any) -> None:
        for name in names:
            _put_under_key(apps.get_model(room, name).objects.using(schema_editor.connection.alias))
        scrub_after_commit()

    return carry_out


def _put_under_key(records: Any) -> None:
    waiting = records.exclude(import_key=None).order_by("pk").only("pk", "import_key")
    count, last = waiting.count(), None
    with tqdm(total=count, unit="row", file=sys.stderr, disable=None if count else True) as bar:
        while batch := list(islice(waiting.filter(pk__gt=last) if last else waiting, BATCH)):
            for record in batch:
                record.import_key = keyed(record.import_key)
            records.bulk_update(batch, ["import_key"])
            last = batch[-1].pk
            bar.update(len(batch))
