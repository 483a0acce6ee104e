"""What can be typed in a requirement: names, extras, operators, versions, markers."""

import re
from collections.abc import Iterable, Iterator

from pinlight.features.completing import Asked, Item
from pinlight.features.completing_marker import marker
from pinlight.features.under import own
from pinlight.model import Distribution, Manifest
from pinlight.pep508 import normal
from pinlight.text import Span
from pinlight.words import short

_NAME = re.compile(r"\s*(?:(?:-e|--editable[ =])\s*)?([A-Za-z0-9][\w.-]*)?\Z")
_EXTRA = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*\[([^\]]*)\Z")
_AFTER = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?([^;@\[\]]*)\Z")
_CLAUSE = re.compile(r"[=<>!~]+\s*([\w.*+!-]*)\Z")
_VERSION = re.compile(r"(?:===?|~=|[<>]=?|!=)\s*([^\s,;]+)")

OPERATORS = {
    "==": "exactly this version",
    ">=": "this version or newer",
    "~=": "this version or a newer one that is compatible",
    "<": "older than this version",
    "<=": "this version or older",
    ">": "newer than this version",
    "!=": "any version but this one",
}


def requirement(asked: Asked, start: int, quote: str = '"') -> Iterable[Item]:
    """Return what fits in the requirement that begins at `start`; `quote` is for markers."""
    head = asked.text[start : asked.offset]
    name = _NAME.fullmatch(head)
    if name:
        begin = start + name.start(1) if name[1] else asked.offset
        return names(asked, name[1] or "", asked.word(begin))
    extra = _EXTRA.fullmatch(head)
    if extra:
        return extras(asked, extra[1], extra[2])
    if ";" in head:
        return marker(asked, start + head.index(";") + 1, quote)
    after = _AFTER.fullmatch(head)
    return _after_name(asked, after[1], after[2]) if after else ()


def names(asked: Asked, typed: str, span: Span) -> Iterator[Item]:
    """Yield names that hold what was typed: installed ones, then those of other files."""
    wanted = normal(typed)
    here = {it.name for it in own(asked.resolution.manifest) if not it.name_span.touches(span)}
    environment = asked.resolution.environment
    known = environment.distributions if environment else {}
    for name, distribution in known.items():
        if wanted in name:
            rank = (not name.startswith(wanted)) + 2 * (name in here)
            yield Item(name, "package", span, _installed(distribution), rank=rank)
    for name, how, path in _used(asked):
        if name not in known and wanted in name:
            rank = 1 + (not name.startswith(wanted)) + 2 * (name in here)
            where = short(path, asked.resolution.manifest.path)
            yield Item(name, "package", span, f"{how} in {where}", rank=rank)


def _installed(distribution: Distribution) -> str:
    summary = f" · {distribution.summary}" if distribution.summary else ""
    return f"{distribution.version} is installed{summary}"


def _used(asked: Asked) -> Iterator[tuple[str, str, str]]:
    """Yield each name that another place of the workspace names, how, and the file."""
    seen = set()
    for manifest in asked.manifests:
        is_here = manifest.path == asked.resolution.manifest.path
        for dependency in own(manifest):
            if is_here and dependency.entry.touches(Span(asked.offset, asked.offset)):
                continue  # What is being typed is no name yet.
            if dependency.name and dependency.name not in seen:
                seen.add(dependency.name)
                yield dependency.name, "used", manifest.path
        for package in manifest.lock.packages if manifest.lock else ():
            if not package.is_root and package.dependency.name not in seen:
                seen.add(package.dependency.name)
                yield package.dependency.name, "locked", manifest.path


def extras(asked: Asked, name: str, inside: str) -> Iterator[Item]:
    """Yield the extras that the installed distribution has and the brackets do not."""
    environment = asked.resolution.environment
    found = environment.distributions.get(normal(name)) if environment else None
    given = {normal(part.strip()) for part in inside.split(",")[:-1]}
    typed = len(inside.rpartition(",")[2].lstrip())
    for extra in found.extras if found else ():
        if extra not in given:
            span = asked.word(asked.offset - typed)
            yield Item(extra, "word", span, f"extra of {normal(name)}")


def _after_name(asked: Asked, name: str, tail: str) -> Iterator[Item]:
    """Yield operators, or versions once there is one."""
    clause = _CLAUSE.search(tail)
    found = versions(asked, normal(name))
    if clause and not clause[1]:
        sign = clause[0].strip()
        begin = asked.offset - len(clause[0])
        for operator, meaning in OPERATORS.items():
            if operator.startswith(sign) and operator != sign:
                yield Item(operator, "operator", Span(begin, asked.offset), meaning, rank=8)
    if clause:
        span = asked.word(asked.offset - len(clause[1]))
        for rank, (version, detail) in enumerate(found):
            yield Item(version, "version", span, detail, rank=min(rank, 6))
        return
    if tail.rstrip() and not tail.rstrip().endswith(","):
        return
    span = Span(asked.offset, asked.offset)
    for rank, (operator, meaning) in enumerate(OPERATORS.items()):
        yield Item(operator, "operator", span, meaning, rank=rank + 2)
    for version, detail in found[:1]:
        for operator in ("==", ">=", "~="):
            if operator != "~=" or "." in version:
                yield Item(operator + version, "version", span, detail, rank=1)


def versions(asked: Asked, name: str) -> list[tuple[str, str]]:
    """Return the versions of `name` that are known here, the installed one first."""
    environment = asked.resolution.environment
    found = environment.distributions.get(name) if environment else None
    known = {found.version: "installed"} if found and found.version else {}
    for manifest in asked.manifests:
        for version in _named_versions(manifest, name, asked):
            where = short(manifest.path, asked.resolution.manifest.path)
            known.setdefault(version, f"{'locked' if manifest.lock else 'used'} in {where}")
    return list(known.items())


def _named_versions(manifest: Manifest, name: str, asked: Asked) -> Iterator[str]:
    is_here = manifest.path == asked.resolution.manifest.path
    locked = manifest.lock.packages if manifest.lock else ()
    for dependency in (*own(manifest), *(package.dependency for package in locked)):
        if dependency.name != name:
            continue
        if is_here and dependency.entry.touches(Span(asked.offset, asked.offset)):
            continue
        yield from (version for version in _VERSION.findall(dependency.specifier))
