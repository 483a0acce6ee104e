"""What a change would do, in words."""

from pinlight.model.operation import Outcome

SHOWN = 8  # of each kind, in a question


def lines(outcome: Outcome) -> list[str]:
    """Return one line for each package that would change and each new conflict: `+` comes, `~` is
    replaced, `-` goes, `!` conflicts, `?` is not known."""
    found = []
    for name, before, after in outcome.changes:
        if before and after:
            found.append(f"~ {name} {before} -> {after}")
        else:
            found.append(f"+ {name} {after}" if after else f"- {name} {before}")
    found += [f"! {sentence}" for sentence in outcome.conflicts]
    return [*found, f"? {outcome.unknown}"] if outcome.unknown else found


def told(outcome: Outcome) -> str:
    """Return it as sentences for a question."""
    came = [f"`{name}` {after}" for name, before, after in outcome.changes if after and not before]
    replaced = [f"`{name}` {old} by {new}" for name, old, new in outcome.changes if old and new]
    gone = [f"`{name}` {old}" for name, old, new in outcome.changes if not new]
    parts = [
        f"{verb} {_some(items)}"
        for verb, items in (("installs", came), ("replaces", replaced), ("removes", gone))
        if items
    ]
    if outcome.unknown:
        return f"{outcome.unknown[0].upper()}{outcome.unknown[1:]}"
    said = f"It {' and '.join(parts)}" if parts else "Nothing would change"
    if outcome.conflicts:
        said += f". Then {'; '.join(outcome.conflicts[:SHOWN])}"
    return said


def _some(items: list[str]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return ", ".join(items[:SHOWN]) + more
