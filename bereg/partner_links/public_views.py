"""The page of a link: for a partner without an account, without script and without a cookie.

GET asks for the code and looks nothing up, so that it tells nothing and a robot opens nothing. What is POSTed carries a
secret that no other site knows, so that no token against forged requests is needed, which would need a cookie.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from bereg.accounts.access import public
from bereg.accounts.password_hashing import derives_a_key
from bereg.core.public_address import absolute
from bereg.partner_links.answering import answer
from bereg.partner_links.choices import ANSWERS, LinkStep
from bereg.partner_links.forms import LinkCodeForm, PartnerAnswerForm
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.opening import NextLink, ProvenLink, give_try_back, prove, reaching, use
from bereg.partner_links.public_address import LANGUAGES, path_of

METHODS = ("GET", "HEAD", "POST")


def _unseen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Take these methods alone. Let no search engine keep the page, and no log of ours the address of it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_taken = request.method in METHODS
        answered = view(request, *args, **kwargs) if is_taken else HttpResponseNotAllowed(METHODS)
        answered.headers["X-Robots-Tag"] = "noindex, nofollow"
        answered._has_been_logged = True  # type: ignore[attr-defined] # what Django's own log looks at
        return answered

    return shown


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@derives_a_key
@public
@_unseen
def link(request: HttpRequest, language: str, pk: str) -> HttpResponse:
    """Ask for the code, open by it what the link is for, and take the answer."""
    translation.activate(language)  # the language middleware turns back when the answer is made
    if request.method != "POST":
        return _asks(request, language, pk, LinkCodeForm())
    form = LinkCodeForm(request.POST)
    proven = prove(UUID(pk), form.cleaned_data["code"]) if form.is_valid() else None
    if proven is None:
        return _refused(request, language, pk)
    if LinkStep(proven.link.step) in ANSWERS:
        return _take_answer(request, language, proven)
    following = use(proven)
    if following is None:
        return _refused(request, language, pk)
    return _answer_page(request, language, following, proven.text)


def _take_answer(request: HttpRequest, language: str, proven: ProvenLink) -> HttpResponse:
    step = LinkStep(proven.link.step)
    form = PartnerAnswerForm(request.POST, step=step)
    if not form.is_valid():
        with reaching(proven.link):
            give_try_back(proven.link)
        stands = NextLink(proven.link, request.POST["code"])
        return _answer_page(request, language, stands, "", form=form, status=422)
    is_stored, later = answer(proven.link, form.given(), form.cleaned_data["words"])
    if not is_stored:
        return _refused(request, language, str(proven.link.pk))
    context: dict[str, Any] = {"later": later}
    if later:
        context["later_address"] = absolute(path_of(later.link, language), request)
    return _page(request, language, "partner_links/thanks.html", context)


def _answer_page(
    request: HttpRequest,
    language: str,
    following: NextLink,
    text: str,
    *,
    form: PartnerAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show what was opened, this once, and the form of the answer, which carries the link of the next step."""
    step = LinkStep(following.link.step)
    context = {
        "text": text,
        "reference": following.link.dispatch.reference,
        "form": form or PartnerAnswerForm(step=step),
        "action": _address(following.link, language),
        "token": following.code,
        "is_result": step == LinkStep.RESULT,
    }
    return _page(request, language, "partner_links/answer.html", context, status)


def _asks(
    request: HttpRequest, language: str, pk: str, form: LinkCodeForm, *, is_refused: bool = False, status: int = 200
) -> HttpResponse:
    address = reverse("partner:link", args=[language, pk])
    others = [
        {"tag": each, "name": name, "address": reverse("partner:link", args=[each, pk]), "current": each == language}
        for each, name in LANGUAGES.items()
    ]
    context = {"form": form, "action": address, "languages": others, "is_refused": is_refused}
    return _page(request, language, "partner_links/asks.html", context, status)


def _refused(request: HttpRequest, language: str, pk: str) -> HttpResponse:
    """Say the same whatever is wrong, and show nothing that was typed."""
    return _asks(request, language, pk, LinkCodeForm(), is_refused=True, status=422)


def _page(
    request: HttpRequest, language: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, {"language_tag": language, **context}, status=status)


def _address(link: PartnerLink, language: str) -> str:
    return reverse("partner:link", args=[language, link.pk])
