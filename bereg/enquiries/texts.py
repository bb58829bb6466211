"""The texts of an enquiry: which of its answers are text, how they are sealed and how they are opened.

In clear stand only codes of closed lists; whatever somebody typed is sealed. See docs/decisions/0056-sealed-cases.md.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bereg.accounts.models import User
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.code_words import normal_code_word
from bereg.enquiries.contact_details import way_in
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.questionnaire.answers import UNANSWERED, Answers
from bereg.questionnaire.form import Form
from bereg.questionnaire.questions import CLOSED
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.blind_index import IndexKind
from bereg.vault.faults import NotAllowed, VaultFault

logger = logging.getLogger(__name__)
NARRATIVE, TYPED_ANSWERS, CALL_BACK, CODE_WORD = "narrative", "typed_answers", "call_back", "code_word"
TEXTS = (NARRATIVE, TYPED_ANSWERS, CALL_BACK)  # what the person said
NO_TEXTS: dict[str, Any] = {**dict.fromkeys(TEXTS, b""), "call_back_index": b""}


@dataclass(frozen=True)
class Opened:
    """The texts of one enquiry, open for one page alone. closed: those that stand there and cannot be opened."""

    narrative: str = ""
    call_back: str = ""
    code_word: str = ""
    typed: Answers = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


def split(answers: Answers, questionnaire: Form) -> tuple[Answers, Answers]:
    """Return the answers that are codes of closed lists, and those that somebody typed."""
    codes = {name: answer for name, answer in answers.items() if _is_code(questionnaire, name, answer)}
    return codes, {name: answer for name, answer in answers.items() if name not in codes}


def seal(items: Sequence[tuple[Enquiry, Mapping[str, str]]]) -> list[dict[str, bytes]]:
    """Seal texts of enquiries, and index how to reach the person and the code word. Return the columns of each.

    Their keys are stored for good before the texts are. Raise NotStoredError where the vault does not seal.
    """
    try:
        sealed = vault.seal_many(list(items))
        for (enquiry, texts), columns in zip(items, sealed, strict=True):
            if CALL_BACK in texts:
                columns["call_back_index"] = index_of(enquiry, texts[CALL_BACK])
            if CODE_WORD in texts:
                columns["code_word_index"] = index_of_word(texts[CODE_WORD])
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
    return sealed


def index_of(enquiry: Enquiry, call_back: str) -> bytes:
    """Return the blind index of the first number or address in a text; b"" where there is none."""
    way = way_in(call_back)
    return vault.index(enquiry.centre_id, *way) if way else b""


def index_of_word(code_word: str) -> bytes:
    """Return the blind index of a code word; under one key for all centres, as no two enquiries have the same one."""
    return vault.index(None, IndexKind.CODE_WORD, normal_code_word(code_word))


def typed_text(typed: Answers) -> str:
    """Return typed answers as the one text that is sealed."""
    return json.dumps(typed, ensure_ascii=False) if typed else ""


def opened(enquiry: Enquiry, names: Iterable[str], *, by: User, because: Because) -> Opened:
    """Open texts of an enquiry, written down as one reading. Never call it inside a transaction.

    A text that cannot be opened, or was taken away, is named in `closed`, and an alarm rings. Raise NotAllowed.
    """
    wanted = list(names)
    try:
        texts = _some(enquiry, wanted, by=by, because=because)
    except NotAllowed:
        raise
    except VaultFault:  # each by itself: one that is damaged must not hide the others
        texts = {name: text for name in wanted if (text := _one(enquiry, name, by=by, because=because)) is not None}
    return Opened(
        narrative=texts.get(NARRATIVE, ""),
        call_back=texts.get(CALL_BACK, ""),
        code_word=texts.get(CODE_WORD, ""),
        typed=json.loads(texts.get(TYPED_ANSWERS) or "{}"),
        closed=frozenset(wanted) - texts.keys(),
    )


def _some(enquiry: Enquiry, names: list[str], *, by: User, because: Because) -> dict[str, str]:
    if any(getattr(enquiry, name) for name in names):
        return vault.reveal_all(enquiry, names, by=by, because=because)
    vault.demand_none(enquiry, names)
    return {}


def _one(enquiry: Enquiry, name: str, *, by: User, because: Because) -> str | None:
    try:
        return _some(enquiry, [name], by=by, because=because).get(name, "")
    except VaultFault as fault:
        cannot_be_opened(enquiry, name, fault)
        return None


def seal_fields(draft: Draft, fields: Mapping[str, list[str]]) -> None:
    """Seal the fields of a form into its draft. Raise NotStoredError where the vault does not seal."""
    try:
        draft.fields = vault.seal(draft, "fields", json.dumps(dict(fields), ensure_ascii=False))
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
    draft.fields_tag = vault.tag(draft, "fields", draft.fields)


def fields_in(draft: Draft, *, by: User) -> dict[str, list[str]]:
    """Open the fields of one's own unfinished form. Raise VaultFault. Never call it inside a transaction."""
    try:
        found: dict[str, list[str]] = json.loads(vault.reveal(draft, "fields", by=by, because=Because.DRAFT) or "{}")
    except NotAllowed:
        raise
    except VaultFault as fault:
        cannot_be_opened(draft, "fields", fault)
        raise
    return found


def _is_code(questionnaire: Form, name: str, answer: str) -> bool:
    if answer in UNANSWERED:
        return True
    question = questionnaire.questions.get(name)
    return bool(question and question.kind in CLOSED and all(map(question.choice, answer.split())))
