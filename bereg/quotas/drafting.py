"""The draft of an entry that a list or a sample makes: its titles, and until when it is relied on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bereg.quotas.occupations import LANGUAGES
from bereg.quotas.quota import OLD, quota_of
from bereg.quotas.sentence_to_say import title
from bereg.reference.choices import Audience
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import EntryVersion
from bereg.reference.texts import Text, read

CODE = "quota"
TOPIC = "quota"
FIRST = "ru"


def draft_of(
    content: Mapping[str, Any], *, before: EntryVersion | None = None, review_by: dt.date | None = None
) -> EntryDraft:
    """Return a draft. before: what stands, of which an editor may have decided more than a list can say."""
    quota = quota_of(content)
    old = read(before.texts) if before else {}
    # No sentence of an editor is kept: it would go on telling the figures of a month that has passed.
    texts = {
        each: Text(title(quota, each), body=old[each].body if each in old else "")
        for each in dict.fromkeys((FIRST, *LANGUAGES))
    }
    return EntryDraft(
        language=FIRST,
        texts=texts,
        content=dict(content),
        is_public=before.is_public if before else True,
        audiences=tuple(before.audiences) if before else (Audience.MIGRANT, Audience.EMPLOYER),
        topics=tuple(before.topics) if before else (TOPIC,),
        regions=(quota.region,),
        source=quota.newest.source,
        as_of=quota.newest.on,
        review_by=review_by or quota.newest.on + OLD,
    )
