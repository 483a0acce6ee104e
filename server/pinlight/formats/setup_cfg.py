"""setup.cfg -> Manifest: what setuptools reads of its `[options]`.

Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
"""

from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats import Format, ini
from pinlight.formats.ignores import ignore
from pinlight.formats.reading import Reading
from pinlight.model import Dependency, Group, Ignore, Include, Manifest
from pinlight.paths import rules
from pinlight.text import LineIndex, Span

NAMES = ("setup.cfg",)

_FROM_FILES = "file:"


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a setup.cfg."""
    found = ini.parse(text)
    reading = Reading(path)
    options = found.options.get("options", {})
    includes: list[Include] = []
    for name, is_build in (("install_requires", False), ("setup_requires", True)):
        option = options.get(name)
        if option is not None and _value(text, option).startswith(_FROM_FILES):
            includes += _files(path, text, option) if not is_build else []
        elif option is not None:
            for place in _entries(text, option):
                reading.add(_requirement(reading, text, place), {"is_build": is_build})
    for option in found.options.get("options.extras_require", {}).values():
        extra = pep508.normal(option.name)
        reading.groups.append(Group(extra, option.key, is_extra=True))
        if not _value(text, option).startswith(_FROM_FILES):
            for place in _entries(text, option):
                requirement = _requirement(reading, text, place)
                reading.add(requirement, {"group": extra, "is_extra": True})
    _about(reading, text, found.options)
    manifest = reading.manifest("setup", text, toml.parse(""))
    return manifest._replace(
        includes=tuple(includes),
        faults=tuple(sorted([*found.faults, *manifest.faults], key=lambda it: it.span)),
        ignores=tuple(ignores(text)) if "pinlight:" in text else (),
    )


def _value(text: str, option: ini.Option) -> str:
    return "\n".join(text[start:end] for start, end in option.lines).strip()


def _entries(text: str, option: ini.Option) -> Iterator[Span]:
    """Yield each requirement: one a line, on a single line separated by `;`."""
    if len(option.lines) > 1:
        for start, end in option.lines:
            content = text[start:end]
            if content and not content.startswith("#"):
                comment = content.find(" #")
                kept = content[:comment].rstrip() if comment >= 0 else content
                yield Span(start, start + len(kept))
        return
    for start, end in option.lines:
        place = start
        for part in text[start:end].split(";"):
            content = part.strip()
            begin = place + len(part) - len(part.lstrip())
            if content:
                yield Span(begin, begin + len(content))
            place += len(part) + 1


def _requirement(reading: Reading, text: str, place: Span) -> Dependency | None:
    item = toml.Item(text[place.start : place.end], place, jumps=((0, place.start),))
    return reading.requirement(item, "install_requires")


def _files(path: str, text: str, option: ini.Option) -> Iterator[Include]:
    """Yield the files that `file: a.txt, b.txt` names."""
    module = rules(path)
    for start, end in option.lines:
        content = text[start:end]
        lead = len(_FROM_FILES) if content.startswith(_FROM_FILES) else 0
        place = start + lead
        for part in content[lead:].split(","):
            name = part.strip()
            begin = place + len(part) - len(part.lstrip())
            if name:
                target = str(module.normpath(module.join(module.dirname(path), name)))
                yield Include(name, target, Span(begin, begin + len(name)))
            place += len(part) + 1


def _about(reading: Reading, text: str, sections: Mapping[str, Mapping[str, ini.Option]]) -> None:
    name = sections.get("metadata", {}).get("name")
    if name is not None and len(name.lines) == 1:
        value = _value(text, name)
        if value and not value.startswith(("attr:", _FROM_FILES)):
            reading.name, reading.name_span = value, name.lines[0]
    python = sections.get("options", {}).get("python_requires")
    if python is not None and len(python.lines) == 1:
        reading.python, reading.python_span = _value(text, python), python.lines[0]


def ignores(text: str) -> Iterator[Ignore]:
    lines = LineIndex(text)
    for number in range(len(lines.starts)):
        span = lines.span(number)
        found = ignore(text[span.start : span.end], span)
        if found:
            yield found


FORMAT = Format("setup_cfg", parse)
