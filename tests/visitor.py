"""Somebody who uses the site as people do: reads pages, follows links, fills fields by their label, presses buttons by their words."""

from urllib.parse import urlencode, urljoin, urlsplit

from tests.browsers import browser_of
from tests.paper import Paper, plain

HOME = "http://localhost"


class Visitor:
    """One person with one browser of their own."""

    def __init__(self, app, takes_time=lambda: None):
        self.browser, self._takes_time = browser_of(app), takes_time
        self.address, self.page, self.answer = "", None, None
        self._values = {}

    def opens(self, address):
        """Go to an address, and wherever it sends."""
        return self._ask("GET", address)

    def follows(self, words):
        return self.opens(self.page.link(words))

    def writes(self, label, value, group=None):
        self._values[id(self.page.field(label, self._group(group)))] = value
        return self

    def chooses(self, label, option, group=None):
        """An option of a list, by its words."""
        field = self.page.field(label, self._group(group))
        found = [one for one in field.all("option") if one.text == option] or [one for one in field.all("option") if option in one.text]
        assert found, f"no option {option!r} among {[one.text for one in field.all('option')]}"
        self._values[id(field)] = found[0].attrs.get("value", found[0].text)
        return self

    def ticks(self, *labels, group=None):
        """Boxes, or one of several answers."""
        for label in labels:
            field = self.page.field(label, self._group(group))
            if field.attrs.get("type") == "radio":
                for other in field.within("form").all("input"):
                    if other.attrs.get("name") == field.attrs["name"]:
                        self._values[id(other)] = False
            self._values[id(field)] = True
        return self

    def unticks(self, label):
        self._values[id(self.page.field(label))] = False
        return self

    def leaves_at_once(self):
        """What is about to be sent does not wait for a working hour."""
        if "Attendre " in self.page.text and "décochez pour envoyer tout de suite" in self.page.text:
            self.unticks("Attendre")
        return self

    def presses(self, words, *, refused=False):
        """Send the form of this button; ``refused`` when it is expected back with its errors."""
        self._takes_time()
        button = self.page.button(words)
        form = button.within("form")
        fields = self._fields_of(form) + ([(button.attrs["name"], button.attrs.get("value", ""))] if button.attrs.get("name") else [])
        where = button.attrs.get("formaction") or form.attrs.get("action") or self.address
        if form.attrs.get("method", "get") == "get":
            return self._ask("GET", urlsplit(urljoin(self.address, where))._replace(query=urlencode(fields)).geturl())
        return self._ask("POST", where, fields, refused=refused)

    def reads(self, *words):
        for one in words:
            assert plain(one) in self.page.text, f"{one!r} is not on {self.address}:\n{self.page.text}"
        return self

    def does_not_read(self, *words):
        for one in words:
            assert plain(one) not in self.page.text, f"{one!r} is on {self.address}"
        return self

    def _group(self, words):
        return self.page.group(words) if words else None

    def _fields_of(self, form):
        fields = []
        for field in form.all("input", "select", "textarea"):
            fields += self._said(field)
        return fields

    def _said(self, field):
        name, kind, given = field.attrs.get("name"), field.attrs.get("type", "text"), self._values.get(id(field))
        if not name or "disabled" in field.attrs or kind in ("submit", "button", "file"):
            return []
        if kind in ("checkbox", "radio"):
            on = given if given is not None else "checked" in field.attrs
            return [(name, field.attrs.get("value", "on"))] if on else []
        if given is not None:
            return [(name, given)]
        if field.tag == "select":
            options = field.all("option")
            chosen = [one for one in options if "selected" in one.attrs] or options[:1]
            return [(name, one.attrs.get("value", one.text)) for one in chosen]
        return [(name, field.raw.removeprefix("\n") if field.tag == "textarea" else field.attrs.get("value", ""))]

    def _ask(self, method, address, fields=None, *, refused=False):
        address = urljoin(self.address or HOME, address)
        path = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
        more = {"data": urlencode(fields), "content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        headers = {"Origin": HOME} if method == "POST" else {}
        self.answer = self.browser.open(path, method=method, headers=headers, **more)
        self._values = {}
        if self.answer.status_code in (302, 303):
            return self._ask("GET", self.answer.headers["Location"])
        self.address = address
        if self.answer.content_type.startswith("text/html"):
            self.page = Paper(self.answer.text)
        expected = {422, 409} if refused else {200}
        assert self.answer.status_code in expected, f"{method} {address}: {self.answer.status_code}\n{self.page and self.page.text}"
        return self
