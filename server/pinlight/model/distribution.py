"""One installed distribution, and where it came from."""

from pinlight.model.headers import Headers, headers
from pinlight.named import NamedTuple


class Origin(NamedTuple):
    """Where a distribution came from, when not from an index. Source: PEP 610, direct_url.json."""

    url: str
    is_editable: bool = False
    vcs: str = ""  # "git", ...
    revision: str = ""  # requested
    commit: str = ""
    subdirectory: str = ""
    hashes: tuple[str, ...] = ()


class Distribution(NamedTuple):
    """One installed distribution, as its metadata tells."""

    name: str
    version: str  # "" when the metadata does not tell
    where: str  # its .dist-info or .egg-info
    metadata: bytes | Headers = Headers()  # its headers; as read: most are never asked for
    is_of_conda: bool = False  # conda installed it; looked at only in environments of conda
    origin: Origin | None = None

    @property
    def headers(self) -> Headers:
        """What the metadata says; its name and version count less than those of the folder."""
        found = self.metadata
        return headers(found) if isinstance(found, bytes) else found

    @property
    def requires(self) -> tuple[str, ...]:
        """Requires-Dist values as written."""
        return self.headers.requires

    @property
    def extras(self) -> tuple[str, ...]:
        """Provides-Extra, normalised."""
        return self.headers.extras

    @property
    def requires_python(self) -> str:
        return self.headers.requires_python

    @property
    def summary(self) -> str:
        return self.headers.summary
