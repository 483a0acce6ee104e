"""workspace/executeCommand: a command only says what happened; the world decides."""

from collections.abc import Sequence

from pinlight.lsp.names import APPLY
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import path_of
from pinlight.typed import Any
from pinlight.world.state import Chosen, Commanded


def event(
    name: str, arguments: Sequence[Any], snapshot: Snapshot | None = None
) -> Chosen | Commanded | None:
    """Return the event that a command stands for; None when its arguments are wrong.

    An offered action travels as the URI of its file and its id, a command of the palette with
    the URI of a file or without one, and with a position in it or `{prefix, name}` of a package.
    """
    texts = [argument for argument in arguments if isinstance(argument, str)]
    if name == APPLY:
        return Chosen(path_of(texts[0]), texts[1]) if len(texts) > 1 else None
    found = Commanded(name, path_of(texts[0]) if texts else "")
    for argument in arguments[1:]:
        package, prefix = _field(argument, "name"), _field(argument, "prefix")
        if isinstance(package, str):
            found = found._replace(package=package)
        if isinstance(prefix, str):
            found = found._replace(prefix=prefix)
        line = _field(argument, "line")
        if isinstance(line, int) and snapshot and (place := snapshot.place(found.path)):
            column = _field(argument, "character")
            _, lines = place
            offset = lines.offset(
                line, column if isinstance(column, int) else 0, snapshot.client.encoding
            )
            found = found._replace(offset=offset)
    return found


def _field(value: Any, name: str) -> Any:
    """Return a field of a JSON object, as pygls decodes it or plain; None when it has none."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
