"""The forms of the site, found by following links as a visitor may; spoiling one, and looking at what comes back."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException

SEVERAL = 8  # pages of one sort that are read: an event that is a draft does not ask what one that is over does
SILENT = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """The links of a page, and its forms that write: where each goes, and the fields one fills in."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.open = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        elif tag == "form":
            self.open = (said.get("action") or "", set()) if (said.get("method") or "").lower() == "post" else None
            self.forms += [self.open] if self.open else []
        elif self.open and said.get("name") and tag in ("input", "select", "textarea") and said.get("type") not in SILENT:
            self.open[1].add(said["name"])

    def handle_endtag(self, tag):
        self.open = None if tag == "form" else self.open


class Found:
    """One visitor's forms: for each door that writes, one page for each different set of fields."""

    def __init__(self, app, browser):
        self.adapter, self.browser = app.url_map.bind("localhost"), browser
        self.forms, self.read, self.met = {}, {}, set()

    def door(self, address, method):
        try:
            return self.adapter.match(urlsplit(address).path, method)[0]
        except HTTPException:
            return None

    def follow(self, addresses, *, always=False):
        waiting = [(one, always) for one in addresses]
        while waiting:
            address, asked = waiting.pop(0)
            parts = urlsplit(address)
            here = parts.path + ("?" + parts.query if asked or "genre=" in parts.query else "")
            if here not in self.met and (asked or self.wants(here)):
                self.met.add(here)
                waiting += [(urljoin(here, link), False) for link in self.open(here) if not urlsplit(link).scheme.startswith("mail")]

    def wants(self, address):
        door = self.door(address, "GET")
        return door and not door.startswith(("outbox_catcher", "static")) and self.read.get(door, 0) < SEVERAL

    def open(self, address):
        door = self.door(address, "GET")
        self.read[door] = self.read.get(door, 0) + 1
        answer = self.browser.get(address)
        if answer.status_code >= 400 or not answer.content_type.startswith("text/html"):
            return []
        page = Page(answer.text)
        for number, (action, fields) in enumerate(page.forms):
            goes_to = self.door(urljoin(address, action), "POST")
            self.forms.setdefault((goes_to, tuple(sorted(fields))), (address, number))
        return page.links


SPOIL = """form => {
  form.noValidate = true;
  for (const field of [...form.elements]) {
    if (["hidden", "submit", "button", "file", "fieldset"].includes(field.type) || field.closest(".trap")) { continue; }
    if (field.type === "checkbox" || field.type === "radio") { field.checked = false; continue; }
    if (field.tagName === "SELECT") { field.add(new Option("?", "inconnu")); field.value = "inconnu"; continue; }
    const needed = field.required;
    if (field.tagName === "INPUT") { field.type = "text"; }
    field.removeAttribute("maxlength");
    field.value = needed ? "" : "x".repeat(field.tagName === "TEXTAREA" ? 30000 : 3000);
  }
  form.requestSubmit(form.querySelector("button:not([formmethod])"));
}"""

# What is missing for somebody who does not see the page, or who only sees a corner of it.
FAULTS = """() => {
  const wrong = [], summary = document.getElementById("erreurs");
  if (!summary) { return ["no summary of errors"]; }
  if (document.activeElement !== summary) { wrong.push("the summary has not the focus"); }
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) { wrong.push("leads nowhere: " + link.textContent); continue; }
    const group = target.closest(".fr-input-group, .fr-fieldset, .fr-checkbox-group") || target;
    if (!group.querySelector(".fr-error-text")) { wrong.push("no message beside its field: " + link.textContent); }
    if (!target.getClientRects().length && !target.closest("details:not([open])")) { wrong.push("unseen: " + link.textContent); }
    if (target.closest("details:not([open])")) { wrong.push("folded away: " + link.textContent); }
    const fields = target.matches("input, select, textarea") ? [target] : [...target.querySelectorAll("input")];
    const told = fields.some(one => one.getAttribute("aria-invalid") === "true") || target.getAttribute("aria-describedby");
    if (fields.length && !told) { wrong.push("not said to be wrong: " + link.textContent); }
  }
  for (const message of document.querySelectorAll(".fr-error-text")) {
    if (!message.id || !document.querySelector(`[aria-describedby~="${message.id}"]`)) {
      wrong.push("read with no field: " + message.textContent);
    }
  }
  return wrong;
}"""


def spoilt(page, number):
    """Empty what is needed, overfill the rest, send the form: the status of the answer."""
    form = page.locator("form[method=post]").nth(number)
    with page.expect_navigation() as moved:
        form.evaluate(SPOIL)
    return moved.value.status


def what_is_missing(page):
    """What the page that comes back does not say, or not where it is looked for."""
    return page.evaluate(FAULTS)
