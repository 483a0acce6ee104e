"""What conda keeps in a prefix that it manages, and why pip and uv may not touch it.

Both would overwrite the files of conda's packages without a word, and conda would not notice.
Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
"""

import json
import re
from collections.abc import Mapping

from pinlight import pep508
from pinlight.judge import admits
from pinlight.model import Command, Fault, Install, Sync, ToolOperation
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.typed import Any

OWNED = "conda-owned.txt"
_METADATA = re.compile(
    r"(?:.*/)?site-packages/([A-Za-z0-9._]+)-([^/-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info(?:/.*)?"
)


class Owned(NamedTuple):
    """A distribution of Python that a package of conda brought."""

    package: str  # conda's name of it
    version: str  # the distribution's


def is_conda(prefix: str, reader: Reader) -> bool:
    return bool(prefix) and reader.is_folder(rules(prefix).join(prefix, "conda-meta"))


def packages(prefix: str, reader: Reader) -> dict[str, str]:
    """Return conda's packages, name -> path of the record: `NAME-VERSION-BUILD.json`."""
    folder = rules(prefix).join(prefix, "conda-meta")
    names = (one.name for one in reader.folder(folder) if one.name.endswith(".json"))
    found = ((name.rsplit("-", 2)[0], name) for name in names if name.count("-") > 1)
    return {package: str(rules(folder).join(folder, name)) for package, name in found}


def record(path: str, reader: Reader) -> Mapping[str, Any]:
    """Return the record at `path`; {} when it cannot be read."""
    try:
        found = json.loads(reader.file(path) or b"")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def owned(prefix: str, reader: Reader) -> dict[str, Owned]:
    """Return the distributions that conda's packages brought, by normalised name."""
    found = {}
    for package, path in packages(prefix, reader).items():
        files = record(path, reader).get("files")
        for file in files if isinstance(files, list) else ():
            if match := _METADATA.fullmatch(str(file)):
                found[pep508.normal(match[1])] = Owned(package, match[2])
    return found


def refusal(operation: ToolOperation, prefix: str, reader: Reader) -> str:
    """Return why pip or uv may not do this in a prefix of conda's; "" when they may."""
    install = operation.install if isinstance(operation, Sync) else operation
    if not isinstance(install, Install):
        return ""
    there = owned(prefix, reader)
    anew = {*install.reinstall, *install.upgrade}
    for line in (*install.lines, *install.hashed):
        dependency = pep508.parsed(line.split(" --")[0].strip())
        if isinstance(dependency, Fault) or dependency.name not in there:
            continue
        one = there[dependency.name]
        is_kept = not dependency.url and admits(dependency.specifier, one.version)
        if not is_kept or dependency.name in anew:
            return (
                f"`{dependency.name}` {one.version} belongs to conda's package `{one.package}`; "
                "pip would overwrite its files, so change it with conda"
            )
    return ""


def kept(commands: tuple[Command, ...], prefix: str, reader: Reader) -> tuple[Command, ...]:
    """Return commands of pip or uv that leave alone what conda owns, also where another package
    asks for it: each version of conda's is a constraint."""
    there = owned(prefix, reader)
    text = "".join(f"{name}=={one.version}\n" for name, one in sorted(there.items()))
    return tuple(_constrained(one, text) if text else one for one in commands)


def _constrained(command: Command, text: str) -> Command:
    is_hashed = any("--hash" in content for _, content in command.inputs)
    if "install" not in command.argv[:6] or is_hashed:  # Every constraint would need a hash.
        return command
    argv = (*command.argv, "-c", f"{{input}}/{OWNED}")
    return command._replace(argv=argv, inputs=(*command.inputs, (OWNED, text)))
