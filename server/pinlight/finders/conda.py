"""conda's environments: named ones, and prefixes.

Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
Source: https://docs.conda.io/projects/conda/en/stable/user-guide/configuration/settings.html
"""

import re
from collections.abc import Iterator

from pinlight.finders import Finder, Place
from pinlight.finders.central import expanded, home
from pinlight.model import Candidate
from pinlight.paths import rules, same
from pinlight.reader import Reader

SIGNS = ("environment.yml", "environment.yaml", "*.yml", "*.yaml")

_KEY = rb"""(?m)^%s[ \t]*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#"'][^\r\n#]*?))[ \t]*(?:#|\r?$)"""
_NAME, _PREFIX = re.compile(_KEY % b"name"), re.compile(_KEY % b"prefix")
_DIRS = re.compile(
    r"^envs_(?:dirs|path)[ \t]*:((?:[ \t]*\n|[ \t]*-[^\n]*\n?|[ \t]+#[^\n]*\n)+)", re.MULTILINE
)
_LIST = re.compile(r"^envs_(?:dirs|path)[ \t]*:[ \t]*\[([^\]]*)\]", re.MULTILINE)
ROOTS = (
    "miniconda3",
    "anaconda3",
    "miniforge3",
    "mambaforge",
    "micromamba",
    "miniconda",
    "anaconda",
    ".conda",
)
SHARED_ROOTS = ("/opt/conda", "/opt/miniconda3", "/opt/anaconda3", "/opt/miniforge3")


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the environment that the file that is asked about names, by its name or its prefix;
    for others what environment.yml names."""
    reader = place.reader
    found: list[Candidate] = []
    is_own = place.name.endswith((".yml", ".yaml"))
    for file in (place.name,) if is_own else ("environment.yml", "environment.yaml"):
        content = place.content(file)
        name, prefix = _value(_NAME, content), expanded(_value(_PREFIX, content), reader)
        named = [*_named(name, reader)] if name else []
        if prefix and place.at(prefix) not in named:
            named.append(place.at(prefix))
        found += [
            Candidate(it, "conda", place.folder, f"named in `{file}`")
            for it in named
            if _is_conda(it, reader)
        ]
    return tuple(found)


def everywhere(reader: Reader) -> tuple[Candidate, ...]:
    """Return every environment that conda knows; a base is global."""
    found = dict.fromkeys(_listed(reader))
    for folder in _folders(reader):
        names = (one.name for one in reader.folder(folder) if one.is_folder)
        found.update(dict.fromkeys(rules(folder).join(folder, name) for name in names))
    roots = {same(root) for root in _bases(reader)}
    return tuple(
        Candidate(
            prefix,
            "conda",
            "",
            "conda's base" if same(prefix) in roots else "an environment of conda",
            True,
        )
        for prefix in found
        if _is_conda(prefix, reader)
    )


def _value(pattern: "re.Pattern[bytes]", content: bytes) -> str:
    match = pattern.search(content)
    if match is None:
        return ""
    return next(filter(None, match.groups()), b"").decode("utf-8", "replace")


def _named(name: str, reader: Reader) -> Iterator[str]:
    """Yield the prefixes that conda means by a name, the one that it takes first."""
    if "/" in name or "\\" in name:
        return
    if name in ("base", "root"):
        yield from _bases(reader)
        return
    seen = set()
    for folder in _folders(reader):
        seen.add(same(prefix := rules(folder).join(folder, name)))
        yield prefix
    for prefix in _listed(reader):
        module = rules(prefix)
        is_in_envs = module.basename(module.dirname(prefix)) == "envs"
        if is_in_envs and module.basename(prefix) == name and same(prefix) not in seen:
            yield prefix


def _is_conda(prefix: str, reader: Reader) -> bool:
    return reader.is_folder(rules(prefix).join(prefix, "conda-meta"))


def _folders(reader: Reader) -> Iterator[str]:
    """Yield the folders that hold named environments, in conda's order."""
    folders = [*_from_variables(reader), *_from_settings(reader)]
    folders += [rules(base).join(base, "envs") for base in _bases(reader)]
    if own := home(reader):
        folders.append(rules(own).join(own, ".conda", "envs"))
    yield from dict.fromkeys(folders)


def _from_variables(reader: Reader) -> Iterator[str]:
    separator = ";" if reader.machine()["os_name"] == "nt" else ":"
    for name in ("CONDA_ENVS_DIRS", "CONDA_ENVS_PATH"):
        for folder in reader.variable(name).split(separator):
            if folder:
                yield expanded(folder, reader)


def _from_settings(reader: Reader) -> Iterator[str]:
    """Yield `envs_dirs` of the configuration files: few lines of YAML, read as such."""
    own = home(reader)
    paths = [reader.variable("CONDARC"), reader.variable("MAMBARC")]
    paths += [rules(own).join(own, *it) for it in ((".condarc",), (".mambarc",))] if own else []
    paths += [rules(own).join(own, ".conda", ".condarc")] if own else []
    paths += [rules(base).join(base, ".condarc") for base in _bases(reader)]
    for path in filter(None, paths):
        text = (reader.file(path) or b"").decode("utf-8", "replace").replace("\r\n", "\n")
        for match in _DIRS.finditer(text):
            lines = (line.strip() for line in match[1].splitlines())
            yield from (_plain(line[1:], reader) for line in lines if line.startswith("-"))
        for match in _LIST.finditer(text):
            yield from (_plain(part, reader) for part in match[1].split(",") if part.strip())


def _plain(value: str, reader: Reader) -> str:
    return expanded(value.partition(" #")[0].strip().strip("\"'"), reader)


def _bases(reader: Reader) -> Iterator[str]:
    """Yield the folders in which conda itself is, or may be, installed."""
    programs = map(reader.variable, ("CONDA_EXE", "MAMBA_EXE", "_CONDA_EXE"))
    found = [_above(_above(path)) for path in programs if path]
    found += [reader.variable(name) for name in ("CONDA_ROOT", "MAMBA_ROOT_PREFIX")]
    found += [_base_of(prefix, reader) for prefix in _listed(reader)]
    if own := home(reader):
        found += [rules(own).join(own, name) for name in ROOTS]
    if reader.machine()["os_name"] != "nt":
        found += SHARED_ROOTS
    yield from dict.fromkeys(it for it in found if it and reader.is_folder(it))


def _above(path: str) -> str:
    return str(rules(path).dirname(path))


def _base_of(prefix: str, reader: Reader) -> str:
    """Return the base of an environment `BASE/envs/NAME`; itself when it has such a folder; else
    ""."""
    folder = _above(prefix)
    if rules(prefix).basename(folder) == "envs":
        return _above(folder)
    return prefix if reader.is_folder(rules(prefix).join(prefix, "envs")) else ""


def _listed(reader: Reader) -> tuple[str, ...]:
    """Return what `~/.conda/environments.txt` lists: every environment that conda made."""
    own = home(reader)
    path = rules(own).join(own, ".conda", "environments.txt") if own else ""
    text = (reader.file(path) or b"") if path else b""
    return tuple(filter(None, map(str.strip, text.decode("utf-8", "replace").splitlines())))


FINDER = Finder("conda", find, 50, ("*.yml", "*.yaml"), everywhere)
