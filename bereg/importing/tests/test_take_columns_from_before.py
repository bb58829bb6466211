"""Another file of a register, such as its corrected rejects, is read as the one before and comes into the same one."""

import tomllib
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre, Membership
from bereg.enquiries.models import Enquiry
from bereg.importing import sealed_upload
from bereg.importing.models import RegisterImport, RunOutcome
from bereg.importing.tests.uploading import REGISTER, at, imported, send, sent


def test_corrected_rejects_come_in_as_their_register_does(page: Client) -> None:
    found = imported(page, sent(page, f"{REGISTER}4;31.02.2020;;no;call;yes;man;30;papers;-\n"))
    assert f"?like={found.pk}" in page.get(at("run", found)).content.decode()
    handed_out = page.post(at("rejects", found))
    assert 'filename="old-line.rejects.csv"' in handed_out["Content-Disposition"]
    mended = handed_out.content.replace(b"31.02.2020", b"28.02.2020")
    again = sent_like(page, found, mended)
    assert imported(page, again).outcome == RunOutcome.IMPORTED
    assert Enquiry._base_manager.count() == 4
    # Another batch of another day, in a file that has the same name by chance.
    grown = imported(page, sent_like(page, found, f"{REGISTER}5;31.02.2020;;no;call;yes;man;30;papers;-\n"))
    imported(page, sent_like(page, grown, page.post(at("rejects", grown)).content.replace(b"31.02", b"28.02")))
    assert Enquiry._base_manager.count() == 5


def sent_like(client: Client, earlier: Any, content: bytes | str) -> Any:
    answer = send(client, content, "rejects.csv", like=str(earlier.pk))
    assert answer.status_code == 302, answer.content.decode()
    found = RegisterImport._base_manager.order_by("made_at").last()
    assert found
    return found


def test_columns_are_taken_from_ones_own_register_of_the_same_centre_alone(
    page: Client, chief: User, other_centre: Centre
) -> None:
    found = sent(page)
    Membership.objects.create(user=chief, centre=other_centre)
    asked = page.get(f"{reverse('importing:imports')}?like={found.pk}").context["form"]
    assert [asked[name].value() for name in ("like", "centre")] == [str(found.pk), str(found.centre_id)]
    file = SimpleUploadedFile("old.csv", REGISTER.encode())
    typed = {"file": file, "centre": str(other_centre.pk), "like": str(found.pk)}
    answer = page.post(reverse("importing:imports"), typed)
    assert answer.status_code == 422
    assert "columns of another centre" in answer.content.decode()
    assert send(page, like=str(uuid4())).status_code == 422


def test_a_sheet_that_is_named_beside_known_columns_is_read(page: Client) -> None:
    first = sent(page)
    found = RegisterImport._base_manager.get(pk=first.pk)
    answer = send(page, like=str(found.pk), multiline="on", sheet="2019")
    assert answer.status_code == 302
    made = RegisterImport._base_manager.order_by("made_at").last()
    assert made
    mapping = tomllib.loads(sealed_upload.mapping_of(made, by=made.person))
    assert mapping["file"] == {"sheet": ["2019"], "multiline": True}


def test_the_name_of_the_register_is_seen_and_can_be_changed(page: Client) -> None:
    found = sent(page, mapping="")
    assert 'name="source" value="old"' in page.get(at("mapping", found)).content.decode()
    typed = {"version": found.version, "source": "line-2020", "contact.channel": "phone", "consent": "no"}
    assert page.post(at("mapping", found), typed).status_code == 302
    assert "source = &quot;line-2020&quot;" in page.get(at("text", found)).content.decode()
    typed |= {"version": found.version + 1, "source": " "}
    assert page.post(at("mapping", found), typed).status_code == 422
