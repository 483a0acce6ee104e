"""Hover on the parts of a requirement, and on the other lines of a requirements file."""

from collections.abc import Iterator

from pinlight import judge
from pinlight.features import options
from pinlight.features.lexer import Token, requirement
from pinlight.judge.origins import without_secrets
from pinlight.judge.specifiers import evaluate
from pinlight.markdown import code, plain
from pinlight.model import Dependency, Include, Resolution
from pinlight.text import Span

_YES, _NO = "✓", "✗"


def of_specifier(resolution: Resolution, dependency: Dependency) -> str:
    """Say which clauses admit the installed version."""
    environment = resolution.environment
    found = environment.distributions.get(dependency.name) if environment else None
    clauses = [clause.strip() for clause in dependency.specifier.split(",") if clause.strip()]
    if found is None or not found.version:
        return f"{code(dependency.specifier)}: no version is installed"
    version = plain(found.version)
    is_admitted = judge.admits(dependency.specifier, found.version)
    lines = [f"{code(dependency.specifier)} {_admits(is_admitted)} {version}, which is installed"]
    if len(clauses) > 1:
        lines.append("")
        for clause in clauses:
            sign = _YES if judge.admits(clause, found.version) else _NO
            lines.append(f"- {sign} {code(clause)}")
    return "\n".join(lines)


def _admits(is_admitted: bool) -> str:
    return "admits" if is_admitted else "does not admit"


def of_marker(resolution: Resolution, dependency: Dependency) -> str:
    """Say whether the marker, and each comparison in it, is true in the environment."""
    environment = resolution.environment
    if environment is None:
        return f"{code(dependency.marker)}: cannot be told without an environment"
    markers = environment.markers
    lines = [f"{code(dependency.marker)} is {_truth(evaluate(dependency.marker, markers))} here"]
    lines.append("")
    for part, names in comparisons(dependency.marker):
        values = ", ".join(
            f"{code(name)} is {code(markers[name])}" for name in names if markers.get(name)
        )
        truth = _truth(evaluate(part, markers))
        lines.append(f"- {code(part)}: {truth}{f' ({values})' if values else ''}")
    return "\n".join(lines)


def _truth(value: bool | None) -> str:
    return "unknown" if value is None else "true" if value else "false"


def comparisons(marker: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each comparison of a marker with the names of its variables."""
    head = "x;"  # The lexer reads a marker only behind a requirement.
    text = head + marker
    words: list[Token] = []
    for token in [*requirement(text, 0, len(text))[1:], None]:
        if token and not (token.kind == "keyword" and text[slice(*token.span)] in ("and", "or")):
            words.append(token)
        elif words:
            part = text[words[0].span.start : words[-1].span.end]
            names = [text[slice(*it.span)] for it in words if it.kind == "variable"]
            yield part, names
            words = []


def of_extra(
    resolution: Resolution, dependency: Dependency, token: Token
) -> tuple[Span, str] | None:
    """Say what an extra brings and what of it is missing."""
    written = resolution.manifest.text[slice(*token.span)]
    name = written.lower().replace("_", "-").replace(".", "-")
    environment = resolution.environment
    found = environment.distributions.get(dependency.name) if environment else None
    title = f"{code(written)}, an extra of {code(dependency.name)}"
    if found is None or environment is None:
        return token.span, f"{title}, which is not installed"
    if name not in found.extras:
        known = ", ".join(map(code, found.extras)) or "none"
        return token.span, f"{title} that {plain(found.version)} does not have; it has {known}"
    missing = judge.lacking(found, (name,), environment)
    if not missing:
        return token.span, f"{title}: all that it needs is installed"
    return token.span, f"{title}: missing {', '.join(map(code, missing))}"


def of_hash(text: str, token: Token) -> str:
    algorithm = text[slice(*token.span)].partition(":")[0]
    return (
        f"A {code(algorithm)} hash of an archive that may be installed for this line. "
        "There is one for each archive of the version, such as a wheel per platform; an archive "
        "with any other is refused."
    )


def of_option(text: str, token: Token, tokens: tuple[Token, ...]) -> tuple[Span, str] | None:
    """Say what an option does; its value is never repeated, since it may be secret."""
    named = token
    if token.kind == "value":
        before = [it for it in tokens[: tokens.index(token)] if it.kind == "option"]
        named = before[-1] if before else token
    found = options.option(text[slice(*named.span)])
    if found is None:
        return None
    names = ", ".join(code(name) for name in (found.name, found.short) if name)
    argument = f" {code(found.argument)}" if found.argument else ""
    span = Span(named.span.start, token.span.end)
    return span, f"{names}{argument}\n\n{plain(found.help)}"


def of_variable(resolution: Resolution, token: Token) -> str:
    """Say whether an environment variable has a value; never which."""
    name = resolution.manifest.text[slice(*token.span)]
    faults = resolution.manifest.faults
    is_undefined = any(
        fault.code == "undefined-variable" and fault.span == token.span for fault in faults
    )
    state = "has no value" if is_undefined else "has a value, which is not shown"
    return (
        f"{code(name)} stands for an environment variable when pip reads the file; "
        f"where Pinlight was started it {state}"
    )


def of_include(resolution: Resolution, include: Include) -> Iterator[str]:
    """Yield how many requirements an included file brings, and how many are out of step."""
    counted, behind = count(resolution, include)
    kind = ("constraint" if include.is_constraint else "requirement") + "s" * (counted != 1)
    target = code(without_secrets(include.target))
    if not include.path:
        yield f"{target}: a file that is not on this machine; it is never fetched"
        return
    if include.path in resolution.unreadable:
        yield f"{target} cannot be read"
        return
    behind_text = f", {behind} out of step" if behind and resolution.environment else ""
    yield f"{target}: {counted} {kind}{behind_text}"


def count(resolution: Resolution, include: Include) -> tuple[int, int]:
    """Return how many entries a file that the root includes holds, and how many are not
    satisfied. What it includes itself is counted by its own includes."""
    inside = [
        entry.verdict.kind
        for entry in (*resolution.entries, *resolution.constraints)
        if entry.manifest.path == include.path and entry.is_constraint == include.is_constraint
    ]
    good = inside.count("satisfied") + inside.count("not-needed") + inside.count("unknown")
    behind = len(inside) - good
    if include.is_constraint:  # A constraint is never missing.
        behind -= inside.count("missing")
    return len(inside), behind
