"""Reading the parameters of messages, which a client may get wrong."""

from collections.abc import Iterable

from pinlight.lsp.uris import path_of
from pinlight.typed import Any, TypeVar

T = TypeVar("T")


class Invalid(ValueError):
    """Parameters are not what the protocol says; the message names the place."""


def get(params: Any, *keys: str, kind: type[T]) -> T:
    """Return what stands under `keys`; raises Invalid when it is missing or of another kind."""
    value = seek(params, *keys, kind=kind)
    if value is None:
        raise Invalid(f"`{'.'.join(keys)}` is missing or no {kind.__name__}")
    return value


def seek(params: Any, *keys: str, kind: type[T]) -> T | None:
    """Return what stands under `keys`; None when it is missing or of another kind."""
    for key in keys:
        params = params.get(key) if isinstance(params, dict) else None
    if isinstance(params, kind) and (kind is bool or not isinstance(params, bool)):
        return params
    return None


def has(params: Any, *keys: str) -> bool:
    """Whether `true` stands under `keys`."""
    return seek(params, *keys, kind=bool) is True


def uris(items: Any) -> tuple[str, ...]:
    """Return the `uri` of each item of a list that has one."""
    found = (seek(item, "uri", kind=str) for item in _items(items))
    return tuple(uri for uri in found if uri is not None)


def paths(items: Any) -> tuple[str, ...]:
    """Return the path of each item of a list with a `uri`, each once."""
    return tuple(dict.fromkeys(path for uri in uris(items) if (path := path_of(uri))))


def _items(items: Any) -> Iterable[Any]:
    return items if isinstance(items, list) else ()
