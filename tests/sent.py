"""What each form sends in an invented centre, good enough to be taken."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from bereg.questionnaire.publishing import standard_source
from bereg.reference.list_forms import packed
from bereg.violations.quarters import latest_quarters
from tests.addresses import PAGES
from tests.arguments import ENTRY
from tests.campaigning import DISTRIBUTION, MATERIAL, sent_of_campaigns
from tests.world import Site, form


def sent_to(name: str, site: Site) -> dict[str, Any]:
    """Return what a form sends, good enough to be taken."""
    return sent_by(site)[PAGES[name].sent]


def sent_by(site: Site) -> dict[str, dict[str, Any]]:
    """Return what every form sends, by the name that the table of addresses has for it."""
    sent = _sent_of_calls(site) | _sent_of_work(site) | _sent_of_what_leaves(site)
    sent |= _sent_of_figures(site) | _sent_of_searches_and_violations(site) | _sent_by_visitors()
    sent |= _sent_of_lectures_and_series(site)
    sent |= _sent_of_the_house(site) | _sent_of_the_workshop(site)
    sent |= sent_of_campaigns()
    return sent


def _sent_of_calls(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of calls, answers, and what was said."""
    return {
        "": {},
        "form": form(),
        "silent": {"disposition": "silent", "id": str(UUID(int=9)), "confirmed": "yes"},
        "lookup": {"typed": site.canaries["codeword"], "joins": site.canaries["codeword"]},
        "further": {"id": str(UUID(int=8)), "channel": "phone", "said": "an invented answer"},
        "several": {"row-0-id": str(UUID(int=6)), "row-0-kind": "voicemail", "row-0-time": "02:10"},
        "contact": {"version": "1", "channel": "visit"},
        "mistake": {"version": "1", "because": "twice"},
        "hold": {"code": "court", "reason": "an invented order, number 16", "until": "2030-01-07", "owner": "x"},
        "invitation": {"role": "intern", "centre": str(site.centre.pk)},
        "why_contact": {"because": "call_back"},
        "mapping": {"mapping": "# an invented one", "version": "1"},
        "words": {"words": "invented"},
        "questions": {"source": standard_source().replace("Who is asking", "Who calls"), "instead_of": "another"},
        "list_read": {
            "kind": "agency",
            "as_of": "2008-11-01",
            "source": "an invented register",
            "extent": "whole",
            "name": "list.csv",
            "packed": packed(b"Name,INN\nInvented,17\n"),
            "seen": "another",
        },
        "reach": {"contact": "00@example.org"},
        "close": {"act": "close"},
        "masked": {
            "version": "1",
            "intern": str(site.ids["intern"]),
            "masked": "she asks what she can do",
            "confirmed": "on",
        },
        "practised": {"version": "4", "text": "an invented draft", "act": "send"},
        "accepted": {"version": "4", "enquiry": "1"},
        "consultation": {
            "kind": "advice",
            "way": "phone",
            "minutes": "25",
            "given_on": timezone.localdate().isoformat(),
            "note": "an invented note",
            "version": "1",
        },
    }


