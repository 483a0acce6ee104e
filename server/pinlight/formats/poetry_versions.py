"""Poetry's version constraints -> PEP 440 specifiers and markers.

A union (`||`) becomes one specifier where PEP 440 can say it: from the lowest to the highest
version, without the gaps. A gap that it cannot say is left in: what is told wrong then is wrong.
Source: https://python-poetry.org/docs/dependency-specification/#version-constraints
"""

import re
from itertools import pairwise

from pinlight import pep508
from pinlight.named import NamedTuple

_OR = re.compile(r"\s*\|\|?\s*")
_AND = re.compile(r"(?<!^)(?<![\^~=>< ,]) *(?<!-)[, ](?!-) *(?!,|$)")
_ANY = re.compile(r"v?[xX*](?:\.[xX*])*")
_SINGLE = re.compile(r"(\^|~=|~|<>|!=|>=|<=|>|<|==?|)\s*v?(.*?)((?:\.\*)*)", re.DOTALL)
_RELEASE = re.compile(r"(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(.*)", re.DOTALL)
_MOST_GAPS = 16  # clauses `!=1.*` that stand for the gaps of a union
_LONGEST = 1000  # code points; no constraint that people write comes near

_Release = tuple[int, ...]


class _Clause(NamedTuple):
    """One comparison, as PEP 440 writes it."""

    operator: str  # ">=", "<", "==", "!=", ">", "<="
    version: str  # with `.*` after "==" and "!=" where the clause stands for all below


class _Range(NamedTuple):
    """All versions from `low` on, before `high`; None: no bound."""

    low: _Release | None
    high: _Release | None


def specifier(constraint: str) -> str | None:
    """Return a PEP 440 specifier, "" for any version; None when Poetry cannot read `constraint`."""
    alternatives = _alternatives(constraint)
    if alternatives is None:
        return None
    if len(alternatives) == 1:
        return _text(alternatives[0])
    return _text(_union(alternatives))


def marker(constraint: str) -> str | None:
    """Return the marker that holds on the Pythons of `constraint`, "" for any; None as above."""
    alternatives = _alternatives(constraint)
    if alternatives is None:
        return None
    if not all(alternatives):
        return ""
    parts = [" and ".join(map(_comparison, clauses)) for clauses in alternatives]
    return parts[0] if len(parts) == 1 else " or ".join(f"({part})" for part in parts)


def platform_marker(platform: str) -> str:
    """Return the marker of the key `platform`: a name, or several with `||`; "" when it is none."""
    names = _OR.split(platform.strip())
    if not all(re.fullmatch(r"(?:[!=]=)?\s*[\w.-]+", name) for name in names):
        return ""
    parts = []
    for name in names:
        operator = name[:2] if name[1:2] == "=" else "=="
        parts.append(f'sys_platform {operator} "{name.removeprefix(operator).strip()}"')
    return " or ".join(parts)


def _alternatives(constraint: str) -> list[list[_Clause]] | None:
    """Return the clauses of each part of a union; no clause: any version."""
    if len(constraint) > _LONGEST or not constraint.strip():
        return None
    found = []
    for part in _OR.split(constraint.strip()):
        clauses: list[_Clause] = []
        for single in _AND.split(part.rstrip(",").rstrip()):
            read = _single(single)
            if read is None:
                return None
            clauses += read
        found.append(clauses)
    return found


def _single(text: str) -> list[_Clause] | None:
    if _ANY.fullmatch(text):
        return []
    match = _SINGLE.fullmatch(text)
    operator, version, wildcard = match.groups() if match else ("", "", "")
    if not pep508.VERSION.fullmatch(version) or (release := _RELEASE.fullmatch(version)) is None:
        return None
    operator = {"": "==", "=": "==", "<>": "!="}.get(operator, operator)
    if wildcard and operator not in ("<", "<=", ">", ">="):  # Those ignore it, as Poetry does.
        is_release = not release[3] and operator in ("==", "!=")
        return [_Clause(operator, f"{version}.*")] if is_release else None
    if operator not in ("^", "~", "~="):
        return [_Clause(operator, version)]
    parts = tuple(map(int, release[2].split(".")))
    above = _above(operator, parts)
    epoch = f"{release[1]}!" if release[1] else ""
    return [_Clause(">=", version), _Clause("<", epoch + ".".join(map(str, above)))]


