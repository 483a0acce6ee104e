"""tox.ini, tox.toml and `[tool.tox]` of a pyproject.toml -> the dependencies of tox's environments.

tox makes an environment of its own for each: their groups are called `tox:name` and are judged
only where the settings select them. What `{[section]key}` refers to is a group, too.
Source: https://tox.wiki/en/latest/config.html
"""

import re
from collections.abc import Iterator, Mapping

from pinlight import toml
from pinlight.formats import Format, ini, pip_inside
from pinlight.formats.reading import Reading, list_of, table_of, text_of
from pinlight.formats.setup_cfg import ignores
from pinlight.model import Group, Include, Kind, Manifest
from pinlight.paths import rules
from pinlight.text import Span

NAMES = ("tox.ini", "tox.toml")

_KIND: Kind = "tox"
_FACTOR = re.compile(r"!?[\w.-]+(?:[-,]!?[\w.{},-]+)*:\s+")
_SUBSTITUTION = re.compile(r"\{[^{}]*\}")
_REFERENCE = re.compile(r"\{\[([^\]]+)\]([^{}:]+)\}")
_FOLDER = re.compile(r"\{(?:toxinidir|tox_root)\}[/\\]*")
_FILE = re.compile(r"(?P<flag>-r|-c|--requirement|--constraint)(?:\s*=\s*|\s*)(?P<target>.+)")

_Option = tuple[str, str]  # section, key


def parse(path: str, text: str, variables: Mapping[str, str]) -> Manifest:
    """Read a tox.ini or a tox.toml."""
    if path.endswith(".toml"):
        document = toml.parse(text)
        reading = Reading(path)
        read(reading, document.root, toml.Table(0))
        return reading.manifest(_KIND, text, document)
    found = ini.parse(text)
    groups: dict[_Option, Group] = {}
    place_of: dict[Span, str] = {}
    waiting = [(it, "deps") for it in found.options if it.startswith("testenv")]
    while waiting:
        option = waiting.pop(0)
        deps = found.options.get(option[0], {}).get(option[1])
        if deps is None or option in groups:
            continue
        lines = [*_lines(text, deps)]
        referred = {it: known for it in lines if (known := _referred(text, it, found.options))}
        includes = tuple((_group(known), span) for span, known in referred.items())
        groups[option] = Group(_group(option), deps.key, includes)
        place_of |= {it: _group(option) for it in lines if _is_plain(text, it)}
        waiting += referred.values()
    manifest = pip_inside.read(path, text, place_of, variables, _KIND)
    return manifest._replace(
        dependencies=tuple(
            it._replace(group=_group_at(it.span, place_of)) for it in manifest.dependencies
        ),
        includes=tuple(
            _placed(path, it._replace(group=_group_at(it.span, place_of)))
            for it in manifest.includes
        ),
        groups=tuple(groups.values()),
        faults=tuple(sorted([*found.faults, *manifest.faults], key=lambda it: it.span)),
        ignores=tuple(ignores(text)) if "pinlight:" in text else (),
    )


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in `[tool.tox]` of a pyproject.toml."""
    environments = {"base": table_of(table, "env_run_base")}
    environments |= {name: table_of(table, "env", name) for name in table_of(table, "env")}
    declared = {name: own for name, own in environments.items() if "deps" in own}
    for name, own in declared.items():
        group, includes = f"tox:{name}", []
        for item in list_of(own, "deps"):
            target = _environment(item)
            if target in declared:
                includes.append((f"tox:{target}", item.span))
            elif isinstance(item.value, str):
                _item(reading, item, item.value, group)
        reading.groups.append(Group(group, own["deps"].key, tuple(includes)))


def _item(reading: Reading, item: toml.Item, value: str, group: str) -> None:
    """Take in one line of `deps`: a file, or a requirement without a substitution."""
    file = _FILE.fullmatch(value.strip())
    if file and not _SUBSTITUTION.search(_FOLDER.sub("", value)):
        span = Span(item.at(0), item.at(len(value)))
        is_constraint = file["flag"] in ("-c", "--constraint")
        include = Include(file["target"], "", span, is_constraint, group)
        reading.includes.append(_placed(reading.path, include))
    elif not value.startswith("-") and "{" not in value:
        reading.add(reading.requirement(item, "deps"), {"group": group, "tool": "tox"})


def _environment(item: toml.Item) -> str:
    """Return the environment that `{replace = "ref", of = ["env", NAME, "deps"]}` refers to."""
    if not isinstance(item.value, toml.Table) or text_of(item.value, "replace") != "ref":
        return ""
    match [it.value for it in list_of(item.value, "of")]:
        case [*_, "env_run_base", "deps"]:
            return "base"
        case [*_, "env", str(name), "deps"]:
            return name
    return ""


def _lines(text: str, option: ini.Option) -> Iterator[Span]:
    """Yield the lines of an option without the factors before them."""
    for start, end in option.lines:
        factor = _FACTOR.match(text[start:end])
        place = start + (factor.end() if factor else 0)
        if place < end:
            yield Span(place, end)


def _referred(
    text: str, place: Span, options: Mapping[str, Mapping[str, ini.Option]]
) -> _Option | None:
    """Return the option whose lines stand for a `{[section]key}`."""
    match = _REFERENCE.fullmatch(text[place.start : place.end])
    is_known = match is not None and match[2].lower() in options.get(match[1], {})
    return (match[1], match[2].lower()) if match and is_known else None


def _group(option: _Option) -> str:
    section, key = option
    if key != "deps" or not section.startswith("testenv"):
        return f"tox:[{section}]{key}"
    return "tox:base" if section == "testenv" else f"tox:{section.removeprefix('testenv:')}"


def _is_plain(text: str, place: Span) -> bool:
    """Whether pip can read the line: without a substitution, but for the folder of a file."""
    content = text[place.start : place.end]
    is_file = _FILE.fullmatch(content) is not None
    return not _SUBSTITUTION.search(_FOLDER.sub("", content) if is_file else content)


def _placed(path: str, include: Include) -> Include:
    """Return a file of `deps` with its path: tox works in the folder of its own file."""
    if "://" in include.target:
        return include
    module = rules(path)
    target = module.join(module.dirname(path), _FOLDER.sub("", include.target))
    return include._replace(path=str(module.normpath(target)))


def _group_at(span: Span, place_of: Mapping[Span, str]) -> str:
    return next((group for place, group in place_of.items() if place.covers(span)), "tox:base")


FORMAT = Format("tox", parse)
