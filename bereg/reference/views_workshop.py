"""One entry in the workshop: its versions and what changed, and what is done with it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import version_in
from bereg.reference import actions, wording, workshop
from bereg.reference.choices import EntryState
from bereg.reference.comparison import differences, facts
from bereg.reference.forms import USUAL_TERM, RenewForm
from bereg.reference.kinds import EntryKind, kinds
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import is_workshop, newest
from bereg.reference.texts import Text, read
from bereg.reference.versions import draft_of
from bereg.reference.wording import Translation

REFUSALS = (actions.OwnWorkError, actions.NotCheckedError, actions.NotWaitingError, actions.StaleEntryError)


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def work(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the newest version of an entry, all its versions, and what changed between two."""
    if not is_workshop(request.user):
        raise PermissionDenied
    return _page(request, _entry(pk))


@require_POST
@requires(Permission.REFERENCE_CHECK)
def check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that the newest version is right."""
    entry = _entry(pk)
    own = _("You wrote this version yourself. Another lawyer checks it.")
    return _done(
        request,
        entry,
        lambda: actions.check(entry=entry, number=version_in(request), by=request.user),
        _("Checked. An editor or supervisor who did not write it publishes it."),
        own=own,
    )


@require_POST
@requires(Permission.REFERENCE_PUBLISH)
def publish(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put the newest version in force."""
    entry = _entry(pk)
    return _done(
        request,
        entry,
        lambda: actions.publish(entry=entry, number=version_in(request), by=request.user),
        _("Published."),
        own=_("You wrote or checked this version yourself. A second person publishes it."),
        not_checked=_("No lawyer has checked this version yet."),
    )


@require_POST
@requires(Permission.REFERENCE_WRITE)
def renew(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that what is published is still true, until a day."""
    entry, form = _entry(pk), RenewForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, renewing=form, status=422)
    return _done(
        request,
        entry,
        lambda: actions.renew(
            entry=entry, number=version_in(request), review_by=form.cleaned_data["review_by"], by=request.user
        ),
        _("Noted: it is still true."),
        not_checked=_("The newest version is not in force. Have it checked and published first."),
    )


@require_POST
@requires(Permission.REFERENCE_WRITE)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take an entry out of use."""
    entry = _entry(pk)
    words = _("Withdrawn. Nobody finds it any more; a newer version brings it back.")
    return _done(request, entry, lambda: actions.withdraw(entry=entry, by=request.user), words)


@require_POST
@requires(Permission.REFERENCE_WRITE)
def give(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give an entry to a colleague to look after."""
    entry = _entry(pk)
    whom = request.POST.get("to", "")
    owner = next((each for each in workshop.possible_owners(request.user, entry) if str(each.pk) == whom), None)
    if owner is None:
        return _page(request, entry, problem=_("Choose a colleague who writes entries."), status=422)
    words = _("%(name)s looks after it now.") % {"name": owner}
    return _done(request, entry, lambda: actions.give(entry=entry, owner=owner, by=request.user), words)


@require_POST
@requires(Permission.REFERENCE_WRITE)
def settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that what was reported is seen to: what the page showed, and nothing that came in since."""
    entry = _entry(pk)
    shown = [
        int(each) for each in request.POST.getlist("report") if each.isascii() and each.isdigit() and len(each) < 19
    ]
    return _done(
        request,
        entry,
        lambda: actions.settle_reports(entry=entry, reports=shown, by=request.user),
        _("What was reported is settled."),
    )


def _entry(pk: UUID) -> ReferenceEntry:
    return get_object_or_404(ReferenceEntry.objects.select_related("owner", "published"), pk=pk, kind__in=kinds())


def _done(
    request: StaffRequest,
    entry: ReferenceEntry,
    act: Callable[[], object],
    words: str,
    *,
    own: str = "",
    not_checked: str = "",
) -> HttpResponse:
    """Do something with an entry and say so, or say in words why not."""
    try:
        act()
    except REFUSALS as refused:
        problem = {
            actions.OwnWorkError: own,
            actions.NotCheckedError: not_checked,
            actions.NotWaitingError: _("Somebody has checked, published or withdrawn it meanwhile. Look below."),
            actions.StaleEntryError: _("A newer version was written meanwhile. Look at it first; it stands below."),
        }[type(refused)]
        return _page(request, _entry(entry.pk), problem=problem, status=409)
    messages.success(request, words, "good")
    return redirect("reference:work", entry.pk)


def _page(
    request: StaffRequest,
    entry: ReferenceEntry,
    *,
    renewing: RenewForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    person, version, today = request.user, newest(entry), timezone.localdate()
    version.entry = entry
    is_in_force = entry.state == EntryState.PUBLISHED and entry.published_id == version.pk
    context: dict[str, Any] = {
        "entry": entry,
        "kind": entry.of_kind,
        "version": version,
        "title": version.text(version.language).title,
        "texts": list(_texts(entry.of_kind, version)),
        "facts": facts(entry.of_kind, draft_of(version)),
        "is_in_force": is_in_force,
        "freshness": wording.freshness_words(version, today) if is_in_force else "",
        "reports": entry.reports.filter(settled_at=None).order_by("reported_at"),
        "renewing": renewing or RenewForm(initial={"review_by": today + USUAL_TERM}),
        "owners": workshop.possible_owners(person, entry) if person.may(Permission.REFERENCE_WRITE) else [],
        "may_write": person.may(Permission.REFERENCE_WRITE),
        "may_check": person.may(Permission.REFERENCE_CHECK),
        "may_publish": person.may(Permission.REFERENCE_PUBLISH),
        "wrote_it": version.author_id == person.pk,
        "had_a_part": person.pk in {version.author_id, version.checker_id},
        "problem": problem,
        **_compared(request, entry, version),
    }
    return render(request, "reference/work.html", context, status=status)


def _texts(kind: EntryKind, version: EntryVersion) -> Iterator[tuple[Translation, Text | None, str, Mapping[str, str]]]:
    """Yield each language with its text, with what is to be known of a translation, and the labels of its blanks."""
    texts = read(version.texts)
    for each in wording.translations(version):
        if each.exists or kind.translated:
            words = wording.translation_words(version, each.language)
            yield each, texts.get(each.language), words, kind.blanks(version.content, each.language)


def _compared(request: StaffRequest, entry: ReferenceEntry, version: EntryVersion) -> dict[str, Any]:
    """Return the versions, and in what two of them differ: the newest and the one in force where none are chosen."""
    versions = list(entry.versions.select_related("author", "checker", "publisher").order_by("-number"))
    by_number = {str(each.number): each for each in versions}
    in_force = entry.published if entry.published_id != version.pk else None
    earlier = in_force or by_number.get(str(version.number - 1))
    before = by_number.get(request.GET.get("before", "")) or earlier
    after = by_number.get(request.GET.get("after", "")) or version
    found = {"versions": versions, "before": before, "after": after}
    if before is None or before.pk == after.pk:
        return found
    return found | {"differences": differences(entry.of_kind, draft_of(before), draft_of(after))}
