"""Writing sentences, showing them to a second person, and putting them beside the figures or taking them back."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.commentary import content, queries
from bereg.commentary.acts import ASKED, CHANGED, ENDED, PUT_OUT, REMOVED, WRITTEN
from bereg.commentary.errors import (
    ChangedTextError,
    NoSecondPersonError,
    NoSentenceError,
    NotPublicError,
    OpenSentenceError,
    StaleSentenceError,
)
from bereg.commentary.models import ReportSentence, ReportText
from bereg.commentary.queries import PUTTING_OUT, asked_of, target_of
from bereg.commentary.subjects import Place
from bereg.core.compiled_queries import insert_new
from bereg.publications import queries as releases
from bereg.publications.models import Release


@dataclass(frozen=True)
class SentenceDraft:
    """What is wanted of a sentence: its place, its texts, and what was decided on each."""

    place: Place
    texts: dict[str, str]
    decided: content.Decided = field(default_factory=dict)

    def frozen(self) -> content.FrozenSentence:
        """Return it as it would be agreed to."""
        centre, table = self.place
        return content.FrozenSentence(centre=centre, table=table, texts=self.texts, decided=self.decided)


@transaction.atomic
def write(*, id: UUID, release: Release, draft: SentenceDraft, by: User) -> ReportSentence:
    """Write a sentence about the months of a release. Raise OpenSentenceError; StaleSentenceError where it stands."""
    _refuse_open(release, draft)
    centre, table = draft.place
    made = ReportSentence(
        id=id,
        first_month=release.first_month,
        last_month=release.last_month,
        centre=centre,
        table=table,
        texts=draft.texts,
        decided=draft.decided,
        writers=[str(by.pk)],
        written_by=by,
        changed_by=by,
        version=1,
    )
    if not insert_new(made):
        raise StaleSentenceError
    audit.record(WRITTEN, target=made, by=by)
    return made


@transaction.atomic
def change(*, sentence: ReportSentence, version: int, release: Release, draft: SentenceDraft, by: User) -> None:
    """Change a sentence; what was agreed to stays as it is. Raise OpenSentenceError, StaleSentenceError."""
    _refuse_open(release, draft)
    centre, table = draft.place
    # One UPDATE decides: two people may have the same page open.
    changed = ReportSentence.objects.filter(pk=sentence.pk, version=version).update(
        centre=centre,
        table=table,
        texts=draft.texts,
        decided=draft.decided,
        writers=sorted({*sentence.writers, str(by.pk)}),
        changed_by=by,
        changed_at=timezone.now(),
        version=F("version") + 1,
    )
    if not changed:
        raise StaleSentenceError
    audit.record(CHANGED, target=sentence, by=by)


@transaction.atomic
def remove(*, sentence: ReportSentence, version: int, by: User) -> None:
    """Remove a sentence; what is public of it stays until another text is. Raise StaleSentenceError."""
    removed, _of_each = ReportSentence.objects.filter(pk=sentence.pk, version=version).delete()
    if not removed:
        raise StaleSentenceError
    audit.record(REMOVED, target=sentence, by=by)


def _refuse_open(release: Release, draft: SentenceDraft) -> None:
    if not any(draft.texts.values()) or next(queries.open_in(draft.frozen(), queries.said_by(release)), None):
        raise OpenSentenceError


def ask(*, release: Release, by: User) -> ReportText:
    """Freeze all sentences as they are, and ask a second person to agree to them.

    Raise NoSentenceError, OpenSentenceError; StaleSentenceError where a colleague asked at the same moment.
    """
    sentences, chosen = list(queries.sentences_of(release)), queries.chosen_with(release)
    if not sentences and not chosen:
        raise NoSentenceError
    text, said = content.frozen(release, sentences, chosen), queries.said_by(release)
    words = content.read(text)
    if any(next(queries.open_in(each, said), None) for each in (*words["sentences"], *words["recommendations"])):
        raise OpenSentenceError
    made = ReportText(
        id=uuid4(),
        release=release,
        words=text,
        digest=content.digest(text),
        writers=_writers(sentences, chosen),
        asked_by=by,
    )
    try:
        with transaction.atomic():
            if earlier := queries.waiting_text(release):
                _end(earlier, by)
            made.save(force_insert=True)
            audit.record(ASKED, target=made, by=by)
            approvals.ask_or_alone(kind=PUTTING_OUT, target=target_of(made), by=by)
    except IntegrityError as problem:  # of two who ask at once one wins
        raise StaleSentenceError from problem
    return made


def _writers(sentences: list[ReportSentence], chosen: list[content.ChosenRecommendation]) -> list[str]:
    every = [*(each.writers for each in sentences), *(each.writers for each in chosen)]
    return sorted({writer for writers in every for writer in writers})


@transaction.atomic
def put_out(*, text: ReportText, by: User) -> None:
    """Put the sentences beside the public figures, as a second person agreed to them.

    Raise NotPublicError, ChangedTextError, NoSecondPersonError, StaleSentenceError.
    """
    standing = {each.pk: each.digest for each in releases.standing()}
    if text.release_id not in standing:
        raise NotPublicError
    is_whole = content.digest(text.words) == text.digest
    if not is_whole or content.read(text.words)["release"] != standing[text.release_id]:
        raise ChangedTextError
    if not text.is_waiting or text.asked_by is None:
        raise StaleSentenceError
    try:
        agreed = approvals.use(kind=PUTTING_OUT, target=target_of(text), by=text.asked_by)
    except approvals.NeededError as problem:
        raise NoSecondPersonError from problem
    out = ReportText.objects.filter(pk=text.pk, digest=text.digest, put_out_at=None, ended_at=None)
    if not out.update(put_out_at=timezone.now(), put_out_by=by, agreed_by=agreed.decided_by):
        raise StaleSentenceError
    audit.record(PUT_OUT, target=text, by=by)


@transaction.atomic
def end(*, text: ReportText, by: User) -> None:
    """Take a text back, from the second person or the public pages: one is enough. Raise StaleSentenceError."""
    _end(text, by)


def _end(text: ReportText, by: User) -> None:
    if not ReportText.objects.filter(pk=text.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by):
        raise StaleSentenceError
    asked = asked_of(text)
    if asked and text.asked_by:
        approvals.withdraw(approval=asked, by=text.asked_by)
    audit.record(ENDED, target=text, by=by)
