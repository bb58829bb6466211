"""The rights of each role, written down a second time from the design: no entry can change alone."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from bereg.accounts.models import User
from bereg.accounts.permissions import PERMISSIONS, SCOPES, Permission, Scope, roles_with
from bereg.accounts.roles import Role

# O own centre; R own centre for 30 days after the last contact, then assigned; A assigned; g counts; S self; * all.
DESIGN = """
|right              |operator|lawyer|psychologist|supervisor|analyst|publisher|intern|editor|distributor|admin|
|contact.record     |O       |O     |O           |O         |-      |-        |-     |-     |-          |-    |
|enquiry.register   |O       |O     |O           |O         |-      |-        |-     |-     |-          |-    |
|enquiry.read       |O       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|narrative.read     |R       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|enquiry.correct    |A       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|call_back.read     |A       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|enquiry.close      |O       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|consent.withdraw   |O       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|enquiry.take_over  |R       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|enquiry.assign     |A       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|conversation.answer|O       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|consultation.write |R       |A     |A           |-         |-      |-        |-     |-     |-          |-    |
|task.do            |A       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|danger.raise_and_take|O       |O     |O           |O         |-      |-        |-     |-     |-          |-    |
|person.take_on     |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|violation.raise    |A       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|violation.judge    |-       |O     |-           |O         |-      |-        |-     |-     |-          |-    |
|violation.check    |-       |A     |-           |-         |-      |-        |-     |-     |-          |-    |
|outreach.record    |O       |O     |O           |O         |-      |-        |-     |-     |-          |-    |
|roster.write       |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|filter.share       |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|board.look         |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|danger.write_steps |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|practice.guide     |A       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|practice.do        |-       |-     |-           |-         |-      |-        |A     |-     |-          |-    |
|figures.read       |-       |-     |-           |*         |g      |-        |-     |-     |-          |-    |
|series.write       |-       |-     |-           |*         |-      |-        |-     |-     |-          |-    |
|month.close        |-       |-     |-           |*         |-      |-        |-     |-     |-          |-    |
|questionnaire.read |O       |O     |O           |O         |O      |-        |O     |-     |-          |*    |
|questionnaire.publish|-       |-     |-           |-         |-      |-        |-     |-     |-          |*    |
|staff.manage       |-       |-     |-           |O         |-      |-        |-     |-     |-          |*    |
|centre.manage      |-       |-     |-           |O         |-      |-        |-     |-     |-          |*    |
|own.account        |S       |S     |S           |S         |S      |S        |S     |S     |S          |S    |
|figures.export     |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|approval.decide    |-       |-     |-           |O         |-      |-        |-     |-     |-          |*    |
|break_glass.open   |-       |-     |-           |-         |-      |-        |-     |-     |-          |*    |
|break_glass.review |-       |-     |-           |O         |-      |-        |-     |-     |-          |*    |
|audit.read         |S       |S     |S           |O         |-      |-        |-     |-     |-          |*    |
|hold.set           |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|retention.look_after|-       |-     |-           |O         |-      |-        |-     |-     |-          |*    |
|keys.look_after    |-       |-     |-           |-         |-      |-        |-     |-     |-          |*    |
|register.import    |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|release.prepare_and_publish|-       |-     |-           |*         |-      |*        |-     |-     |-          |-    |
|release.look_at    |-       |-     |-           |*         |-      |*        |-     |-     |-          |*    |
|search.register    |A       |A     |-           |O         |-      |-        |-     |-     |-          |-    |
|search.lead        |-       |A     |-           |O         |-      |-        |-     |-     |-          |-    |
|report_text.write  |-       |-     |-           |*         |-      |*        |-     |*     |-          |-    |
|report_text.read   |-       |-     |-           |*         |-      |*        |-     |*     |-          |*    |
|figure_letter.write|-       |-     |-           |O         |-      |O        |-     |-     |-          |-    |
|figure_letter.sign |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|dispatch.draft     |A       |A     |A           |O         |-      |-        |-     |-     |-          |-    |
|dispatch.sign      |-       |A     |-           |O         |-      |-        |-     |-     |-          |-    |
|dispatch.agree     |-       |-     |-           |O         |-      |-        |-     |-     |-          |-    |
|reference.read     |*       |*     |*           |*         |-      |-        |-     |*     |-          |-    |
|reference.write    |-       |-     |-           |*         |-      |-        |-     |*     |-          |-    |
|reference.check    |-       |*     |-           |-         |-      |-        |-     |-     |-          |-    |
|reference.publish  |-       |-     |-           |*         |-      |-        |-     |*     |-          |-    |
|campaign.manage    |-       |-     |-           |*         |-      |-        |-     |*     |-          |-    |
|campaign.distribute|-       |-     |-           |*         |-      |-        |-     |*     |*          |-    |
"""

PAGES = [Path(__file__).parent.parent / "docs" / page for page in ("roles.md", "ru/roles.md")]
# The columns of the table on those pages, in their order.
PAGE_COLUMNS = (
    {Role.OPERATOR},
    {Role.LAWYER, Role.PSYCHOLOGIST},
    {Role.SUPERVISOR},
    {Role.ANALYST},
    {Role.PUBLISHER},
    {Role.INTERN},
    {Role.EDITOR},
    {Role.DISTRIBUTOR},
    {Role.ADMIN},
)


@cache
def designed() -> dict[tuple[str, str], str]:
    """Return the sign of each role and right."""
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in DESIGN.strip().splitlines()]
    return {(role, row[0]): sign for row in rows for role, sign in zip(head[1:], row[1:], strict=True)}


def differences(of: Iterable[Role] = Role) -> list[tuple[str, str]]:
    """Return the entries in which the program and the design differ."""
    people = {role: User(role=role) for role in of}
    return [
        (role, right)
        for (role, right), sign in designed().items()
        if role in people and _sign(people[Role(role)].scope(Permission(right))) != sign
    ]


def _sign(scope: Scope | None) -> str:
    return scope.value if scope else "-"


def test_the_design_names_every_role_and_right() -> None:
    assert set(designed()) == {(role.value, right.value) for role in Role for right in Permission}


def test_each_role_has_the_rights_of_the_design() -> None:
    assert differences() == []
    for (role, right), sign in designed().items():
        assert (
            (Permission(right) in PERMISSIONS[Role(role)])
            == (sign != "-")
            == (Role(role) in roles_with(Permission(right)))
        )


@pytest.mark.parametrize("role", Role)
def test_no_entry_changes_unseen(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Flip one entry at a time, to each other value: the comparison above notices every one."""
    genuine = SCOPES[role]
    for right in Permission:
        for other in {None, *Scope} - {genuine.get(right)}:
            flipped = {each: scope for each, scope in {**genuine, right: other}.items() if scope}
            monkeypatch.setitem(SCOPES, role, flipped)
            assert differences([role]) == [(role.value, right.value)]


def page_rows(page: Path) -> Iterator[tuple[str, tuple[bool, ...]]]:
    """Yield each row of the table on a page, with the columns in which something stands."""
    _head, _rule, *rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    for line in rows:
        act, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        yield act, tuple(cell != "–" for cell in cells)


@pytest.mark.parametrize("page", PAGES, ids=["english", "russian"])
def test_each_row_of_the_page_on_roles_has_the_columns_of_a_right(page: Path) -> None:
    """Rows are sentences, and say what several rights do; a row moved by a column is one of no right at all."""
    of_rights = {tuple(not roles.isdisjoint(roles_with(right)) for roles in PAGE_COLUMNS) for right in Permission}
    assert [act for act, columns in page_rows(page) if columns not in of_rights] == []


def test_both_languages_say_the_same_of_roles() -> None:
    english, russian = (sorted(columns for _act, columns in page_rows(page)) for page in PAGES)
    assert english == russian


def test_who_has_left_has_no_right() -> None:
    gone = User(role=Role.SUPERVISOR, closed_at="2008-02-14T12:00:00Z")
    assert not any(gone.may(right) or gone.scope(right) for right in Permission)
