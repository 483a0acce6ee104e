"""Arithmetic of specifiers: which way to go, and how far to widen. No fix itself.

Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
"""

import re

from pinlight.judge import admits

_CLAUSE = re.compile(r"\s*(===|~=|==|!=|<=|>=|<|>)\s*([^\s,;)]+)\s*")


def direction(specifier: str, installed: str) -> str:
    """Return "Upgrade", "Downgrade" or "Change", whichever leads from `installed` to where
    `specifier` holds."""
    from packaging.version import InvalidVersion, Version  # Only where an action is offered.

    ways = set()
    for operator, text in _clauses(specifier):
        if operator == "!=" or admits(operator + text, installed):
            continue
        try:
            is_higher = Version(text.removesuffix(".*")) > Version(installed)
        except InvalidVersion:
            return "Change"
        ways.add("Upgrade" if is_higher or operator == ">" else "Downgrade")
    return ways.pop() if len(ways) == 1 else "Change"


def pinned(installed: str) -> str:
    """Return the specifier that holds for one installed version; "" when it is not valid."""
    return f"=={installed}" if admits(f"=={installed}", installed) else ""


def widened(specifier: str, installed: str) -> str | None:
    """Return `specifier` with those of its clauses changed that do not admit `installed`.

    "" when nothing is left of it; None when it cannot be widened in a sensible way.
    """
    clauses = []
    for raw in specifier.split(","):
        match = _CLAUSE.fullmatch(raw)
        if match is None:
            return None
        if admits(raw.strip(), installed):
            clauses.append(raw)
            continue
        wider = _wider(match[1], match[2], installed)
        if wider is None:
            return None
        if wider:
            lead = raw[: len(raw) - len(raw.lstrip())]
            gap = " " if re.match(r"\s*[<>=~!]+\s", raw) else ""
            clauses.append(lead + re.sub(r"([<>=~!]+)", rf"\1{gap}", wider))
    result = ",".join(clauses).strip()
    return result if not result or admits(result, installed) else None


def _wider(operator: str, text: str, installed: str) -> str | None:
    """Return the clause that takes the place of one that does not admit `installed`."""
    from packaging.version import InvalidVersion, Version

    prefix = text.removesuffix(".*")
    try:
        bound, here = Version(prefix), Version(installed)
    except InvalidVersion:
        return None
    # What leads to the installed version, without a local label, which few operators take.
    lowest = here.public
    if operator == "!=":
        return ""
    if operator in (">=", ">"):
        return f">={lowest}"
    if operator == "<":
        return f"<{_above(here.release, len(_significant(bound.release)), len(bound.release))}"
    if operator == "<=":
        return f"<={lowest}"
    if operator == "===":
        return None
    low = prefix if bound <= here else lowest
    high = max(bound, here).release
    if operator == "~=":
        return f">={low},<{_above(high, len(bound.release) - 1, 1)}"
    if prefix != text:
        return f">={low},<{_above(high, len(bound.release), 1)}"
    return f">={low},<{_above(high, 1, 1)}"


def _above(release: tuple[int, ...], kept: int, length: int) -> str:
    """Return the next version after `release` at `kept` components, with zeros up to `length`."""
    kept = max(kept, 1)
    parts = [*release, *[0] * kept][:kept]
    parts[-1] += 1
    return ".".join(map(str, parts + [0] * (length - len(parts))))


def _significant(release: tuple[int, ...]) -> tuple[int, ...]:
    while len(release) > 1 and release[-1] == 0:
        release = release[:-1]
    return release


def _clauses(specifier: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in _CLAUSE.finditer(specifier)]
