"""Bringing an old register in by the pages: uploaded, mapped, tried, imported; by who may, and nobody else."""

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.counting.models import Month
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.importing import actions, run, sealed_upload, tasks
from bereg.importing.models import KEPT, RegisterImport, RunOutcome
from bereg.importing.tests.uploading import REGISTER, at, begin, imported, send, sent, work
from bereg.referrals.models import ReferralOutcome
from bereg.retention.rules import rules
from bereg.vault import comparing_all
from bereg.vault.models import Key
from conftest import make_user
from tests.importing import MAPPING
from tests.told import entry_of


def acts() -> list[str]:
    return list(
        ChainedAct.objects.filter(action__startswith="import.").values_list("action", flat=True).order_by("seq")
    )


def test_a_register_is_tried_and_then_imported(page: Client, folder: Path) -> None:
    found = sent(page)
    shown = page.get(at("mapping", found)).content.decode()
    assert "Topics" in shown
    assert "03.02.2020" in shown
    assert "14:05" in shown
    tried = work(begin(page, found))
    assert (tried.outcome, Enquiry._base_manager.count()) == (RunOutcome.TRIED, 0)
    assert "To import" in page.get(at("run", found)).content.decode()
    done = work(begin(page, found, "import"))
    assert (done.outcome, done.done, done.total) == (RunOutcome.IMPORTED, 3, 3)
    assert Enquiry._base_manager.count() == 3
    assert acts() == ["import.uploaded", "import.tried", "import.done"]
    assert (done.content.name, list(comparing_all.wrong())) == ("", [])


def test_nothing_of_the_file_lies_anywhere_in_clear(
    page: Client, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    found = sent(page, REGISTER.replace("-\n", "Heron-in-the-reeds\n", 1))
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) == 1
    assert b"Heron" not in files[0].read_bytes()
    row = RegisterImport._base_manager.filter(pk=found.pk).values().get()
    assert b"Heron" not in b"".join(bytes(each) for each in row.values() if isinstance(each, bytes | memoryview))
    assert "old" not in json.dumps(row, default=str)  # the name of a file may name people
    with django_capture_on_commit_callbacks(execute=True):
        imported(page, found)
    assert [file for file in folder.rglob("*") if file.is_file()] == []


def test_a_first_mapping_is_guessed_for_the_chosen_centre(page: Client) -> None:
    found = sent(page, mapping="")
    text = page.get(at("text", found)).content.decode()
    assert "[centre]\ncode = &quot;moscow&quot;" in text
    assert "column = &quot;Day&quot;" in text


def test_what_was_typed_is_kept_with_its_mistakes(page: Client) -> None:
    found = sent(page, mapping="")
    typed = MAPPING.replace('code = "moscow"', 'code = "shore"').replace("trafficking_labour", "trafficking_labor")
    answer = page.post(at("text", found), {"mapping": typed, "version": "1"})
    assert answer.status_code == 422
    assert "this register goes to" in answer.content.decode()
    again = page.get(at("text", found)).content.decode()
    assert "code = &quot;shore&quot;" in again
    page.post(at("text", found), {"mapping": typed.replace('"shore"', '"moscow"'), "version": "2"})
    assert "did you mean &#x27;trafficking_labour&#x27;?" in page.get(at("mapping", found)).content.decode()
    answer = page.post(at("text", found), {"mapping": "source = ?\n", "version": "3"})
    assert "line 1" in answer.content.decode()


def test_an_old_page_takes_nothing_back(page: Client) -> None:
    found = sent(page)
    answer = page.post(at("text", found), {"mapping": "# mine", "version": "1"})
    assert answer.status_code == 409
    assert "# mine" in answer.content.decode()
    assert "# mine" not in page.get(at("text", found)).content.decode()
    assert page.post(at("begin", found), {"version": "1"}).status_code == 409