def _sent_of_work(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of what follows: tasks, shifts, persons, alarms, offers, and the list."""
    return {
        "task": {"kind": "verify", "due_on": _tomorrow(), "whom": "role:operator", "words": "an invented promise"},
        "reply": {"version": "4", "id": "00000000-0000-4000-8000-000000000026", "text": "an invented answer"},
        "given_thread": {"version": "4", "to": str(site.ids["lawyer"])},
        "noted_thread": {"version": "4", "language": "uz"},
        "closed_thread": {"version": "4", "ending": "silent"},
        "grown_thread": {"version": "4", "agreed": "on"},
        "given": {"version": "1", "whom": "role:operator"},
        "given_several": {"chosen": f"{site.ids['task']}:1", "whom": "role:operator"},
        "moved": {"version": "1", "due_on": _tomorrow(), "because": "asked"},
        "dropped": {"version": "1", "because": "needless"},
        "safe_contact": {"version": "1", "picks_up": "person", "message": "no", "words": "an invented excuse"},
        "roster": {"version": "0", "week": "2008-02-11"},
        "speaks": {"version": "0", "languages": ["uz"]},
        "interpreter": {"version": "1", "name": "Invented 2", "telephone": "+7 000 000-00-05", "languages": ["tg"]},
        "hand_over": {"version": "1", "words": "an invented note"},
        "wrong": {"version": "1", "wrong": "number"},
        "chip": {"entry": str(ENTRY), "number": "1", "way": "told"},
        "filled": {"blank-worker": "Worker 01"},
        "concerned": {"relation": "relative", "gender": "female", "band": "14_17", "version": "2"},
        "judgement": {"suspicion": "not_suspected", "reason": "an invented reason", "version": "2"},
        "raised": {"id": str(UUID(int=5)), "line": str(site.centre.pk)},
        "ticked": {"kind": "danger", "number": "0", "place": "1"},
        "passed": {"to": str(site.centre.pk), "because": "there"},
        "ended": {"ending": "mistake"},
        "steps": {"version": "1", "text": "Another invented step."},
        "offer": {"version": "1", "centre": str(site.centre.pk), "ground": "agreed", "chosen": ["narrative"]},
        "declined": {"because": "capacity"},
        "remark": {"version": "4", "remark": "an invented remark"},
        "taken": {"version": "1"},
        "kept_filter": {"name": "An invented name"},
        "renamed_filter": {"name": "An invented name", "version": "1"},
        "chosen": {"chosen": f"{site.ids['enquiry']}:1", "confirmed": "yes"},
        "chosen_to": {
            "chosen": f"{site.ids['enquiry']}:1",
            "confirmed": "yes",
            "to": str(site.ids["lawyer"]),
        },
        "assigned": {"version": "1", "to": str(site.ids["lawyer"])},
    }


def _sent_of_figures(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of figures that leave with a letter."""
    return {
        "figures_recipient": {
            "id": "00000000-0000-4000-8000-000000000027",
            "organisation": f"Invented body for {site.centre.code}",
            "gets": "indicators",
            "covers": "own",
            "rhythm": "monthly",
            "first_month": "2008-01",
            "due_days": "10",
            "language": "en",
            "version": "1",
        },
        "indicator": {
            "id": "00000000-0000-4000-8000-000000000028",
            "name": "Invented calls",
            "target": "5",
            "span": "period",
            "figure": "contacts/calls",
            "version": "1",
        },
        "report_sentence": {"place": "all/", "en-text": "Another invented sentence.", "version": "1"},
        "recommendation": {
            "id": "00000000-0000-4000-8000-000000000029",
            "en-text": "An invented recommendation.",
            "to_kind": "schools",
            "version": "2",
        },
        "recommendation_step": {"step": "answered", "happened_on": "2008-02-01", "version": "2"},
        "noted": {"version": "2"},
        "figure_letter": {"text": "An invented text.", "version": "1"},
        "letter_sent": {"way": "by_hand", "sent_on": "2008-02-01", "version": "1"},
        "letter_answer": {"answered_on": "2008-02-01", "answer": "An invented answer.", "version": "1"},
    }


def _sent_of_searches_and_violations(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of searches, and of what somebody broke."""
    return {
        "missing": {
            "relation": "parent",
            "verified": "details",
            "names": "Invented Somebody",
            "risk": "not_asked",
            "version": "1",
        },
        "query": {
            "id": "00000000-0000-4000-8000-000000000022",
            "kind": "search",
            "ground": "consent",
            "content": "An invented question.",
            "to": f"Invented body for {site.centre.code}",
        },
        "given_search": {"lawyer": "", "version": "1"},
        "ended_search": {"ending": "nothing", "version": "1"},
        "findable": {"agrees": "on", "names": "Invented Somebody"},
        "asks": {"asks": "an invented mother"},
        "answered": {"state": "refused"},
        "says": {"says": "an invented word"},
        "violation": {
            "kind": "wages",
            "quarter": latest_quarters(site.centre)[1].isoformat(),
            "told_further": "agreed",
            "address": "Onega, Lesnaya 7",
            "version": "1",
        },
        "check": {
            "guess": "no",
            "guess_why": "an invented reason",
            "people_there": "unknown",
            "people_why": "invented",
        },
        "judged_different": {"second": str(UUID(int=4)), "is_another": "on", "version": "1"},
        "check_drafted": {"recipient": str(ENTRY), "version": "1"},
        "notice": {"id": str(UUID(int=3)), "recipient": str(ENTRY), "language": "ru"},
        "linked": {"number": "XXX-2008-00001"},
    }


def _sent_of_lectures_and_series(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of outreach, and of the series of other bodies."""
    return {
        "outside_series": {
            "name_en": "Invented permits",
            "body": "An invented service",
            "unit": "permits",
            "rhythm": "month",
            "version": "1",
        },
        "outside_value": {"period": "2008-02", "value": "170", "name": "An invented report", "as_of": "2008-03-01"},
        "outside_values": {
            "file_name": "list.csv",
            "packed": packed(b"Month,Value\n2008-01,17\n"),
            "name": "An invented report",
            "as_of": "2008-03-01",
        },
        "outreach": {
            "kind": "lecture",
            "held_on": "2008-01-20",
            "place_kind": "school",
            "centre": site.centre.code,
            "reached_students": "12",
            "version": "1",
        },
        "handed_out": {"id": str(UUID(int=45)), "choice": str(MATERIAL), "copies": "20", "version": "1"},
        "handed_along": {"distribution": str(DISTRIBUTION)},
    }


def _sent_of_what_leaves(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of what leaves the house about a matter."""
    return {
        "leaving": {
            "id": "00000000-0000-4000-8000-000000000021",
            "version": "1",
            "kind": "referral",
            "ground": "consent",
            "content": "An invented letter.",
            "to": f"Invented body for {site.centre.code}",
        },
        "outcome": {"kind": "sheltered", "happened_on": "2008-02-01", "how_many": "2"},
        "referred_in": {
            "partner": f"Invented body for {site.centre.code}",
            "channel": "phone",
            "came_on": "2008-02-01",
        },
        "partner": {"partner": f"Invented body for {site.centre.code}", "came_on": "2008-02-01"},
        "partner_link": {"id": str(UUID(int=17)), "days": "7"},
        "leaves": {"version": "1", "way": "telephone", "reply_due": "2099-01-01"},
        "came_back": {"version": "1", "answer": "accepted", "result": "helped", "deletion": "asked"}
        | {"verdict": "justified"},
    }


def _sent_by_visitors() -> dict[str, dict[str, Any]]:
    """What somebody sends who asks a question on the web."""
    return {
        "question": {"text": "an invented question"},
        "code": {"code": "00000 11111 22222 33333 44444"},
        "further": {"token": "0" * 64, "nonce": "0" * 16, "text": "an invented message"},
        "of_visit": {"token": "0" * 64},
    }


def _sent_of_the_house(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of people, centres, keys and figures."""
    centre = {"name_en": "Renamed", "scope": "national", "country": "RU", "time_zone": "Europe/Moscow", "version": "1"}
    return {
        "newcomer": {"name": "Newcomer", "username": "newcomer", "password": "quite another invented phrase"},
        "told_digits": {"digits": "1234 5678 9012"},
        "new_password": {"password": "quite another invented phrase"},
        "new_centre": centre | {"code": "tver", "number_prefix": "TVE"},
        "centre": centre,
        "hours": {"day_0": "9:00-18:00", "version": "1"},
        "day": {"on": "2030-01-07", "hours": "10:00-12:00"},
        "line": {"kind": "counter", "address_ru": "Invented street, 2", "version": "1"},
        "account": {"language": "en", "shortcuts": "on"},
        "language": {"language": "en", "next": "/help/"},
        "credentials": {"login": "nobody", "password": "wrong"},
        "key_name": {"name": "renamed"},
        "decision": {"decision": "yes"},
        "glass": {"number": site.ids["number"], "reason": "An invented reason, long enough."},
        "verdict": {"verdict": "justified"},
        "keys": {"kind": "keys", "target": "rotate"},
        "export": {"centre": site.centre.code},
        "printed": {"centre": site.centre.code},
        "release": {"first": "2008-02", "last": "2008-02"},
        "why_withdrawn": {"because": "fault"},
        "signal": {"note": "a new law", "version": "0"},
    }


def _sent_of_the_workshop(site: Site) -> dict[str, dict[str, Any]]:
    """What is sent of entries that are written, renewed, given to a colleague."""
    written = {"en-title": "An invented title", "entry-review_by": "2030-01-07", "situation": "work_here"}
    return {
        "new_entry": {**written, "entry-language": "en", "id": str(UUID(int=4))},
        "newer_entry": {**written, "version": "1"},
        "renewed": {"version": "1", "review_by": "2030-01-07"},
        "entry_given": {"to": str(site.ids["supervisor"])},
    }


def _tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=2)).isoformat()
