"""The questions of a form that has no group stand beside and below each other, never upon each other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.questionnaire.publishing import publish, standard_source

pytestmark = [
    pytest.mark.once("how a page is laid out has nothing to do with the database"),
    pytest.mark.django_db(transaction=True),
]
LONG = "How long the person has been away from home, in the person's own words, as far as it was said at all"
OTHERS = f"""
| survey |                        |         |                          |
|        | type                   | name    | label::English (en)      |
|        | note                   | hello   | {LONG}                   |
|        | integer                | days    | {LONG}                   |
|        | text                   | work    | Work                     |
|        | date                   | left    | Left on                  |
|        | dateTime               | seen    | Last seen                |
|        | select_multiple needs  | needs   | {LONG}                   |
|        | select_one_from_file iso3166_1.csv | citizenship | {LONG}    |
|        | decimal                | paid    | Paid                     |

| choices |           |        |                     |
|         | list_name | name   | label::English (en) |
|         | needs     | home   | A place to stay for the night, with a child |
|         | needs     | papers | Papers              |
"""
# What of two questions covers each other, by more than the room that a line of text has above and below its letters.
COVERED = """() => {
    const boxOf = (part) => {
        const text = document.createRange()
        text.selectNodeContents(part)
        return (part.matches(".note") ? text : part).getBoundingClientRect()
    }
    // What the digits mean stands in the corner, where the first question leaves it room.
    const parts = [...document.querySelectorAll(".corner, #questions > .question:not([hidden])")].map((question) =>
        [question, ...question.querySelectorAll(".label, .hint, .chip, input, select, .mini")]
            .filter((part) => part !== question || question.matches(".corner, .note"))
            .filter((part) => part.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            .map((part) => [question.id || question.className, boxOf(part)])
            .filter(([, box]) => box.width > 1 && box.height > 1))
    const covered = new Set()
    parts.forEach((ours, at) => parts.slice(at + 1).flat().forEach(([other, theirs]) => ours.forEach(([id, box]) => {
        const across = Math.min(box.right, theirs.right) - Math.max(box.left, theirs.left)
        const down = Math.min(box.bottom, theirs.bottom) - Math.max(box.top, theirs.top)
        if (across > 1 && down > 4) covered.add(`${id} and ${other}`)
    })))
    return [...covered]
}"""


def without_groups() -> str:
    """Return the standard questionnaire with its questions in one row."""
    return "\n".join(
        line for line in standard_source().splitlines() if "begin_group" not in line and "end_group" not in line
    )


@pytest.mark.parametrize("source", ["standard", "others"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_no_question_covers_another(
    page: Page, signed_in: Callable[[Page, User], None], operator: User, source: str, size: tuple[int, int]
) -> None:
    publish(source=OTHERS if source == "others" else without_groups(), centre=None, by=None)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    signed_in(page, operator)
    page.goto("/enquiries/new/")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()
    page.keyboard.press("Digit1")
    assert page.locator("#questions > .question:not([hidden])").count() > 5
    assert page.evaluate(COVERED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
