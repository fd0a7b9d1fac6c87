"""Which browser this is, in words its owner recognises; nothing finer is kept."""

_BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrom", "Chrome"), ("CriOS", "Chrome")]
_BROWSERS += [("Safari", "Safari")]
_MACHINES = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")]


def described(user_agent: str) -> str:
    """``Firefox sur Windows``, or ``Navigateur inconnu``."""
    browser = _first(_BROWSERS, user_agent)
    machine = _first(_MACHINES, user_agent)
    if not browser:
        return f"Navigateur sur {machine}" if machine else "Navigateur inconnu"
    return f"{browser} sur {machine}" if machine else browser


def _first(known: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")
