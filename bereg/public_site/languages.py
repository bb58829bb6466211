"""The languages of the public pages: more than those of the staff."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header


def wanted(request: HttpRequest) -> str:
    """Return the first language that a browser asks for and that we speak; else that of the installation."""
    known = dict(settings.PUBLIC_LANGUAGES)
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        code = asked.split("-")[0]
        if code in known:
            return code
    return settings.LANGUAGE_CODE
