"""Filling a form of a page as a browser would: its hidden fields, its defaults, the button that was pressed."""

from html.parser import HTMLParser
from urllib.parse import urlencode

from bench.harness import Visitor


class _Forms(HTMLParser):
    """The forms of a page: where each goes, what it holds, what its buttons say."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.button: dict | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append({"action": given.get("action") or "", "fields": [], "buttons": []})
        elif self.forms and tag == "input" and given.get("name"):
            kept = given.get("type") not in ("checkbox", "radio", "submit") or "checked" in given
            if kept:
                self.forms[-1]["fields"].append((given["name"], given.get("value") or ""))
        elif self.forms and tag == "button":
            self.button = {"label": "", "name": given.get("name"), "value": given.get("value") or ""}
            self.forms[-1]["buttons"].append(self.button)

    def handle_endtag(self, tag):
        if tag == "button":
            self.button = None

    def handle_data(self, data):
        if self.button is not None:
            self.button["label"] += data


def filled(page: str, label: str, **values: str) -> tuple[str, str]:
    """Where the form with that button goes, and its body."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        for button in form["buttons"]:
            if label in button["label"]:
                fields = [(name, value) for name, value in form["fields"] if name not in values] + list(values.items())
                fields += [(button["name"], button["value"])] if button["name"] else []
                return form["action"], urlencode(fields)
    raise RuntimeError(f"no button {label!r}")


def press(visitor: Visitor, path: str, page: str, label: str, **values: str) -> tuple[int, str]:
    """Send the form, follow its redirection; the last status and page."""
    action, body = filled(page, label, **values)
    status, headers, text = visitor.ask("POST", action or path, body)
    if status == 303:
        where = headers["Location"].removeprefix(visitor.origin)
        status, _, text = visitor.ask("GET", where)
    return status, text
