"""What came of old letters, and who referred old callers: rows of registers that belong to rows imported before."""

import datetime as dt
import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.counting.queries import report_rows
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.reference.models import ReferenceEntry
from bereg.referrals import import_section
from bereg.referrals.bodies import accounts
from bereg.referrals.imported import store_imported
from bereg.referrals.models import ReferralIn, ReferralOutcome
from bereg.referrals.queries import outputs
from tests.importing import HEADER, MAPPING, ROWS, Register, numbers_of
from tests.told import entry_of

pytestmark = pytest.mark.django_db

LETTERS = """
source = "old-letters"
key = ["No"]

[centre]
code = "moscow"

[dispatch]
recipient = { constant = "Invented Shelter" }
kind = { column = "What" }
ground = { constant = "consent" }
sent = { column = "Sent" }
"""
OF_ROW = """
[outcome]
kind = { column = "Came" }
happened = { column = "On" }
people = { column = "People" }
article = { column = "Article", verbatim = true }
"""
OUTCOMES = f"""
source = "old-outcomes"
key = ["No"]

[centre]
code = "moscow"
{OF_ROW}
letter = {{ column = "Letter", verbatim = true }}
register = {{ constant = "old-letters" }}
"""
REFERRED = """
source = "old-referred"
key = ["No"]

[centre]
code = "moscow"

[referred]
partner = { column = "From" }
came = { column = "Day" }
named = { column = "Named" }
call = { column = "Call", verbatim = true }
register = { constant = "old-line" }
"""
COLUMNS, FROM_COLUMNS = "No;Letter;Came;On;People;Article", "No;Call;From;Day;Named"
FREED = "1;7;freed;2019-02-03;4;"
GONE = {"consent": Consent.WITHDRAWN, "consent_withdrawn_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
SEEN = (dt.date(2019, 1, 1), dt.date(2021, 1, 1))


@pytest.fixture
def shelter(centre: Centre, supervisor: User) -> ReferenceEntry:
    return entry_of("organisation", "Invented Shelter", by=supervisor, content={"sort": "shelter"})


@pytest.fixture
def letters(shelter: ReferenceEntry, tmp_path: Path) -> None:
    rows = ["7;rescue;2019-01-14", "8;referral;2019-01-20", "9;check;2019-01-21"]
    register(tmp_path, rows, LETTERS, "No;What;Sent", name="letters.csv").bring_in()


@pytest.fixture
def calls(shelter: ReferenceEntry, tmp_path: Path) -> list[Enquiry]:
    Register(tmp_path, name="calls.csv").bring_in()
    return list(Enquiry._base_manager.order_by("number"))


def register(
    folder: Path, rows: list[str], mapping: str = OUTCOMES, header: str = COLUMNS, name: str = "old.csv"
) -> Register:
    return Register(folder, mapping=mapping, header=header, rows=rows, name=name)


def counted(table: str, month: dt.date) -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == "all"}


def test_what_came_of_a_letter_is_counted_in_its_own_month(letters: None, supervisor: User, tmp_path: Path) -> None:
    rows = [FREED, "2;7;case_opened;2019-03-05;;127.1", "3;8;sheltered;2019-03-06;2;"]
    said = register(tmp_path, rows).bring_in()
    assert numbers_of(said) == (3, 3, 0, 0)
    assert "outcomes: 3" in said
    made = ReferralOutcome._base_manager.order_by("happened_on")
    assert list(made.values_list("dispatch__kind", "kind", "how_many", "article")) == [
        ("rescue", "freed", 4, ""),
        ("rescue", "case_opened", None, "127.1"),
        ("referral", "sheltered", 2, ""),
    ]
    assert not made.exclude(enquiry=None, entered_by=None).exists()
    assert counted("referral_outcome", dt.date(2019, 2, 1)) == {"freed": 1}
    assert counted("outcome_people", dt.date(2019, 2, 1)) == {"2_4": 1}
    assert counted("referral_outcome", dt.date(2019, 3, 1)) == {"case_opened": 1, "sheltered": 1}
    assert ("freed", 1, 4) in outputs(supervisor, *SEEN)
    assert ChainedAct.objects.filter(action="referral.outcome_noted", actor="system", because="bulk").count() == 3