def test_nothing_is_imported_that_was_not_tried(page: Client) -> None:
    found = sent(page)
    assert page.post(at("begin", found), {"version": str(found.version), "act": "import"}).status_code == 409
    work(begin(page, found))
    page.post(at("text", found), {"mapping": MAPPING + "\n# another", "version": str(found.version)})
    found.refresh_from_db()
    assert page.post(at("begin", found), {"version": str(found.version), "act": "import"}).status_code == 409


def test_rejected_rows_are_handed_out_with_their_reasons(page: Client) -> None:
    found = imported(page, sent(page, REGISTER + "x;31.02.2020;;;;;;;;\n"))
    answer = page.post(at("rejects", found))
    assert answer["Cache-Control"] == "no-store"
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert header[:2] == ["Bereg: row", "Bereg: reason"]
    assert (row[0], row[2]) == ("5", "x")
    assert "shifted" in row[1]
    assert acts()[-1] == "import.rejects_downloaded"


def test_a_second_import_of_the_same_file_adds_nothing(page: Client) -> None:
    imported(page, sent(page))
    again = imported(page, sent(page))
    assert again.outcome == RunOutcome.IMPORTED
    assert Enquiry._base_manager.count() == 3
    assert sealed_upload.summary_of(again, by=again.person).standing == 3


