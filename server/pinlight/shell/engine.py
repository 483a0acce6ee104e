"""Owns the world: feeds it events, reads what it wants to know in slices, passes the rest on."""

import os
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator

from pinlight import choose
from pinlight.bug import guard
from pinlight.formats import is_looked_for
from pinlight.shell import disk
from pinlight.shell.distant import DISTANT, REASON
from pinlight.shell.moment import Moment
from pinlight.shell.scans import Scans
from pinlight.typed import TYPE_CHECKING
from pinlight.world import step
from pinlight.world.state import (
    Answer,
    Answered,
    Based,
    Changed,
    Effect,
    Event,
    Idle,
    Loaded,
    Placed,
    Read,
    Touched,
    Walked,
    World,
)

if TYPE_CHECKING:
    from pinlight.shell.imports import Imports
    from pinlight.shell.lookout import Lookout

SLICE_FOLDERS = 16  # whose environments are looked for between two slices
TYPED_SLICE_S = 0.0015  # how long an edit may be kept waiting by reading or judging others
TYPING_S = 1.0  # for so long after an edit the next one is expected
SLICE_S = 0.005  # the same while a file is open and nobody types
LONG_SLICE_S = 0.03  # the same while no file is open
FEW, MANY = 3, 20  # files that are judged before it is looked whether a slice is over

MOST_NEAR = 8  # slices of reading for open files before one is judged, though news never ends

LARGEST_BYTES = 64 * 1024 * 1024  # a larger file is reported, not read


