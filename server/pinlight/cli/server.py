"""`pinlight server`: the language server, on standard input and output or on one TCP connection.

What editors pass is understood without argparse, whose import costs as much as a keystroke's
whole answer.
"""

import gc
import sys

from pinlight.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

# New values until the collector looks. Imports and the world's values make no circles, and there
# are some ten thousand of them: by default it would look at all of them again and again.
COLLECTED_AFTER = 50_000


def run(arguments: list[str]) -> int:
    """Serve as the command line asks; anything unusual goes through the ordinary parser."""
    match arguments:
        case [] | ["--stdio"]:
            return start("")
        case ["--tcp", address] if address:
            return start(address)
        case _:
            from pinlight.cli import dispatch

            return dispatch.run(["server", *arguments])


def main(options: "argparse.Namespace") -> int:
    return start(options.tcp)


def start(address: str) -> int:
    """Serve at `address` ("HOST:PORT"), or on standard input and output when it is empty."""
    gc.set_threshold(COLLECTED_AFTER, 20, 50)
    gc.disable()  # Until the first answers are out: what is read until then stays.
    from pinlight.lsp import connection

    if not address:
        return connection.serve()
    host, _, port = address.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) < 65536):
        print(f"pinlight: `{address}` is not HOST:PORT", file=sys.stderr)
        return 2
    return connection.serve_tcp(host.strip("[]"), int(port))
