"""Hostile text in every field of every form: never an error of the program, nothing kept raw."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.accounts.setup_code import first_word
from bereg.centres.models import Centre
from bereg.core.text_normalisation import Bidi, normalise
from bereg.enquiries.models import Draft, Enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.questionnaire.queries import current_version, form_of
from conftest import PASSWORD
from tests.hostile import HOSTILE, LARGE, LARGE_FOR_A_DATABASE, fields_of, forms, sent_raw, try_it
from tests.opened import draft_fields_of, text_of
from tests.sent import sent_to
from tests.undone import undone
from tests.world import Site, form

# A session whose key is renewed is signed out by taking that back: then nothing of what follows would be tried.
pytestmark = pytest.mark.usefixtures("clock_stands")


def one_in(each: int) -> pytest.MarkDecorator:
    """A quick run tries one in so many pairs of a form and a text, other forms with other texts; a long one all."""
    return pytest.mark.parametrize("each", [each, pytest.param(1, marks=pytest.mark.torture)])


@pytest.mark.parametrize(("name", "field"), [("centres:centre", "name_en"), ("desk:form", "narrative")])
def test_a_text_that_was_kept_raw_is_found(
    world: tuple[Site, Site],
    browsers: dict[Role | None, Client],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    field: str,
) -> None:
    """In a column and in a sealed text: else all the others here would find nothing."""
    here, _ = world
    fields = {**sent_to(name, here), field: "heron"}
    address = reverse(name, args=[uuid4()]) if name == "desk:form" else here.address(name)  # a new enquiry
    assert try_it(browsers[Role.SUPERVISOR], address, fields) < 400
    monkeypatch.setattr("tests.hostile.RAW", re.compile("heron"))
    with pytest.raises(AssertionError):
        try_it(browsers[Role.SUPERVISOR], address, fields)


@one_in(15)
def test_hostile_text_in_every_field(world: tuple[Site, Site], browsers: dict[Role | None, Client], each: int) -> None:
    here, _ = world
    for number, (name, address, role) in enumerate(forms(here)):
        good, fields = sent_to(name, here), fields_of(name, here)
        for what, text in list(HOSTILE.items())[number % each :: each]:
            try:
                try_it(browsers[role], address, {**good, **dict.fromkeys(fields, text)})
            except Exception as problem:
                problem.add_note(f"{name}, every field: {what}")
                raise


ON_EVERY_FORM = {"next", "csrfmiddlewaretoken"}  # alone in the forms of the sign-in, which read them
LIBRARY = ("account_", "mfa_")


@one_in(48)
def test_hostile_text_in_one_field_of_a_good_form(
    world: tuple[Site, Site], browsers: dict[Role | None, Client], each: int
) -> None:
    here, _ = world
    cheap = {what: text for what, text in HOSTILE.items() if len(text) < 2000}
    for name, address, role in forms(here):
        good, fields = sent_to(name, here), fields_of(name, here)
        if name in {"desk:draft", "desk:correction_draft", "desk:correct", "desk:relevance"}:
            continue  # the same fields as the form itself, read by the same classes
        if each > 1 and not name.startswith(LIBRARY):
            fields = [field for field in fields if field not in ON_EVERY_FORM]
        for number, field in enumerate(fields):
            for place, (what, text) in enumerate(cheap.items()):
                if (number + place) % each:
                    continue
                try:
                    try_it(browsers[role], address, {**good, field: text})
                except Exception as problem:
                    problem.add_note(f"{name}, {field}: {what}")
                    raise


@one_in(2)
def test_large_text_in_each_form(world: tuple[Site, Site], browsers: dict[Role | None, Client], each: int) -> None:
    here, _ = world
    # What is long for a parser is tried on SQLite alone; PostgreSQL keeps long indexed values in another way.
    large = LARGE if connection.vendor == "sqlite" else {what: LARGE[what] for what in LARGE_FOR_A_DATABASE}
    for number, (name, address, role) in enumerate(forms(here)):
        good = sent_to(name, here)
        wide = ("narrative", "credential", "password", "address_ru", "name", "typed", "name_en")
        for field in [one for one in wide if one in fields_of(name, here)][:1]:
            for what, text in list(large.items())[number % each :: each]:
                try:
                    # How a form is written is the same to all pages: one form tries the longest way.
                    try_it(browsers[role], address, {**good, field: text}, is_escaped=name == "desk:form")
                except Exception as problem:
                    problem.add_note(f"{name}, {field}: {what}")
                    raise


@one_in(4)
def test_several_values_where_one_is_expected(
    world: tuple[Site, Site], browsers: dict[Role | None, Client], each: int
) -> None:
    here, _ = world
    for number, (name, address, role) in enumerate(forms(here)):
        several: dict[str, Any] = {field: ["a", "", "\x00", "z"] for field in fields_of(name, here)}
        try_it(browsers[role], address, several)
        if not number % each:  # other programs read these as lists; ours knows no such field
            try_it(browsers[role], address, {f"{field}[]": "a" for field in several})


HEAD = '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":'
CLIENT = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHA6Ly90ZXN0c2VydmVyIn0"
CREDENTIALS = [
    *("null", "1", '"x"', "[]", "{}", '{"id": 1}', HEAD + "{}}", HEAD + "[]}"),
    '{"id": "\\u0000", "rawId": "\\ud800", "response": {"userHandle": "\\u0000"}, "type": "public-key"}',
    HEAD + '{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":"%s"}}',
    HEAD + '{"clientDataJSON":"e30","attestationObject":"AAAA"}}',
    HEAD + f'{{"clientDataJSON":"{CLIENT}","authenticatorData":"{"A" * 43}FAAAAAA","signature":"AAAA",'
    '"userHandle":"%s"}}',
    '{"id": "A", "rawId": "A", "type": "public-key", "response": {"clientDataJSON": "A", "attestationObject": "A"}}',
]  # fmt: skip


@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_a_mangled_passkey_is_refused(world: tuple[Site, Site], browsers: dict[Role | None, Client], name: str) -> None:
    browser = browsers[None if name == "mfa_login_webauthn" else Role.ADMIN]
    handles = ("AAAA", "_____w", "bm9ib2R5", "YQBi")
    for credential in {each.replace("%s", handle) for each in CREDENTIALS for handle in handles}:
        browser.get(reverse(name), headers={"X-Requested-With": "XMLHttpRequest"})  # a challenge to answer
        try:
            try_it(browser, reverse(name), {"credential": credential, "name": "key"})
        except Exception as problem:
            problem.add_note(f"{name}: {credential}")
            raise


TEXTS = st.text(st.characters(), max_size=60) | st.sampled_from(list(HOSTILE.values())[:4])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_in_any_field_of_the_form(data: st.DataObject, desk: Client, centre: Centre) -> None:
    publish_standard()
    questions = form_of(current_version(centre)).questions
    names = ["narrative", "call_back", "a-material", "a-gender", "a-citizenship", "a-source", "started_on", "line"]
    names += ["topics", "outcome", "consent", "channel", "started_time", *(f"a-{question}" for question in questions)]
    typed = data.draw(st.dictionaries(st.sampled_from(names), TEXTS, max_size=8))
    assert try_it(desk, reverse("desk:form", args=[uuid4()]), {"consent": "yes", **typed}) < 500
    assert try_it(desk, reverse("desk:draft", args=[uuid4()]), {"consent": "yes", **typed}) < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.sampled_from([*HOSTILE.values()]))
def test_what_can_be_stored_is_stored_normalised(text: str, desk: Client) -> None:
    publish_standard()
    pk, draft = uuid4(), uuid4()
    with undone():
        answer = sent_raw(
            desk, reverse("desk:form", args=[pk]), {**form(), "narrative": text, "call_back": "x" + text[:5000]}
        )
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            assert answer.status_code == 400
        elif len(normalise("x" + text[:5000]).strip()) > 1000:
            assert answer.status_code == 422
        else:
            stored = Enquiry._base_manager.get(pk=pk)
            assert text_of(stored) == normalise(text, bidi=Bidi.SIGN).strip()
            assert text_of(stored, "call_back") == normalise("x" + text[:5000]).strip()
            sent_raw(desk, reverse("desk:draft", args=[draft]), {**form(), "narrative": text})
            assert draft_fields_of(Draft._base_manager.get(pk=draft))["narrative"] == [normalise(text, bidi=Bidi.SIGN)]


@pytest.mark.once("its fields are those of a centre, a line and a person, whose own forms are tried on both above")
@pytest.mark.django_db
@one_in(6)
def test_hostile_text_in_the_first_run(client: Client, each: int) -> None:
    good = {"name": "A", "username": "admin-01", "password": PASSWORD, "name_en": "X", "scope": "national"}
    good |= {"country": "RU", "time_zone": "Europe/Moscow", "code": "moscow", "number_prefix": "MSK"}
    good |= {"line_kind_name": "toll_free", "line_address": "8 800 000 00 16", "hours": "9:00-18:00"}
    address = reverse("desk:welcome")
    for number, (what, text) in enumerate({**HOSTILE, **LARGE}.items()):
        for field in (
            [[one] for one in [*good, "subdivision", "weekdays"][number % each :: each]]
            if len(text) < 6000
            else [list(good)]
        ):
            try:
                try_it(client, address, {"word": first_word(), **good, "weekdays": "0", **dict.fromkeys(field, text)})
            except Exception as problem:
                problem.add_note(f"{field}: {what}")
                raise
    assert not User.objects.exists()
