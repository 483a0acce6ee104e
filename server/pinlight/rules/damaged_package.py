"""What an interrupted installation of another tool left: names that tell, and files that lack."""

from collections.abc import Iterator

from pinlight.model import Environment, Finding, Loss, Resolution
from pinlight.paths import lies_in, rules
from pinlight.rules import Rule
from pinlight.rules.places import first_need, is_own, served
from pinlight.text import Span
from pinlight.words import ticked

SHOWN = 3  # packages that one message names


def find(resolution: Resolution) -> Iterator[Finding]:
    environment = resolution.environment
    if environment is None or environment.state != "ok":
        return
    if environment.leftovers:
        yield from _half(resolution, environment)
    if resolution.losses:
        yield from _lost(resolution)


def _half(resolution: Resolution, environment: Environment) -> Iterator[Finding]:
    names = {one.where: one.name for one in environment.distributions.values()}
    rest = []
    for path in _leftovers(environment):
        name = names.get(path, "")
        span = _span(resolution, name) if name else None
        if span is not None:
            yield Finding(span, f"`{name}` is damaged: its metadata is missing", name)
        else:
            rest.append(f"`{rules(path).basename(path)}`")
    if rest and not resolution.is_included:  # Else the file that includes it tells.
        message = f"`{served(resolution)}` holds what an interrupted installation left: "
        yield Finding(first_need(resolution), message + ", ".join(rest), environment.prefix)


def _lost(resolution: Resolution) -> Iterator[Finding]:
    rest = []
    for name, loss in sorted(resolution.losses.items()):
        span = _span(resolution, name)
        if span is not None:
            yield Finding(span, f"`{name}` is damaged: {_told(loss)}", name)
        else:
            rest.append(loss)
    if rest and not resolution.is_included:  # Else the file that includes it tells.
        about = resolution.choice.prefix
        yield Finding(first_need(resolution), _summed(rest, served(resolution)), about)


def _span(resolution: Resolution, name: str) -> Span | None:
    """Return the file's own line that names the package."""
    for entry in resolution.entries:
        if entry.dependency.name == name and is_own(resolution, entry):
            return entry.span
    return None


def _told(loss: Loss) -> str:
    if loss.of == 1:
        return f"its only file is missing, `{loss.example}`"
    if loss.missing == 1:
        return f"1 of its {loss.of} files is missing, `{loss.example}`"
    return f"{loss.missing} of its {loss.of} files are missing, such as `{loss.example}`"


def _summed(losses: list[Loss], where: str) -> str:
    """Say in one sentence what is wrong with packages that no line of the file names."""
    if len(losses) == 1:
        return f"`{losses[0].name}` in `{where}` is damaged: {_told(losses[0])}"
    more = len(losses) - SHOWN
    names = ticked(loss.name for loss in losses[:SHOWN]) + (f" and {more} more" * (more > 0))
    return f"`{where}` holds {len(losses)} packages of which files are missing: {names}"


def _leftovers(environment: Environment) -> Iterator[str]:
    """Yield what lies in the environment itself, not in a Python behind it."""
    for path in environment.leftovers:
        if lies_in(path, environment.prefix):
            yield path


RULE = Rule(
    code="damaged-package",
    severity="warning",
    summary="A package is half there, as an interrupted installation leaves it",
    topic="environment",
    needs=("damaged environment",),
    find=find,
    doc="""
Installers that are killed leave packages half there, and the next run takes them for installed.
This rule sees metadata folders without metadata, folders such as `~lask` that pip had put aside,
and packages that lack files which their RECORD lists.

```text
flask>=3
^^^^^^^^ damaged-package: `flask` is damaged: its metadata is missing
requests
^^^^^^^^ damaged-package: `requests` is damaged: 1 of its 2 files is missing, `requests/api.py`
-- .venv --
requests 2.30.0
-- .venv/lib/python3.12/site-packages/requests-2.30.0.dist-info/RECORD --
requests/__init__.py,,
requests/api.py,,
-- .venv/lib/python3.12/site-packages/requests/__init__.py --
-- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
flask.py,,
```

Only what counts at run time is looked for: modules, libraries, data and scripts. Bytecode, folders
of tests that are gone as a whole (the official container images remove them), manuals and
configuration may be absent, and so may anything that conda or the system's own packages brought.

In an editor an environment is looked at when it was left alone for five seconds, after the start
and after each change of what is installed, and what is missing is told when it still is five
seconds later: an installer at work alarms nobody. A file that is deleted by hand in the folder of
a package is seen at the next of these looks. `pinlight check` looks at once, at the packages that
the files name. Files that were changed are found by `pinlight repair --check`.

The quick fix installs just these packages anew.
""",
)
