"""The documentation for whoever is signed in, in their own language."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.second_factor_required import needs_no_second_factor
from bereg.core.pagination import NumberedPage
from bereg.help import queries

LONGEST_SEARCH = 200
MOST_HITS = 30


def _spoken() -> str:
    return (get_language() or queries.ENGLISH).split("-")[0]


@require_safe
@needs_no_second_factor
@requires(Permission.OWN_ACCOUNT)
def contents(request: StaffRequest) -> HttpResponse:
    """Show what there is to read, or where the words stand that somebody looks for; the list alone for a dialogue."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    hits = NumberedPage(queries.search(words, _spoken()), MOST_HITS, request.GET)
    template = "help/list.html" if "HX-Request" in request.headers else "help/contents.html"
    return render(request, template, {"pages": queries.pages(_spoken()), "words": words, "hits": hits})


@require_safe
@needs_no_second_factor
@requires(Permission.OWN_ACCOUNT)
def page(request: StaffRequest, name: str) -> HttpResponse:
    """Show one page; its text alone where a dialogue over another page asks for it."""
    found = queries.page(name, _spoken())
    if found is None:
        raise Http404
    in_dialogue = "HX-Request" in request.headers
    context = {"page": found, "html": found.html(beside=in_dialogue), "is_english": found.language != _spoken()}
    return render(request, "help/article.html" if in_dialogue else "help/page.html", context)
