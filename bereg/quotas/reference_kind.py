"""The kind of reference entry that is this room's own."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bereg.core.geography import region_name
from bereg.quotas.drafting import CODE, TOPIC
from bereg.quotas.forms import QuotaForm
from bereg.quotas.occupations import LANGUAGES
from bereg.quotas.quota import key_of, quota_of
from bereg.quotas.reading import DEMANDED, HEADINGS, reads
from bereg.quotas.sentence_to_say import say
from bereg.reference.kinds import EntryKind


def words(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a quota is found by: the code, every name of the occupation, and the region."""
    quota = quota_of(content)
    yield quota.code
    yield from quota.occupation.names
    yield quota.region
    for language in LANGUAGES:
        yield region_name(quota.region, language)


def key(content: Mapping[str, Any]) -> str:
    """Return the key of a quota that is written by hand, as a list has it: the next one adds to it then."""
    quota = quota_of(content)
    return key_of(quota.region, quota.scheme, quota.code)


KIND = EntryKind(
    code=CODE,
    name=_("quota"),
    plural=_("quotas"),
    form=QuotaForm,
    template="quotas/quota.html",
    words=words,
    say=say,
    translated=False,
    card="quotas/card.html",
    topics=(TOPIC,),
    key=key,
    reads=reads,
    columns=tuple(HEADINGS),
    needed=DEMANDED,
)
