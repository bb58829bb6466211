"""What is said at any of three centres through which a matter passed holds at all of them: no consent, and a hold."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre
from bereg.enquiries import actions as enquiries
from bereg.enquiries.acts import CONSENT_WITHDRAWN
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.retention import holds
from bereg.tasks import safe_contact
from bereg.tasks.safe_contact import Safe
from bereg.transfers import accepting, actions
from bereg.transfers.choices import DeclineReason
from bereg.transfers.models import Transfer
from bereg.transfers.tests.conftest import now, offer
from bereg.transfers.tests.test_both_ends import held, night
from bereg.vault.models import Key
from conftest import make_user

ANYWHERE = pytest.mark.parametrize("place", [0, 1, 2])


@pytest.fixture
def kazan() -> Centre:
    return Centre.objects.create(
        code="kazan", prefix="KZN", names={"en": "Kazan"}, country="RU", time_zone="Europe/Moscow"
    )


@pytest.fixture
def operators(operator: User, other_operator: User, kazan: Centre) -> list[User]:
    """Who has it at each of the three."""
    return [operator, other_operator, make_user(kazan, Role.OPERATOR, "Operator 11")]


@pytest.fixture
def chain(offered: Transfer, enquiry: Enquiry, kazan: Centre, operators: list[User]) -> list[Enquiry]:
    """The matter as it stands in Moscow, Astrakhan and Kazan."""
    second = now(accepting.accept(transfer=offered, by=operators[1]))
    third = accepting.accept(transfer=offer(second, kazan, operators[1]), by=operators[2])
    return [now(enquiry), second, now(third)]


def has_keys(enquiry: Enquiry) -> bool:
    return Key.objects.filter(record=enquiry.pk, kind__in=["narrative", "contact"]).count() >= 2


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def erased_at(enquiry: Enquiry) -> list[str]:
    """Return the centres under which the log says that its consent was withdrawn."""
    return [act.centre for act in acts_on(enquiry) if act.action == CONSENT_WITHDRAWN]


def correction(consent: Consent = Consent.YES) -> Matter:
    return Matter(consent=consent, topics=("unpaid_wages",), narrative="Something else." if consent == "yes" else "")


@ANYWHERE
def test_consent_withdrawn_anywhere_erases_everywhere(place: int, chain: list[Enquiry], operators: list[User]) -> None:
    withdraw_consent(enquiry=chain[place], by=operators[place])
    for each in map(now, chain):
        assert (each.consent, each.narrative, each.call_back, each.answers) == (Consent.WITHDRAWN, b"", b"", {})
        assert not Key.objects.filter(record=each.pk).exclude(kind="code_word").exists()
        assert erased_at(each) == [str(each.centre_id)]
    assert not Transfer._base_manager.exists()


@ANYWHERE
def test_consent_corrected_away_anywhere_erases_everywhere(
    place: int, chain: list[Enquiry], operators: list[User]
) -> None:
    said, by = chain[place], operators[place]
    enquiries.correct_enquiry(enquiry=said, version=said.version, matter=correction(Consent.NO), by=by)
    for at, each in enumerate(map(now, chain)):
        assert (each.consent != Consent.YES, each.narrative, has_keys(each)) == (True, b"", False)
        assert erased_at(each) == ([] if at == place else [str(each.centre_id)])


def test_what_came_back_to_the_first_centre_is_erased_once(
    chain: list[Enquiry], enquiry: Enquiry, operators: list[User]
) -> None:
    back = accepting.accept(transfer=offer(chain[2], enquiry.centre, operators[2]), by=operators[0])
    withdraw_consent(enquiry=chain[1], by=operators[1])
    for each in (*map(now, chain), now(back)):
        assert (each.consent, has_keys(each), erased_at(each)) == (Consent.WITHDRAWN, False, [str(each.centre_id)])


@pytest.mark.parametrize("place", [0, 1])
def test_an_offer_that_waits_further_on_is_gone_and_a_declined_one_names_nobody(
    place: int, offered: Transfer, kazan: Centre, enquiry: Enquiry, operators: list[User]
) -> None:
    second = now(accepting.accept(transfer=offered, by=operators[1]))
    declined = offer(second, kazan, operators[1])
    actions.decline(transfer=declined, because=DeclineReason.CAPACITY, by=operators[2])
    waiting = offer(second, kazan, operators[1])
    withdraw_consent(enquiry=now([enquiry, second][place]), by=operators[place])
    assert [now(each).consent for each in (enquiry, second)] == [Consent.WITHDRAWN] * 2
    assert not Transfer._base_manager.exists()
    assert not Key.objects.filter(record=waiting.pk).exists()
    with pytest.raises(actions.AnsweredError):
        accepting.accept(transfer=waiting, by=operators[2])


@ANYWHERE
@pytest.mark.parametrize("asked", [0, 1, 2])
def test_what_a_hold_refuses_destroys_no_key_at_any_centre(
    place: int, asked: int, chain: list[Enquiry], operators: list[User]
) -> None:
    held(chain[place], make_user(chain[place].centre, Role.SUPERVISOR, "Supervisor 21"))
    enquiry, by = now(chain[asked]), operators[asked]
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=enquiry, by=by)
    enquiry = now(enquiry)
    with pytest.raises(holds.HeldError):
        enquiries.correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=correction(Consent.NO), by=by)
    for each in map(now, chain):
        assert (each.consent, has_keys(each), erased_at(each)) == (Consent.WITHDRAWN, True, [])


@ANYWHERE
def test_a_hold_anywhere_keeps_every_end_of_the_chain_in_the_same_night(
    place: int, chain: list[Enquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    held(chain[place], make_user(chain[place].centre, Role.SUPERVISOR, "Supervisor 21"))
    night(monkeypatch)
    assert [(bool(each.narrative), has_keys(each)) for each in map(now, chain)] == [(True, True)] * 3


def test_a_hold_on_what_came_back_ends_at_no_circle(
    chain: list[Enquiry], enquiry: Enquiry, operators: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = accepting.accept(transfer=offer(chain[2], enquiry.centre, operators[2]), by=operators[0])
    held(now(back), make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 21"))
    night(monkeypatch)
    assert [has_keys(each) for each in (*chain, back)] == [True] * 4


def test_an_offer_that_was_declined_passes_no_hold_on(
    offered: Transfer, enquiry: Enquiry, operators: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.decline(transfer=offered, because=DeclineReason.CAPACITY, by=operators[1])
    held(now(enquiry), make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 21"))
    assert holds.held_among("enquiries.enquiry", [enquiry.pk]) == {enquiry.pk}
    assert Enquiry._base_manager.filter(holds.keeping(Enquiry)).count() == 1


@ANYWHERE
def test_a_correction_takes_nothing_away_while_another_centre_holds_it(
    place: int, chain: list[Enquiry], operators: list[User]
) -> None:
    held(chain[place], make_user(chain[place].centre, Role.SUPERVISOR, "Supervisor 21"))
    for each, by in zip(chain, operators, strict=True):
        with pytest.raises(holds.HeldError):
            enquiries.correct_enquiry(enquiry=each, version=each.version, matter=correction(), by=by)
        assert has_keys(each)


def test_what_hangs_on_it_elsewhere_is_not_written_over(chain: list[Enquiry], operators: list[User]) -> None:
    safe_contact.write(enquiry=chain[2], version=0, safe=Safe(words="The sister picks up."), by=operators[2])
    held(chain[0], make_user(chain[0].centre, Role.SUPERVISOR, "Supervisor 21"))
    with pytest.raises(holds.HeldError):
        safe_contact.write(enquiry=chain[2], version=1, safe=Safe(words="Nobody."), by=operators[2])


def test_a_lifted_hold_keeps_none_of_them_from_the_next_night(
    chain: list[Enquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    asks, agrees = (make_user(chain[0].centre, Role.SUPERVISOR, f"Supervisor 2{number}") for number in (1, 2))
    held(chain[0], asks)
    hold = holds.of(chain[0])
    assert hold
    assert [holds.keeps(each) for each in chain] == [hold] * 3
    asked = approvals.ask(kind=holds.LIFTING, target=str(hold.pk), by=asks)
    approvals.decide(approval=asked, agrees=True, by=agrees)
    holds.lift(hold=hold, by=asks)
    assert [holds.keeps(each) for each in chain] == [None] * 3
    night(monkeypatch)
    assert [now(each).narrative for each in chain] == [b""] * 3


@ANYWHERE
def test_whoever_hears_it_withdraws_it_everywhere_from_their_own_page(
    place: int, chain: list[Enquiry], operators: list[User], serve: None
) -> None:
    assert browser_of(operators[place]).post(reverse("desk:withdraw", args=[chain[place].pk])).status_code == 302
    assert [now(each).consent for each in chain] == [Consent.WITHDRAWN] * 3
    others = [each for each in chain if each != chain[place]]
    assert [browser_of(operators[place]).get(each.get_absolute_url()).status_code for each in others] == [404, 404]


@ANYWHERE
def test_whoever_is_refused_reads_that_it_is_held(
    place: int, chain: list[Enquiry], operators: list[User], serve: None
) -> None:
    held(chain[0], make_user(chain[0].centre, Role.SUPERVISOR, "Supervisor 21"))
    page = browser_of(operators[place]).post(reverse("desk:withdraw", args=[chain[place].pk]), follow=True)
    assert "This enquiry is held until" in page.content.decode()
    assert [has_keys(each) for each in chain] == [True] * 3
