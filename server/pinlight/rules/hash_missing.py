"""Lines without a hash among lines with one."""

from collections.abc import Iterator

from pinlight.model import Dependency, Finding, Resolution, Verdict
from pinlight.model.blocks import Pairs, holders, where
from pinlight.rules import Rule
from pinlight.rules.places import is_own, related, written

_RELATED = 20


def find(resolution: Resolution) -> Iterator[Finding]:
    if not _is_demanded(resolution):
        return
    own = [entry for entry in where(resolution.entries, _bare) if is_own(resolution, entry)]
    if not own:
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


def _bare(pairs: Pairs) -> list[int]:
    return [index for index, pair in enumerate(pairs) if _needs_hash(*pair)]


def _hashed(pairs: Pairs) -> list[int]:
    return [index for index, (it, _) in enumerate(pairs) if it.hashes]


def _needs_hash(dependency: Dependency, verdict: Verdict) -> bool:
    """Whether pip would ask for a hash: not where the URL holds it, nor the marker is false."""
    has_hash = bool(dependency.hashes) or any(
        f"{name}=" in dependency.url for name in ("sha256", "sha384", "sha512")
    )
    return not has_hash and verdict.kind != "not-needed"


def _is_demanded(resolution: Resolution) -> bool:
    """Whether any line has hashes, or the option asks for them."""
    return any(where(resolution.entries, _hashed)) or any(
        option.name == "--require-hashes"
        for manifest in holders(resolution.entries)
        for option in manifest.options
    )


RULE = Rule(
    code="hash-missing",
    severity="error",
    summary="A requirement without a hash among others that have one",
    needs=("hashes", "includes", "options"),
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
