"""tox.ini, tox.toml and `[tool.tox]` of a pyproject.toml -> the dependencies of tox's environments.

tox makes an environment of its own for each: their groups are called `tox:name` and are judged
only where the settings select them.
Source: https://tox.wiki/en/latest/config.html
"""

import re
from collections.abc import Iterator, Mapping

from pinlight import toml
from pinlight.formats import Format, ini, pip_inside
from pinlight.formats.reading import Reading, list_of, table_of
from pinlight.formats.setup_cfg import ignores
from pinlight.model import Group, Kind, Manifest
from pinlight.text import Span

NAMES = ("tox.ini", "tox.toml")

_KIND: Kind = "tox"
_FACTOR = re.compile(r"!?[\w.-]+(?:[-,]!?[\w.{},-]+)*:\s+")
_SUBSTITUTION = re.compile(r"\{[^{}]*\}")


def parse(path: str, text: str, variables: Mapping[str, str]) -> Manifest:
    """Read a tox.ini or a tox.toml."""
    if path.endswith(".toml"):
        document = toml.parse(text)
        reading = Reading(path)
        read(reading, document.root, toml.Table(0))
        return reading.manifest(_KIND, text, document)
    found = ini.parse(text)
    groups: list[Group] = []
    place_of: dict[Span, str] = {}
    for section, options in found.options.items():
        name = "base" if section == "testenv" else section.removeprefix("testenv:")
        deps = options.get("deps")
        if deps is None or not section.startswith("testenv"):
            continue
        groups.append(Group(f"tox:{name}", deps.key))
        place_of |= dict.fromkeys(_requirements(text, deps), f"tox:{name}")
    manifest = pip_inside.read(path, text, place_of, variables, _KIND)
    return manifest._replace(
        dependencies=tuple(
            it._replace(group=_group_at(it.span, place_of)) for it in manifest.dependencies
        ),
        includes=(),  # What another environment includes is no part of this one.
        groups=tuple(groups),
        faults=tuple(sorted([*found.faults, *manifest.faults], key=lambda it: it.span)),
        ignores=tuple(ignores(text)) if "pinlight:" in text else (),
    )


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in `[tool.tox]` of a pyproject.toml."""
    environments = {"base": table_of(table, "env_run_base")}
    environments |= {name: table_of(table, "env", name) for name in table_of(table, "env")}
    for name, own in environments.items():
        if "deps" not in own:
            continue
        group = f"tox:{name}"
        reading.groups.append(Group(group, own["deps"].key))
        for item in list_of(own, "deps"):
            is_plain = isinstance(item.value, str) and not item.value.startswith("-")
            if is_plain and "{" not in item.value:
                reading.add(reading.requirement(item, "deps"), {"group": group, "tool": "tox"})


def _requirements(text: str, option: ini.Option) -> Iterator[Span]:
    """Yield the lines of `deps` without the factors before them; none with a substitution."""
    for start, end in option.lines:
        content = text[start:end]
        factor = _FACTOR.match(content)
        place = start + (factor.end() if factor else 0)
        if content and not _SUBSTITUTION.search(text[place:end]):
            yield Span(place, end)


def _group_at(span: Span, place_of: Mapping[Span, str]) -> str:
    return next((group for place, group in place_of.items() if place.covers(span)), "tox:base")


FORMAT = Format("tox", parse)
