"""The page of a task: what was promised, what it needs of the enquiry, and what may be done with it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bereg.accounts.access import StaffRequest
from bereg.accounts.models import User
from bereg.enquiries.entries import OpenedEntry, entries_of
from bereg.enquiries.entries import opened as opened_entry
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import enquiries_for
from bereg.enquiries.texts import CALL_BACK, NARRATIVE
from bereg.enquiries.texts import opened as opened_texts
from bereg.tasks.actions import may_be_taken
from bereg.tasks.choices import WITH_PERSON, DropReason, MoveReason, TaskKind
from bereg.tasks.due import time_of
from bereg.tasks.forms import AnswerForm, DropForm, GiveTaskForm, MoveForm, initial_move
from bereg.tasks.models import Task
from bereg.tasks.queries import may_take, people_for_tasks, safe_contact_of
from bereg.tasks.texts import opened
from bereg.tasks.wording import safe_words, whom
from bereg.vault.because import Because
from bereg.vault.classes import Kind


def task_page(
    request: StaffRequest,
    task: Task,
    *,
    because: Because = Because.CASE_WORK,
    with_number: bool = False,
    problem: str = "",
    status: int = 200,
    **typed: forms.Form | None,
) -> HttpResponse:
    """Show a task. typed: the forms that came back, by their names: give, move, drop, answer.

    Never call it inside a transaction: what whoever has the task may read is opened.
    """
    now, person = timezone.now(), request.user
    time, people = time_of(task), people_for_tasks(task.centre)
    context = {
        "task": task,
        "enquiry": task.enquiry,
        "when": time.words(now) if task.is_open else "",
        "when_state": time.state(now) if task.is_open else "",
        "because": _because(task),
        "whom": whom(task, people),
        "is_mine": task.holder_id == person.pk,
        "may_take": task.is_open
        and task.holder_id != person.pk
        and may_take(person, task, now)
        and may_be_taken(task=task, by=person),
        "words": opened(task, by=person),
        "is_question": task.kind == TaskKind.QUESTION,
        "give": typed.get("give") or GiveTaskForm(people=people, by=person),
        "move": typed.get("move") or MoveForm(centre=task.centre, initial=initial_move(task, task.centre)),
        "drop": typed.get("drop") or DropForm(),
        "answer": typed.get("answer") or AnswerForm(),
        "unsaid": _unsaid(typed.get("answer")) if not task.is_open else "",
        "opens": next((name for name, form in typed.items() if form), ""),
        "problem": problem,
        "with_number": with_number,
        "sees_file": bool(task.enquiry and enquiries_for(person).filter(pk=task.enquiry.pk).exists()),
        **(_needs(task, task.enquiry, person, because, with_number=with_number) if task.enquiry else {}),
    }
    return render(request, "tasks/task.html", context, status=status)


def _needs(task: Task, enquiry: Enquiry, person: User, because: Because, *, with_number: bool) -> dict[str, Any]:
    """Return what a task needs of its enquiry, as far as the person may open it."""
    found: dict[str, Any] = {}
    if enquiry.call_back and task.kind in WITH_PERSON:
        found["may_call"] = enquiry.opens(person, Kind.CONTACT)
        safe = safe_contact_of(enquiry)
        if safe and found["may_call"]:
            found |= {"safe": safe_words(safe), "safe_said": opened(safe, by=person, because=because)}
    if enquiry.opens(person, Kind.NARRATIVE):
        names = [NARRATIVE, *([CALL_BACK] if with_number else [])]
        found |= {"texts": opened_texts(enquiry, names, by=person, because=because), "entries": _entries(task, person)}
    return found


def _entries(task: Task, person: User) -> list[OpenedEntry]:
    """Return what was said later, and the answer among it; never the note of a consultation."""
    written = entries_of(task.enquiry) if task.enquiry else []
    return [opened_entry(each, by=person, because=Because.CASE_WORK) for each in written]


def _unsaid(form: forms.Form | None) -> str:
    """Return the answer that somebody typed to a task that has ended: no form on its page holds it any more."""
    return form["said"].value() or "" if form else ""


def _because(task: Task) -> str:
    words = dict(MoveReason.choices) | dict(DropReason.choices)
    return str(words.get(task.because, ""))
