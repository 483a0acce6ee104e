"""The command line: `pinlight COMMAND`, also as `python -P -m pinlight COMMAND`."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["server"]:
        from pinlight.cli import server  # An editor waits for it: nothing else before.

        return server.run(arguments[1:])
    from pinlight.cli import dispatch

    return dispatch.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