class Engine:
    """The owner of the world. Only `post` may be called from another thread than its own;
    `world` is a snapshot that never changes under its reader."""

    def __init__(
        self, world: World, out: Callable[[Effect], None], post: Callable[[Event], None]
    ) -> None:
        self.world = world
        self.out = out
        self.post = post
        self._near: deque[Read] = deque()  # what open files wait for
        self._near_slices = 0  # since open files were last judged
        self._typed_until = 0.0
        self._far: deque[Read] = deque()
        self._calm: deque[Read] = deque()  # files that show nothing
        self._last: deque[Read] = deque()  # what nobody waits for
        self._offers: deque[Iterator[Walked]] = deque()  # of folders that were walked
        self._asked: set[Read] = set()
        self._walks: deque[Iterator[Walked]] = deque()
        self._scans = Scans(world.variables, lambda: self._now().links)
        self._imports: Imports | None = None
        self._lookout: Lookout | None = None
        self._moment: Moment | None = None  # since something happened last

    def feed(self, event: Event) -> None:
        """Let the world take in `event`; carry out or queue what it wants done."""
        if not isinstance(event, (Answered, Idle)):
            self._moment = None  # Something happened: the disk is asked anew.
        if isinstance(event, Changed):
            self._typed_until = time.monotonic() + TYPING_S
        if isinstance(event, Touched):
            self._scans.touch(event.paths)
        self.world, effects = step(self.world, event)
        for effect in effects:
            if isinstance(effect, Read):
                self._queue(effect)
            else:
                self.out(effect)

    def work(self) -> bool:
        """Do one slice of what waits; False when nothing does."""
        is_late = self._near_slices >= MOST_NEAR and self._has_stale_open()
        if self._near and not is_late:
            self._near_slices += 1
            self._answer(self._near)
        elif self._has_stale_open():
            self._near_slices = 0
            self.feed(Idle(FEW))
        elif self._far:
            self._answer(self._far)
        elif self._walks:
            self._take(self._walks)
        elif self.world.stale:
            self._judge()  # Late: what lies in other environments is known only by now.
        elif self._scans.has_unconfirmed:
            self._confirm()
        elif self._calm:
            self._answer(self._calm)
        elif self._offers:
            self._take(self._offers)
        elif self._scans.has_unsaved:
            self._scans.save(self.world.environments)
        elif self._last:
            self._answer(self._last)
        else:
            self._moment = None  # Nobody looks any more.
            return False
        return True

    def is_judged(self) -> bool:
        """Whether all is known that is to be shown."""
        return not (self._near or self._far or self._walks or self.world.stale)

    def finish(self) -> None:
        """Work until nothing is left to do."""
        while self.work():
            pass

    def situation(self) -> choose.Situation:
        """Return what choices depend on now."""
        return self._now().situation

    def _queue(self, read: Read) -> None:
        if read.what == "folder":
            self._walks.append(self._slices(read.path))
        elif read not in self._asked:
            self._asked.add(read)
            self._row(read).append(read)

    def _row(self, read: Read) -> "deque[Read]":
        if read.what == "losses":
            return self._last
        return self._near if self._is_near(read) else self._far

    def _is_near(self, read: Read) -> bool:
        """Whether an open file waits for the answer."""
        opened = self.world.open
        if read.what == "environment":
            choices = self.world.choices
            return any(path in choices and choices[path].prefix == read.path for path in opened)
        return read.path in opened or any(
            path in opened for path in self.world.includers.get(read.path, ())
        )

    def _is_calm(self, read: Read) -> bool:
        """Whether a file is new, and will show nothing: it is closed, no environment serves it,
        and no file that was read includes it."""
        world, path = self.world, read.path
        if read.what != "file" or world.is_everything_open:
            return False
        if path in world.manifests or path in world.includers:
            return False
        return not self._now().look(path).choice.prefix

    def _has_stale_open(self) -> bool:
        return any(path in self.world.stale for path in self.world.open)  # Few are open.

    def _answer(self, reads: deque[Read]) -> None:
        """Read for a slice of time, then let the world take all answers in at once."""
        until = time.monotonic() + self._slice_s()
        answers: list[Answer] = []
        while reads:
            read = reads.popleft()
            self._asked.discard(read)
            if reads is self._far and guard("looking ahead", False, self._is_calm, read):
                self._calm.append(read)
            else:
                answer = guard(f"reading a {read.what}", None, self._read, read)
                if answer is not None:
                    answers.append(answer)
            if time.monotonic() > until:
                break
        self.feed(Answered(tuple(answers)))

    def _take(self, walks: deque[Iterator[Walked]]) -> None:
        """Look into folders for a slice of time."""
        until = time.monotonic() + self._slice_s()
        answers: list[Answer] = []
        while walks and time.monotonic() <= until:
            walked = next(walks[0], None)
            if walked is None:
                walks.popleft()
            else:
                answers.append(walked)
        self.feed(Answered(tuple(answers)))

    def _judge(self) -> None:
        """Judge files for a slice of time."""
        until = time.monotonic() + self._slice_s()
        few = FEW if self.world.open else MANY
        while self.world.stale and not (self._near or self._far) and time.monotonic() <= until:
            self.feed(Idle(few))

    def _slice_s(self) -> float:
        if not self.world.open:
            return LONG_SLICE_S
        return TYPED_SLICE_S if time.monotonic() < self._typed_until else SLICE_S

    def _slices(self, folder: str) -> Iterator[Walked]:
        from pinlight.shell.walk import walk  # The open files come first.

        inside = os.path.join(folder, "pyproject.toml")  # Its `[tool.pinlight]` counts here.
        settings = choose.settings_for(inside, self._now().disk(), self.situation())
        holding: dict[str, None] = {folder: None}
        for walked in walk(folder, exclude=settings.exclude, files=settings.files):
            holding.update((os.path.dirname(file), None) for file in walked.files)
            yield walked
        if not self.world.is_everything_open:  # Only an editor lets the user select one.
            self._offers.append(self._offered(folder, tuple(holding)))

    def _offered(self, folder: str, holding: tuple[str, ...]) -> Iterator[Walked]:
        """Yield what may be selected: of the machine, then of the folders that hold files."""
        yield Walked(folder, (), offered=choose.of_machine(self._now().disk()), is_done=True)
        for start in range(0, len(holding), SLICE_FOLDERS):
            some = holding[start : start + SLICE_FOLDERS]
            offered = choose.offered(some, self._now().seen)
            yield Walked(folder, (), offered=offered, is_done=True)

    def _read(self, read: Read) -> Answer | None:
        match read.what:
            case "file":
                return load(read.path)
            case "place":
                return place(read.path)
            case "base":
                return self._base(read.path)
            case "names":
                return names(read.path)
            case "choice":
                return self._now().look(read.path)
            case "environment":
                return self._scans.scan(read.path, self.world.environments)
            case "folder":
                return None
            case "modules" | "around" | "imports":
                return self._import(read)
            case "losses":
                return self._verify(read)

    def _import(self, read: Read) -> Answer | None:
        """Read what imports need; what takes longer than a slice goes on in the next."""
        if self._imports is None:
            from pinlight.shell.imports import Imports  # Only where Python files are judged.

            self._imports = Imports()
        answer: Answer | None
        if read.what == "around":
            return self._imports.around(read.path, self.world.folders, self._now().disk())
        if read.what == "imports":
            answer = self._imports.imports(read.path)
        else:
            environment = self.world.environments.get(read.path)
            if environment is None:
                return None
            answer = self._imports.modules(environment)
        if answer is None:
            self._queue(read)
        return answer

    def _verify(self, read: Read) -> Answer | None:
        if self._lookout is None:
            from pinlight.shell.lookout import Lookout  # The first answers are out by now.

            self._lookout = Lookout(SLICE_S)
        if read.path not in self.world.environments:
            return None
        answer = self._lookout.look(self.world, read.path)
        if answer is None:
            self._queue(read)
        return answer

    def _base(self, path: str) -> Based | None:
        manifest = self.world.manifests.get(path)
        return self._now().base(manifest) if manifest is not None else None

    def _confirm(self) -> None:
        scanned = self._scans.confirm(self.world.environments)
        if scanned is not None:
            self.feed(Answered((scanned,)))

    def _now(self) -> Moment:
        if self._moment is None:
            self._moment = Moment(self.world)
        return self._moment


