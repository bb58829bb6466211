"""How the months went: a chart of what was published, and what changed, on the page that everybody finds first."""

import re
from datetime import date

import pytest
from django.test import Client

from bereg.public_site.tests.test_show_figures import page
from bereg.publications.models import Release
from bereg.publications.tests.released import content, publish


@pytest.fixture
def months(db: None) -> list[Release]:
    """Three published months; the second had too few enquiries for a number."""
    return [
        publish(
            content(first=f"2008-0{number}", last=f"2008-0{number}", enquiries=enquiries),
            date(2008, number, 1),
            date(2008, number, 1),
        )
        for number, enquiries in ((2, 400), (3, None), (4, 611))
    ]


def test_a_chart_and_a_list_show_each_month_as_its_report_does(client: Client, months: list[Release]) -> None:
    html = page(client, "/en/figures/")
    assert re.findall(r'">(\w+ 2008)</a> <span>([^<]*)</span>', html) == [
        ("February 2008", "400"),
        ("March 2008", "&lt;10"),
        ("April 2008", "611"),
    ]
    address = re.search(r'src="(/en/figures/over-time/[^"]*/light\.svg)"', html)
    assert address
    answer = client.get(address[1])
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert {"02.2008", "04.2008"} <= set(re.findall(r"<text[^>]*>([^<]*)<", answer.content.decode()))
    months[0].withdrawn_at = months[0].published_at
    months[0].withdrawn_because = "figures"
    months[0].save()
    assert client.get(address[1]).status_code == 404  # kept by browsers: it is known by what it shows
    assert "over-time" not in page(client, "/en/figures/")


def test_what_changed_compares_the_last_two_months_in_a_row(client: Client, months: list[Release]) -> None:
    assert "What changed" not in page(client, "/en/figures/")  # March shows no number to compare with
    may = content(first="2008-05", last="2008-05", enquiries=300)
    publish(may, date(2008, 5, 1), date(2008, 5, 1))
    assert "Fewer enquiries than in the month before: about 300 after about 610." in page(client, "/en/figures/")
    publish(content(first="2008-08", last="2008-08"), date(2008, 8, 1), date(2008, 8, 1))
    assert "What changed" not in page(client, "/en/figures/")  # nothing is known of July


def test_a_month_that_was_changed_by_hand_is_in_no_chart(client: Client, months: list[Release]) -> None:
    Release.objects.filter(pk=months[1].pk).update(content="{}")
    assert "over-time" not in page(client, "/en/figures/")
