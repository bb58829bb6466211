"""The structure message of SDMX-ML 3.0: code lists, concepts, the definition of the data and the flow of a release."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from bereg.core.text_normalisation import normalise
from bereg.publications.content import Content, Words
from bereg.publications.formats import reader_notes
from bereg.publications.formats import sdmx_ids as ids
from bereg.publications.formats.sdmx_lists import code_lists
from bereg.publications.publisher import publisher

_PLACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
MESSAGE, STRUCTURE, COMMON = f"{_PLACE}/message", f"{_PLACE}/structure", f"{_PLACE}/common"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_URN = "urn:sdmx:org.sdmx.infomodel"
NUMBER, PERIOD = "Integer", "ObservationalTimePeriod"
for _prefix, _space in {"mes": MESSAGE, "str": STRUCTURE, "com": COMMON}.items():
    ElementTree.register_namespace(_prefix, _space)


def structure(content: Content) -> bytes:
    message = Element(f"{{{MESSAGE}}}Structure")
    _header(message, content)
    _Writer(content, _under(message, "Structures", space=MESSAGE)).write()
    ElementTree.indent(message)
    written: bytes = ElementTree.tostring(message, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _header(message: Element, content: Content) -> None:
    header = _under(message, "Header", space=MESSAGE)
    _under(header, "ID", f"{ids.FLOW}-{ids.version(content).replace('.', '-')}", space=MESSAGE)
    _under(header, "Test", "false", space=MESSAGE)
    _under(header, "Prepared", _the_day_after(content["last"]), space=MESSAGE)
    sender = _under(header, "Sender", space=MESSAGE, id=ids.AGENCY)
    found = publisher()
    if found:
        _under(sender, "Name", found.name, space=COMMON)


def _the_day_after(month: str) -> str:
    """Return the first day after a month: a release knows no hour of its own, and was not made before."""
    return (date(int(month[:4]), int(month[5:7]), 1) + timedelta(days=32)).replace(day=1).isoformat()


def _under(
    parent: Element, name: str, text: str | None = None, *, space: str = STRUCTURE, **attributes: str
) -> Element:
    made = ElementTree.SubElement(parent, f"{{{space}}}{name}", attributes)
    made.text = text if text is None else normalise(text)
    return made


class _Writer:
    """Writes what describes one release, all of one version."""

    def __init__(self, content: Content, root: Element) -> None:
        self._content, self._root = content, root
        self._version = ids.version(content)

    def write(self) -> None:
        """Write everything, in the order that the schema wants."""
        self._flow()
        self._lists()
        self._concepts()
        self._definition()

    def _maintained(self, group: str, name: str, id: str) -> Element:
        of_all = _under(self._root, group)
        return self._one(of_all, name, id, self._in_languages(lambda: reader_notes.title(self._content)))

    def _one(self, of_all: Element, name: str, id: str, named: Words) -> Element:
        made = _under(of_all, name, id=id, agencyID=ids.AGENCY, version=self._version, isExternalReference="false")
        _names(made, named, id)
        return made

    def _flow(self) -> None:
        flow = self._maintained("Dataflows", "Dataflow", ids.FLOW)
        explained = self._in_languages(lambda: reader_notes.PARAGRAPH.join(reader_notes.explanation(self._content)))
        for language, text in explained.items():
            _under(flow, "Description", text, space=COMMON, **{LANGUAGE: language})
        _under(flow, "Structure", self._urn("datastructure.DataStructure", ids.DEFINITION))

    def _lists(self) -> None:
        of_all = _under(self._root, "Codelists")
        for called, (name, codes) in code_lists(self._content).items():
            made = self._one(of_all, "Codelist", called, self._in_languages(partial(str, name)))
            for code, named in codes.items():
                _names(_under(made, "Code", id=code), named, code)

    def _concepts(self) -> None:
        scheme = self._maintained("ConceptSchemes", "ConceptScheme", ids.SCHEME)
        for called, name in ids.NAMES.items():
            _names(_under(scheme, "Concept", id=called), self._in_languages(partial(str, name)), called)

    def _definition(self) -> None:
        definition = self._maintained("DataStructures", "DataStructure", ids.DEFINITION)
        parts = _under(definition, "DataStructureComponents")
        self._dimensions(_under(parts, "DimensionList", id="DimensionDescriptor"))
        self._attributes(_under(parts, "AttributeList", id="AttributeDescriptor"))
        measures = _under(parts, "MeasureList", id="MeasureDescriptor")
        self._component(measures, "Measure", ids.VALUE, text=NUMBER)

    def _dimensions(self, parent: Element) -> None:
        for at, (called, codes) in enumerate(ids.DIMENSIONS.items(), 1):
            self._component(parent, "Dimension", called, codes=codes).set("position", str(at))
        self._component(parent, "TimeDimension", ids.TIME, text=PERIOD)

    def _attributes(self, parent: Element) -> None:
        for called, each in ids.ATTRIBUTES.items():
            made = self._component(parent, "Attribute", called, codes=each.codes, text=NUMBER)
            made.set("usage", "mandatory" if each.needed else "optional")
            _under(_under(made, "AttributeRelationship"), "Dataflow" if each.whole else "Observation")

    def _component(self, parent: Element, name: str, id: str, *, codes: str = "", text: str = "") -> Element:
        made = _under(parent, name, id=id)
        _under(made, "ConceptIdentity", f"{self._urn('conceptscheme.Concept', ids.SCHEME)}.{id}")
        form = _under(made, "LocalRepresentation")
        if codes:
            _under(form, "Enumeration", self._urn("codelist.Codelist", codes))
        else:
            _under(form, "TextFormat", textType=text)
        return made

    def _urn(self, kind: str, id: str) -> str:
        return f"{_URN}.{kind}={ids.AGENCY}:{id}({self._version})"

    def _in_languages(self, make: Callable[[], str]) -> Words:
        return reader_notes.by_language(self._content, make)


def _names(parent: Element, named: Words, id: str) -> None:
    """Name something in every language; something without any name by its id, as the schema wants one."""
    for language, text in {each: text for each, text in named.items() if text}.items() or [("en", id)]:
        _under(parent, "Name", text, space=COMMON, **{LANGUAGE: language})
