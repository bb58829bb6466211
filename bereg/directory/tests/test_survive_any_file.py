"""Whatever stands in a file of HSDS, it is read as far as it holds and written again; nothing breaks."""

import json
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.directory import hsds
from bereg.directory.content import public_part, say, words
from bereg.directory.tests.hsds_files import organisation, service
from bereg.reference.drafts import Incoming
from bereg.reference.kinds import Standing
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import stored

pytestmark = pytest.mark.once("it stores nothing")

LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)
ANYTHING = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner))


def places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at, *(place for name, value in inner for place in places(value, (*at, name)))]


WHOLE = organisation(services=[service(organization_id=organisation()["id"])])
PLACES = places(WHOLE)[1:]


@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_any_value_at_any_place(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = deepcopy(WHOLE)
    for place, value in changes:
        holder: Any = data
        try:
            for name in place[:-1]:
                holder = holder[name]
            holder[place[-1]] = value
        except (KeyError, IndexError, TypeError):  # another change took the place away
            continue
    read = hsds.read_hsds(json.dumps(data).encode())
    for kind, several in (("organisation", read.organisations), ("service", read.services)):
        for incoming in several:
            written = hsds.write_hsds([_entry(kind, incoming)])
            [back] = written["organizations"] + written["services"]
            assert back == incoming.draft.content["hsds"]


def _entry(kind: str, incoming: Incoming) -> ReferenceEntry:
    draft = incoming.draft
    content = {name: value for name, value in draft.content.items() if name != "organisation"}
    list(words(content))
    public_part({**content, "sort": "ngo"})
    say(Standing("title", content), "ru")
    version = EntryVersion(
        language=draft.language, texts=stored(draft.texts), content=content, regions=list(draft.regions)
    )
    return ReferenceEntry(id=uuid4(), kind=kind, key=incoming.key, published=version)
