"""What can be done to environments, and the commands that do it: frozen values."""

from collections.abc import Mapping

from pinlight.named import NamedTuple


class Create(NamedTuple):
    """Make a new environment; with `then`, fill it in one go."""

    prefix: str
    python: str = ""  # version ("3.12"), path, or "" for the best that `requires_python` allows
    requires_python: str = ""
    then: "Install | None" = None
    replaces: bool = False  # put it in the place of the environment that is there
    tool: str = ""  # the installer that makes it: "uv", "conda", ...; "": as the settings say
    prompt: str = ""  # what a shell shows while it is activated; "": the tool's own choice
    source: str = ""  # the file that it will serve; "": that of `then`, if any
    allows_download: bool = False  # the user agrees that a Python is fetched where none fits


class Install(NamedTuple):
    """Install into an environment what lines or whole files ask for.

    The lines are installed as if they stood in `source`: with its options, constraints and
    hashes, relative to its folder.
    """

    prefix: str
    source: str = ""  # the file whose options and constraints hold; "" for none
    lines: tuple[str, ...] = ()  # entries as a requirements file writes them
    options: tuple[str, ...] = ()  # option lines of `source` and its includes, as written
    constraints: tuple[str, ...] = ()  # absolute paths of constraint files
    hashed: tuple[str, ...] = ()  # the hashed entries of `source`, for the dependencies of `lines`
    cwd: str = ""
    reinstall: tuple[str, ...] = ()  # names among `lines` to install anew although they are there
    recompile: tuple[str, ...] = ()  # the command that writes `source`, to be run first
    upgrade: tuple[str, ...] = ()  # names to bring to the newest version that is allowed
    tool: str = ""  # "conda": `lines` are its MatchSpecs; "": pip's requirements, for any installer


class Uninstall(NamedTuple):
    """Remove distributions by name."""

    prefix: str
    names: tuple[str, ...]
    source: str = ""  # the file that declares them; "": the one of the project around `prefix`


class Undo(NamedTuple):
    """Take the last change of an environment back."""

    prefix: str


class Repair(NamedTuple):
    """Finish a change that was interrupted, or take it back; then install anew what is damaged."""

    prefix: str
    then: Install | None = None
    forward: bool = True  # False: rather take it back
    check: Install | None = None  # read every file; what is damaged is installed in this way


class Sync(NamedTuple):
    """Make an environment hold exactly what files ask for."""

    prefix: str
    install: Install
    strays: tuple[str, ...] = ()  # names of distributions that nothing asks for: they are removed
    roots: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (name, extras) of all that is asked for


class Delete(NamedTuple):
    """Remove a whole environment."""

    prefix: str


class Freeze(NamedTuple):
    """Write what is installed as a requirements file. The environment does not change."""

    prefix: str
    target: str  # absolute path; replaced when it is there


class Relock(NamedTuple):
    """Let the tool that owns a project write its lock anew. No environment changes."""

    prefix: str  # of the environment that serves the project; "": there is none
    source: str  # the file whose declarations are locked
    tool: str = ""  # "uv", "poetry", ...; "": the one that owns the project
    target: str = ""  # the lock file; "": the tool's own name for it


# What an installer carries out
ToolOperation = Create | Install | Uninstall | Sync | Relock
Changing = ToolOperation | Undo | Repair | Delete | Freeze


class Outcome(NamedTuple):
    """What a change would do."""

    changes: tuple[tuple[str, str, str], ...]  # name, version before and after; "": not there
    conflicts: tuple[str, ...] = ()  # that it would bring, a sentence each
    unknown: str = ""  # why it cannot be told before


class Trial(NamedTuple):
    """Find out what a change would do. Nothing changes."""

    prefix: str
    of: Changing
    outcome: Outcome | None = None  # None: not known yet


Operation = Changing | Trial


class Command(NamedTuple):
    """One program to run. `{input}` in an argument stands for a private folder that holds
    `inputs` while the command runs, so that nothing secret or quoted stands in `argv`."""

    argv: tuple[str, ...]
    cwd: str
    env: Mapping[str, str] = {}  # set over the inherited ones; "" removes one
    inputs: tuple[tuple[str, str], ...] = ()  # file name, text
    title: str = ""  # for people, while it runs: "Installing 3 packages"
    touches: tuple[str, ...] = ()  # absolute paths of project files that it may write


class Plan(NamedTuple):
    """Ordered commands that change one environment."""

    title: str
    prefix: str
    commands: tuple[Command, ...]
    operation: ToolOperation
