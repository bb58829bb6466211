"""Which versions in force are a standard questionnaire of before that nobody changed."""

from importlib.resources import files
from pathlib import Path

from django.db.models import Q

from bereg.questionnaire.models import Version

# Digests of every standard questionnaire that came with the program, the present one last. No version says whether it
# was made by hand; its text alone does, and one that differs by a letter is a centre's own. Those of before are in the
# history of standard.md: the first, with Uzbek and Tajik names, with four of them said better, and with the code of a
# material as a statistic, why there is no permit, and who knows whom to turn to for work.
STANDARDS = (
    "45034c08d1534a0f2a918f865ab3214685e2bb2472c9554db293e8fa42d66325",
    "f5d798a6a8a6c4d0cfd379626844cc85eff981bd17df814eef9a86b818d229dd",
    "b8ff458528c7f982193ef1a2675337b1a2721f6daba752610bbee4da896b5f81",
    "a3fd456cc79909dbc8efced632fa4812cf67f9b637857a52c341734448a12fec",
)


def standard_path() -> Path:
    """Return where the standard questionnaire lies that came with this program."""
    return Path(str(files("bereg.questionnaire") / "standard.md"))


def outdated() -> list[Version]:
    """Return what is in force, for every centre or for one at work, and is an unchanged standard of before."""
    everyones_or_open = Version.objects.filter(Q(centre=None) | Q(centre__closed_at=None))
    in_force: dict[object, Version] = {}
    for each in everyones_or_open.select_related("centre").defer("source", "definition").order_by("-number"):
        in_force.setdefault(each.centre_id, each)
    return [each for each in in_force.values() if each.digest in STANDARDS[:-1]]
