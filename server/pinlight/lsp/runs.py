"""Changes of environments under way, each with its progress bar and its way to stop."""

from collections.abc import Callable, Mapping
from functools import partial

from pinlight.lsp.progress import Progress
from pinlight.model import Operation, Tools
from pinlight.settings import Settings
from pinlight.typed import TYPE_CHECKING
from pinlight.world.state import Event, Ran

if TYPE_CHECKING:
    from pinlight.shell.change import Change

Task = Callable[[], None]


class Runs:
    """Begins changes on the owner's thread; what they report comes back through `put`."""

    def __init__(
        self,
        put: Callable[[Task], None],
        feed: Callable[[Event], None],
        variables: Mapping[str, str],
    ) -> None:
        self._put = put
        self._feed = feed
        self._variables = variables
        self._running: dict[str, Change] = {}
        self._count = 0

    def begin(self, operation: Operation, settings: Settings, progress: Progress) -> None:
        """Carry out `operation` in a thread of its own; its end is fed to the world."""
        from pinlight.shell import change, tools  # Not needed before the first change.

        self._count += 1
        token = f"pinlight-change-{self._count}"

        def find() -> Tools:
            return tools.find(settings, self._variables)

        def report(step: change.Progress) -> None:
            self._put(partial(progress.report, token, step))

        def ended(ran: Ran) -> None:
            self._put(partial(self._ended, token, ran))

        started = change.Change(operation, find, settings, report, ended)
        self._running[token] = started
        progress.begin(token, change.Progress(started.title, ""), started.cancel)
        started.start()

    def end(self) -> None:
        """Stop all that is under way: nobody is left to see it."""
        for change in self._running.values():
            change.cancel()

    def _ended(self, token: str, ran: Ran) -> None:
        del self._running[token]
        self._feed(ran)
