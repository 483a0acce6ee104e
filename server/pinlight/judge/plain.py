"""The usual specifiers and markers, decided without importing `packaging`, which costs 50 ms.

Only what has one plain meaning: releases of digits and dots, and comparisons of a variable with
a string. For all else the answer is None, and `packaging` decides; a property test compares.
"""

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache

from pinlight.patterns import lazy

Numbers = tuple[int, ...]
Compare = Callable[[Numbers, Numbers], bool]

_RELEASE = lazy(r"[0-9]{1,18}(?:\.[0-9]{1,18})*")
_CLAUSE = lazy(r" *(==|!=|<=|>=|<|>|~=) *([0-9]{1,18}(?:\.[0-9]{1,18})*)(\.\*)? *")
_COMPARISON = lazy(
    r""" *([a-z_]+) *(==|!=|<=|>=|<|>|~=) *(?:"([^"]*)"|'([^']*)') *(and\b|or\b|\Z)"""
)
_VERSIONS = {"python_version", "python_full_version"}
_STRINGS = {
    "implementation_name",
    "os_name",
    "platform_machine",
    "platform_python_implementation",
    "platform_system",
    "sys_platform",
}
_SEPARATORS = lazy(r"[-_.]+")


def is_release(version: str) -> bool:
    """Whether `version` is a plain release."""
    return _numbers(version) is not None


def admits(specifier: str, version: str) -> bool | None:
    """Whether `version` satisfies `specifier`; None when either is not plain."""
    installed = _numbers(version)
    if installed is None:
        return None
    if specifier[2:] == version and specifier[:2] == "==":
        return True  # The usual pin of what is installed.
    clauses = _clauses(specifier)
    return None if clauses is None else all(holds(installed, it) for holds, it in clauses)


@lru_cache(8192)
def _clauses(specifier: str) -> list[tuple[Compare, Numbers]] | None:
    """Return what a version has to be, all of it; None when it is not plain. Most metadata asks
    for the same few."""
    found: list[tuple[Compare, Numbers]] = []
    for clause in specifier.split(",") if specifier else ():
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            return None
        sign, bound, star = match.groups()
        exact = tuple(map(int, bound.split(".")))
        if star and sign in ("==", "!="):
            found.append((_starts if sign == "==" else _differs, exact))
        elif star or (sign == "~=" and len(exact) == 1):
            return None
        elif sign == "~=":  # At least that, and the same but for the last number.
            found += ((operator.ge, _stripped(exact)), (_starts, exact[:-1]))
        else:
            found.append((_COMPARES[sign], _stripped(exact)))
    return found


_COMPARES: dict[str, Compare] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def _starts(installed: Numbers, wanted: Numbers) -> bool:
    """Whether the release begins with all numbers that are wanted, zeros included."""
    padded = installed + (0,) * (len(wanted) - len(installed))
    return padded[: len(wanted)] == wanted


def _differs(installed: Numbers, wanted: Numbers) -> bool:
    return not _starts(installed, wanted)


@lru_cache(8192)
def _numbers(version: str) -> Numbers | None:
    """Return the numbers of a plain release; None for any other version."""
    if not _RELEASE.fullmatch(version):
        return None
    return _stripped(tuple(map(int, version.split("."))))


def _stripped(numbers: Numbers) -> Numbers:
    """Return the numbers without zeros at the end, which do not count."""
    end = len(numbers)
    while end and not numbers[end - 1]:
        end -= 1
    return numbers[:end]


def evaluate(marker: str, markers: Mapping[str, str], extra: str) -> bool | None:
    """Whether `marker` is true; None when it is not plain. No variable in it may be unknown."""
    result, group, at = False, True, 0
    while at < len(marker):
        match = _COMPARISON.match(marker, at)
        if match is None:
            return None
        name, operator, double, single, joint = match.groups()
        is_true = _holds(name, operator, double if single is None else single, markers, extra)
        if is_true is None:
            return None
        group = group and is_true
        if joint == "or":
            result, group = result or group, True
        at = match.end()
        if joint and at == len(marker):
            return None
    return result or group


def _holds(
    name: str, operator: str, value: str, markers: Mapping[str, str], extra: str
) -> bool | None:
    if name in _VERSIONS:
        return admits(operator + value, markers[name])
    if name in _STRINGS and operator in ("==", "!="):
        return (markers[name] == value) == (operator == "==")
    if name == "extra" and operator in ("==", "!="):
        return (_normal(extra) == _normal(value)) == (operator == "==")
    return None


def _normal(name: str) -> str:
    return _SEPARATORS.sub("-", name).lower()
