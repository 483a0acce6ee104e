"""The nouns: frozen values that every room speaks in.

Offsets are code points into the text of one manifest. Paths are absolute and normalised, in
the machine's own spelling. Names of distributions, extras and groups are normalised (PEP 503,
PEP 685, PEP 735) unless a field says "as written". An empty string or tuple means "none given".
"""

from collections.abc import Mapping, Sequence

from pinlight.model.dependency import NOWHERE as NOWHERE
from pinlight.model.dependency import Dependency as Dependency
from pinlight.model.distribution import Distribution as Distribution
from pinlight.model.distribution import Origin as Origin
from pinlight.model.locked import Lock
from pinlight.model.operation import Command as Command
from pinlight.model.operation import Create as Create
from pinlight.model.operation import Delete as Delete
from pinlight.model.operation import Install as Install
from pinlight.model.operation import Operation as Operation
from pinlight.model.operation import Plan as Plan
from pinlight.model.operation import Relock as Relock
from pinlight.model.operation import Repair as Repair
from pinlight.model.operation import Sync as Sync
from pinlight.model.operation import ToolOperation as ToolOperation
from pinlight.model.operation import Undo as Undo
from pinlight.model.operation import Uninstall as Uninstall
from pinlight.named import NamedTuple
from pinlight.text import Span
from pinlight.typed import Any, Literal

Severity = Literal["error", "warning", "information", "hint"]


# What a file declares


class Include(NamedTuple):
    """A `-r` or `-c` of a requirements file."""

    target: str  # as written
    path: str  # absolute; "" for a URL, which is never fetched
    span: Span  # the option with its target
    is_constraint: bool = False
    group: str = ""  # it counts only where this group is selected; "": always


class Option(NamedTuple):
    """An option on a line of its own, such as `--index-url`."""

    name: str  # long form: "--index-url"
    value: str  # as written, variables unexpanded; "" for a flag
    span: Span


class Group(NamedTuple):
    """A dependency group or an extra that a project defines."""

    name: str
    span: Span  # its key
    includes: tuple[tuple[str, Span], ...] = ()  # names of groups that it includes
    is_extra: bool = False


class Fault(NamedTuple):
    """What is wrong with the file itself, found while reading it."""

    code: str  # of the rule that reports it: "invalid-requirement", ...
    span: Span
    message: str


class Ignore(NamedTuple):
    """A `# pinlight: ignore` comment and what it silences."""

    span: Span  # problems that start in it are silenced
    codes: tuple[str, ...] = ()  # (): every code


Kind = Literal[
    "requirements",
    "constraints",
    "pyproject",
    "pipfile",
    "setup",
    "script",
    "python",
    "conda",
    "pixi",
    "tox",
    "lock",
    "prose",
]


