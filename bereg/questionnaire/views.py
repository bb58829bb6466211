"""Pages of the questionnaire: what is asked, and the empty form on paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import own_centre_of
from bereg.questionnaire.form import Form
from bereg.questionnaire.models import Version
from bereg.questionnaire.pages import item_of, parts_of
from bereg.questionnaire.queries import form_of, versions_for
from bereg.questionnaire.questions import TOPIC

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires(Permission.QUESTIONNAIRE_READ)
def current(request: StaffRequest) -> HttpResponse:
    """Show the version in force at one's centre, in words."""
    centre = own_centre_of(request.user).centre
    versions = list(versions_for(centre))
    return _page(request, centre, versions, versions[0] if versions else None)


@require_safe
@requires(Permission.QUESTIONNAIRE_READ)
def version(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a former version: enquiries keep the one that they were registered under."""
    centre = own_centre_of(request.user).centre
    versions = versions_for(centre)
    return _page(request, centre, list(versions), get_object_or_404(versions, pk=pk))


@require_safe
@requires(Permission.QUESTIONNAIRE_READ)
def source(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand out the XLSForm of a version, so that a centre can change it and publish its own."""
    chosen = get_object_or_404(versions_for(own_centre_of(request.user).centre), pk=pk)
    return _file(chosen.source.encode(), f"questionnaire-{chosen.number}.md", "text/markdown; charset=utf-8")


@require_safe
@requires(Permission.QUESTIONNAIRE_READ)
def workbook(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand out the same for a spreadsheet program."""
    from bereg.questionnaire.sheets import as_workbook, read_text  # slow to load, and seldom needed

    chosen = get_object_or_404(versions_for(own_centre_of(request.user).centre), pk=pk)
    return _file(as_workbook(read_text(chosen.source)), f"questionnaire-{chosen.number}.xlsx", WORKBOOK)


@require_safe
@requires(Permission.QUESTIONNAIRE_READ)
def paper(request: StaffRequest) -> HttpResponse:
    """Show the empty form as it is printed for a power cut."""
    centre = own_centre_of(request.user).centre
    in_force = versions_for(centre).first()
    context: dict[str, object] = {"centre": centre, "version": in_force}
    if in_force:
        form = _form(in_force, centre)
        # The topics are kept without consent too, so they stand apart from the answers.
        topic = form.questions.get(TOPIC)
        context |= {"parts": parts_of(form, without=frozenset({TOPIC})), "topic": topic and item_of(form, topic)}
    return render(request, "questionnaire/paper.html", context)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _page(
    request: StaffRequest, centre: Centre | None, versions: list[Version], chosen: Version | None
) -> HttpResponse:
    context: dict[str, object] = {
        "versions": versions,
        "version": chosen,
        "in_force": versions[0] if versions else None,
        "may_publish": request.user.may(Permission.QUESTIONNAIRE_PUBLISH),
    }
    if chosen:
        form = _form(chosen, centre)
        context |= {"form": form, "parts": parts_of(form)}
    return render(request, "questionnaire/current.html", context)


def _form(chosen: Version, centre: Centre | None) -> Form:
    return form_of(chosen, home_country=centre.country if centre else "")
