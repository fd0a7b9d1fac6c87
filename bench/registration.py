"""Processor time of one registration from the personal link: the page, the button, the page that follows."""

from bench.cast import invited
from bench.forms import press
from bench.harness import Visitor, cpu_seconds, place, serving, told
from bench.yardstick import bare

PEOPLE = 200


def main() -> None:
    with place() as here:
        with here.app().app_context():
            paths = invited(PEOPLE + 10, capacity=PEOPLE + 10)
        with serving(here) as pid:
            for path in paths[:10]:
                register(here.url, path)
            before = cpu_seconds(pid)
            asked = [register(here.url, path) for path in paths[10:]]
            spent = 1000 * (cpu_seconds(pid) - before) / PEOPLE
        yard = bare(here)
    told("one registration, CPU", spent, "ms", 25, pretix=704, Indico=313)
    print(f"  a bare Flask page in the same run: {yard:.2f} ms; a whole registration is {spent / yard:.0f} times that")
    told("one registration, requests", max(asked), "requests", 3, pretix=11, Indico=5)


def register(url: str, path: str) -> int:
    """Register as the owner of that link; says how many requests it took."""
    visitor = Visitor(url)
    status, page = press(visitor, path, visitor.get(path), "Je m’inscris")
    if status != 200 or "votre place est confirmée" not in page:
        raise RuntimeError(f"{path}: {status}")
    return visitor.requests


if __name__ == "__main__":
    main()
