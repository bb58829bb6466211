"""Signals: months whose share is more than the usual ups and downs, and what people noted of them."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of
from bereg.counting import charts, months, queries
from bereg.counting.catalogue import ALL
from bereg.counting.drawing import drawing
from bereg.counting.faults import FiguresFault
from bereg.counting.wording import Labels
from bereg.signals import actions, monitoring
from bereg.signals import page as signal_page
from bereg.signals import wording as signal_words
from bereg.signals.forms import NoteForm
from bereg.signals.models import SignalNote
from bereg.signals.monitored import shares
from bereg.signals.monitoring import Charted, Signal


@require_safe
@requires(Permission.FIGURES_READ)
def signals(request: StaffRequest) -> HttpResponse:
    """Show the signals of one centre or all, and the charts in which they were found."""
    labels = Labels()
    centre = _centre_or_404(request, labels)
    context: dict[str, object] = {
        "centres": [(ALL, labels.centre(ALL)), *labels.centres().items()],
        "centre": centre,
        "centre_name": labels.centre(centre),
    }
    recorded = queries.recorded_months()
    if recorded:
        try:
            queries.refresh(monitoring.needed(recorded.last))
            context |= signal_page.found(_charts(recorded.last, centre), _own(request.user), labels)
        except FiguresFault as error:
            context["missing"] = str(error)
    return render(request, "signals/signals.html", context)


@require_safe
@requires(Permission.FIGURES_READ)
@drawing
def signal_chart(request: StaffRequest, share: str) -> str:
    """Draw the control chart of a share."""
    charted = _charted(share, _centre_or_404(request, Labels()))
    words = {"usual": _("month"), "signal": _("signal")}
    return charts.control(list(signal_page.held(charted)), words, dark="dark" in request.GET)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MONTH_CLOSE)
def note_signal(request: StaffRequest) -> HttpResponse:
    """Show a signal of one's own centre or of all, with what was noted of it, and note something."""
    signal = _signal_or_404(request)
    note = monitoring.notes_on([signal]).get(signal.key)
    if request.method != "POST":
        filled = {"note": note.note, "version": note.version} if note else {"version": 0}
        return _note_page(request, signal, note, NoteForm(initial=filled))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, signal, note, form, status=422)
    try:
        actions.note_signal(signal=signal, by=request.user, **form.cleaned_data)
    except actions.StaleNoteError:
        return _clash(request, signal, form)
    messages.success(request, _("Noted. It no longer waits on the first page."), extra_tags="good")
    return redirect(signal_page.address_of_page(signal.centre))


def _clash(request: StaffRequest, signal: Signal, form: NoteForm) -> HttpResponse:
    """Show what a colleague noted beside what was typed, which may then be saved in its place."""
    newest = monitoring.notes_on([signal]).get(signal.key)
    typed = {"note": form.cleaned_data["note"], "version": newest.version if newest else 0}
    return _note_page(request, signal, newest, NoteForm(initial=typed), status=409)


def _note_page(
    request: StaffRequest, signal: Signal, note: SignalNote | None, form: NoteForm, status: int = 200
) -> HttpResponse:
    labels = Labels()
    context = {
        "title": signal_words.title(signal.share, labels),
        "centre": labels.centre(signal.centre),
        "signal": signal_page.told(signal, note, {signal.centre}, labels),
        "note": note,
        "form": form,
        "has_clash": status == 409,
        "back": signal_page.address_of_page(signal.centre),
    }
    return render(request, "signals/note_signal.html", context, status=status)


def _signal_or_404(request: StaffRequest) -> Signal:
    centre = request.GET.get("centre", "")
    month = _month_or_404(request.GET.get("month", ""))
    # Another centre's is like none; and nothing is counted for it.
    if centre not in _own(request.user):
        raise Http404
    for signal in _charted(request.GET.get("share", ""), centre).signals():
        if signal.month == month:
            return signal
    raise Http404


def _month_or_404(text: str) -> date:
    try:
        return months.parse(text)
    except ValueError:
        raise Http404 from None


def _charted(share: str, centre: str) -> Charted:
    recorded = queries.recorded_months()
    if recorded is None or share not in {each.id for each in shares()}:
        raise Http404
    charted = next((each for each in _charts(recorded.last, centre) if each.share.id == share), None)
    if charted is None:
        raise Http404
    return charted


def _charts(last: date, centre: str) -> list[Charted]:
    return monitoring.charted(monitoring.counted(last), centre)


def _own(person: User) -> set[str]:
    return {ALL, *(centre.code for centre in centres_of(person))} if person.may(Permission.MONTH_CLOSE) else set()


def _centre_or_404(request: HttpRequest, labels: Labels) -> str:
    centre = request.GET.get("centre") or ALL
    if centre != ALL and centre not in labels.centres():
        raise Http404
    return centre