def test_it_stands_on_the_page_of_its_letter(
    letters: None, supervisor: User, client: Client, serve: None, tmp_path: Path
) -> None:
    register(tmp_path, ["1;7;case_opened;2019-03-05;;127.1"]).bring_in()
    client.force_login(supervisor)
    assert "127.1" in client.get(Dispatch._base_manager.get(kind="rescue").get_absolute_url()).content.decode()


def test_more_is_noted_by_hand_on_a_letter_that_hangs_on_no_enquiry(
    letters: None, supervisor: User, client: Client, serve: None
) -> None:
    client.force_login(supervisor)
    old = Dispatch._base_manager.get(kind="rescue")
    typed = {"id": str(uuid4()), "kind": "freed", "happened_on": "2026-01-03", "how_many": "2"}
    assert client.post(reverse("referrals:new_outcome", args=[old.pk]), typed).status_code == 302
    assert ReferralOutcome._base_manager.get().matter is None


def test_a_second_run_adds_nothing(letters: None, tmp_path: Path) -> None:
    again = register(tmp_path, [FREED])
    again.bring_in()
    again.rows.append("2;8;sheltered;2019-03-06;2;")
    assert numbers_of(again.bring_in()) == (2, 1, 1, 0)
    assert ReferralOutcome._base_manager.count() == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;70;freed;2019-02-03;4;", "nothing of the number '70' is imported here from the register 'old-letters'"),
        ("1;;freed;2019-02-03;4;", "Letter is empty"),
        ("1;9;sheltered;2019-02-03;;", "only referrals and rescue requests come to something"),
        ("1;7;saved;2019-02-03;;", "Came fits nothing known: 'saved'"),
        ("1;7;;2019-02-03;;", "Came is empty"),
        ("1;7;freed;;4;", "On is no possible date"),
        ("1;7;freed;2999-02-03;4;", "On is no possible date"),
        ("1;7;freed;2019-01-13;4;", "On is before the day of what came first"),
        ("1;7;medical;2019-02-03;4;", "only who was freed"),
        ("1;7;freed;2019-02-03;1.5;", "People is no whole number"),
        ("1;7;freed;2019-02-03;10000;", "People is more than 9999"),
        ("1;7;freed;2019-02-03;;127.1", "only a criminal case has an article"),
        ("1;7;case_opened;2019-02-03;;art. 127", "Article is no number of an article"),
    ],
)
def test_what_fits_nothing_is_rejected_whole_with_its_reason(
    row: str, reason: str, letters: None, tmp_path: Path
) -> None:
    brought = register(tmp_path, [row, "2;8;sheltered;2019-03-06;2;"])
    assert numbers_of(brought.bring_in()) == (2, 1, 0, 1)
    assert reason in brought.rejects.read_text(encoding="utf-8-sig")
    assert ReferralOutcome._base_manager.get().kind == "sheltered"


def test_a_letter_of_another_centre_is_not_there(letters: None, other_centre: Centre, tmp_path: Path) -> None:
    elsewhere = OUTCOMES.replace('"moscow"', f'"{other_centre.code}"')
    assert numbers_of(register(tmp_path, [FREED], elsewhere).bring_in()) == (1, 0, 0, 1)


def test_a_row_of_letters_may_say_what_came_of_it(shelter: ReferenceEntry, tmp_path: Path) -> None:
    rows = ["1;rescue;2019-01-14;freed;2019-02-03;4;", "2;rescue;2019-01-15;;;;", "3;rescue;2019-01-16;freed;;4;"]
    both = register(tmp_path, rows, LETTERS + OF_ROW, "No;What;Sent;Came;On;People;Article")
    assert numbers_of(both.bring_in()) == (3, 2, 0, 1)
    assert Dispatch._base_manager.count() == 2
    assert ReferralOutcome._base_manager.get().dispatch.sent_at.day == 14  # type: ignore[union-attr]
    assert numbers_of(both.bring_in()) == (3, 0, 2, 1)


