"""The keys by which enquiries find each other: one spelling of numbers, names and addresses."""

import pytest

from bereg.violations.keys import address_key, is_tax_number, name_key, tax_key


@pytest.mark.parametrize("typed", ["7707083893", "77 0708 3893", "№ 7707083893", "500100732259"])
def test_a_number_whose_check_digits_hold_is_one(typed: str) -> None:
    assert is_tax_number(typed)


@pytest.mark.parametrize("typed", ["7707083892", "500100732258", "500100732269", "", "-"])
def test_a_number_whose_check_digits_do_not_hold_is_none(typed: str) -> None:
    assert not is_tax_number(typed)


def test_a_number_of_another_country_is_taken_as_it_is() -> None:
    assert is_tax_number("KZ 123-456")
    assert tax_key("KZ 123-456") == tax_key("kz123456")


def test_one_firm_has_one_key_however_it_is_written() -> None:
    assert len({name_key(name) for name in ("ООО «Северный лес»", "северный  ЛЕС", "OOO Severnyj Les")}) == 1
    assert name_key("ООО") == ""


def test_one_address_has_one_key_whatever_comes_first() -> None:
    spellings = ("164840, г. Онега, ул. Лесная, д. 5", "Лесная улица 5, Онега", "Onega, Lesnaya 5")
    assert len({address_key(text) for text in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Онега, Лесная 5", "Онега, Лесная 6"),
        ("Онега, Лесная 11а", "Онега, Лесная 1а"),
        ("Онега, Лесная 5 корп. 2", "Онега, Лесная 2 корп. 5"),
    ],
)
def test_another_house_is_another_address(one: str, another: str) -> None:
    assert address_key(one) != address_key(another)


def test_a_town_alone_is_no_address() -> None:
    assert address_key("г. Онега") == ""
    assert address_key("164840") == ""