class Manifest(NamedTuple):
    """What one file declares. Equal text at an equal path gives an equal manifest."""

    path: str
    kind: Kind  # "prose": the name promised requirements, the text has none; nothing is judged
    # "python": any Python file without a block of metadata; only its imports are judged
    text: str
    dependencies: Sequence[Dependency] = ()  # by position; in a constraints file: constraints
    constraints: tuple[Dependency, ...] = ()  # those that stand beside dependencies in one file
    includes: tuple[Include, ...] = ()
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    requires_python: str = ""
    requires_python_span: Span = NOWHERE
    project: str = ""  # normalised name of the project that the file defines
    project_span: Span = NOWHERE
    settings: Mapping[str, Any] = {}  # the `[tool.pinlight]` table, unchecked
    faults: tuple[Fault, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    generator: str = ""  # "uv", "pip-compile", ...: the tool that wrote the file
    generator_command: tuple[str, ...] = ()  # the command line that its header records
    has_hashes: bool = False
    overrides: tuple[Dependency, ...] = ()  # replace what anyone else asks of these names
    default_groups: tuple[str, ...] | None = None  # that the tool installs; None: it has no say
    lock: Lock | None = None  # of a lock file


class Import(NamedTuple):
    """One module that a Python file imports; of `from a import b` that is `a`."""

    module: str  # dotted, as written but for blanks
    span: Span
    names: tuple[str, ...] = ()  # what is imported from it, which may be modules too
    is_optional: bool = False  # the program goes on without it, or needs it only in some places
    is_typing: bool = False  # only type checkers see it

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module that it may mean, the longest first."""
        return (*(f"{self.module}.{name}" for name in self.names), self.module)


# What is installed


State = Literal["ok", "broken"]
Links = tuple[tuple[str, str], ...]
"""Folders that the workspace reaches by links: where each truly lies, as the workspace spells it"""


class Environment(NamedTuple):
    """One environment as its files tell; nothing of it was executed."""

    prefix: str
    kind: str  # "venv", "virtualenv", "uv", "conda", "global"
    python: str  # "3.12.1"; "" when unknown
    markers: Mapping[str, str]  # PEP 508 marker variables of that Python, without `extra`
    distributions: Mapping[str, Distribution]  # by name; the first on its path wins
    state: State = "ok"
    detail: str = ""  # why it is broken: one sentence without full stop
    executable: str = ""  # absolute; "" when there is none
    site_packages: tuple[str, ...] = ()  # the folders that were read, in the order of its path
    leftovers: tuple[str, ...] = ()  # dist-info folders without METADATA, and `~name` folders
    has_system_packages: bool = False
    stamp: tuple[int, ...] = ()  # differs after any change; see `environments.stamp`
    interrupted: str = ""  # title of a change of ours that was interrupted while files moved
    undo: str = ""  # what undoing our last change would do; "" when there is none
    links: Links = ()  # installers record where a project truly lies
    conda: Mapping[str, Distribution] = {}  # conda's packages, by names in lower case


class Loss(NamedTuple):
    """Files of an installed distribution that its RECORD lists and that are gone."""

    name: str  # of the distribution
    where: str
    missing: int
    of: int  # files that count, those that are missing among them
    example: str  # from its site-packages folder, with `/`
    stamp: tuple[int, ...] = ()  # differs after any change in the folders of its files


class Provided(NamedTuple):
    """What one distribution brings."""

    modules: tuple[str, ...]  # dotted: `requests`, of namespace packages `google.cloud.storage`
    has_entry_points: bool = False  # it can be used without being imported


class Modules(NamedTuple):
    """What can be imported from an environment."""

    of: Mapping[str, Distribution]  # what was installed when it was asked
    provided: Mapping[str, Provided]  # by name of the distribution
    owners: Mapping[str, tuple[str, ...]]  # module -> names of the distributions that provide it
    loose: frozenset[str]  # names that lie in its site-packages folders, whosever they are


class Candidate(NamedTuple):
    """An environment that a finder sees, not yet read."""

    prefix: str
    kind: str
    folder: str  # the folder that it serves; "": none in particular
    reason: str = ""
    is_offered_only: bool = False  # for Select Environment; never chosen by itself
    group: str = ""  # of the project's file: what its tool installs there besides the usual


class Choice(NamedTuple):
    """Which environment serves a file, and why."""

    path: str
    prefix: str  # "": none
    reason: str  # one sentence without full stop; also says why there is none
    suggested: str = ""  # where "create the environment" puts it
    group: str = ""  # the group of the file that the environment is for; "": none in particular
    python: str = ""  # specifier of the Python that `.python-version` wants for one that is made


# What is judged


VerdictKind = Literal[
    "satisfied",
    "missing",
    "wrong-version",
    "wrong-source",
    "missing-extra",
    "not-needed",  # its marker is false here
    "unknown",  # cannot be told from files
]


class Verdict(NamedTuple):
    """Whether an environment satisfies a dependency, and why not."""

    kind: VerdictKind
    distribution: Distribution | None = None
    detail: str = ""  # for people: "2.30.0 is installed, 2.31.0 is required"
    lacking: tuple[str, ...] = ()  # requirements of its extras that are not satisfied, as written


class Entry(NamedTuple):
    """A dependency inside a resolution."""

    manifest: Manifest  # where it stands
    dependency: Dependency
    verdict: Verdict
    span: Span | None  # where the root file shows what is wrong with it; None: another file does
    is_constraint: bool = False


class Providers(NamedTuple):
    """What a Python file can import from, and what the project around it declares."""

    files: tuple[Manifest, ...]  # that declare for it, the nearest first
    choice: Choice  # of the first of them that has an environment
    environment: Environment
    owners: Mapping[str, tuple[str, ...]]  # module -> the distributions that provide it
    loose: frozenset[str]  # top-level modules on the path that belong to no distribution
    declared: frozenset[str]  # names of distributions
    missing: tuple[Entry, ...] = ()  # what the files need and the environment lacks
    named: frozenset[str] = frozenset()  # what anything in the workspace names
    elsewhere: frozenset[str] = frozenset()  # installed in another environment of these files
    is_complete: bool = True  # False: something is declared that only running a program tells
    local: frozenset[str] = frozenset()  # top-level modules of the project itself


class Resolution(NamedTuple):
    """What is installed together: a file with the closure of its `-r` and `-c`, or a project's
    dependencies with the selected groups and extras.

    `entries` and `constraints` hold only what is needed here: not those of the build system,
    of groups that are not selected, or of a constraint file that nothing names.
    Entries whose marker is false are there, with the verdict "not-needed".
    """

    manifest: Manifest  # the root
    choice: Choice
    environment: Environment | None  # None: there is none, or it was not read yet
    entries: Sequence[Entry] = ()
    constraints: tuple[Entry, ...] = ()
    cycles: tuple[Include, ...] = ()  # includes of the root that lead back to it
    unreadable: Mapping[str, str] = {}  # path of an include or a local path -> why
    elsewhere: Mapping[str, str] = {}  # name -> prefix of another environment that holds it
    is_included: bool = False  # another file of the workspace includes the root
    is_open: bool = True
    locked: tuple[Entry, ...] = ()  # of a lock file: what belongs into the environment
    declared: Manifest | None = None  # of a lock file: the file whose declarations it locks
    lock: Manifest | None = None  # of a file of declarations: the lock file beside it
    global_prefixes: frozenset[str] = frozenset()  # those of `elsewhere` that are whole Pythons
    providers: Providers | None = None  # of a Python file; None: not known, or of no project
    used: frozenset[str] | None = None  # distributions that the project's code imports
    losses: Mapping[str, Loss] = {}  # by distribution; looked for behind everything else


class Related(NamedTuple):
    """A second place that explains a finding."""

    path: str
    span: Span
    message: str


class Finding(NamedTuple):
    """What a rule found at a place of the root file."""

    span: Span
    message: str  # the fact first, names in backticks, no full stop
    about: str = ""  # the name of the dependency or environment concerned
    related: tuple[Related, ...] = ()


class Problem(NamedTuple):
    """A finding that is shown."""

    path: str
    span: Span
    code: str
    severity: Severity
    message: str
    about: str = ""
    environment: str = ""  # prefix; "" when none was involved
    related: tuple[Related, ...] = ()


# What can be done


class Edit(NamedTuple):
    """Replace `span` of the text at `path` by `text`."""

    path: str
    span: Span
    text: str


class Select(NamedTuple):
    """Let the environment at `prefix` serve the file at `path`. Nothing on disk changes."""

    path: str
    prefix: str


class Action(NamedTuple):
    """What a user can choose: a text change or a change of the machine."""

    id: str  # stable: what, name, file, environment; a command travels as this
    title: str
    do: "tuple[Edit, ...] | Operation | Select"
    solves: tuple[Problem, ...] = ()
    is_preferred: bool = False
    is_source: bool = False  # for the whole file; offered without a problem under the cursor


class Tools(NamedTuple):
    """What the machine offers for changes, found without starting anything."""

    uv: str = ""  # absolute path of the executable; "" when there is none
    pythons: tuple[tuple[str, str], ...] = ()  # (version "3.12.1" or "3.12", path), newest first
    programs: Mapping[str, str] = {}  # other tools: "poetry", "conda", ... -> absolute path
