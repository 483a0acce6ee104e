"""workspace/executeCommand: a command only says what happened; the world decides."""

from collections.abc import Sequence
from typing import Any

from pinlight.lsp.uris import path_of
from pinlight.state import Chosen, Commanded

APPLY = "pinlight.apply"
NAMES = (  # Those of `palette`, which the answer of `initialize` does not wait for.
    APPLY,
    "pinlight.createEnvironment",
    "pinlight.quickCreateEnvironment",
    "pinlight.selectEnvironment",
    "pinlight.deselectEnvironment",
    "pinlight.installMissing",
    "pinlight.undo",
    "pinlight.whyThisEnvironment",
    "pinlight.refresh",
)


def event(name: str, arguments: Sequence[Any]) -> Chosen | Commanded | None:
    """Return the event that a command stands for; None when its arguments are wrong.

    An offered action travels as the URI of its file and its id, a command of the palette with
    the URI of a file or without one.
    """
    texts = [argument for argument in arguments if isinstance(argument, str)]
    if name == APPLY:
        return Chosen(path_of(texts[0]), texts[1]) if len(texts) > 1 else None
    return Commanded(name, path_of(texts[0]) if texts else "")
