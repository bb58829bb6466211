"""Publishing a questionnaire: a file is read, what it changes is shown, and a second click puts it in force.

Between the two clicks nothing is kept here: the page holds what was read and sends it back, to be checked once more.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.text_normalisation import normalise
from bereg.questionnaire import actions
from bereg.questionnaire.forms import QuestionnaireUpload, ReadQuestionnaire, is_too_long, too_long
from bereg.questionnaire.limits import require_within
from bereg.questionnaire.preview import QuestionnairePreview, preview_of
from bereg.questionnaire.problems import QuestionnaireError

MOST_PROBLEMS = 100


@require_http_methods(["GET", "POST"])
@requires(Permission.QUESTIONNAIRE_PUBLISH)
def publish(request: StaffRequest) -> HttpResponse:
    """Take a file, and show what it would change or everything that is wrong with it. Nothing is kept."""
    from bereg.questionnaire.parse import parse_content  # slow to load, and seldom needed

    if request.method != "POST":
        return _upload(request, QuestionnaireUpload())
    form = QuestionnaireUpload(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        parsed = parse_content(file.name, file.read())
        require_within(parsed.form)
    except QuestionnaireError as error:
        return _upload(request, form, error, status=422)
    if is_too_long(parsed.source):
        form.add_error("file", too_long())
        return _upload(request, form, status=422)
    return _preview(
        request,
        preview_of(source=parsed.source, form=parsed.form, notices=parsed.notices, centre=form.destination),
    )


@require_POST
@requires(Permission.QUESTIONNAIRE_PUBLISH)
def put_in_force(request: StaffRequest) -> HttpResponse:
    """Publish what the preview showed; show it anew where another version came in force meanwhile."""
    from bereg.questionnaire.parse import parse_text

    form = ReadQuestionnaire(request.POST)
    if not form.is_valid():
        return _upload(request, QuestionnaireUpload(), is_incomplete=True, status=422)
    source, centre = normalise(form.cleaned_data["source"]), form.destination
    instead_of = form.cleaned_data["instead_of"]
    try:
        read = parse_text(source)
        version = actions.publish(source=source, form=read, centre=centre, by=request.user, instead_of=instead_of)
    except QuestionnaireError as error:
        return _upload(request, QuestionnaireUpload(initial={"centre": centre and centre.pk}), error, status=422)
    except actions.QuestionnaireChangedError:
        preview = preview_of(source=source, form=read, notices=[], centre=centre)
        return _preview(request, preview, is_stale=True, status=409)
    where = str(centre) if centre else _("every centre without its own")
    values = {"number": version.number, "where": where}
    messages.success(request, _("Version %(number)s is in force for %(where)s.") % values, extra_tags="good")
    return redirect("questionnaire:current")


def _upload(
    request: StaffRequest,
    form: QuestionnaireUpload,
    error: QuestionnaireError | None = None,
    *,
    is_incomplete: bool = False,
    status: int = 200,
) -> HttpResponse:
    problems = error.problems if error else []
    context = {
        "form": form,
        "problems": problems[:MOST_PROBLEMS],
        "more": max(0, len(problems) - MOST_PROBLEMS),
        "is_incomplete": is_incomplete,
    }
    return render(request, "questionnaire/publish.html", context, status=status)


def _preview(
    request: StaffRequest, preview: QuestionnairePreview, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    sent = {
        "source": preview.source,
        "centre": preview.centre.pk if preview.centre else "",
        "instead_of": preview.instead_of,
    }
    context = {
        "preview": preview,
        "parts": preview.parts,
        "form": ReadQuestionnaire(initial=sent),
        "is_stale": is_stale,
    }
    return render(request, "questionnaire/preview.html", context, status=status)
