"""The world, what happens to it (events) and what it wants done (effects): frozen values.

`pinlight.world.step` is the only place that makes a new world from an old one.
"""

from collections.abc import Mapping, Sequence

from pinlight.model import (
    Candidate,
    Choice,
    Edit,
    Environment,
    Loss,
    Manifest,
    Modules,
    Operation,
    Problem,
    Resolution,
    Tools,
)
from pinlight.named import NamedTuple
from pinlight.settings import DEFAULT, Settings
from pinlight.typed import Any, Literal

Rests = tuple[Mapping[str, int], ...]
"""What an answer was read from: path -> modification time in ns, 0 when it was absent"""

# What happened


class FoldersSet(NamedTuple):
    """The workspace consists of these folders now."""

    folders: tuple[str, ...]


class Configured(NamedTuple):
    """The user's settings, and those of workspace folders that have their own."""

    settings: Settings
    by_folder: Mapping[str, Settings] = {}


class Opened(NamedTuple):
    path: str
    text: str
    version: int


class Changed(NamedTuple):
    path: str
    text: str
    version: int


class Closed(NamedTuple):
    path: str


class Requested(NamedTuple):
    """The command line asks for this file, whatever its name, or for all files of a folder."""

    path: str
    is_folder: bool = False


class Touched(NamedTuple):
    """Something changed on disk at these paths, and they have settled."""

    paths: tuple[str, ...]


class Selected(NamedTuple):
    """The user chose an environment for a file or folder; prefix "": no longer."""

    path: str
    prefix: str


class Interpreted(NamedTuple):
    """The editor says which environment is selected in it for a folder; prefix "": none."""

    folder: str
    prefix: str


class Trusted(NamedTuple):
    """The client or the user says whether programs may run for this workspace."""

    is_trusted: bool


class Chosen(NamedTuple):
    """The user chose the action `id` that was offered for the file `path`."""

    path: str
    id: str


class Commanded(NamedTuple):
    """The user chose a command of the palette, for a file or for the one most likely meant."""

    name: str
    path: str = ""
    offset: int = 0  # where in the file, for what is about a line
    package: str = ""  # name of the distribution that is meant
    prefix: str = ""  # of the environment that is meant; "": the one that serves the file


class Ordered(NamedTuple):
    """The user asked for a change directly, from a palette or the command line."""

    operation: Operation


class Replied(NamedTuple):
    """The answer to `Ask`; choice "": dismissed, unless one of the others is given."""

    id: str
    choice: str
    taken: tuple[str, ...] | None = None  # of a question that takes many
    is_back: bool = False  # the question before is to be asked again


class Ran(NamedTuple):
    """A change has ended. `message` is for people; `is_cancelled` when they stopped it."""

    operation: Operation
    is_ok: bool
    message: str
    is_cancelled: bool = False


class Equipped(NamedTuple):
    """What the machine offers for changes was looked up."""

    tools: Tools


class Idle(NamedTuple):
    """No more input is waiting: so many files may be judged before it is looked at again."""

    most: int = 20


class Rested(NamedTuple):
    """A while has passed since `Await`."""

    prefix: str
    stamp: tuple[int, ...]


# What the shell read


class Walked(NamedTuple):
    """A part of a workspace folder, or its end."""

    folder: str
    files: tuple[str, ...]
    environments: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()  # path, reason
    is_done: bool = False
    offered: tuple[Candidate, ...] = ()  # what the user may select for files of the folder


class Loaded(NamedTuple):
    path: str
    text: str | None
    reason: str = ""  # why there is no text: "missing", "folder", ...
    changed_ns: int = 0


class Placed(NamedTuple):
    """Whether there is something at a local path; reason "": yes."""

    path: str
    reason: str = ""
    changed_ns: int = 0


class Based(NamedTuple):
    """The folder that the relative paths of a requirements file start from."""

    path: str
    folder: str
    consulted: Mapping[str, int]  # path -> modification time


class Looked(NamedTuple):
    """Which environment serves a file, and the settings that hold for it.

    `consulted`: path -> its modification time in ns when it was read, 0 when it was absent; in
    parts that many choices share.
    """

    choice: Choice
    settings: Settings
    consulted: Rests = ()


class Scanned(NamedTuple):
    environment: Environment
    consulted: Mapping[str, int] = {}


class Verified(NamedTuple):
    """Which files of an environment's packages are gone."""

    prefix: str
    losses: Mapping[str, Loss]  # by distribution
    consulted: Mapping[str, int] = {}  # folders of those that have lost some


class Mapped(NamedTuple):
    """Which modules the distributions of an environment provide."""

    prefix: str
    modules: Modules


class Surrounded(NamedTuple):
    """The top-level modules that lie in the folders around a Python file."""

    path: str
    names: frozenset[str]


class Imported(NamedTuple):
    """The modules, dotted, that the Python files in a folder and below it import."""

    folder: str
    names: frozenset[str]


Answer = (
    Walked | Loaded | Placed | Based | Looked | Scanned | Verified | Mapped | Surrounded | Imported
)


class Answered(NamedTuple):
    answers: tuple[Answer, ...]


