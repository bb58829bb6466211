"""Definitions and keys: the same cell has one key wherever it stands, another cell another."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.disclosure import Definition, Merges, MonthSpan, define, fingerprint, key
from bereg.disclosure.keys import MARK

pytestmark = pytest.mark.once("it uses no database")

SECRET = b"an invented secret of 32 bytes.."
YEAR = MonthSpan("2007-05", "2008-05")


def cell(conditions: dict[str, str | list[str]], vintage: int = 1) -> Definition:
    return define("p", conditions, centre="c", period=YEAR, vintage=vintage)


words = st.text(max_size=4)
months = st.builds("{:04}-{:02}".format, st.integers(2000, 2030), st.integers(1, 12))
periods = st.lists(months, min_size=2, max_size=2).map(sorted).map(lambda pair: MonthSpan(*pair))
definitions = st.builds(
    define,
    words,
    st.dictionaries(words, st.sets(words, min_size=1, max_size=3), max_size=3),
    centre=words,
    period=periods,
    vintage=st.integers(1, 30),
)


@given(definitions, definitions)
def test_two_definitions_never_give_the_same_bytes(one: Definition, other: Definition) -> None:
    assert (bytes(one) == bytes(other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (define("ab", {}, centre="c", period=YEAR), define("a", {}, centre="bc", period=YEAR)),
        (cell({"a": "b,1:c"}), cell({"a": ["b", "c"]})),
        (cell({"a": "bc"}), cell({"ab": "c"})),
        (cell({"a": "b", "c": "d"}), cell({"a": ["b", "c", "d"]})),
        (cell({}, vintage=1), cell({}, vintage=11)),
        (cell({}), define("p", {}, centre="c", period=MonthSpan("2007-05", "2008-04"))),
    ],
)
def test_what_is_nearly_the_same_is_not(one: Definition, other: Definition) -> None:
    assert bytes(one) != bytes(other)
    assert key(SECRET, one) != key(SECRET, other)


@given(definitions)
def test_a_key_is_a_fraction_and_always_the_same(one: Definition) -> None:
    again = define(
        one.population,
        {name: reversed(codes) for name, codes in reversed(one.conditions)},
        centre=one.centre,
        period=one.period,
        vintage=one.vintage,
    )
    assert 0 <= key(SECRET, one) < 1
    assert key(SECRET, again) == key(SECRET, one)


def test_a_class_is_what_it_holds_and_not_what_it_is_called() -> None:
    bands = Merges({"young": ("under_20", "20_29")}).members(["under_20", "20_29"])
    others = Merges({"under 30": ("20_29", "under_20")}).members([])
    assert cell({"age": list(bands["young"])}) == cell({"age": list(others["under 30"])})


def test_the_key_is_known_for_good() -> None:
    """Frozen releases rest on it: whoever changes the bytes or the fraction gives every cell new noise."""
    one = define("enquiries", {"gender": "woman"}, centre="north", period=YEAR)
    assert bytes(one) == (b"6:cell 1,9:enquiries,5:north,7:2007-05,7:2008-05,1:1,24:20:6:gender,8:5:woman,,,,")
    digest = hmac.new(SECRET, bytes(one), hashlib.sha256).hexdigest()
    assert key(SECRET, one) == pytest.approx(int(digest, 16) / 16**64, abs=2**-53)
    assert key(SECRET, one) == pytest.approx(0.026994214, abs=1e-9)


def test_another_secret_gives_other_keys() -> None:
    one = define("enquiries", {}, centre="north", period=YEAR)
    assert key(SECRET, one) != key(SECRET[::-1], one)


@given(st.binary(min_size=32, max_size=40), st.binary(min_size=32, max_size=40), words)
def test_a_secret_is_known_by_its_fingerprint_which_is_the_digest_of_no_cell(
    one: bytes, other: bytes, word: str
) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)
    assert fingerprint(one) != hmac.digest(one, bytes(cell({word or "v": word or "c"})), hashlib.sha256).hex()
    assert not MARK[:1].isdigit()  # a definition begins with a length


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        key(b"short", define("enquiries", {}, centre="north", period=YEAR))


@pytest.mark.parametrize(
    "months", [("2008-05", "2007-05"), ("2008-13", "2008-13"), ("may 2008", "2008-06"), ("2008-5", "2008-6")]
)
def test_a_wrong_period_is_refused(months: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no month|ends before"):
        MonthSpan(*months)


def test_unsorted_conditions_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted"):
        Definition("p", (("b", ("x",)), ("a", ("y",))), "c", YEAR)
    with pytest.raises(ValueError, match="sorted"):
        Definition("p", (("a", ("y", "x")),), "c", YEAR)
    says = "^Conditions need their variables and codes sorted, each once; `define` sees to it$"
    with pytest.raises(ValueError, match=says):
        cell({"a": []})


@pytest.mark.parametrize("vintage", [0, -1])
def test_there_is_no_vintage_before_the_first(vintage: int) -> None:
    with pytest.raises(ValueError, match=r"^The first vintage is 1$"):
        cell({}, vintage=vintage)


def test_a_definition_reads_well() -> None:
    one = define("enquiries", {"source": ["tv", "radio"]}, centre="north", period=YEAR, vintage=2)
    assert str(one) == "enquiries, source=radio+tv, north, 2007-05 to 2008-05, vintage 2"


def test_a_period_has_its_months_and_says_them() -> None:
    assert MonthSpan("2007-12", "2008-02").months == {2007 * 12 + 11, 2008 * 12, 2008 * 12 + 1}
    assert (str(MonthSpan("2007-12", "2007-12")), str(MonthSpan("2007-12", "2008-02"))) == (
        "2007-12",
        "2007-12 to 2008-02",
    )


def test_a_definition_says_itself_in_words() -> None:
    month = MonthSpan("2008-05", "2008-05")
    first = define("callers", {"sex": "f", "age": ["b", "a"]}, centre="moscow", period=month)
    assert str(first) == "callers, age=a+b, sex=f, moscow, 2008-05"
    second = define("callers", {}, centre="moscow", period=month, vintage=2)
    assert str(second) == "callers, moscow, 2008-05, vintage 2"
