"""What our templates say once in each language is what Django says each time."""

import pytest
from django.template import Context, Engine, engines
from django.utils import translation
from django.utils.translation import trans_real

LOADED = "{% load i18n static %}"
FIXED = [
    "{% translate 'Sign out' %}",
    '{% trans "Leave quickly" %}',
    "{% url 'desk:find' %}",
    "{% static 'core/base.css' %}",
]
ON_THE_PAGE = [
    "{% translate 'Sign out' as said %}{{ said }}",
    "{% translate word %}",
    "{% translate 'Sign out'|upper %}",
    "{% url name %}",
    "{% url 'desk:enquiry' id %}",
    "{% url 'desk:find' as said %}{{ said }}",
    "{% static path %}",
]
PAGES = [
    {"word": "Sign out", "name": "desk:find", "id": "00000000-0000-0000-0000-00000000000a", "path": "core/base.css"},
    {"word": "Find", "name": "desk:today", "id": "00000000-0000-0000-0000-00000000000b", "path": "core/mark.svg"},
]
DJANGOS = Engine(libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"})


@pytest.mark.parametrize("source", FIXED + ON_THE_PAGE)
def test_it_says_what_django_says(source: str) -> None:
    """In each language and on each page, also when asked again."""
    ours, djangos = engines["django"].from_string(LOADED + source), DJANGOS.from_string(LOADED + source)
    for language in ("ru", "en", "ru"):
        for page in PAGES:
            with translation.override(language):
                assert ours.render(dict(page)) == djangos.render(Context(page))


def test_a_text_is_looked_up_once_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not in the catalogue again."""
    page = engines["django"].from_string(LOADED + FIXED[0])
    with translation.override("ru"):
        said = page.render({})
        assert said != "Sign out"
        monkeypatch.setattr(trans_real, "gettext", lambda text: text)
        assert page.render({}) == said