Event = (
    FoldersSet
    | Configured
    | Opened
    | Changed
    | Closed
    | Requested
    | Touched
    | Selected
    | Interpreted
    | Trusted
    | Chosen
    | Commanded
    | Ordered
    | Replied
    | Ran
    | Equipped
    | Idle
    | Rested
    | Answered
)

# What is to be done


class Read(NamedTuple):
    """Read something and answer: a workspace folder with all below it or one folder's own names
    (Walked), a file (Loaded), whether a local path is there (Placed), where a file's relative paths
    start (Based), the choice for a file (Looked), an environment (Scanned), the modules of an
    environment (Mapped), those that lie around a Python file (Surrounded), all that the Python
    files of a folder import (Imported), and the files of an environment that are gone (Verified).
    """

    what: Literal[
        "folder",
        "names",
        "file",
        "place",
        "base",
        "choice",
        "environment",
        "modules",
        "around",
        "imports",
        "losses",
    ]
    path: str


class Publish(NamedTuple):
    """Show these problems of a file; version None: it is not open."""

    path: str
    version: int | None
    problems: Sequence[Problem]


class Refresh(NamedTuple):
    """Lenses and hints that were handed out are stale."""


class Say(NamedTuple):
    """Show a message. Only in answer to what the user asked for."""

    severity: Literal["error", "warning", "information"]
    message: str


class Ask(NamedTuple):
    """Ask the user; the answer comes as Replied(id, ...)."""

    id: str
    question: str
    choices: tuple[str, ...]  # the likeliest first; each only once
    details: tuple[str, ...] = ()  # beside each choice; () for none
    is_many: bool = False  # any number of choices may be taken
    taken: tuple[str, ...] = ()  # those that are taken from the start
    title: str = ""  # of the command that asks
    has_back: bool = False  # another question came before it


class Apply(NamedTuple):
    """Change texts."""

    title: str
    edits: tuple[Edit, ...]


class Run(NamedTuple):
    """Carry out a change; its end comes as Ran."""

    operation: Operation


class ShowLog(NamedTuple):
    """Show what the commands of the last change printed."""


class Await(NamedTuple):
    """Say `Rested` after a while, when nobody waits for anything."""

    prefix: str
    stamp: tuple[int, ...]  # of the environment now


class Remember(NamedTuple):
    """Keep what was selected for the next start, outside the project."""

    selections: Mapping[str, str]


Effect = Read | Publish | Refresh | Say | Ask | Apply | Run | Remember | ShowLog | Await


class World(NamedTuple):
    """All that is known. Never changes in place: every step makes a new one."""

    folders: tuple[str, ...] = ()
    settings: Settings = DEFAULT
    by_folder: Mapping[str, Settings] = {}  # workspace folder -> settings, where they are its own
    tools: Tools = Tools()
    variables: Mapping[str, str] = {}
    is_everything_open: bool = False  # the command line shows closed files like open ones
    is_trusted: bool | None = None  # None: not asked yet
    forced: str = ""  # prefix that serves every file (`--env`)
    overriding: Mapping[str, Any] = {}  # settings that win over those of the files (`--select`)
    selections: Mapping[str, str] = {}
    interpreters: Mapping[str, str] = {}
    open: Mapping[str, tuple[str, int]] = {}  # path -> text, version
    files: frozenset[str] = frozenset()  # found by the walk or requested
    seen_environments: frozenset[str] = frozenset()  # prefixes that the walk met
    offered: Mapping[str, Candidate] = {}  # prefix -> what finders see, of the machine too
    skipped: tuple[tuple[str, str], ...] = ()
    manifests: Mapping[str, Manifest] = {}
    includers: Mapping[str, frozenset[str]] = {}  # path -> files that include it or name its place
    unreadable: Mapping[str, str] = {}
    bases: Mapping[str, str] = {}  # requirements file -> folder that its relative paths start from
    choices: Mapping[str, Choice] = {}
    local: Mapping[str, Settings] = {}  # file -> what holds for it, `[tool.pinlight]` included
    environments: Mapping[str, Environment] = {}
    resolutions: Mapping[str, Resolution] = {}
    problems: Mapping[str, Sequence[Problem]] = {}
    consulted: Mapping[Read, Rests] = {}  # what an answer rests on
    stale: Mapping[str, None] = {}  # files to judge, in this order
    modules: Mapping[str, Modules] = {}  # by prefix, where a Python file asked for them
    around: Mapping[str, frozenset[str]] = {}  # Python file -> modules of the folders around it
    imported: Mapping[str, frozenset[str]] = {}  # folder -> modules that its files import
    followed: Mapping[str, tuple[int, ...]] = {}  # prefix -> stamp for which its rest is awaited
    verified: Mapping[str, Mapping[str, Loss]] = {}  # by prefix: what the last look found
    losses: Mapping[str, Mapping[str, Loss]] = {}  # by prefix: what is told of it
    running: tuple[Operation, ...] = ()
    queue: tuple[Operation, ...] = ()  # they wait for a running one or for trust
    asked: Mapping[str, Operation] = {}  # id of a question -> what is done when the user agrees
