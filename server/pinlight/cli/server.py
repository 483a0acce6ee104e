"""`pinlight server`: the language server, on standard input and output or on one TCP connection.

What editors pass is understood without argparse, whose import costs as much as a keystroke's
whole answer.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


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
    from pinlight.lsp import server

    if not address:
        return server.serve()
    host, _, port = address.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) < 65536):
        print(f"pinlight: `{address}` is not HOST:PORT", file=sys.stderr)
        return 2
    return server.serve_tcp(host.strip("[]"), int(port))