def load(path: str) -> Loaded:
    """Read the text of a file; the reason is one of "missing", "folder", "special", "too large",
    "no permission", or what the system says."""
    return DISTANT.ask(path, lambda: _load(path), Loaded(path, None, REASON))


def _load(path: str) -> Loaded:
    from pinlight.formats.pip_lines import decode

    stamp = 0
    try:
        status = os.stat(path)
        stamp = status.st_mtime_ns
        if stat.S_ISDIR(status.st_mode):
            return Loaded(path, None, "folder", stamp)
        if not stat.S_ISREG(status.st_mode):
            return Loaded(path, None, "special", stamp)  # A pipe or a device may never end.
        if status.st_size > LARGEST_BYTES:
            return Loaded(path, None, "too large", stamp)
        return Loaded(path, decode(disk.content(path) or b""), "", stamp)
    except (FileNotFoundError, ValueError):  # A name may hold what no file's can.
        return Loaded(path, None, "missing", stamp)
    except PermissionError:
        return Loaded(path, None, "no permission", stamp)
    except OSError as error:
        return Loaded(path, None, error.strerror or "unreadable", stamp)


def place(path: str) -> Placed:
    """Tell whether there is something at a local path; where nothing answers, it may be."""
    is_there = DISTANT.ask(path, lambda: os.path.exists(path), True)
    return Placed(path, "" if is_there else "missing", disk.Disk().changed_ns(path))


def names(folder: str) -> Walked:
    """Find the requirements files directly in `folder`."""
    try:
        listed: list[str] = []
        listed = DISTANT.ask(folder, lambda: os.listdir(folder), listed)
        paths = [os.path.join(folder, name) for name in listed]
    except OSError:
        paths = []
    return Walked(folder, tuple(sorted(path for path in paths if is_looked_for(path))))
