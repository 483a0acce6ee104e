"""The usual specifiers and markers, decided without importing `packaging`, which costs 50 ms.

Only what has one plain meaning: releases of digits and dots, and comparisons of a variable with
a string. For all else the answer is None, and `packaging` decides; a property test compares.
"""

from collections.abc import Mapping
from functools import lru_cache

from pinlight.patterns import lazy

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
    return _RELEASE.fullmatch(version) is not None


def admits(specifier: str, version: str) -> bool | None:
    """Whether `version` satisfies `specifier`; None when either is not plain."""
    if not is_release(version):
        return None
    if specifier[2:] == version and specifier[:2] == "==":
        return True  # The usual pin of what is installed.
    result = True
    for clause in specifier.split(",") if specifier else ():
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            return None
        operator, bound, star = match.groups()
        if (star and operator not in ("==", "!=")) or (operator == "~=" and "." not in bound):
            return None
        result = result and _compare(version, operator + (star or ""), bound)
    return result


def _compare(version: str, operator: str, bound: str) -> bool:
    installed, wanted = _numbers(version), _numbers(bound)
    match operator:
        case "==":
            return installed == wanted
        case "!=":
            return installed != wanted
        case ">=":
            return installed >= wanted
        case "<=":
            return installed <= wanted
        case ">":
            return installed > wanted
        case "<":
            return installed < wanted
        case "==.*":
            return _starts(installed, bound)
        case "!=.*":
            return not _starts(installed, bound)
        case _:  # "~=": at least that, and the same but for the last number.
            return installed >= wanted and _starts(installed, bound.rpartition(".")[0])


def _starts(installed: tuple[int, ...], bound: str) -> bool:
    """Whether the release begins with all numbers of `bound`, zeros included."""
    wanted = tuple(map(int, bound.split(".")))
    padded = installed + (0,) * (len(wanted) - len(installed))
    return padded[: len(wanted)] == wanted


@lru_cache(8192)
def _numbers(release: str) -> tuple[int, ...]:
    """Return the numbers of a release without zeros at its end, which do not count."""
    numbers = [int(number) for number in release.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


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
