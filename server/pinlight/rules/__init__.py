"""Resolution -> findings, one module per diagnostic."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pinlight.model import Finding, Resolution, Severity


class Rule(NamedTuple):
    """One diagnostic; `doc` is its page of the manual."""

    code: str  # reads after "allow"; never changes once released
    severity: Severity
    summary: str  # one line for tables
    doc: str  # Markdown: what it finds, why it is a problem, an example, how to put it right
    find: Callable[[Resolution], Iterable[Finding]]
