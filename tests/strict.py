"""What every answer tells a browser: its policies, which cookies there are, and what may be kept."""

from typing import Any

import bereg.settings
from bereg.core.sealed_messages import SealedCookieStorage

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STRICT = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PUBLIC = {
    "public_site:front_door",
    "public_site:home",
    "public_site:help",
    "public_site:situation",
    "public_site:guide",
    "public_site:documents",
    "public_site:services",
    "public_site:hsds",
    "public_site:agencies",
    "public_site:quotas",
    "public_site:figures",
    "public_site:release",
    "public_site:release_file",
    "public_site:choose_table",
    "public_site:table",
    "public_site:chart",
    "public_site:theme",
    "public_site:centre",
    "public_site:over_time",
    "public_site:logo",
    "public_site:feed",
    "public_site:catalogue",
    "public_site:robots",
    "public_site:site_map",
    "public_site:security",
}
# What these are called and carry under TLS: tests/test_cookies.py.
COOKIES = {bereg.settings.SESSION_COOKIE_NAME, bereg.settings.CSRF_COOKIE_NAME, SealedCookieStorage.cookie_name}
CLOSED = {"httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
# Whoever chose a language at the sign-in finds it there again.
LANGUAGE = bereg.settings.LANGUAGE_COOKIE_NAME


def parts(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";")}


def assert_strict(answer: Any, what: object) -> None:
    headers = answer.headers
    assert {name: headers.get(name) for name in STRICT} == STRICT, what
    assert "camera=()" in headers["Permissions-Policy"], what
    if headers.get("Content-Disposition", "").startswith("attachment"):
        assert "sandbox" in parts(headers["Content-Security-Policy"]), what
        assert "'self'" not in headers["Content-Security-Policy"], what
    else:
        assert parts(headers["Content-Security-Policy"]) == parts(POLICY), what
    assert set(answer.cookies) <= {*COOKIES, LANGUAGE}, what
    for cookie in answer.cookies.values():
        if cookie.value:  # not when it is taken away
            closed = CLOSED | ({"path": bereg.settings.LANGUAGE_COOKIE_PATH} if cookie.key == LANGUAGE else {})
            assert {name: cookie[name] for name in CLOSED} == closed, (what, cookie.key)


def assert_strict_page(answer: Any, name: str, what: object) -> None:
    """Look at an answer of a page by its name: only public ones may be kept."""
    assert_strict(answer, what)
    assert "no-store" in answer.headers.get("Cache-Control", "") or name in PUBLIC, what
