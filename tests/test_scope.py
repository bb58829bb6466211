"""Records of centres are read by queries that somebody narrowed to a centre; any other refuses to run."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Count, Exists, Model, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client
from django.urls import clear_url_caches, include, path, reverse

from bereg import urls
from bereg.accounts.access import requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.row_access import reach_of
from bereg.centres.scope import CentreBound, OutOfReachError, UnscopedQueryError, beyond
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.questionnaire.models import Version
from bereg.questionnaire.publishing import publish_standard

SCOPED: list[type[Any]] = [model for model in apps.get_models() if hasattr(model, "to_centre")]
# Records with a way to a centre that are no case of it. Numbers are taken by a statement of their own.
OTHERS = {"questionnaire.Version", "enquiries.NumberSeries", "outreach.OutreachEvent", "outreach.HandedOut"}
ROOMS = {
    "answers",
    "consultations",
    "contacts",
    "conversations",
    "dangers",
    "dispatch",
    "enquiries",
    "figure_letters",
    "importing",
    "mailbox",
    "outreach",
    "partner_links",
    "persons",
    "searches",
    "transfers",
    "publishing",
    "referrals",
    "questionnaire",
    "shifts",
    "signals",
    "statistics",
    "tasks",
    "training",
    "vault",
    "violations",
    "web_questions",
}

Found = Callable[[Any], object]
RUNS: dict[str, Found] = {
    "list": list,
    "count": lambda found: found.count(),
    "exists": lambda found: found.exists(),
    "iterator": lambda found: next(found.iterator(), None),
    "first": lambda found: found.first(),
    "get": lambda found: found.get(),
    "latest": lambda found: found.latest("pk"),
    "aggregate": lambda found: found.aggregate(count=Count("pk")),
    "values": lambda found: list(found.values("pk")),
    "values_list": lambda found: list(found.values_list("pk", flat=True)),
    "in_bulk": lambda found: found.in_bulk([uuid4()]),
    "update": lambda found: found.update(pk=uuid4()),
    "delete": lambda found: found.delete(),
    "raw delete": lambda found: found._raw_delete("default"),
    "union": lambda found: list(found.union(found)),
    "for update": lambda found: list(found.select_for_update().all()),
    "statement": lambda found: str(found.query),
    "within another": lambda found: list(Centre.objects.filter(pk__in=found.values("pk"))),
    "beside another": lambda found: list(Centre.objects.filter(Exists(found))),
    "or a narrow one": lambda found: list(found.model.objects.of_centres([]) | found),
    "get or 404": lambda found: get_object_or_404(found.model, pk=uuid4()),
}


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    publish_standard()
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {"consent": "yes", "narrative": "A canary."})
    return Enquiry._base_manager.get(pk=pk)


@pytest.mark.once("refused before a database is asked")
@pytest.mark.django_db
@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_query_that_nobody_narrowed_refuses_to_run(run: Found, model: type[Any]) -> None:
    with pytest.raises(UnscopedQueryError, match=model._meta.label):
        run(model.objects.all())


def test_neither_an_id_nor_a_filter_narrows(enquiry: Enquiry, centre: Centre, operator: User) -> None:
    """Both may come from a form, where anybody can send them."""
    for found in (
        Enquiry.objects.filter(pk=enquiry.pk),
        Enquiry.objects.filter(centre=centre),
        Enquiry.objects.filter(centre__in=[centre]),
        Enquiry.objects.filter(assignee=operator),
        Enquiry.objects.exclude(pk=enquiry.pk),
        EnquiryContact.objects.filter(enquiry=enquiry),
    ):
        with pytest.raises(UnscopedQueryError):
            cast("QuerySet[Model]", found).first()
    with pytest.raises(TypeError, match=f"{enquiry.pk}.* is no enquiries.Enquiry"):
        Enquiry.objects.of(enquiry.pk)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=f"{enquiry.pk}.* is no record"):
        EnquiryContact.objects.through(enquiry=enquiry.pk)  # type: ignore[arg-type]


# Deleting asks for what hangs on the record; a "get or 404" begins anew.
@pytest.mark.parametrize("way", sorted(set(RUNS) - {"update", "delete", "raw delete", "get or 404"}))
def test_a_narrowed_query_runs_in_every_way(enquiry: Enquiry, centre: Centre, way: str) -> None:
    RUNS[way](Enquiry.objects.of_centres([centre]))


def test_a_narrowed_query_changes_and_deletes(enquiry: Enquiry, centre: Centre, other_centre: Centre) -> None:
    found = EnquiryContact.objects.of_centres([centre])
    assert found.update(enquiry=enquiry) == 1
    assert EnquiryContact.objects.of_centres([other_centre]).delete() == (0, {})
    assert found.delete()[0] == 1
    assert not found.exists()


def test_every_way_to_narrow_finds_the_same(
    enquiry: Enquiry, centre: Centre, other_centre: Centre, operator: User, other_operator: User
) -> None:
    for found in (
        Enquiry.objects.of_centres([centre]),
        Enquiry.objects.of_centres([centre, other_centre]),
        Enquiry.objects.of_centres(Centre.objects.filter(pk=centre.pk)),
        Enquiry.objects.of_person(operator),
        Enquiry.objects.of(enquiry),
        Enquiry.objects.through(centre=centre),
        Enquiry.objects.everywhere(because="test"),
        Enquiry.objects.of_centres([centre]) & Enquiry.objects.all(),
        Enquiry.objects.of_centres([centre]) | Enquiry.objects.of_centres([other_centre]),
        centre.enquiry_set.all(),
        Enquiry.objects.of_centres([centre]).exclude(contact_links__contact__channel="letter"),
    ):
        assert list(cast("QuerySet[Enquiry]", found)) == [enquiry]
    for none in (
        Enquiry.objects.of_centres([other_centre]),
        Enquiry.objects.of_centres([]),
        Enquiry.objects.of_person(other_operator),
        Enquiry.objects.none(),
        other_centre.enquiry_set.all(),
    ):
        assert list(cast("QuerySet[Enquiry]", none)) == []


def test_one_centre_is_compared_by_equality_so_that_an_index_gives_the_order_too(
    centre: Centre, other_centre: Centre
) -> None:
    one, two = Enquiry.objects.of_centres([centre]), Enquiry.objects.of_centres([centre, other_centre])
    assert ('"centre_id" = ' in str(one.query), " IN (" in str(one.query)) == (True, False)
    assert ('"centre_id" = ' in str(two.query), " IN (" in str(two.query)) == (False, True)


@pytest.mark.parametrize("because", ["Test", "curious", "", None])
def test_only_a_reason_of_the_closed_list_leads_beyond_ones_centres(db: None, because: Any) -> None:
    for way in (lambda: Enquiry.objects.everywhere(because=because), lambda: beyond(because).__enter__()):
        with pytest.raises(ValueError, match="is no reason to look beyond one's centres"):
            way()


def test_a_query_that_looks_everywhere_needs_the_way_to_be_open(
    centre: Centre, other_centre: Centre, operator: User
) -> None:
    """On both databases, so that no page reads less on PostgreSQL in silence."""
    every = Enquiry.objects.everywhere(because="test")
    with reach_of(operator):
        for run in (list, QuerySet.exists, QuerySet.count, QuerySet.delete, str_of):
            with pytest.raises(OutOfReachError, match="Enquiry"):
                run(every)
        with pytest.raises(OutOfReachError) as refused:
            every.get()
        assert str(refused.value) == (
            "This query of enquiries.Enquiry looks everywhere: run it within beyond(because=...)."
        )
        here, there = Enquiry.objects.of_centres([centre]), Enquiry.objects.of_centres([other_centre])
        plain, unscoped = Enquiry.objects.all(), cast("Any", QuerySet(Enquiry))
        for wide in (
            every & every,
            every & plain,
            plain & every,
            every & unscoped,
            every | here,
            here | every,
            every.filter(pk=uuid4()),
        ):
            with pytest.raises(OutOfReachError):
                list(wide)
        with pytest.raises(OutOfReachError):
            every.update(number="x")
        for narrow in (every & here, here & every, here & there, here & plain, here & unscoped, here | there):
            assert not narrow.exists()
        assert not every.of_centres([centre]).exists()
        with beyond("test"):
            assert not every.exists()


def str_of(found: QuerySet[Any]) -> str:
    return str(found.query)


def test_what_hangs_on_a_record_at_hand_needs_no_more(enquiry: Enquiry, centre: Centre) -> None:
    [link] = enquiry.contact_links.select_related("contact", "enquiry__centre")
    assert (link.contact.centre, link.enquiry) == (centre, enquiry)
    [again] = Enquiry.objects.of(enquiry).prefetch_related("contact_links")
    assert list(again.contact_links.all()) == [link]
    [with_query] = Enquiry.objects.of(enquiry).prefetch_related(
        Prefetch("contact_links", queryset=EnquiryContact.objects.filter(contact__channel="phone"))
    )
    assert list(with_query.contact_links.all()) == [link]
    outer = Exists(EnquiryContact.objects.through(enquiry=OuterRef("pk")))
    assert Enquiry.objects.of_centres([centre]).filter(outer).get() == enquiry
    enquiry.refresh_from_db()
    enquiry.save()


def test_what_hangs_on_somebody_or_on_nothing_of_a_centre_is_not_narrowed(enquiry: Enquiry, operator: User) -> None:
    """Only a record that belongs to a centre itself, by its own column or by a way that it names, stands for it."""
    own = Version.objects.create(number=2, centre=enquiry.centre, definition={}, digest="", source="")
    assert list(own.enquiry_set.all()) == []
    for hints in ({"instance": operator}, {"instance": None}, {"instance": object()}, {}):
        with pytest.raises(UnscopedQueryError):
            hinted(hints).first()
    assert hinted({"instance": EnquiryContact(enquiry=enquiry)}).first() == enquiry  # it names the way alone
    assert hinted({"instance": enquiry.centre}).first() == enquiry


def hinted(hints: dict[str, Any]) -> Any:
    """Return a query as a related manager makes it, of some record."""
    found: CentreBound[Enquiry] = CentreBound(Enquiry)
    found._add_hints(**hints)
    return found


def test_a_query_that_knows_no_scope_narrows_nothing(enquiry: Enquiry, centre: Centre) -> None:
    narrowed, plain = Enquiry.objects.of_centres([centre]), cast("Any", QuerySet(Enquiry))
    assert list(narrowed & plain) == [enquiry]
    with pytest.raises(UnscopedQueryError):
        list(narrowed | plain)


def test_a_query_of_another_database_stays_there(centre: Centre) -> None:
    found = Enquiry.objects.using("keys").of_centres([centre])
    assert {found.db, found.filter(number="").db, found.none().db} == {"keys"}


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(UnscopedQueryError) as refused:
        Enquiry.objects.first()
    assert str(refused.value) == (
        "This query of enquiries.Enquiry is narrowed to no centre. "
        "Use of_centres(), of_person(), of(), through(), or everywhere(because=...)."
    )


def test_a_questionnaire_of_all_centres_leads_to_no_enquiry(enquiry: Enquiry) -> None:
    shared = Version.objects.get(centre=None)
    with pytest.raises(UnscopedQueryError):
        list(shared.enquiry_set.all())


def test_the_look_costs_no_statement(enquiry: Enquiry, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert Enquiry.objects.everywhere(because="test").exclude(narrative=b"").count() == 1


@requires(Permission.ENQUIRY_READ)
def hasty(request: HttpRequest, pk: object) -> HttpResponse:
    """Show an enquiry as somebody in a hurry would."""
    return HttpResponse(get_object_or_404(Enquiry, pk=pk).number)


def test_a_view_that_forgets_the_centre_fails(
    enquiry: Enquiry, desk: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ModuleType("addresses_with_hasty")
    addresses.urlpatterns = [path("hasty/<uuid:pk>/", hasty), path("", include(urls.urlpatterns))]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, addresses.__name__, addresses)
    settings.ROOT_URLCONF = addresses.__name__
    clear_url_caches()
    desk.raise_request_exception = False
    answer = desk.get(f"/hasty/{enquiry.pk}/")
    assert (answer.status_code, b"canary" in answer.content) == (500, False)


def test_every_record_of_a_centre_is_scoped() -> None:
    """What has a way to a centre, itself or by what it belongs to, is read through the scope, or listed above."""
    bound: set[Any] = {Centre}
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    for _ in models:
        bound |= {model for model in models if bound & {field.related_model for field in model._meta.fields}}
    assert {model for model in bound - {Centre} if model._meta.label not in OTHERS} == set(SCOPED)
    for model in SCOPED:
        assert isinstance(model.objects.all(), CentreBound)
        for way in (model.to_centre, model.to_person):
            model.objects.everywhere(because="test").filter(**{f"{way}__isnull": False})


def test_no_code_of_ours_goes_around_the_scope() -> None:
    """Django needs the manager that knows no scope; tests look at everything with it, vault and retention at any.

    So does a restore that carries whole tables from one engine to the other, before anybody is served.
    """
    around = re.compile(r"_base_manager|\.raw\(|from_queryset\(")
    bereg = Path(urls.__file__).parent
    found = {
        str(each.relative_to(bereg))
        for each in bereg.rglob("*.py")
        if not {"tests", "vault", "retention"} & set(each.parts) and around.search(each.read_text(encoding="utf-8"))
    }
    # Who is signed in, and where they work, is asked before there is a scope, of records that have none.
    unscoped = {"accounts/session_lookup.py", "centres/queries.py"}
    assert found == {"centres/scope.py", "recovery/row_copy.py"} | unscoped
