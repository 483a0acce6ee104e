"""One requirement -> a Dependency, or the Fault that says what is wrong and where.

Accepts what `packaging.requirements.Requirement` accepts and can work with; a property test
compares them.
Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pinlight.model import Dependency, Fault
from pinlight.patterns import lazy
from pinlight.pep508.markers import Wrong, end_of_marker, is_plain, shown
from pinlight.text import Span
from pinlight.typed import TypeVar

Read = TypeVar("Read", Dependency, Fault, Dependency | Fault)

CODE = "invalid-requirement"

NAME = r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9_])?"

_RELEASE = r"\s*v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*"
_SUFFIX = r"""
    (?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?
    (?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?
    (?:[-_.]?dev[-_.]?[0-9]*)?"""
_LOCAL = r"\+[a-z0-9]+(?:[-_.][a-z0-9]+)*"
# ASCII also after `~=`: packaging lets "~=1.0po\u017ft1" in and then breaks on it.
_CLAUSE = rf"""(?:
    [=!]={_RELEASE}(?:\.\*|(?a:{_SUFFIX}(?:{_LOCAL})?))
    |~=\s*v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)+(?a:{_SUFFIX})
    |(?:<=|>=|<|>){_RELEASE}(?a:{_SUFFIX}))"""
_ARBITRARY = r"===\s*[^\s;)]*"

_FLAGS = re.VERBOSE | re.IGNORECASE
CLAUSE = lazy(rf"{_ARBITRARY}|{_CLAUSE}", _FLAGS)
VERSION = lazy(rf"(?=\S){_RELEASE}(?a:{_SUFFIX}(?:{_LOCAL})?)", _FLAGS)

# The shape of a usual requirement; its clauses and its marker are then looked at on their own,
# since one pattern for all of it costs the start of the process 7 ms.
_USUAL = lazy(
    rf"""
    [ \t]*({NAME})[ \t]*
    (?:\[[ \t]*((?:{NAME}(?:[ \t]*,[ \t]*{NAME})*)?)[ \t]*\][ \t]*)?
    ([=~!<>][\w=~!<>.,*+\ \t-]*)?
    (?:;(.*))?""",
    re.VERBOSE,
)
_ASCII = lazy(r"[\x20-\x7e\t]*")
_IDENTIFIER = lazy(r"\b[a-zA-Z0-9][a-zA-Z0-9._-]*\b")
_BLANK = lazy(r"[ \t]*")
_URL = lazy(r"[^ \t]+")
_OPERATOR = lazy(r"===|==|~=|!=|<=|>=|<|>")
_TYPED_OPERATOR = lazy(r"[=<>!~^]+")
_TYPED_VERSION = lazy(r"[^\s,;()\[\]#]+")
_LONGEST_KEPT = 1000  # code points; a memo of longer lines would hold whole files


def read(value: str, at: Callable[[int], int]) -> Dependency | Fault:
    """Read the requirement `value`; `at(i)` is the place of its i-th code point in the file.

    `at` may be asked for len(value). `entry` is the span of the requirement: the caller knows
    what else belongs to it.
    """
    found = _kept(value) if len(value) <= _LONGEST_KEPT else parsed(value)
    return placed(found, lambda start, end: Span(at(start), at(end)))


def parsed(value: str) -> Dependency | Fault:
    """Read the requirement `value` with spans relative to its start; keeps no memo."""
    match = matched(value)
    if match:
        return _usual(match)
    try:
        return _stepwise(value)
    except Wrong as wrong:
        return fault(wrong.start, wrong.end, wrong.message)


def matched(value: str) -> re.Match[str] | None:
    """Return the name, the extras, the specifier and the marker of a usual requirement, as written;
    None for any other."""
    match = _ASCII.fullmatch(value) and _USUAL.fullmatch(value)
    if match:
        specifier, marker = match[3], match[4]
        if (not specifier or are_clauses(specifier)) and (marker is None or is_plain(marker)):
            return match
    return None


@lru_cache(maxsize=4096)
def are_clauses(specifier: str) -> bool:
    """Whether `specifier` is a list of clauses without an escape hatch (`===`)."""
    if "===" in specifier:
        return False
    return all(CLAUSE.fullmatch(clause.strip(" \t")) for clause in specifier.split(","))


_kept = lru_cache(maxsize=8192)(parsed)


def placed(found: Read, span: Callable[[int, int], Span]) -> Read:
    """Return `found` with each of its relative spans replaced by `span(start, end)`."""
    if not isinstance(found, Dependency):
        return found._replace(span=span(*found.span))
    return found._replace(
        span=span(*found.span),
        entry=span(*found.entry),
        name_span=span(*found.name_span),
        specifier_span=span(*found.specifier_span),
    )


def normal(name: str) -> str:
    """Return `name` in its normal form. Source: PEP 503."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name


def names(extras: str | None) -> tuple[str, ...]:
    """Return the names in a list of extras."""
    return tuple([normal(it.strip(" \t")) for it in extras.split(",")]) if extras else ()


def fault(start: int, end: int, message: str) -> Fault:
    return Fault(CODE, Span(start, end), message)


def _usual(match: re.Match[str]) -> Dependency:
    name, extras, specifier, marker = match.groups()
    start, name_end = match.span(1)
    if specifier:
        specifier = specifier.rstrip(" \t")
        place = Span(match.start(3), match.start(3) + len(specifier))
    else:
        end = name_end if extras is None else match.string.index("]", name_end) + 1
        place = Span(end, end)
    end = match.start(4) + len(marker.rstrip(" \t")) if marker else place.end
    span = Span(start, end)
    return Dependency(
        normal(name),
        span,
        span,
        Span(start, name_end),
        place,
        names(extras),
        specifier or "",
        marker.strip(" \t") if marker else "",
    )


def _stepwise(value: str) -> Dependency:
    """Read `value` part by part, as packaging's tokenizer goes through it."""
    start = _past_blank(value, 0)
    name = _IDENTIFIER.match(value, start)
    if not name:
        raise _no_name(value, start)
    place = _past_blank(value, name.end())
    extras, place = _extras(value, place)
    specifier_place = place if extras else name.end()
    place = _past_blank(value, place)
    dependency = Dependency(
        normal(name[0]),
        Span(start, name.end()),
        Span(start, name.end()),
        Span(start, name.end()),
        Span(specifier_place, specifier_place),
        extras=tuple(normal(extra) for extra in extras or ()),
    )
    if value.startswith("@", place):
        return _with_url(value, place, dependency)
    return _with_specifier(value, place, dependency)


def _past_blank(value: str, place: int) -> int:
    match = _BLANK.match(value, place)
    return match.end() if match else place


def _no_name(value: str, start: int) -> Wrong:
    if start == len(value):
        return Wrong(0, len(value), "a name is expected")
    if value.startswith(("'", '"'), start):
        return Wrong(start, start + 1, "a requirement stands without quotes")
    return Wrong(start, start + 1, f"a name is expected{shown(value, start, start + 1, ', not ')}")


def _extras(value: str, place: int) -> tuple[list[str] | None, int]:
    """Return the extras and the place after them; None when there are no brackets."""
    if not value.startswith("[", place):
        return None, place
    opened, extras = place, []
    place = _past_blank(value, place + 1)
    match = _IDENTIFIER.match(value, place)
    while match:
        extras.append(match[0])
        place = _past_blank(value, match.end())
        if not value.startswith(",", place):
            break
        comma, place = place, _past_blank(value, place + 1)
        if not (match := _IDENTIFIER.match(value, place)):
            raise Wrong(comma, comma + 1, "the name of an extra is expected after the comma")
    if value.startswith("]", place):
        return extras, place + 1
    if _IDENTIFIER.match(value, place):
        raise Wrong(place, place + 1, "a comma is missing between two extras")
    if "]" not in value[place:]:
        raise Wrong(opened, opened + 1, "`[` is not closed")
    raise Wrong(place, place + 1, f"{shown(value, place, place + 1)}is not part of an extra's name")


def _with_url(value: str, place: int, dependency: Dependency) -> Dependency:
    sign, place = place, _past_blank(value, place + 1)
    url = _URL.match(value, place)
    if not url:
        raise Wrong(sign, sign + 1, "a URL or a path is expected after `@`")
    dependency = dependency._replace(url=url[0], expanded=url[0])
    return _with_marker(value, url.end(), dependency)


def _with_marker(value: str, end: int, dependency: Dependency) -> Dependency:
    """Finish after a URL or a specifier that ends at `end`: a marker or nothing may follow."""
    place = _past_blank(value, end)
    marker = ""
    if value.startswith(";", place):
        start = place + 1
        end_of_marker(value, start)
        marker = value[start:].strip(" \t")
        end = len(value.rstrip(" \t"))
    elif place < len(value):
        raise _unexpected(value, place, dependency)
    span = Span(dependency.span.start, end)
    return dependency._replace(span=span, entry=span, marker=marker)


def _with_specifier(value: str, place: int, dependency: Dependency) -> Dependency:
    opened = place if value.startswith("(", place) else -1
    start = _past_blank(value, place + 1) if opened >= 0 else place
    end, place = _clauses(value, start)
    if opened >= 0:
        if not value.startswith(")", place):
            if place < len(value) and value[place] not in ";":
                raise _unexpected(value, place, dependency._replace(specifier=value[start:end]))
            raise Wrong(opened, opened + 1, "`(` is not closed")
        place += 1
    if end > start:
        _check_arbitrary(value, start, end)
        dependency = dependency._replace(
            specifier=value[start:end], specifier_span=Span(start, end)
        )
    end = place if opened >= 0 else dependency.specifier_span.end
    return _with_marker(value, end, dependency)


def _clauses(value: str, place: int) -> tuple[int, int]:
    """Return where the version clauses from `place` on end, without and with blanks after them."""
    end = place
    while clause := CLAUSE.match(value, place):
        end = clause.end()
        place = _past_blank(value, end)
        if not value.startswith(",", place):
            break
        end = place + 1
        place = _past_blank(value, end)
    return end, place


def _check_arbitrary(value: str, start: int, end: int) -> None:
    """`===` takes any text, a comma too; then what follows the comma must be a clause."""
    if "===" not in value[start:end]:
        return
    place = start
    for part in value[start:end].split(","):
        text = part.strip()
        if text and not CLAUSE.fullmatch(text):
            raise Wrong(place, place + len(part), "after a comma a version clause is expected")
        place += len(part) + 1


def _unexpected(value: str, place: int, dependency: Dependency) -> Wrong:
    """Say what is wrong with the text at `place`, after the name, a clause or the URL."""
    if dependency.url:
        return Wrong(
            place, len(value.rstrip(" \t")), "after a URL only ` ;` and a marker can follow"
        )
    if operator := _OPERATOR.match(value, place):
        if value.startswith(("=>", "=<"), operator.end() - 1) or _TYPED_OPERATOR.fullmatch(
            value[operator.end() : operator.end() + 1]
        ):
            return _no_operator(value, place)
        if dependency.specifier and CLAUSE.match(value, place):
            return Wrong(place, place + 1, "a comma is missing between two version clauses")
        return _no_version(value, operator)
    if _TYPED_OPERATOR.match(value, place):
        return _no_operator(value, place)
    return _no_sense(value, place, dependency)


def _no_operator(value: str, place: int) -> Wrong:
    match = _TYPED_OPERATOR.match(value, place)
    typed = match[0] if match else value[place]
    meant = {"=": "==", "=>": ">=", "=<": "<=", "!": "!=", "~": "~=", "<>": "!=", "^": "~="}
    hint = f", `{meant[typed]}` is" if typed in meant else ""
    return Wrong(place, place + len(typed), f"`{typed[:20]}` is not an operator{hint}")


def _no_version(value: str, operator: re.Match[str]) -> Wrong:
    sign = operator[0]
    place = len(value) - len(value[operator.end() :].lstrip())
    typed = _TYPED_VERSION.match(value, place)
    if not typed:
        return Wrong(operator.start(), operator.end(), f"`{sign}` needs a version")
    said = shown(value, *typed.span())
    if VERSION.fullmatch(typed[0]):
        reason = "needs at least two numbers, as in `2.0`"
        if "+" in typed[0]:
            reason = "takes no local version; only `==` and `!=` do"
        return Wrong(*typed.span(), f"`{sign}` {reason}")
    if typed[0].endswith(".*") and VERSION.fullmatch(typed[0][:-2]):
        reason = f"`{sign}` takes no `.*`; only `==` and `!=` do"
        if sign in ("==", "!="):
            reason = "`.*` can only follow plain numbers"
        return Wrong(typed.end() - 2, typed.end(), reason)
    return Wrong(*typed.span(), f"{said}is not a version")


def _no_sense(value: str, place: int, dependency: Dependency) -> Wrong:
    char = value[place]
    word = re.compile(r"[\w.+!*-]+").match(value, place)
    if char == "#":
        return Wrong(place, place + 1, "`#` begins a comment only after a space")
    if dependency.specifier and word:
        clause = dependency.specifier_span
        begin = value.rfind(",", clause.start, clause.end) + 1 or clause.start
        sign = _OPERATOR.match(value, begin + len(value[begin:]) - len(value[begin:].lstrip()))
        if sign and word.start() == clause.end:
            return _no_version(value, sign)
    if word and VERSION.fullmatch(word[0]) and not dependency.specifier:
        return Wrong(*word.span(), f"an operator such as `==` is missing before `{word[0][:40]}`")
    after = "the version" if dependency.specifier else "the name"
    end = word.end() if word else place + 1
    return Wrong(place, end, f"{shown(value, place, end)}is not expected after {after}")
