"""The languages of the public pages: more than those of the staff."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from bereg.core.languages import tag


def links(current: str, name: str, **arguments: str) -> list[dict[str, object]]:
    """Return the address of a page in every language."""
    return [
        {
            "tag": tag(code),
            "name": name_of_itself,
            "address": reverse(name, kwargs={"language": code, **arguments}),
            "current": code == current,
        }
        for code, name_of_itself in settings.PUBLIC_LANGUAGES
    ]


def speak(language: str) -> None:
    """Turn to the language of an address. Raise Http404 where it is none of ours."""
    if language not in dict(settings.PUBLIC_LANGUAGES):
        raise Http404
    translation.activate(language)  # the language middleware turns back when the answer is made


def wanted(request: HttpRequest) -> str:
    """Return the first language that a browser asks for and that we speak; else that of the installation."""
    known = dict(settings.PUBLIC_LANGUAGES)
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        code = asked.split("-")[0]
        if code in known:
            return code
    return settings.LANGUAGE_CODE
