"""What the finder finds of what tells who somebody is, and how much of what it finds tells nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.measurement import Measurement
from benchmarks.narratives import PEOPLE, Narrative, narratives

LEAST_FOUND, MOST_FALSE = 0.9, 1 / 3
NARRATIVES, SEED = 500, 121


@dataclass
class Score:
    """How much was told and found, by kind, script and language; and how many findings there were, how many false."""

    told: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def recall(self, of: str = "all") -> float:
        """Return the share of what is told that is found whole."""
        return self.found[of] / self.told[of]

    def falsely(self, of: str = "all") -> float:
        """Return the share of findings that lie over nothing that is told."""
        return self.false[of] / max(1, self.findings[of])


def scored(texts: Iterable[Narrative]) -> Score:
    """Let the finder read narratives and compare."""
    from bereg.redaction.finding import find

    score = Score()
    for narrative in texts:
        found = find(narrative.text)
        covered = {at for each in found for at in range(each.start, each.end)}
        told = {at for each in narrative.told for at in range(each.start, each.end)}
        for each in narrative.told:
            here = {at for at in range(each.start, each.end) if narrative.text[at].isalnum()}
            of = ["all", each.kind, narrative.language, *([f"name {each.script}"] if each.script else [])]
            score.told.update(of)
            score.found.update(of if here <= covered else [])
        for finding in found:
            of = ["all", finding.kind.value, narrative.language]
            score.findings.update(of)
            score.false.update(of if told.isdisjoint(range(finding.start, finding.end)) else [])
    return score


def found_in_narratives(count: int = NARRATIVES) -> Iterator[Measurement]:
    """Yield both figures for what the rules were tried on, and for what they never saw."""
    for source in PEOPLE:
        score = scored(narratives(count, SEED, source))
        for of in score.told:
            more: dict[str, object] = {"of": of, "narratives": source, "told": score.told[of]}
            reach = ">= 1" if of == "all" else ""
            yield Measurement("finder_found", score.recall(of), "of what is told", LEAST_FOUND, reach=reach, more=more)
        for of in score.findings:
            more = {"of": of, "narratives": source, "findings": score.findings[of]}
            reach = "<= 1" if of == "all" else ""
            yield Measurement("finder_false", score.falsely(of), "of findings", MOST_FALSE, reach=reach, more=more)
