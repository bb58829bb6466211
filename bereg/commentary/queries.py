"""Reading of sentences and of the text beside a release. What is public is verified first."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import Permission
from bereg.commentary import content
from bereg.commentary.content import ChosenRecommendation
from bereg.commentary.models import ReportSentence, ReportText
from bereg.commentary.numbers import TextNumber, open_numbers, published
from bereg.core.concerns import said as said_by_rooms
from bereg.publications import queries as releases
from bereg.publications.content import Content, Recommended, Written, with_bases
from bereg.publications.models import Release
from bereg.publications.sentences_by_people import NOTHING, WordsBeside, pack
from bereg.redaction.judging import open_findings
from bereg.redaction.kinds import TextFinding

PUTTING_OUT = "report_text.put_out"  # the kind of the act that a second person agrees to


def releases_for(person: User) -> list[Release]:
    """Return the releases that somebody may write about: those that stand, and who prepares them those that wait."""
    if not person.may(Permission.REPORT_TEXT_READ):
        return []
    standing = {each.pk for each in releases.standing()}
    looks = person.may(Permission.RELEASE_LOOK)
    every = releases.listed()
    return [each for each in every if each.pk in standing or (looks and each.published_at is None and each.holds)]


def release_for(person: User, pk: UUID) -> Release | None:
    """Return one that somebody may write about, with its content."""
    return releases.release(pk) if pk in {each.pk for each in releases_for(person)} else None


def said_by(release: Release) -> Content:
    """Return what a release says, with all that its shares need. Raise releases.ChangedError."""
    return with_bases(releases.content_of(release))


def sentences_of(release: Release) -> QuerySet[ReportSentence]:
    """Return what is written about the months of a release."""
    months = {"first_month": release.first_month, "last_month": release.last_month}
    return ReportSentence.objects.filter(**months).select_related("written_by", "changed_by")


def texts_of(release: Release) -> QuerySet[ReportText]:
    """Return the texts of a release, the newest first."""
    people = ("asked_by", "agreed_by", "put_out_by", "ended_by")
    return ReportText.objects.filter(release=release).select_related(*people).order_by("-asked_at", "pk")


def waiting_text(release: Release) -> ReportText | None:
    """Return the text that a second person was asked about and that is not public yet."""
    return texts_of(release).filter(put_out_at=None, ended_at=None).first()


def asked_of(text: ReportText) -> Approval | None:
    """Return the request for a text that waits or was agreed to; None where it was refused or ran out."""
    return approvals.living(kind=PUTTING_OUT, target=target_of(text), by=text.asked_by) if text.asked_by else None


def text_for(person: User, pk: UUID) -> ReportText | None:
    """Return one that somebody may read: beside figures that were ever public, or that they may look at before."""
    if not person.may(Permission.REPORT_TEXT_READ):
        return None
    people = ("release", "asked_by", "agreed_by", "put_out_by", "ended_by")
    found = ReportText.objects.filter(pk=pk).select_related(*people)
    if not person.may(Permission.RELEASE_LOOK):
        found = found.exclude(release__published_at=None)
    return found.first()


@dataclass(frozen=True)
class Progress:
    """How far the words beside a release are: how many sentences, whether a text waits, and which one is public."""

    written: int
    waits: bool
    public: ReportText | None


def progress_of(found: Collection[Release]) -> dict[UUID, Progress]:
    """Return how far the words beside each release are, in two queries however many there are."""
    months = ("first_month", "last_month")
    about = ReportSentence.objects.filter(first_month__in={each.first_month for each in found}).order_by()
    written = {(first, last): number for first, last, number in about.values_list(*months).annotate(Count("pk"))}
    waits: set[UUID] = set()
    last: dict[UUID, ReportText] = {}
    for text in ReportText.objects.filter(release__in=found).defer("words").order_by("put_out_at"):
        if text.put_out_at:
            last[text.release_id] = text
        elif text.is_waiting:
            waits.add(text.release_id)
    public = {pk: text for pk, text in last.items() if text.ended_at is None}
    return {
        each.pk: Progress(
            written.get((each.first_month, each.last_month), 0),
            each.pk in waits,
            public.get(each.pk) if each.published_at else None,
        )
        for each in found
    }


def target_of(text: ReportText) -> str:
    """Return what a second person agrees to: this text, by its very words and the figures that they stand beside."""
    return f"{text.pk} {text.digest}"


def public_text(release: Release) -> ReportText | None:
    """Return the text that stands beside a public release: the last that was put out, unless it was taken back."""
    last = texts_of(release).exclude(put_out_at=None).order_by("-put_out_at").first()
    return last if last and last.ended_at is None else None


def chosen_with(release: Release) -> list[ChosenRecommendation]:
    """Return the recommendations that go with the report of a release, which rooms above keep."""
    return [each for chosen in said_by_rooms("with_report", "chosen_with") for each in chosen(release)]


def public_words(release: Release) -> WordsBeside:
    """Return what people put beside a public release; nothing where somebody changed it in the database."""
    text = public_text(release)
    if text is None or content.digest(text.words) != text.digest:
        return NOTHING
    said = content.read(text.words)
    return content.as_it_leaves(said) if said["release"] == release.digest else NOTHING


def words_beside(release: Release) -> str:
    """Return the same as files take it."""
    return pack(public_words(release))


def sentences_about(first: dt.date, last: dt.date) -> list[Written]:
    """Return what stands beside the release of exactly these months, where one stands."""
    standing = _of_months(releases.standing(), first, last)
    return [sentence for release in standing for sentence in public_words(release)["written"]]


def recommended_about(first: dt.date, last: dt.date) -> list[Recommended]:
    """Return what is recommended beside the release of exactly these months, where one stands."""
    standing = _of_months(releases.standing(), first, last)
    return [given for release in standing for given in public_words(release)["recommended"]]


def release_about(person: User, first: dt.date, last: dt.date) -> Release | None:
    """Return the latest release of exactly these months that somebody may read or write sentences about."""
    return next(_of_months(releases_for(person), first, last), None)


def _of_months(found: Iterable[Release], first: dt.date, last: dt.date) -> Iterator[Release]:
    return (each for each in found if (each.first_month, each.last_month) == (first, last))


@dataclass(frozen=True)
class OpenInText:
    """What is not decided in one language of a sentence."""

    language: str
    findings: list[TextFinding]
    numbers: list[TextNumber]


def open_in(sentence: content.FrozenSentence, said: Content) -> Iterator[OpenInText]:
    """Yield what keeps a sentence from being agreed to, language by language."""
    for language, text in sentence["texts"].items():
        decided = sentence["decided"].get(language, {})
        known = published(said, sentence["centre"], sentence["table"], language)
        findings = open_findings(text, decided.get("findings", {}))
        numbers = open_numbers(text, language, decided.get("numbers", {}), known)
        if findings or numbers:
            yield OpenInText(language, findings, numbers)
