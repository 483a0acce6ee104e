"""Lines without a hash among lines with one."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import is_own, related, written

_RELATED = 20


def find(resolution: Resolution) -> Iterator[Finding]:
    bare = [entry for entry in resolution.entries if _needs_hash(entry)]
    own = [entry for entry in bare if is_own(resolution, entry)]
    if not own or not _is_demanded(resolution):
        return
    first = own[0]
    others = len(own) - 1
    rest = f", nor have {others} more" if others > 1 else ", nor has 1 more" if others else ""
    yield Finding(
        first.dependency.span,
        f"`{written(first.manifest, first.dependency)}` has no hash{rest}; "
        "pip installs nothing of a file where only some have one",
        first.dependency.name,
        tuple(related(entry, "This has no hash") for entry in own[1 : _RELATED + 1]),
    )


def _needs_hash(entry: Entry) -> bool:
    """Whether pip would ask for a hash: not where the URL holds it, nor the marker is false."""
    dependency = entry.dependency
    has_hash = bool(dependency.hashes) or any(
        f"{name}=" in dependency.url for name in ("sha256", "sha384", "sha512")
    )
    return not has_hash and entry.verdict.kind != "not-needed"


def _is_demanded(resolution: Resolution) -> bool:
    """Whether any line has hashes, or the option asks for them."""
    manifests = {entry.manifest.path: entry.manifest for entry in resolution.entries}
    return any(entry.dependency.hashes for entry in resolution.entries) or any(
        option.name == "--require-hashes"
        for manifest in manifests.values()
        for option in manifest.options
    )


RULE = Rule(
    code="hash-missing",
    severity="error",
    summary="A requirement without a hash among others that have one",
    find=find,
    doc="""
As soon as one line has `--hash`, or the file says `--require-hashes`, pip wants a hash on every
line and refuses the whole file without. The problem stands once, on the first such line.

```text
flask==3.0.2 --hash=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
click==8.1.7
^^^^^^^^^^^^ hash-missing: `click==8.1.7` has no hash; pip installs nothing of a file where...
-- .venv --
flask 3.0.2
click 8.1.7
```

Let the tool that wrote the hashes write them all: `pip-compile --generate-hashes`,
`uv pip compile --generate-hashes`, `uv export`.
""",
)