def test_a_killed_import_goes_on_where_it_was(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = work(begin(page, sent(page)))
    begin(page, found, "import")
    monkeypatch.setattr(run, "BATCH", 2)
    store, calls = run.store, []

    def store_and_die(*what: Any) -> None:
        calls.append(what)
        if len(calls) == 2:
            raise SystemExit  # as a server that ends: no handler of errors sees it
        store(*what)

    with monkeypatch.context() as patch:
        patch.setattr(run, "store", store_and_die)
        with pytest.raises(SystemExit):
            work(found)
    assert Enquiry._base_manager.count() == 2
    assert "Read 2 of 3 rows" in page.get(at("run", found)).content.decode()
    assert work(found).outcome == RunOutcome.IMPORTED  # as the rescued task does
    assert Enquiry._base_manager.count() == 3


def test_a_stopped_import_is_whole_and_can_go_on(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = work(begin(page, sent(page)))
    begin(page, found, "import")
    monkeypatch.setattr(run, "BATCH", 2)
    store = run.store

    def store_and_stop(*what: Any) -> None:
        store(*what)
        page.post(at("stop", found))

    with monkeypatch.context() as patch:
        patch.setattr(run, "store", store_and_stop)
        assert work(found).outcome == RunOutcome.STOPPED
    assert Enquiry._base_manager.count() == 2
    assert "Go on importing" in page.get(at("run", found)).content.decode()
    assert work(begin(page, found, "import")).outcome == RunOutcome.IMPORTED
    assert Enquiry._base_manager.count() == 3


@pytest.mark.parametrize("at_moment", ["rejects_csv", "lines_of"])
def test_what_was_thrown_away_while_a_run_goes_on_is_not_kept_anew(
    at_moment: str,
    page: Client,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    found = begin(page, sent(page, REGISTER + "x;31.02.2020;;;;;;;;\n"))
    said = getattr(tasks, at_moment)

    def throw_away_and_say(*what: Any, **more: Any) -> Any:
        assert page.post(at("discard", found)).status_code == 302
        return said(*what, **more)

    monkeypatch.setattr(tasks, at_moment, throw_away_and_say)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.run_import.func(**DBTaskResult.objects.get(pk=found.task).args_kwargs["kwargs"])
    assert not Key.objects.filter(record=found.pk).exists()
    assert [file for file in folder.rglob("*") if file.is_file()] == []
    assert acts()[-1] == "import.discarded"


def test_one_register_at_a_time_comes_into_a_centre(page: Client) -> None:
    first, second = (work(begin(page, sent(page))) for _ in range(2))
    begin(page, first, "import")
    answer = page.post(at("begin", second), {"version": str(second.version), "act": "import"})
    assert answer.status_code == 409
    assert "Another register" in answer.content.decode()
    work(first)
    begin(page, second, "import")


def test_a_run_whose_task_is_lost_ends(page: Client) -> None:
    found = begin(page, sent(page))
    DBTaskResult.objects.all().delete()
    assert "It did not work" in page.get(at("run", found)).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04 broken", "old.xlsx", "no readable .xlsx"),
        (b"", "old.csv", "empty"),
        (b"\n\n", "old.csv", "is empty"),
        ('No;Day\n1;"open\n2;x\n', "old.csv", "close the mark"),
    ],
)
def test_a_broken_file_is_refused_and_nothing_kept(page: Client, content: Any, name: str, said: str) -> None:
    answer = send(page, content, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RegisterImport._base_manager.exists()


def test_a_huge_file_is_refused(page: Client) -> None:
    answer = send(page, b"x" * (settings.LARGEST_UPLOAD_B + settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert answer.status_code == 413
    assert not RegisterImport._base_manager.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR}))
def test_no_other_role_imports(centre: Centre, role: Role) -> None:
    client = Client()
    client.force_login(make_user(centre, role, f"Somebody {role}"))
    assert client.get(reverse("importing:imports")).status_code == 403
    assert send(client).status_code == 403


def test_nobody_sees_what_a_colleague_uploaded(page: Client, centre: Centre) -> None:
    found = sent(page)
    other = Client()
    other.force_login(make_user(centre, Role.SUPERVISOR, "Another chief"))
    for name in ("mapping", "text", "run"):
        assert other.get(at(name, found)).status_code == 404
    for name in ("begin", "stop", "rejects", "discard", "text"):
        assert other.post(at(name, found)).status_code == 404


def test_nothing_goes_to_a_centre_that_is_not_ones_own(page: Client, other_centre: Centre) -> None:
    file = SimpleUploadedFile("old.csv", REGISTER.encode())
    answer = page.post(reverse("importing:imports"), {"file": file, "centre": str(other_centre.pk)})
    assert answer.status_code == 422
    assert not RegisterImport._base_manager.exists()


def test_who_may_no_more_imports_no_more(page: Client, chief: User) -> None:
    found = work(begin(page, sent(page)))
    begin(page, found, "import")
    User.objects.filter(pk=chief.pk).update(role=Role.OPERATOR)
    work(found)
    assert not Enquiry._base_manager.exists()


@pytest.mark.parametrize("task", ["runs", "is lost"])
def test_who_may_no_more_keeps_no_colleague_from_importing(
    page: Client, chief: User, centre: Centre, task: str
) -> None:
    found = begin(page, work(begin(page, sent(page))), "import")
    other = Client()
    other.force_login(make_user(centre, Role.SUPERVISOR, "Another chief"))
    theirs = work(begin(other, sent(other)))
    User.objects.filter(pk=chief.pk).update(role=Role.OPERATOR)
    if task == "runs":
        assert work(found).outcome == RunOutcome.FAILED
    else:
        DBTaskResult.objects.filter(pk=found.task).delete()
    assert work(begin(other, theirs, "import")).outcome == RunOutcome.IMPORTED
    found.refresh_from_db()
    assert (found.outcome, Enquiry._base_manager.count()) == (RunOutcome.FAILED, 3)


def test_after_a_day_it_is_gone(page: Client, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    found = sent(page)
    (folder / "imports" / "left.sealed").write_bytes(b"of a server that was killed")
    RegisterImport._base_manager.update(made_at=timezone.now() - KEPT)
    assert page.get(at("mapping", found)).status_code == 404
    later = timezone.now() + dt.timedelta(minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        next(each for each in rules() if each.code == "imports").erase(timezone.now(), lambda _done: None)
        actions.forget_old(now=later + KEPT)
    assert not RegisterImport._base_manager.exists()
    assert not Key.objects.filter(record=found.pk).exists()
    assert [file for file in folder.rglob("*") if file.is_file()] == []


def test_it_can_be_thrown_away_at_once(page: Client, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    found = sent(page)
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post(at("discard", found)).status_code == 302
    assert not RegisterImport._base_manager.exists()
    assert [file for file in folder.rglob("*") if file.is_file()] == []
    assert acts()[-1] == "import.discarded"


def test_what_is_not_there_is_404(page: Client) -> None:
    assert page.get(reverse("importing:run", args=[uuid4()])).status_code == 404


def test_a_register_of_letters_needs_no_contact_and_no_consent(page: Client, chief: User) -> None:
    entry_of("organisation", "Invented Inspectorate", by=chief, content={"sort": "state"})
    letters = "No;To;Sent\n1;Invented Inspectorate;2019-01-14\n2;Nobody;2019-01-15\n"
    mapping = (
        'source = "letters"\nkey = ["No"]\n[centre]\ncode = "moscow"\n'
        '[dispatch]\nrecipient = { column = "To" }\nkind = { constant = "check" }\nsent = { column = "Sent" }\n'
        'ground = { constant = "consent" }\n'
    )
    found = sent(page, letters, mapping=mapping)
    shown = page.get(at("mapping", found)).content.decode()
    asked_for = ("dispatch.ground", "contact.channel", "consent")
    assert [f'name="{name}"' in shown for name in asked_for] == [True, False, False]
    done = imported(page, found)
    assert (done.outcome, Dispatch._base_manager.count()) == (RunOutcome.IMPORTED, 1)
    assert not Contact._base_manager.exists()


def test_the_register_to_which_rows_belong_is_a_text_that_the_form_asks_for(page: Client, chief: User) -> None:
    entry_of("organisation", "Invented Shelter", by=chief, content={"sort": "shelter"})
    head = 'key = ["No"]\n[centre]\ncode = "moscow"\n'
    letters = (
        '[dispatch]\nrecipient = { column = "To" }\nkind = { constant = "referral" }\nsent = { column = "Sent" }\n'
        'ground = { constant = "consent" }\n'
    )
    imported(
        page, sent(page, "No;To;Sent\n1;Invented Shelter;2019-01-14\n", mapping=f'source = "old"\n{head}{letters}')
    )
    outcomes = (
        '[outcome]\nletter = { column = "Letter", verbatim = true }\nhappened = { column = "On" }\n'
        'kind = { constant = "sheltered" }\nregister = { constant = "another" }\n'
    )
    found = sent(page, "No;Letter;On\n1;1;2019-02-02\n", mapping=f'source = "more"\n{head}{outcomes}')
    shown = page.get(at("mapping", found)).content.decode()
    assert [f'name="{name}"' in shown for name in ("outcome.register", "outcome.article")] == [True, False]
    typed = {"version": found.version, "source": "more", "outcome.register": "old", "outcome.kind": "sheltered"}
    assert page.post(at("mapping", found), typed).status_code == 302
    found.refresh_from_db()
    assert imported(page, found).outcome == RunOutcome.IMPORTED
    assert ReferralOutcome._base_manager.get().dispatch == Dispatch._base_manager.get()


def test_rows_of_closed_months_are_imported_by_who_knows_where_they_count(page: Client) -> None:
    Month.objects.create(first_day=dt.date(2020, 2, 1), closed_at=timezone.now())
    found = work(begin(page, sent(page)))
    assert "I know that 3 rows of closed months will count in 2020-03" in page.get(at("run", found)).content.decode()
    typed = {"version": str(found.version), "act": "import"}
    refused = page.post(at("begin", found), typed)
    assert refused.status_code == 422
    assert "Say that you know in which month" in refused.content.decode()
    assert page.post(at("begin", found), {**typed, "late": "yes"}).status_code == 302
    found.refresh_from_db()
    assert work(found).outcome == RunOutcome.IMPORTED
