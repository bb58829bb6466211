"""A browser of the standard library: cookies, forms, one connection kept open."""

from collections.abc import Sequence
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode

Fields = list[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"


class UnexpectedAnswerError(Exception):
    """The server answered something else than a person would have got."""


class FormReader(HTMLParser):
    """Collects what a browser would send of the first form with a given action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action
        self._inside = False
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._is_several = False
        self.action = ""
        self.fields: Fields = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action and self._action in given.get("action", ""):
            self._inside, self.action = True, given["action"]
        if not self._inside:
            return
        if tag == "input":
            self._input(given)
        elif tag == "select":
            self._select, self._options, self._is_several = given.get("name", ""), [], "multiple" in given
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.fields.append((given.get("name", ""), ""))

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a list of options."""
        if tag == "form":
            self._inside = False
        elif tag == "select" and self._inside and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            if not chosen and not self._is_several:
                chosen = [value for value, _ in self._options[:1]]
            self.fields += [(self._select, value) for value in chosen]

    def _input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if name and (kind not in {"radio", "checkbox", "submit", "button", "file"} or "checked" in given):
            self.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))


def read_form(page: str, action: str) -> FormReader:
    """Return the form of a page whose action contains `action`. Raise UnexpectedAnswerError if there is none."""
    reader = FormReader(action)
    reader.feed(page)
    if not reader.action:
        raise UnexpectedAnswerError(f"The page has no form that goes to {action}.")
    return reader


class Browser:
    """One signed-in person with one connection."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=60)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the page."""
        status, page = self.take(path)
        return status, page.decode()

    def take(self, path: str) -> tuple[int, bytes]:
        """Return the status and what came, whether or not it is a page."""
        status, _, found = self._ask("GET", path, None)
        return status, found

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> tuple[int, str]:
        """Send a form; return the status and where it leads."""
        status, to, _ = self._ask("POST", path, urlencode(fields))
        return status, to

    def sign_in(self, username: str, password: str) -> "Browser":
        """Sign in through the real page. Raise UnexpectedAnswerError if that fails."""
        path = "/account/login/"
        form = read_form(self.get(path)[1], "login")
        typed = [field for field in form.fields if field[0] not in {"login", "password"}]
        status, _ = self.post(path, [*typed, ("login", username), ("password", password)])
        if status != 302:
            raise UnexpectedAnswerError(f"Signing in answered {status}.")
        return self

    def cookies(self) -> str:
        """Return what it sends of itself with each request."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def hold(self, cookies: dict[str, str]) -> None:
        """Be another one from here on, by its cookies."""
        self._cookies = cookies

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, bytes]:
        headers = {
            "Cookie": self.cookies(),
            "Accept": "text/html",
        }
        if body is not None:
            headers["Content-Type"] = FORM
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        found = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), found
