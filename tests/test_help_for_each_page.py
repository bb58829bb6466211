"""Each page that staff look at leads to the page of the documentation on it, not to the list of all of them."""

from django.urls import reverse

from bereg.help.context import address
from tests.addresses import PAGES

# Answers that are no page of their own, so nobody can ask for help on them.
WITHOUT = {
    "a file": {
        *("campaigns:codes_file", "campaigns:material_file", "figure_letters:file"),
        *("conversations:file", "conversations:play", "importing:text", "mailbox:raw"),
        *("questionnaire:source", "questionnaire:workbook"),
    },
    "a picture": {
        *("campaigns:qr_picture", "outside_series:chart", "signals:signal_chart"),
        *("report:chart", "report:trend_chart", "report:monthly_chart"),
    },
    "a part of a page, fetched by it": {
        *("desk:board_now", "conversations:news", "conversations:events", "dangers:strip"),
        "desk:token",
    },
    "a tab that closes itself": {"signed_in_again"},
    "the help": {"help:contents", "help:page"},
}


def test_each_page_for_staff_has_a_page_of_the_help() -> None:
    pages = {name for name, page in PAGES.items() if page.roles is not None and (not page.takes or "GET" in page.takes)}
    lost = {name for name in pages if address(name) == reverse("help:contents")}
    assert lost == set().union(*WITHOUT.values())
