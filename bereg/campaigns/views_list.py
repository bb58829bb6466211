"""A distributor's list is taken in by two steps, of which the first shows what is right in it and what is wrong.

Between the two nothing is kept here: the page holds the file and sends it back, and it is read once more.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.campaigns.distributor_list import COLUMNS, DistributorList, read, take_in
from bereg.campaigns.list_form import DistributorFile, DistributorFileAgain
from bereg.core.text_normalisation import normalise
from bereg.reference.list_forms import packed

MOST_SHOWN = 100


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN)
def upload(request: StaffRequest) -> HttpResponse:
    """Take a file, and show what of it can be taken in."""
    if request.method == "GET":
        return _upload(request, DistributorFile())
    form = DistributorFile(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, form, status=422)
    file = form.cleaned_data["file"]
    content, name = file.read(), normalise(file.name)
    found = read(content, name)
    if not found.rows and not found.standing:
        return _upload(request, form, found, status=422)
    context = _shown(found) | {"name": name[-255:], "packed": packed(content)}
    return render(request, "campaigns/list_preview.html", context)


@never_cache
@require_POST
@requires(Permission.CAMPAIGN)
def take(request: StaffRequest) -> HttpResponse:
    """Take the right rows in."""
    form = DistributorFileAgain(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("The list did not arrive whole, and nothing was taken in. Upload it once more."), "danger"
        )
        return _upload(request, DistributorFile(), status=422)
    left_out = request.POST.getlist("leave_out")
    many = take_in(read(form.cleaned_data["packed"], form.cleaned_data["name"]), by=request.user, but=left_out)
    said = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", many)
    messages.success(request, said % {"count": many}, "good")
    return redirect("campaigns:campaigns")


def _upload(
    request: StaffRequest, form: DistributorFile, found: DistributorList | None = None, *, status: int = 200
) -> HttpResponse:
    shown = _shown(found) if found else {}
    is_english = not (get_language() or "").startswith("ru")
    columns = [next(each for each in headings if each.isascii() == is_english) for headings in COLUMNS.values()]
    return render(request, "campaigns/upload.html", {"form": form, "columns": columns, **shown}, status=status)


def _shown(found: DistributorList) -> dict[str, object]:
    return {
        "found": found,
        "alike": [each for each in found.rows if each.alike],
        "faults": found.faults[:MOST_SHOWN],
        "more": max(0, len(found.faults) - MOST_SHOWN),
        "rows": found.rows[:MOST_SHOWN],
        "more_rows": max(0, len(found.rows) - MOST_SHOWN),
    }
