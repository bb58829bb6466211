"""`bereg questionnaire`: check a questionnaire, or publish it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.centres.queries import open_centres
from bereg.core.commands import WRONG_USE, PlainCommand, require_database, wrong_use
from bereg.questionnaire.changes import Changes, changes_between
from bereg.questionnaire.parse import ParsedQuestionnaire, parse_file
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.publishing import publish
from bereg.questionnaire.queries import form_of, own_version

if TYPE_CHECKING:
    from bereg.centres.models import Centre


class Command(PlainCommand):
    """Reads the file, prints each problem on a line of its own, or what was published."""

    help = "Check a questionnaire (.md, .xlsx or .csv), or publish it; see docs/questionnaire.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="check|publish")
        checking = acts.add_parser("check", help="list everything that is wrong, change nothing")
        publishing = acts.add_parser("publish", help="put a questionnaire in force")
        for act in (checking, publishing):
            act.add_argument("file", type=Path, help="XLSForm: .md, .xlsx or .csv")
        publishing.add_argument("--centre", default="", help="code of the only centre that it is for")

    def handle(self, *args: object, **options: Any) -> None:
        file: Path = options["file"]
        try:
            reading = parse_file(file)
            for notice in reading.notices:
                self.stderr.write(": ".join([str(file), _("note"), " ".join(str(notice).split())]))
            if options["act"] == "publish":
                require_database()
            if options["act"] == "check":
                self.stdout.write(f"{file}: {_in_order(reading)}")
            else:
                self._publish(reading, _centre(options["centre"]))
        except QuestionnaireError as error:
            for problem in error.problems:
                self.stderr.write(f"{file}: {' '.join(str(problem).split())}")
            sys.exit(WRONG_USE)

    def _publish(self, reading: ParsedQuestionnaire, centre: "Centre | None") -> None:
        before = own_version(centre)
        version = publish(source=reading.source, centre=centre, by=None)
        if version == before:
            self.stdout.write(_("Nothing changed: version %(number)s is in force.") % {"number": version.number})
            return
        where = centre.code if centre else _("every centre without its own")
        values = {"number": version.number, "where": where}
        self.stdout.write(_("Version %(number)s is in force for %(where)s.") % values)
        former = form_of(before) if before else None
        for line in _changes(changes_between(former, form_of(version))):
            self.stdout.write(line)


def _centre(code: str) -> "Centre | None":
    if not code:
        return None
    centre = open_centres().filter(code=code).first()
    if centre is None:
        known = ", ".join(open_centres().values_list("code", flat=True))
        raise wrong_use(_("There is no centre %(code)s; there are: %(known)s.") % {"code": code, "known": known})
    return centre


def _in_order(reading: ParsedQuestionnaire) -> str:
    questions = reading.form.questions.values()
    values = {"count": len(questions), "figures": sum(each.statistic for each in questions)}
    return (
        ngettext(
            "%(count)s question, %(figures)s in the figures; it can be published.",
            "%(count)s questions, %(figures)s in the figures; it can be published.",
            len(questions),
        )
        % values
    )


def _changes(changes: Changes) -> list[str]:
    lines = (
        (_("Questions added: %(names)s"), changes.added),
        (_("Questions removed: %(names)s"), changes.removed),
        (_("Questions changed: %(names)s"), changes.changed),
    )
    return [text % {"names": ", ".join(names)} for text, names in lines if names]
