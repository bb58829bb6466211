"""Bad input is refused with a clear page, or mended, before any view sees it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def echo(request: HttpRequest) -> HttpResponse:
    files = [file.name for file in request.FILES.values() if not isinstance(file, list)]
    return JsonResponse({"get": dict(request.GET.lists()), "post": dict(request.POST.lists()), "files": files})


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


echo.access = "public"  # type: ignore[attr-defined]
take.access = "public"  # type: ignore[attr-defined]
urlpatterns = [path("", echo), path("taken/", take)]
FORM = "application/x-www-form-urlencoded"


def test_a_form_and_a_query_arrive_normalised(client: Client) -> None:
    answer = client.post("/?q=a%00b&q=e%CC%81", {"name": "a\u202eb\x00", "narrative": "a\u202eb\r\nc"})
    assert json.loads(answer.content) == {
        "get": {"q": ["ab", "é"]},
        "post": {"name": ["ab"], "narrative": ["a⟦RLO⟧b\nc"]},
        "files": [],
    }


def test_the_name_of_a_file_is_normalised(client: Client) -> None:
    file = SimpleUploadedFile("a\u202exslx.exe", b"")
    assert json.loads(client.post("/", {"file": file}).content)["files"] == ["axslx.exe"]


@pytest.mark.parametrize("body", ["name=%ff", "name=%ed%a0%80", "%c3=1", b"name=\xff"])
def test_a_form_that_is_not_utf8_is_400(client: Client, body: str) -> None:
    assert client.post("/", body, content_type=FORM).status_code == 400


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "koi8-r"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x"])
def test_a_form_in_another_encoding_is_400(client: Client, kind: str, charset: str) -> None:
    assert client.post("/", "name=a", content_type=f"{kind}; charset={charset}").status_code == 400


def test_a_query_that_is_not_utf8_is_400(client: Client) -> None:
    assert client.get("/?q=%ff").status_code == 400


def test_a_damaged_multipart_form_is_400(client: Client) -> None:
    assert client.post("/", b"--", content_type="multipart/form-data").status_code == 400


@pytest.mark.parametrize("length", [1_000_001, 5_000_000])
def test_a_large_body_is_413(client: Client, length: int) -> None:
    answer = client.post("/", "a" * length, content_type=FORM)
    assert answer.status_code == 413
    assert "This is too large" in answer.content.decode()


def test_a_large_field_of_a_multipart_form_is_413(client: Client) -> None:
    assert client.post("/", {"name": "a" * 1_000_001}).status_code == 413


def test_more_than_200_fields_are_413(client: Client) -> None:
    assert client.post("/", {f"f{number}": "" for number in range(201)}).status_code == 413
    assert client.get("/?" + "&".join(f"f{number}=" for number in range(201))).status_code == 413
    assert client.post("/", {f"f{number}": "" for number in range(200)}).status_code == 200


def test_opening_an_address_that_takes_forms_alone_leads_on(client: Client) -> None:
    answer = client.get("/taken/", headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to see here" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
    assert client.get("/taken/").content == b""


def test_a_script_gets_one_line_to_show_in_its_page(client: Client) -> None:
    answer = client.post("/", "a" * 1_000_001, content_type=FORM, headers={"HX-Request": "true"})
    assert answer.status_code == 413
    assert answer.content.decode() == (
        '<p class="notice danger" role="alert">'
        "Too long, so not saved. Nothing is lost: shorten the text on the page.</p>"
    )
