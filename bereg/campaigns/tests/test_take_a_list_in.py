"""A distributor's list: right rows are kept, wrong ones told with their line, and the same file twice adds nothing."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from bereg.accounts.models import User
from bereg.campaigns import codes, views_list
from bereg.campaigns.models import Distribution, Material, Place

pytestmark = pytest.mark.usefixtures("july")
HEADING = "код;место;дата;экземпляров;осталось"


def lines(material: Material, *rows: str, heading: str = HEADING) -> SimpleUploadedFile:
    text = "\n".join((heading, *(each.replace("CODE", material.code) for each in rows)))
    return SimpleUploadedFile("list.csv", text.encode("cp1251"))


def sent_back(browser: Client, file: SimpleUploadedFile) -> dict[str, str]:
    """Upload a file; return what the preview sends back."""
    answer = browser.post(reverse("campaigns:upload"), {"file": file})
    assert answer.status_code == 200
    return {name: answer.context[name] for name in ("name", "packed")}


def test_right_rows_are_kept_and_wrong_ones_told_with_their_line(
    manages: Client, leaflet: Material, market: Place
) -> None:
    wrong = leaflet.code[:-1] + next(each for each in codes.ALPHABET if each != leaflet.code[-1])
    file = lines(
        leaflet,
        "CODE;invented MARKET;02.06.2007;500;20",
        f"{wrong};Invented market;02.06.2007;500;",
        "CODE;Invented markt;02.06.2007;500;",
        "CODE;Invented market;31.05.2007;500;",
        "CODE;Invented market;99.99.2007;500;",
        "CODE;Invented market;03.06.2007;many;",
        "CODE;Invented market;03.06.2007;;",
        "CODE;Invented market;03.06.2007;5;6",
        "CODE;Invented market;04.06.2007;1520;",
        "CODE;Invented market;05.06.2007;1;",
    )
    answer = manages.post(reverse("campaigns:upload"), {"file": file})
    found = answer.context["found"]
    assert [each.place for each in found.rows] == ["row 2", "row 10"]
    told = {each.place: str(each.words) for each in found.faults}
    assert sorted(told, key=lambda place: int(place.split()[1])) == [f"row {at}" for at in (3, 4, 5, 6, 7, 8, 9, 11)]
    assert leaflet.code in told["row 3"]
    assert "Invented market" in told["row 4"]
    assert "0 are left" in told["row 11"]
    assert not Distribution.objects.exists()
    back = {name: answer.context[name] for name in ("name", "packed")}
    assert manages.post(reverse("campaigns:take"), back).status_code == 302
    assert sorted(each.given_out for each in Distribution.objects.all()) == [480, 1_520]


def test_the_same_file_twice_adds_nothing_and_two_rows_alike_are_two(
    manages: Client, leaflet: Material, market: Place
) -> None:
    rows = ("CODE;Invented market;02.06.2007;500;", "CODE;Invented market;02.06.2007;500;")
    back = sent_back(manages, lines(leaflet, *rows))
    for _time in range(2):
        assert manages.post(reverse("campaigns:take"), back).status_code == 302
    assert Distribution.objects.count() == 2
    again = manages.post(reverse("campaigns:upload"), {"file": lines(leaflet, *rows, rows[0])})
    assert (len(again.context["found"].rows), again.context["found"].standing) == (1, 2)


def test_a_workbook_is_read_too(manages: Client, leaflet: Material, market: Place) -> None:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Code", "Place", "Date", "Copies"], [leaflet.code.lower(), market.name, "2007-06-02", 250]):
        book.active.append(row)
    book.save(file)
    back = sent_back(manages, SimpleUploadedFile("list.xlsx", file.getvalue()))
    manages.post(reverse("campaigns:take"), back)
    assert Distribution.objects.get().copies == 250


@pytest.mark.parametrize("content", [b"", b"nothing;to;read", b"PK\x03\x04 broken", b"\x00" * 50])
def test_a_file_of_which_nothing_is_right_takes_nothing(manages: Client, leaflet: Material, content: bytes) -> None:
    answer = manages.post(reverse("campaigns:upload"), {"file": SimpleUploadedFile("list.xlsx", content)})
    assert answer.status_code == 422
    assert manages.post(reverse("campaigns:take"), {"name": "list.csv", "packed": "broken"}).status_code == 422
    assert not Distribution.objects.exists()


def test_a_distributor_takes_no_list_in(street: Client) -> None:
    assert street.get(reverse("campaigns:upload")).status_code == 403
    assert street.post(reverse("campaigns:take"), {}).status_code == 403


def test_what_was_typed_in_the_street_is_told_and_left_out_unless_somebody_says_otherwise(
    manages: Client, distributor: User, leaflet: Material, market: Place
) -> None:
    day = dt.date(2007, 6, 2)
    for place, copies in ((market, 500), (None, 40)):  # none: at a lecture
        Distribution.objects.create(material=leaflet, place=place, given_on=day, copies=copies, recorded_by=distributor)
    rows = [f"CODE;Invented market;02.06.2007;{copies};" for copies in ("500", "500", "300", "40")]
    answer = manages.post(reverse("campaigns:upload"), {"file": lines(leaflet, *rows)})
    alike = answer.context["alike"]
    # Of two equal rows one may be that of the street.
    assert [each.place for each in alike] == ["row 2", "row 5"]
    assert "Distributor 01" in answer.content.decode()
    back = {name: answer.context[name] for name in ("name", "packed")}
    manages.post(reverse("campaigns:take"), back | {"leave_out": [each.key for each in alike]})
    assert sorted(each.copies or 0 for each in Distribution.objects.exclude(row_key=None)) == [300, 500]
    # Whoever unticks it takes it in.
    manages.post(reverse("campaigns:take"), back | {"leave_out": [alike[0].key]})
    assert sorted(each.copies or 0 for each in Distribution.objects.exclude(row_key=None)) == [40, 300, 500]


def test_a_list_sent_again_with_what_came_back_counts_no_copies_twice(
    manages: Client, leaflet: Material, market: Place
) -> None:
    manages.post(reverse("campaigns:take"), sent_back(manages, lines(leaflet, "CODE;Invented market;02.06.2007;500;")))
    morning = Distribution.objects.get()
    rows = ("CODE;Invented market;02.06.2007;500;120", "CODE;Invented market;03.06.2007;500;")
    answer = manages.post(reverse("campaigns:upload"), {"file": lines(leaflet, *rows)})
    [again] = answer.context["alike"]
    assert (again.place, again.alike) == ("row 2", morning)
    assert morning.get_absolute_url() in answer.content.decode()  # where they are written down
    back = {name: answer.context[name] for name in ("name", "packed")}
    manages.post(reverse("campaigns:take"), back | {"leave_out": [again.key]})
    assert sorted((each.given_on.day, each.given_out) for each in Distribution.objects.all()) == [(2, 500), (3, 500)]


def test_right_rows_beyond_those_that_are_shown_are_counted(
    manages: Client, leaflet: Material, market: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_list, "MOST_SHOWN", 1)
    rows = [f"CODE;Invented market;0{day}.06.2007;5;" for day in (2, 3, 4)]
    answer = manages.post(reverse("campaigns:upload"), {"file": lines(leaflet, *rows)})
    assert "and 2 more" in answer.content.decode()
