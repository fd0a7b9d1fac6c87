"""A page as its readers need it: what a machine can see of it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OPTIONAL_END = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


@dataclass
class Page(HTMLParser):
    """What is found in one page."""

    lang: str = ""
    title: str = ""
    headings: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    fields: list[dict[str, str | None]] = field(default_factory=list)
    tables: int = 0
    captions: int = 0
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag not in VOID:
            self.opened.append(tag)
        self._look(tag, said)
        if said.get("id"):
            self.ids.append(said["id"])
        self.wrong += [f"{name} on <{tag}>" for name in said if name.startswith("on") or name == "style"]
        if tag == "script" and not said.get("src"):
            self.wrong.append("script in the page")
        for name in ("href", "src", "action"):
            if (said.get(name) or "").lower().startswith(("javascript:", "data:", "http:")) and "localhost" not in said[name]:
                self.wrong.append(f"{tag} {name}={said[name][:40]}")

    def _look(self, tag, said):
        if tag == "html":
            self.lang = said.get("lang") or ""
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        elif tag == "label" and said.get("for"):
            self.labelled.add(said["for"])
        elif tag in ("input", "select", "textarea") and said.get("type") not in UNLABELLED and "label" not in self.opened:
            self.fields.append(said)
        elif tag == "table":
            self.tables += 1
            self.captions += bool(said.get("aria-label") or said.get("aria-labelledby"))
        elif tag == "caption":
            self.captions += 1
        elif tag == "style":
            self.wrong.append("style in the page")
        elif tag == "img" and "alt" not in said:
            self.wrong.append("image without alternative")

    def handle_endtag(self, tag):
        while self.opened and self.opened[-1] != tag and self.opened[-1] in OPTIONAL_END:
            self.opened.pop()
        if self.opened and self.opened[-1] == tag:
            self.opened.pop()
        elif tag not in VOID:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if self.opened and self.opened[-1] == "title" and "svg" not in self.opened:
            self.title += data

    def faults(self) -> list[str]:
        """What this page lacks."""
        found = [*self.wrong]
        found += [] if self.lang == "fr" else ["no lang"]
        found += [] if self.title.strip(" –") and len(self.title) > 12 else [f"title {self.title!r}"]
        found += [] if self.headings.count(1) == 1 else [f"{self.headings.count(1)} h1"]
        found += [f"h{b} after h{a}" for a, b in zip(self.headings, self.headings[1:], strict=False) if b > a + 1]
        found += [f"id {one} twice" for one in sorted({one for one in self.ids if self.ids.count(one) > 1})]
        found += [f"no label for {one.get('name')}" for one in self.fields if not self._is_named(one)]
        found += [] if self.captions >= self.tables else ["a table without caption"]
        return found

    def _is_named(self, one) -> bool:
        return bool(one.get("id") in self.labelled or one.get("aria-label") or one.get("aria-labelledby"))


def read(text: str) -> Page:
    """The page of this text, read to its end."""
    page = Page()
    page.feed(text)
    page.close()
    return page
