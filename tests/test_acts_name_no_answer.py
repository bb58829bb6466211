"""The audit log outlives the consent by years, and nothing can be taken out of it: no act says what a person answered.

What an act may say beside ids: a word that stands in the code, or what `SAYS` names, looked at one by one.
docs/decisions/0149-acts-name-no-answer.md
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import bereg

ROOM = Path(bereg.__file__).parent
PERSON, STAFF = "the id of one of the staff", "of the staff's own account, role, question to a second person or reading"
HOUSE = "what the house or a body did, in codes that stand with the record at least as long, whatever the consent"
NOBODY = "about nobody: material, event, text for all, figures, machine"
CONTACT = "of a contact, which needs no consent and has the same codes for longer than the log"
# Each room, with what its acts say that is no word of the code, and what that is.
SAYS = {
    "accounts": {
        "','.join(dict.fromkeys(ways))[:64]": STAFF, "SECOND_FACTOR if offered.with_second_factor else ''": STAFF,
        "SECOND_FACTOR if with_second_factor else ''": STAFF, "approval.kind": STAFF, "kind": STAFF,
        "person.own_role": STAFF, "role": STAFF, "what": STAFF,
    },
    "audit_review": {"_why(reach)": STAFF},
    "campaigns": dict.fromkeys(("distribution.material.kind", "made.kind", "material.kind", "wanted.kind"), NOBODY),
    "centres": {"NUMBER if is_new_number else ''": NOBODY},
    "consultations": {"str(pk)": PERSON},
    "contacts": {
        "because": CONTACT, "change_code(name, getattr(contact, name), value)": CONTACT, "code": CONTACT,
        "contact.mistake": CONTACT,
    },
    "conversations": {"ending": HOUSE, "str(to.pk) if to else ''": PERSON},
    "dangers": {
        "ending.value": HOUSE, "f'{because.value} {to.code}'": HOUSE, "f'{kind.value} {made.number}'": NOBODY,
        "str(place)": HOUSE,
    },
    "directory": {"change": NOBODY},
    "dispatch": dict.fromkeys((
        "FORMAT", "deletion", "dispatch.kind", "made.kind", "reply.answer", "result", "sending.way",
        "sending.way if told else 'nobody_told'", "standing.ground", "standing.kind", "verdict",
    ), HOUSE),
    "emergency_access": {"because": STAFF, "verdict": STAFF},
    "enquiries": {
        "'code_word' if said_word else ''": HOUSE, "because": CONTACT, "now or before": CONTACT,
        "standing.mistake": CONTACT, "str(by.pk)": PERSON, "str(to.pk)": PERSON,
    },
    "figure_letters": dict.fromkeys(
        ("arrangement.gets", "made.gets", "name", "sending.way", "standing.gets"), NOBODY
    ),
    "importing": {"outcome": NOBODY},
    "mailbox": {"made.reason": NOBODY},
    "outreach": dict.fromkeys((
        "details.kind", "distribution.material.kind", "event.kind", "handed.distribution.material.kind", "made.kind",
        "material.kind", "stands.material.kind",
    ), NOBODY),
    "partner_links": {"link.step": HOUSE, "made.step": HOUSE},
    "publications": {"because": NOBODY},
    "recommendations": {"draft.to_kind": NOBODY, "step.step": NOBODY},
    "recovery": {"closed": NOBODY},
    "reference": {
        "difference.kind": NOBODY, "str(made.number)": NOBODY, "str(number)": NOBODY, "str(owner.pk)": PERSON,
        "str(version.number)": NOBODY, "wrong.value": NOBODY,
    },
    "report": {"COMMAND": NOBODY, "DEMONSTRATION": NOBODY, "PAGE": NOBODY, "chosen.group": NOBODY},
    "retention": {"hold.code": HOUSE, "run.fault[:64]": NOBODY},
    "searches": {"because": HOUSE, "str(lawyer.pk) if lawyer else ''": PERSON},
    "tasks": {"str(by.pk)": PERSON, "str(holder.pk if holder else role)": PERSON},
    "training": {"str(practice.intern_id)": PERSON},
    "vault": {"Because(because)": STAFF},
    "violations": {"cell.kind": NOBODY, "dispatch.ground": HOUSE},
}  # fmt: skip


def _said() -> Iterator[tuple[str, str]]:
    """Yield what acts are recorded with that is no word of the code: the room, and the expression."""
    for file in ROOM.rglob("*.py"):
        room = file.relative_to(ROOM).parts[0]
        if {"tests", "migrations"} & set(file.parts):
            continue
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {"audit.record", "audit.record_many"}:
                for said in (each.value for each in call.keywords if each.arg in {"because", None}):
                    if not isinstance(said, ast.Constant):
                        yield room, ast.unparse(said)


def test_no_act_says_more_than_was_looked_at() -> None:
    said: dict[str, set[str]] = {}
    for room, expression in _said():
        said.setdefault(room, set()).add(expression)
    assert said == {room: set(expressions) for room, expressions in SAYS.items()}
