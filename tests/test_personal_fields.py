"""What every text and bytes column of every table may hold. A column that is not declared here fails the test.

Nothing that somebody typed about a person who called may stand in clear: such a column is a sealed one.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from bereg.vault.fields import SealedField, SealedFileField

KINDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
CODE = "a code of a closed list, or several"
ID = "an id or a number that the program gives"
STAFF = "what staff say of themselves or of the work"
PUBLIC = "what the centre publishes, or the program's own words"
DIGEST = "a digest, a keyed hash or a blind index"
WRAPPED = "a key under another key, or a public key"
SEALED = "sealed text"
TECHNICAL = "what a library needs of the staff's browsers, or of a task"

DECLARED: dict[str, dict[str, str]] = {
    "account.EmailAddress": {"email": STAFF},
    "account.EmailConfirmation": {"key": TECHNICAL},
    "accounts.Approval": {"kind": CODE, "target": ID, "decision": CODE, "note": CODE},
    "accounts.KnownBrowser": {"hash": DIGEST},
    "accounts.Notice": {"kind": CODE, "target": ID},
    "accounts.Reset": {"secret_hash": DIGEST, "proof": DIGEST},
    "accounts.Session": {"data": TECHNICAL},
    "accounts.SessionKey": {"hash": DIGEST},
    "accounts.Switch": {"name": CODE},
    "accounts.Try": {"account": DIGEST},
    "accounts.User": {
        **dict.fromkeys(("password", "password_proof"), DIGEST),
        **dict.fromkeys(("username", "name", "email"), STAFF),
        **dict.fromkeys(("role", "own_role", "language"), CODE),
    },
    "audit.ChainedAct": {
        **dict.fromkeys(("actor", "centre", "target"), ID),
        **dict.fromkeys(("role", "action", "target_kind", "because"), CODE),
        **dict.fromkeys(("ip_hash", "sha256", "prev", "mac"), DIGEST),
    },
    "audit.Head": {"mac": DIGEST},
    "audit.Pending": {
        **dict.fromkeys(("actor", "centre", "target"), ID),
        **dict.fromkeys(("role", "action", "target_kind", "because"), CODE),
        **dict.fromkeys(("ip_hash", "sha256"), DIGEST),
    },
    "audit.Segment": {"last_mac": DIGEST, "signature": DIGEST},
    "auth.Group": {"name": TECHNICAL},
    "auth.Permission": {"name": TECHNICAL, "codename": TECHNICAL},
    "campaigns.Campaign": {
        **dict.fromkeys(("name", "aim", "target_group", "message", "permitted_by", "permit_number"), STAFF),
        "currency": CODE,
    },
    "campaigns.Distribution": {"row_key": DIGEST},
    "campaigns.Material": {
        **dict.fromkeys(("name", "edition"), STAFF),
        **dict.fromkeys(("kind", "language", "currency"), CODE),
        "code": PUBLIC,
    },
    "campaigns.MaterialFile": {"content": PUBLIC, "kind": CODE, "ending": CODE},
    "campaigns.Place": {"kind": CODE, "name": PUBLIC, "region": CODE},
    "centres.Centre": dict.fromkeys(
        ("code", "prefix", "names", "scope", "country", "subdivision", "time_zone", "emergency_number", "spoken"),
        PUBLIC,
    ),
    "centres.Invitation": {"secret_hash": DIGEST, "proof": DIGEST, "role": CODE},
    "centres.Line": {"slug": PUBLIC, "kind": CODE, "address": PUBLIC},
    "contacts.Contact": {
        **dict.fromkeys(("channel", "direction", "precision", "language", "anonymous"), CODE),
        **dict.fromkeys(("disposition", "mistake"), CODE),
        "import_key": DIGEST,
    },
    "contenttypes.ContentType": {"app_label": TECHNICAL, "model": TECHNICAL},
    "django_tasks_database.DBTaskResult": {
        **dict.fromkeys(("status", "task_path", "queue_name", "backend_name", "exception_class_path"), TECHNICAL),
        **dict.fromkeys(("args_kwargs", "worker_ids", "return_value", "traceback"), TECHNICAL),  # ids and counts alone
    },
    "enquiries.Draft": {
        **dict.fromkeys(("consent", "channel", "topic"), CODE),
        "fields": SEALED,
        "fields_tag": DIGEST,
    },
    "enquiries.Enquiry": {
        "number": ID,
        **dict.fromkeys(("consent", "answers", "topics", "outcome", "urgency", "mistake"), CODE),
        **dict.fromkeys(("narrative", "typed_answers", "call_back", "code_word"), SEALED),
        **dict.fromkeys(("call_back_index", "code_word_index", "form_digest"), DIGEST),
    },
    "enquiries.Entry": {"text": SEALED},
    "enquiries.SavedFilter": {"name": STAFF, "wanted": CODE},
    "enquiries.TextSearch": {"needle": SEALED, "needle_tag": DIGEST, "found": ID},
    "commentary.ReportSentence": {
        **dict.fromkeys(("centre", "table", "decided"), CODE),
        "texts": STAFF,
        "writers": ID,
    },
    "commentary.ReportText": {"words": PUBLIC, "digest": DIGEST, "writers": ID},
    "outside_series.OutsideSeries": {
        **dict.fromkeys(("names", "body"), PUBLIC),
        **dict.fromkeys(("unit", "rhythm", "region"), CODE),
    },
    "outside_series.SeriesSource": dict.fromkeys(("name", "address"), PUBLIC),
    "outreach.OutreachEvent": {
        **dict.fromkeys(("kind", "place_kind", "region", "reached"), CODE),
        **dict.fromkeys(("about", "place"), STAFF),
        "import_key": DIGEST,
    },
    "outreach.OpenedThere": {"kind": CODE},
    "figure_letters.FigureLetter": {
        **dict.fromkeys(("gets", "covers", "language", "state", "way"), CODE),
        **dict.fromkeys(("text", "reached", "answer"), STAFF),
        "content": PUBLIC,
        "digest": DIGEST,
        "monthly": ID,
    },
    "figure_letters.FiguresRecipient": {
        **dict.fromkeys(("gets", "covers", "rhythm", "language"), CODE),
        "template": STAFF,
    },
    "figure_letters.FunderIndicator": {"name": STAFF, "source": STAFF, "figure": CODE, "span": CODE},
    "importing.RegisterImport": {
        **dict.fromkeys(("content", "mapping", "summary", "rejects"), SEALED),
        **dict.fromkeys(("mapping_tag", "summary_tag"), DIGEST),
        **dict.fromkeys(("ending", "outcome"), CODE),
    },
    "mfa.Authenticator": {"type": CODE, "data": WRAPPED},
    "publications.Release": {
        "content": PUBLIC,
        "digest": DIGEST,
        "gates": TECHNICAL,
        "frame": CODE,
        "beside": TECHNICAL,
        "fingerprint": DIGEST,
        "withdrawn_because": CODE,
    },
    "questionnaire.Version": {"source": PUBLIC, "definition": PUBLIC, "digest": DIGEST},
    "recommendations.Recommendation": {
        "texts": STAFF,
        **dict.fromkeys(("decided", "to_kind", "figures"), CODE),
        "writers": ID,
    },
    "recommendations.RecommendationEvent": {"step": CODE, "note": STAFF},
    "reference.SourceList": {"kind": CODE, "source": PUBLIC},
    "reference.ReferenceEntry": {"kind": CODE, "key": PUBLIC, "state": CODE},
    "reference.EntryVersion": {
        **dict.fromkeys(("texts", "content", "source"), PUBLIC),
        **dict.fromkeys(("language", "audiences", "topics", "regions"), CODE),
    },
    "reference.ErrorReport": {"wrong": CODE},
    "reference.SearchRow": {"language": CODE, **dict.fromkeys(("title", "marks", "words"), PUBLIC)},
    "statistics.FactCode": {"variable": CODE, "code": CODE},
    "signals.SignalNote": {"share": CODE, "centre": CODE, "note": STAFF},
    "statistics.Month": {"fingerprint": DIGEST, "digest": DIGEST, "universes": CODE},
    "publishing.Preparation": {"reason": CODE, "about": CODE},
    "consultations.Consultation": {
        **dict.fromkeys(("profession", "kind", "way", "language", "counted_as"), CODE),
        "note": SEALED,
    },
    "shifts.HandOver": {"words": SEALED},
    "shifts.Interpreter": {"languages": CODE, **dict.fromkeys(("name", "telephone", "hours", "note"), STAFF)},
    "shifts.Speaker": {"languages": CODE},
    "tasks.CalendarLink": {"secret_hash": DIGEST},
    "tasks.SafeContact": {**dict.fromkeys(("language", "picks_up", "message"), CODE), "words": SEALED},
    "tasks.Task": {**dict.fromkeys(("kind", "precision", "role", "state", "because"), CODE), "words": SEALED},
    "persons.Person": {
        **dict.fromkeys(("relation", "gender", "band", "citizenship", "language", "command", "region"), CODE),
        **dict.fromkeys(("occupation", "care", "signs", "act", "means", "purpose", "suspicion"), CODE),
        "reason": SEALED,
    },
    "violations.CheckRequest": {
        **dict.fromkeys(("guess", "people_there"), CODE),
        **dict.fromkeys(("guess_why", "people_why"), SEALED),
        "content_digest": DIGEST,
    },
    "violations.NoticeMatter": {"kind": CODE},
    "violations.ViolationEvent": {"step": CODE, "kind": CODE, "way": CODE, "import_key": DIGEST},
    "violations.TrendNotice": {"kind": CODE, "region": CODE, "content_digest": DIGEST},
    "violations.Violation": {
        **dict.fromkeys(("kind", "region", "told_further", "act", "means", "purpose", "signs", "named_as"), CODE),
        **dict.fromkeys(("name", "tax_number", "address", "doing"), SEALED),
        **dict.fromkeys(("name_index", "tax_index", "address_index"), DIGEST),
    },
    "answers.Told": {"kind": CODE, "way": CODE},
    "answers.TickedSign": {"sign": CODE},
    "searches.SearchRequest": {**dict.fromkeys(("relation", "verified", "risk", "ending"), CODE), "details": SEALED},
    "searches.SearchEvent": {"step": CODE, "code": CODE, "import_key": DIGEST},
    "searches.Findable": {"details": SEALED},
    "searches.Match": {
        **dict.fromkeys(("relation", "band", "state", "agreed_by"), CODE),
        **dict.fromkeys(("asks", "says"), SEALED),
    },
    "transfers.Transfer": {
        **dict.fromkeys(("ground", "region", "language", "topics", "urgency", "state", "because"), CODE),
        "parcel": SEALED,
    },
    "referrals.ReferralIn": {"import_key": DIGEST},
    "referrals.ReferralOutcome": {"kind": CODE, "article": CODE, "import_key": DIGEST},
    "dispatch.DispatchEvent": {"step": CODE, "code": CODE},
    "dispatch.Dispatch": {
        "import_key": DIGEST,
        **dict.fromkeys(("kind", "recipient_sort", "ground", "carries", "state", "way", "answer", "result"), CODE),
        **dict.fromkeys(("deletion", "verdict"), CODE),
        **dict.fromkeys(("reason", "despite", "content", "codes", "decisions", "reply"), SEALED),
    },
    "partner_links.PartnerLink": {"step": CODE, "answer": CODE, "words": SEALED},
    "conversations.Attachment": {"name": SEALED, "type": TECHNICAL, "file": SEALED},
    "conversations.Message": {
        **dict.fromkeys(("direction", "marks", "delivery"), CODE),
        **dict.fromkeys(("said", "answer", "quoted", "reference"), SEALED),
        **dict.fromkeys(("reference_mac", "sender_mac"), DIGEST),
    },
    "mailbox.TakenLetter": {"box": CODE, "mac": DIGEST},
    "mailbox.QuarantinedLetter": {"reason": CODE, "sender": SEALED, "raw": SEALED},
    "mailbox.MailboxState": {"box": CODE, "fault": CODE},
    "conversations.Thread": {
        **dict.fromkeys(("source", "language", "topics", "ending"), CODE),
        "lookup": DIGEST,
        "address": SEALED,
    },
    "conversations.ThreadEvent": dict.fromkeys(("step", "source", "band", "ending"), CODE),
    "web_questions.VisitorSession": {"hash": DIGEST, "proof": WRAPPED, "code": WRAPPED},
    "dangers.Danger": {"ended_as": CODE, "passed_because": CODE},
    "dangers.TickedStep": {"kind": CODE, "words": STAFF},  # of a procedure, never of a caller
    "dangers.Procedure": {"kind": CODE, "text": STAFF},
    "training.Practice": dict.fromkeys(("masked", "draft", "remark"), SEALED),
    "vault.BreakGlass": {"record_kind": CODE, "reason": SEALED, "verdict": CODE},
    "vault.Clock": {"boot": TECHNICAL},
    "vault.Hold": {"record_kind": CODE, "code": CODE, "reason": SEALED},
    "vault.Kek": {"public": WRAPPED},
    "vault.Key": {"kind": CODE, "holder": CODE, "wrapped": WRAPPED},
    "vault.LedgerLine": {"record_hash": DIGEST, "kind": CODE, "because": CODE},
    "vault.Recipient": {"holder": CODE, "public": WRAPPED},
    "vault.Run": {"rule": CODE, "fault": CODE},
    "vault.Secret": {"id": ID, "kind": CODE, "wrapped": WRAPPED},
}


def columns() -> Iterator[tuple[str, str, Any]]:
    """Yield every column that could hold a text: model, name, field."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, KINDS):
                yield model._meta.label, field.name, field


def test_every_column_that_could_hold_a_text_is_declared() -> None:
    undeclared = [f"{label}.{name}" for label, name, _ in columns() if name not in DECLARED.get(label, {})]
    assert undeclared == []


def test_what_is_declared_is_there() -> None:
    there = {(label, name) for label, name, _ in columns()}
    declared = {(label, name) for label, names in DECLARED.items() for name in names}
    assert declared - there == set()


@pytest.mark.parametrize(("label", "name", "field"), list(columns()))
def test_what_is_sealed_is_declared_so_and_nothing_else(label: str, name: str, field: Any) -> None:
    is_sealed = isinstance(field, SealedField | SealedFileField)
    assert is_sealed == (DECLARED[label][name] == SEALED)
