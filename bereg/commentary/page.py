"""What the pages of a release and of a text show: each sentence in its languages, with what stands against it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest
from bereg.accounts.permissions import Permission
from bereg.commentary import content, queries
from bereg.commentary.choices import LANGUAGES, NumberReason
from bereg.commentary.content import FrozenRecommendation, FrozenSentence
from bereg.commentary.forms import NumberRow, number_rows
from bereg.commentary.names import unseen
from bereg.commentary.numbers import published
from bereg.commentary.subjects import in_order
from bereg.core.languages import tag
from bereg.core.pagination import NumberedPage
from bereg.publications import periods
from bereg.publications.content import Content, named
from bereg.publications.models import Release
from bereg.publications.queries import ChangedError
from bereg.publications.sentences import spoken
from bereg.redaction.finding import find
from bereg.redaction.judging import FindingDecision, key_of_finding

MOST_TEXTS = 20


@dataclass(frozen=True)
class ShownWords:
    """A sentence in one language, as whoever agrees reads it."""

    language: str
    text: str
    numbers: list[tuple[str, str]] = field(default_factory=list)  # each with where it was published
    explained: list[tuple[str, str]] = field(default_factory=list)  # others, each with what it is said to be
    kept: list[tuple[str, str]] = field(default_factory=list)  # findings, each with why it stays
    unseen: list[str] = field(default_factory=list)  # countries and regions that the release shows no figure of there
    is_open: bool = False


@dataclass(frozen=True)
class ShownSentence:
    """A sentence in all its languages."""

    words: list[ShownWords]
    pk: UUID | None = None
    version: int = 0
    is_open: bool = False
    by: Any = None


def shown(sentence: FrozenSentence, said: Content, **more: Any) -> ShownSentence:
    """Return a sentence with its numbers and findings beside what was decided on each."""
    still = {each.language for each in queries.open_in(sentence, said)}
    words = [
        _words(sentence, said, language, is_open=language in still)
        for language in LANGUAGES
        if sentence["texts"].get(language)
    ]
    return ShownSentence(words, is_open=bool(still), **more)


def _words(sentence: FrozenSentence, said: Content, language: str, *, is_open: bool) -> ShownWords:
    text, decided = sentence["texts"][language], sentence["decided"].get(language, {})
    known = published(said, sentence["centre"], sentence["table"], language)
    rows = number_rows(text, language, decided.get("numbers", {}), known)
    return ShownWords(
        language=tag(language),
        text=text,
        numbers=[(row.words, "; ".join(row.places)) for row in rows if row.places],
        explained=[(row.words, _reason(row)) for row in rows if not row.places],
        kept=list(_kept(text, decided.get("findings", {}))),
        unseen=unseen(text, language, said, sentence["centre"], sentence["table"]),
        is_open=is_open,
    )


def _reason(row: NumberRow) -> str:
    return next((each.label for each in row.choices if each.is_chosen), "")


def _kept(text: str, decisions: dict[str, str]) -> Iterable[tuple[str, str]]:
    for each in find(text):
        decision = decisions.get(key_of_finding(text, each), "")
        label = FindingDecision(decision).label if decision in FindingDecision.values else ""
        yield text[each.start : each.end], str(label)


def release_page(request: StaffRequest, release: Release, problem: str = "") -> HttpResponse:
    """Show the sentences about a release, and the texts that were made of them."""
    person, waits = request.user, queries.waiting_text(release)
    context: dict[str, Any] = {
        "release": release,
        "period": periods.named(release.first_month, release.last_month),
        "problem": problem,
        "may_write": person.may(Permission.REPORT_TEXT),
        "waits": waits,
        "asked": waits and queries.asked_of(waits),
        "public": queries.public_text(release),
        "texts": NumberedPage(queries.texts_of(release), MOST_TEXTS, request.GET),
    }
    try:
        said, sentences = queries.said_by(release), list(queries.sentences_of(release))
    except ChangedError:
        return render(request, "commentary/release.html", context | {"changed": True}, status=409)
    rows = (
        (
            (each.centre, each.table),
            shown(_frozen(each), said, pk=each.pk, version=each.version, by=each.changed_by),
        )
        for each in sentences
    )
    chosen = queries.chosen_with(release)
    now = content.digest(content.frozen(release, sentences, chosen))
    context |= {
        "places": in_order(said, rows),
        "recommended": _recommended([each.said for each in chosen], said),
        "is_written": bool(sentences or chosen),
        "is_shown": bool(context["asked"] and waits and waits.digest == now),
        "is_public": bool(context["public"] and context["public"].digest == now),
    }
    return render(request, "commentary/release.html", context, status=409 if problem else 200)


def _recommended(given: list[FrozenRecommendation], said: Content) -> list[tuple[str, ShownSentence]]:
    """Return each recommendation with whom it is for."""
    return [(named(each["to"], spoken())[0], shown(each, said)) for each in given]


def _frozen(sentence: Any) -> FrozenSentence:
    return FrozenSentence(centre=sentence.centre, table=sentence.table, texts=sentence.texts, decided=sentence.decided)


def text_page(request: StaffRequest, text: Any, problem: str = "") -> HttpResponse:
    """Show one text exactly as it was frozen, to whoever agrees to it, and what can be done with it."""
    person, target = request.user, queries.target_of(text)
    context: dict[str, Any] = {
        "text": text,
        "release": text.release,
        "period": periods.named(text.release.first_month, text.release.last_month),
        "problem": problem,
        "may_write": person.may(Permission.REPORT_TEXT),
        "is_changed": content.digest(text.words) != text.digest,
        "is_public": queries.public_text(text.release) == text,
        "to_decide": approvals.to_decide(kind=queries.PUTTING_OUT, target=target, by=person),
        "asked": queries.asked_of(text),
        "reasons": NumberReason.choices,
    }
    if not context["is_changed"]:
        try:
            said = queries.said_by(text.release)
            frozen = content.read(text.words)
            rows = (((each["centre"], each["table"]), shown(each, said)) for each in frozen["sentences"])
            context["places"] = in_order(said, rows)
            context["recommended"] = _recommended(frozen["recommendations"], said)
        except ChangedError:
            context["is_changed"] = True
    return render(request, "commentary/text.html", context, status=409 if problem else 200)