def test_a_row_of_calls_may_say_it_of_its_letter_with_its_enquiry_and_matter(
    shelter: ReferenceEntry, tmp_path: Path
) -> None:
    letter = LETTERS.partition("[dispatch]")[2]
    rows = [
        f"{ROWS[0]};referral;2020-03-01;sheltered;2020-03-02;;",
        f"{ROWS[2]};referral;2020-03-01;legal;2020-03-02;;",
    ]
    header = f"{HEADER};What;Sent;Came;On;People;Article"
    said = register(tmp_path, rows, f"{MAPPING}[dispatch]{letter}{OF_ROW}", header).bring_in()
    assert numbers_of(said) == (2, 2, 0, 0)
    agreed = Enquiry._base_manager.get(number="MSK-2020-00001")
    assert list(ReferralOutcome._base_manager.order_by("-kind").values_list("enquiry", "matter")) == [
        (agreed.pk, agreed.pk),
        (None, None),
    ]


def test_nothing_is_noted_on_a_letter_whose_person_took_the_consent_back(
    letters: None, calls: list[Enquiry], tmp_path: Path
) -> None:
    gone, _second, stands = calls
    Enquiry._base_manager.filter(pk=gone.pk).update(**GONE)
    Dispatch._base_manager.filter(kind="rescue").update(enquiry=gone)
    Dispatch._base_manager.filter(kind="referral").update(enquiry=stands)
    brought = register(tmp_path, [FREED, "2;8;sheltered;2019-03-06;2;"])
    assert numbers_of(brought.bring_in()) == (2, 1, 0, 1)
    assert "the person took the consent back" in brought.rejects.read_text(encoding="utf-8-sig")
    assert ReferralOutcome._base_manager.get().enquiry == stands


