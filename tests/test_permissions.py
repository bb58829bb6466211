"""The rights of each role, written down a second time from the design: no entry can change alone."""

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


def designed() -> dict[tuple[str, str], str]:
    """Return the sign of each role and right."""
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in DESIGN.strip().splitlines()]
    return {(role, row[0]): sign for row in rows for role, sign in zip(head[1:], row[1:], strict=True)}


def granted(role: str, right: str) -> str:
    """Return what the program grants, as a sign."""
    scope = User(role=role).scope(Permission(right))
    return scope.value if scope else "-"


def differences() -> list[tuple[str, str]]:
    """Return the entries in which the program and the design differ."""
    return [(role, right) for (role, right), sign in designed().items() if granted(role, right) != sign]


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


@pytest.mark.parametrize("right", Permission)
@pytest.mark.parametrize("role", Role)
def test_no_entry_changes_unseen(monkeypatch: pytest.MonkeyPatch, role: Role, right: Permission) -> None:
    """Flip one entry at a time, to each other value: the comparison above notices every one."""
    before = SCOPES[role].get(right)
    for other in {None, *Scope} - {before}:
        flipped = {each: scope for each, scope in {**SCOPES[role], right: other}.items() if scope}
        monkeypatch.setitem(SCOPES, role, flipped)
        assert differences() == [(role.value, right.value)]


def test_who_has_left_has_no_right() -> None:
    gone = User(role=Role.SUPERVISOR, closed_at="2008-02-14T12:00:00Z")
    assert not any(gone.may(right) or gone.scope(right) for right in Permission)
