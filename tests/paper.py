"""A page as a tree: what is written on it, its links, its fields by their label, its buttons by their words."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CLOSED_BY_THE_NEXT = {"option": {"option"}, "li": {"li"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}, "p": {"p"}}
UNSEEN = {"script", "style", "svg", "template", "datalist"}


def plain(words):
    """Words without the spaces that do not break, on one line."""
    return re.sub(r"\s+", " ", words).strip()


@dataclass(eq=False, repr=False)
class Node:
    """One element."""

    tag: str
    attrs: dict = field(default_factory=dict)
    parent: "Node | None" = None
    children: list = field(default_factory=list)

    def walk(self):
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, *tags):
        return [node for node in self.walk() if node.tag in tags]

    def within(self, tag):
        """The nearest element of that sort around this one."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node

    @property
    def text(self):
        """What is read, on one line."""
        return plain("".join(self._words()))

    @property
    def raw(self):
        return "".join(child for child in self.children if isinstance(child, str))

    def _words(self):
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN and child.attrs.get("type") != "hidden":
                inline = child.tag in ("a", "b", "strong", "em", "span", "small", "abbr", "kbd", "time")
                yield "" if inline else " "
                yield from child._words()
                yield "" if inline else " "


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("page")

    def handle_starttag(self, tag, attrs):
        if self.here.tag in CLOSED_BY_THE_NEXT.get(tag, ()) and self.here.parent:
            self.here = self.here.parent
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag):
        node = self.here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def handle_data(self, data):
        self.here.children.append(data)


class Paper:
    """The page that somebody has before their eyes."""

    def __init__(self, html):
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.root = reader.root
        self.text = self.root.text
        self._by_id = {node.attrs["id"]: node for node in self.root.walk() if "id" in node.attrs}

    def link(self, words):
        """Where the link with these words leads."""
        return self._named([(node.text, node) for node in self.root.all("a") if "href" in node.attrs], words, "link").attrs["href"]

    def button(self, words, under=None):
        named = [(node.attrs.get("aria-label") or node.text, node) for node in (under or self.root).all("button")]
        return self._named([(said, node) for said, node in named if "aria-hidden" not in node.attrs], words, "button")

    def field(self, words, under=None):
        """The field with this label."""
        named = [(node.text, self._labelled(node)) for node in (under or self.root).all("label")]
        named += [(node.attrs["aria-label"], node) for node in (under or self.root).all("input", "select") if "aria-label" in node.attrs]
        return self._named([(said.removesuffix(" (facultatif)"), node) for said, node in named if node], words, "field")

    def group(self, words):
        """The fields under this legend."""
        return self._named([(node.text, node.within("fieldset")) for node in self.root.all("legend")], words, "group")

    def _labelled(self, label):
        inside = label.all("input", "select", "textarea")
        return self._by_id.get(label.attrs.get("for", "")) or (inside[0] if inside else None)

    def _named(self, named, words, what):
        for fits in (str.__eq__, str.startswith):
            found = [node for said, node in named if fits(said, words)]
            if found:
                return found[0]
        raise AssertionError(f"no {what} {words!r} among {[said for said, _ in named]}")
