"""Files of a release, as somebody takes them along."""

import csv
import io
import zipfile

import pytest

from bereg.publications import content
from bereg.publications.files import made
from bereg.publications.tests.released import content as released

pytestmark = pytest.mark.once("it uses no database")


def test_topics_are_shares_of_all_enquiries_of_the_same_people_in_every_file() -> None:
    """A release keeps no base for them; a base that is small stays unknown, as it is one of another table."""
    text = content.write(released())
    packed = zipfile.ZipFile(io.BytesIO(made("figures-csv.zip", text, "en")))
    rows = list(csv.DictReader(io.StringIO(packed.read("figures.csv").decode())))
    of = {(row["table"], row["centre"], row["code"]): (row["base"], row["percent"]) for row in rows}
    assert of["topic", "all", "quota"] == ("1021", "29")
    assert of["topic", "all", "family"] == ("1021", "")
    assert of["gender", "shore", "female"] == ("44", "68")
    assert content.read(text)["tables"] == released()["tables"]
