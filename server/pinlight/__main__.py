"""The command line: `pinlight COMMAND`, also as `python -P -m pinlight COMMAND`."""

import gc
import os
import sys

from pinlight.shell import bundle

TYPE_CHECKING = False  # `typing` and `collections` come from the bundle.
if TYPE_CHECKING:
    from collections.abc import Sequence

BUNDLED = ("check", "server")


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run one command and return its exit status. A `check` that is the program itself (`argv` is
    None) ends it: nothing is left to be done, and taking all that is known apart costs a tenth."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if argv is None and arguments and arguments[0] in BUNDLED:
        bundle.use(bundle.place(arguments[0]))
    if arguments[:1] == ["server"]:
        from pinlight.cli import server  # An editor waits for it: nothing else before.

        return server.run(arguments[1:])
    is_short = argv is None and arguments[:1] == ["check"]
    if is_short:
        gc.disable()  # What is known makes no circles, and lives to the end.
    from pinlight.cli import dispatch

    status = dispatch.run(arguments)
    if is_short:
        bundle.keep()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