def _above(operator: str, release: _Release) -> _Release:
    """Return the first release that a caret or tilde at `release` leaves out."""
    if operator == "~=":
        kept = max(len(release) - 1, 1)
    elif operator == "~":
        kept = min(len(release), 2)
    else:
        kept = next((index + 1 for index, part in enumerate(release[:3]) if part), 0)
        kept = kept or min(len(release), 3)
    return (*release[: kept - 1], release[kept - 1] + 1)


def _union(alternatives: list[list[_Clause]]) -> list[_Clause]:
    """Return the clauses of a union: the whole range with its gaps taken out."""
    excluded = _all_but_one(alternatives)
    if excluded is not None:
        return [excluded]
    ranges = []
    for clauses in alternatives:
        found = _range(clauses)
        if found is None:
            return []  # Nothing is known but that it asks for the package.
        if found.low is None or found.high is None or found.low < found.high:
            ranges.append(found)
    if not ranges:
        return alternatives[0]  # Nothing satisfies any of them.
    merged = _merged(ranges)
    low, high = merged[0].low, merged[-1].high
    # `1.*` also admits what comes before 1.0, such as 1.0.dev1.
    is_wild = any(version.endswith(".*") for found in alternatives for _, version in found)
    early = ".dev0" if is_wild else ""
    clauses = [_Clause(">=", _dotted(low) + early)] if low is not None else []
    clauses += [_Clause("<", _dotted(high))] if high is not None else []
    for one, other in pairwise(merged):
        if one.high is not None and other.low is not None:
            clauses += _gap(one.high, other.low)
    return clauses


def _all_but_one(alternatives: list[list[_Clause]]) -> _Clause | None:
    """Return `!=1.5` for `<1.5 || >1.5`."""
    singles = [clauses[0] for clauses in alternatives if len(clauses) == 1]
    if len(singles) != 2 or len(alternatives) != 2 or singles[0].version != singles[1].version:
        return None
    is_around = {singles[0].operator, singles[1].operator} == {"<", ">"}
    return _Clause("!=", singles[0].version) if is_around else None


def _range(clauses: list[_Clause]) -> _Range | None:
    """Return what all `clauses` admit, if that is one plain range."""
    low: _Release | None = None
    high: _Release | None = None
    for operator, version in clauses:
        text = version.removesuffix(".*")
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", text) or len(text) > _LONGEST:
            return None
        release = _significant(text)
        if operator == ">=":
            low = max(low or release, release)
        elif operator == "<":
            high = min(high or release, release)
        elif operator == "==" and text != version:
            full = tuple(map(int, text.split(".")))
            low = max(low or release, release)
            next_one = (*full[:-1], full[-1] + 1)
            high = min(high or next_one, next_one)
        else:
            return None
    return _Range(low, high)


def _merged(ranges: list[_Range]) -> list[_Range]:
    """Return the ranges in order, those that touch made one."""
    ordered = sorted(ranges, key=lambda it: it.low or ())
    merged = ordered[:1]
    for one in ordered[1:]:
        last = merged[-1]
        if last.high is None or (one.low or ()) <= last.high:
            high = None if None in (last.high, one.high) else max(last.high or (), one.high or ())
            merged[-1] = _Range(last.low, high)
        else:
            merged.append(one)
    return merged


def _gap(start: _Release, end: _Release) -> list[_Clause]:
    """Return `!=` clauses for the releases from `start` up to `end`; none if it takes too many."""
    length = max(len(start), len(end))
    first, last = ((*it, *[0] * (length - len(it))) for it in (start, end))
    if first[:-1] != last[:-1] or last[-1] - first[-1] > _MOST_GAPS:
        return []
    numbers = range(first[-1], last[-1])
    return [_Clause("!=", _dotted((*first[:-1], number)) + ".*") for number in numbers]


def _significant(text: str) -> _Release:
    release = [int(part) for part in text.split(".")]
    while len(release) > 1 and release[-1] == 0:
        release.pop()
    return tuple(release)


def _dotted(release: _Release) -> str:
    return ".".join(map(str, release))


def _text(clauses: list[_Clause]) -> str:
    return ",".join(operator + version for operator, version in clauses)


def _comparison(clause: _Clause) -> str:
    """Return a clause about Python as a marker. `python_version` has no patch number."""
    operator, version = clause
    count = len(version.removesuffix(".*").split("."))
    is_full = count > 2 or operator in (">", "<=") or (operator == "!=" and version[-1] != "*")
    name = "python_full_version" if is_full else "python_version"
    if version.endswith(".*") and count == 2:
        version = version.removesuffix(".*")
    if is_full and count < 3 and not version.endswith(".*"):
        version += ".0" * (3 - count)
    return f'{name} {operator} "{version}"'
