"""Processor time of the public event page against a bare Flask page, same server, same run; and what a first visit weighs."""

import re

from bench.harness import Visitor, place, serving, told
from bench.yardstick import bare, spent
from tests import make


def first_visit(url: str, path: str) -> Visitor:
    """The page and all that it asks for."""
    visitor = Visitor(url)
    page = visitor.get(path)
    for asked in sorted(set(re.findall(r'(?:href|src)="(/statique/[^"#]+)', page))):
        visitor.get(asked)
    return visitor


def main() -> None:
    with place() as here:
        with here.app().app_context():
            slug = make.event(
                "Journée nationale des correspondants", kind="journee_nationale", description="Au programme :\n\n- a\n- b"
            ).slug
        path = f"/evenements/{slug}"
        with serving(here) as pid:
            ours, visit = spent(pid, here.url, path), first_visit(here.url, path)
        yard = bare(here)
    told("public page, CPU", ours, "ms", 4, pretix=46, Indico=131)
    print(f"  a bare Flask page in the same run: {yard:.2f} ms; ours is {ours / yard:.1f} times that")
    told("first visit, requests", visit.requests, "requests", 6, pretix=19, Indico=43)
    told("first visit, weight", visit.bytes / 1000, "kB", 60, pretix=475, Indico=3053)


if __name__ == "__main__":
    main()
