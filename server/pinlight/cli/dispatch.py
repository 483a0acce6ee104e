"""Which command is asked for, and how its end becomes an exit status."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import SimpleNamespace

from pinlight.cli.errors import Unable
from pinlight.typed import Any

UNABLE = 2
CANCELLED = 130  # as a shell reports Ctrl-C
BROKEN_PIPE = 141  # as a shell reports SIGPIPE

CHECK = {  # the options of a `check` that names none
    "command": "check",
    "format": "text",
    "env": "",
    "imports": False,
    "changed_since": "",
    "select": None,
    "ignore": None,
    "exit_zero": False,
}


def run(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name and return its exit status.

    0: all is well, 1: something was found or failed, 2: it could not run.
    """
    options = understood(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # A console may lack a character.
    try:
        status: int = import_module(f"pinlight.cli.{options.command}").main(options)
        sys.stdout.flush()
    except Unable as error:
        print(f"pinlight: {error}", file=sys.stderr)
        return UNABLE
    except KeyboardInterrupt:
        return CANCELLED
    except BrokenPipeError:
        # Python flushes once more at its end; there that must go nowhere too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def understood(arguments: Sequence[str]) -> Any:
    """Return the options of a command; ends the process where there is nothing to run.

    A `check` of paths alone does without argparse, which costs more than judging a file.
    """
    if arguments[:1] == ["check"] and not any(word.startswith("-") for word in arguments):
        return SimpleNamespace(**CHECK, paths=arguments[1:] or ["."])
    from pinlight.cli.arguments import parser

    return parser().parse_args(arguments)
