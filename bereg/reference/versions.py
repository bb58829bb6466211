"""The version that a draft makes of an entry."""

from bereg.accounts.models import User
from bereg.reference import freshness
from bereg.reference.drafts import EntryDraft
from bereg.reference.kinds import kinds
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import numbered, read, stored


def version_of(entry: ReferenceEntry, draft: EntryDraft, *, before: EntryVersion | None, by: User) -> EntryVersion:
    """Return the version, not saved, that a draft makes of an entry whose number is taken."""
    texts = numbered(draft.texts, read(before.texts) if before else {}, first=draft.language, number=entry.number)
    never = kinds()[entry.kind].never_public(draft.content)
    made = EntryVersion(
        entry=entry,
        number=entry.number,
        author=by,
        language=draft.language,
        texts=stored(texts),
        content=draft.content,
        is_public=draft.is_public and not never,
        audiences=list(draft.audiences),
        topics=list(draft.topics),
        regions=list(draft.regions),
        source=draft.source,
        as_of=draft.as_of,
        law_from=draft.law_from,
        law_to=draft.law_to,
        review_by=draft.review_by,
    )
    made.leaves_on = freshness.leaves_on(made)
    return made
