"""Regular expressions that are compiled on first use: a start needs few of our hundred."""

import re

from pinlight.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import AnyStr

    def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """Return the pattern `source`, as `re.compile` does."""

else:

    class lazy:
        """A pattern that becomes one when something is asked of it."""

        def __init__(self, source: Any, flags: int = 0) -> None:
            self._source = source, flags

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(*self._source)
            for method in _METHODS:  # The next call finds it here.
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)

    _METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")