def test_who_took_the_consent_back_while_the_file_was_read_is_left_out_and_told(
    letters: None, calls: list[Enquiry], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Dispatch._base_manager.filter(kind="rescue").update(enquiry=calls[0])

    def meanwhile(**given: object) -> set[str]:
        Enquiry._base_manager.filter(pk=calls[0].pk).update(**GONE)
        return store_imported(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(import_section, "store_imported", meanwhile)
    said = register(tmp_path, [FREED, "2;8;sheltered;2019-03-06;2;"]).bring_in()
    assert "1 row left out" in said
    assert "outcomes: 1" in said
    assert ReferralOutcome._base_manager.get().kind == "sheltered"


def test_who_referred_a_caller_stands_on_the_enquiry_and_is_seen_by_partner(
    calls: list[Enquiry], shelter: ReferenceEntry, supervisor: User, tmp_path: Path
) -> None:
    rows = ["1;1;Invented Shelter;2020-02-03;yes", "2;3;INVENTED SHELTER;2020-02-05;no"]
    said = register(tmp_path, rows, REFERRED, FROM_COLUMNS).bring_in()
    assert numbers_of(said) == (2, 2, 0, 0)
    assert "referred to us: 2" in said
    made = ReferralIn._base_manager.order_by("came_on").values_list("enquiry", "partner", "is_named")
    # The third did not agree that answers are kept: what the partner did is kept nevertheless.
    assert list(made) == [(calls[0].pk, shelter.pk, True), (calls[2].pk, shelter.pk, False)]
    found = accounts(supervisor, *SEEN, dt.date(2026, 1, 1)).partners
    assert [(each.partner, each.to_us) for each in found] == [(shelter, 2)]
    assert numbers_of(register(tmp_path, rows, REFERRED, FROM_COLUMNS).bring_in()) == (2, 0, 2, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;99;Invented Shelter;2020-02-03;yes", "nothing of the number '99' is imported here"),
        ("1;1;Invented Shelter;;yes", "Day is no possible date"),
        ("1;1;Nobody;2020-02-03;yes", "From fits nothing known: 'Nobody'"),
        ("1;1;Invented Shelter;2020-02-03;perhaps", "Named fits nothing known: 'perhaps'"),
        ("1;2;Invented Shelter;2020-02-03;yes", "is known already"),
    ],
)
def test_a_partner_that_fits_nothing_is_rejected(row: str, reason: str, calls: list[Enquiry], tmp_path: Path) -> None:
    brought = register(tmp_path, ["0;2;Invented Shelter;2020-02-04;no", row], REFERRED, FROM_COLUMNS)
    assert numbers_of(brought.bring_in()) == (2, 1, 0, 1)
    assert reason in brought.rejects.read_text(encoding="utf-8-sig")
    assert ReferralIn._base_manager.get().enquiry == calls[1]


def test_a_partner_that_somebody_noted_here_stays(
    calls: list[Enquiry], shelter: ReferenceEntry, supervisor: User, tmp_path: Path
) -> None:
    here = {"centre_id": calls[0].centre_id, "enquiry": calls[0], "entered_by": supervisor}
    ReferralIn._base_manager.create(**here, partner=shelter, came_on=dt.date(2020, 2, 3))
    brought = register(tmp_path, ["1;1;Invented Shelter;2020-02-03;yes"], REFERRED, FROM_COLUMNS)
    assert numbers_of(brought.bring_in()) == (1, 0, 0, 1)
    assert ReferralIn._base_manager.get().entered_by == supervisor


def test_a_second_register_does_not_change_the_partner(calls: list[Enquiry], tmp_path: Path) -> None:
    rows = ["1;1;Invented Shelter;2020-02-03;yes"]
    register(tmp_path, rows, REFERRED, FROM_COLUMNS).bring_in()
    other = REFERRED.replace("old-referred", "another")
    said = register(tmp_path, rows, other, FROM_COLUMNS).bring_in()
    assert "1 row left out: the partner is known already" in said
    assert ReferralIn._base_manager.count() == 1


def test_a_row_of_calls_may_name_its_partner(shelter: ReferenceEntry, tmp_path: Path) -> None:
    mapping = f'{MAPPING}\n[referred]\npartner = {{ column = "From" }}\n'
    mapping = mapping.replace("[contact.channel]", 'disposition = { column = "End" }\n\n[contact.channel]')
    rows = [f"{ROWS[0]};;Invented Shelter", f"{ROWS[1]};;", f"{ROWS[2]};silent;Invented Shelter"]
    said = register(tmp_path, rows, mapping, f"{HEADER};End;From").bring_in()
    assert numbers_of(said) == (3, 3, 0, 0)
    assert "1 partner left out: the row is no enquiry." in said
    made = ReferralIn._base_manager.get()
    assert (made.enquiry.number, made.came_on) == ("MSK-2020-00001", dt.date(2020, 2, 3))


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (OUTCOMES.replace('register = { constant = "old-letters" }', ""), "outcome.register"),
        (OUTCOMES.replace('letter = { column = "Letter", verbatim = true }', ""), "say to which row it belongs"),
        (OUTCOMES.replace('kind = { column = "Came" }', ""), "outcome.kind"),
        (OUTCOMES.replace('happened = { column = "On" }', ""), "outcome.happened"),
        (REFERRED.replace('partner = { column = "From" }', ""), "referred.partner"),
        (REFERRED.replace('came = { column = "Day" }', ""), "referred.came"),
        (REFERRED + OUTCOMES.partition("[outcome]")[2].join(("[outcome]", "")), "are two registers"),
        (OUTCOMES + LETTERS.partition("[dispatch]")[2].join(("[dispatch]", "")), "not to both"),
    ],
)
def test_a_mapping_that_leaves_open_what_belongs_to_what_is_refused(mapping: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=said):
        register(tmp_path, [FREED], mapping).bring_in()


@pytest.mark.parametrize(
    ("first", "then", "stored", "rejected"),
    [("old-letters", "old-outcomes", 3, 3), ("old-line", "old-referred", 2, 1)],
)
def test_the_examples_are_imported(  # noqa: PLR0917 - fixtures
    first: str, then: str, stored: int, rejected: int, tmp_path: Path, shelter: ReferenceEntry, supervisor: User
) -> None:
    entry_of("organisation", "Invented Labour Inspectorate", by=supervisor, content={"sort": "state"})
    for name in (first, then):
        said, file = io.StringIO(), Path(__file__).parent.parent / "docs/examples" / f"{name}.csv"
        options = {"mapping": file.with_suffix(".toml"), "rejects": tmp_path / f"{name}.rejects.csv"}
        call_command("import", str(file), **options, verbosity=0, stdout=said)
    assert numbers_of(said.getvalue()) == (stored + rejected, stored, 0, rejected)
