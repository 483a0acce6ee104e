"""A defect of ours is logged once and isolated; in tests it is raised."""

import os
from collections.abc import Callable

from pinlight.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")

_seen: set[tuple[str, str]] = set()


def guard(
    what: str, default: "T", function: "Callable[P, T]", *args: "P.args", **kwargs: "P.kwargs"
) -> "T":
    """Call `function`; when it fails, log the defect once under `what` and return `default`.

    With PINLIGHT_RAISE=1 in the environment (the tests set it) the exception is raised instead.
    """
    try:
        return function(*args, **kwargs)
    except Exception as error:
        if os.environ.get("PINLIGHT_RAISE") == "1":
            raise
        report(what, error)
        return default


def report(what: str, error: BaseException) -> None:
    """Log a defect with its traceback, once per place and kind; no file contents."""
    key = what, type(error).__name__
    if key in _seen:
        return
    _seen.add(key)
    import logging  # Not needed before the first defect.

    logging.getLogger("pinlight").error("defect in %s", what, exc_info=error)
