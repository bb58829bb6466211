"""An editor takes a list in by two steps: the first shows what it changes, and of a cut list asks once more."""

import re
from io import BytesIO

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.agencies.tests.conftest import NOVEMBER, OCTOBER, Take
from bereg.reference import actions
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import newest_list, published
from bereg.reference.versions import draft_of

NEW, TAKE = "/answers/lists/new/", "/answers/lists/take/"
HEAD = "Наименование;ИНН;Номер лицензии;Действует до;Страна;Статус"


def rows(*names: str, **status: str) -> str:
    return "\n".join(
        [HEAD, *(f"{name};{sum(map(ord, name))};1-{name};01.03.2010;DE;{status.get(name, '')}" for name in names)]
    )


def upload(client: Client, text: str, day: str = "2008-11-01", extent: str = "whole") -> str:
    """Upload a list, and return the page that it leads to."""
    file = BytesIO(text.encode())
    file.name = "list.csv"
    sent = {"kind": "agency", "as_of": day, "source": "an invented register", "extent": extent, "file": file}
    answer = client.post(NEW, sent)
    assert answer.status_code in {200, 422}
    return answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def figures(page: str) -> list[str]:
    """Return how many are new, gone, changed and as before."""
    return re.findall(r'<dd class="big">(\d+)</dd>', page)


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_a_list_is_taken_in_once_what_it_changes_was_seen(desk: Client) -> None:
    page = upload(desk, rows("А", "Б", "В"), "2008-10-01")
    assert figures(page) == ["3", "0", "0", "0"]
    assert newest_list("agency") is None
    assert desk.post(TAKE, hidden(page)).status_code == 302
    page = upload(desk, rows("А", "Б", "Г", Б="приостановлена"))
    assert figures(page) == ["1", "1", "1", "1"]
    assert re.search(r"<del[^>]*>licence in force</del> → <ins[^>]*>licence suspended</ins>", page)
    assert desk.post(TAKE, hidden(page)).status_code == 302
    newest = newest_list("agency")
    assert newest is not None
    assert (newest.as_of, newest.added, newest.changed, newest.gone, newest.total) == (NOVEMBER, 1, 1, 1, 3)
    history = desk.get("/answers/lists/").content.decode()
    assert [day in history for day in ("01.10.2008", "01.11.2008")] == [True, True]


def test_what_is_withdrawn_or_written_anew_is_named_before_a_list_comes_in(desk: Client, editor: User) -> None:
    desk.post(TAKE, hidden(upload(desk, rows("А", "Б", "В"), "2008-10-01")))
    gone, changed = (published().get(published__texts__ru__title=name) for name in "АБ")
    actions.withdraw(entry=gone, by=editor)
    assert changed.published is not None
    actions.write(kind="agency", draft=draft_of(changed.published), by=editor, entry=changed, seen=1)
    page = upload(desk, rows("А", "Б", "В", Б="приостановлена"))
    assert "On the list, but withdrawn here" in page
    assert f'<a href="{gone.get_absolute_url()}" dir="auto">А</a>' in page
    assert page.count("It still waits to be checked") == 1
    assert figures(page) == ["0", "0", "1", "1"]


def test_a_list_that_lost_half_asks_how_many_are_gone(desk: Client, take: Take) -> None:
    take(OCTOBER, "абвг")
    page = upload(desk, rows("Я"))
    sent = hidden(page)
    assert 'name="gone"' in page
    for typed in ("", "3", "four"):
        answer = desk.post(TAKE, sent | {"gone": typed})
        assert answer.status_code == 422
        assert hidden(answer.content.decode()).items() >= {name: sent[name] for name in ("packed", "seen")}.items()
    assert desk.post(TAKE, sent | {"gone": "4"}).status_code == 302


def test_what_changed_meanwhile_is_shown_anew(desk: Client, take: Take) -> None:
    sent = hidden(upload(desk, rows("А", "Б")))
    take(OCTOBER, "в")
    answer = desk.post(TAKE, sent)
    assert (answer.status_code, figures(answer.content.decode())) == (409, ["2", "1", "0", "0"])
    take(NOVEMBER.replace(day=2), "в")
    assert desk.post(TAKE, sent).status_code == 409  # a newer list came in
    assert not ReferenceEntry.objects.filter(key=f"tax:{ord('А')}").exists()


def test_faults_stand_with_their_places_and_the_rest_may_be_taken(desk: Client) -> None:
    page = upload(desk, rows("А", "Б").replace("01.03.2010", "03/04/2010", 1) + "\n;;;;;\nВ;;;;;")
    assert "row 2" in page
    assert "row 5" in page
    assert "Take in what could be read" in page
    assert desk.post(TAKE, hidden(page)).status_code == 302
    assert ReferenceEntry.objects.count() == 2


def test_of_a_part_nothing_is_gone(desk: Client, take: Take) -> None:
    take(OCTOBER, "абв")
    page = upload(desk, rows("А"), extent="part")
    assert figures(page)[1] == "0"
    assert desk.post(TAKE, hidden(page)).status_code == 302
    newest = newest_list("agency")
    assert newest is not None
    assert newest.as_of == OCTOBER


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("Погода\nсолнечно", "2008-11-01", "Nothing could be read"),
        (rows("А"), "2008-09-01", "1 October 2008"),
        (rows("А"), "", "names no day"),
        (rows("А"), "2108-01-01", "still to come"),
        ("", "2008-11-01", "empty"),
    ],
)
def test_what_cannot_follow_is_refused(desk: Client, take: Take, text: str, day: str, words: str) -> None:
    take(OCTOBER, "а")
    page = upload(desk, text, day)
    assert words in page
    assert hidden(page).get("packed") is None


def test_an_older_part_does_not_say_that_an_agency_is_on_the_list_no_more(desk: Client, take: Take) -> None:
    take(OCTOBER, "а")
    page = upload(desk, rows("а"), "2008-09-01", extent="part")
    assert "1 October 2008" in page
    assert hidden(page).get("packed") is None
    assert hidden(upload(desk, rows("а"), "2008-10-01", extent="part")).get("packed")


@pytest.mark.parametrize("packed", ["", "!!", "eNqrVkrLz1eyUkpKLFKqBQAlRQTW", "A" * 100])
def test_what_did_not_arrive_whole_takes_nothing_in(desk: Client, packed: str) -> None:
    sent = hidden(upload(desk, rows("А"))) | {"packed": packed}
    assert desk.post(TAKE, sent).status_code in {409, 422}
    assert not ReferenceEntry.objects.exists()
