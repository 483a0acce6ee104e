"""One requirement at one place: the noun that all declarations come to."""

from pinlight.named import NamedTuple
from pinlight.text import Span

NOWHERE = Span(0, 0)


class Dependency(NamedTuple):
    """One requirement at one place."""

    name: str  # normalised; "" where only a path or URL is given and it does not tell
    span: Span  # the requirement with its marker; no comment, no quotes, no `--hash`
    entry: Span  # all that belongs to it: its lines without the last line end, or its TOML string
    name_span: Span
    specifier_span: Span  # empty, at the place where one would go, when there is none
    extras: tuple[str, ...] = ()  # normalised, in the order written
    specifier: str = ""  # as written, without white space around it: ">=1,<2"
    marker: str = ""  # as written, after the semicolon
    url: str = ""  # as written, variables unexpanded: a URL or a local path; "" for an index name
    path: str = ""  # absolute path of a local `url`; "" for any other
    is_editable: bool = False
    hashes: tuple[str, ...] = ()  # "sha256:..."
    group: str = ""  # "": always; "dev", ...: a dependency group; see `is_extra`, `is_build`
    is_extra: bool = False  # `group` names an extra of the project
    is_build: bool = False  # stands in `[build-system] requires`: read, never judged
    expanded: str = ""  # `url` with its variables expanded; never shown, never logged
    tool: str = ""  # "poetry", "uv", ...: the tool whose own table says it, not a standard
    is_local: bool = False  # a member of the workspace: no index may be asked for its name

    @property
    def is_of_conda(self) -> bool:
        """Whether it names a package of conda, in conda's own language, and not one of Python's."""
        return self.tool == "conda"
