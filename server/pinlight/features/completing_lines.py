"""What can be typed in lists of other files: environment.yml, setup.cfg, tox.ini."""

import re
from collections.abc import Iterable, Iterator

from pinlight.features.completing import Asked, Item
from pinlight.features.completing_requirement import requirement

_DASH = re.compile(r"(?P<indent>[ \t]*)-[ \t]+[\"']?")
_PIP = re.compile(r"[ \t]*-[ \t]+pip[ \t]*:")
_DEPENDENCIES = re.compile(r"dependencies[ \t]*:")
_SECTION = re.compile(r"\[([^\]]+)\]")
_OPTION = re.compile(r"([\w.-]+)[ \t]*[=:][ \t]*")
_PACKAGE = re.compile(r"([A-Za-z0-9_][\w.-]*)?(?P<rest>[ \t]*(?P<sign>[=<>!~]+)[ \t]*[\w.]*)?\Z")
_REQUIRING = ("install_requires", "setup_requires", "deps", "requires")


def yaml(asked: Asked) -> Iterable[Item]:
    """Return what fits in the list of an environment.yml that the place lies in."""
    start = asked.text.rfind("\n", 0, asked.offset) + 1
    dash = _DASH.match(asked.text, start, asked.offset)
    if dash is None:
        return ()
    indent = len(dash["indent"])
    for line in reversed(asked.text[:start].splitlines()):
        width = len(line) - len(line.lstrip())
        if line.strip() and width < indent and _PIP.match(line):
            return requirement(asked, dash.end())
        if line.strip() and width <= indent and not line.lstrip().startswith(("-", "#")):
            return _conda(asked, dash.end()) if _DEPENDENCIES.match(line.strip()) else ()
    return ()


def _conda(asked: Asked, start: int) -> Iterator[Item]:
    """Yield packages that conda has installed, or the version that one of them has."""
    typed = _PACKAGE.fullmatch(asked.text, start, asked.offset)
    environment = asked.resolution.environment
    if typed is None or environment is None:
        return
    name = (typed[1] or "").lower()
    if typed["rest"]:
        found = environment.conda.get(name)
        if found is not None:
            span = asked.word(typed.end("sign"))
            yield Item(found.version, "version", span, "installed by conda")
        return
    for known, distribution in environment.conda.items():
        if name in known:
            detail = f"{distribution.version} is installed by conda"
            yield Item(known, "package", asked.word(start), detail, rank=not known.startswith(name))


def ini(asked: Asked) -> Iterable[Item]:
    """Return what fits in the option of a setup.cfg or tox.ini that the place lies in."""
    start = asked.text.rfind("\n", 0, asked.offset) + 1
    line = asked.text[start : asked.offset]
    if "#" in line or line.lstrip().startswith(("[", ";")):
        return ()
    option = _OPTION.match(line)
    begin = start + (option.end() if option else len(line) - len(line.lstrip()))
    if option is None and not line[:1].isspace():
        return ()
    section = ""
    for above in reversed([*asked.text[:start].splitlines()]):
        option = option or _OPTION.match(above)
        if found := _SECTION.match(above):
            section = found[1]
            break
    if option is None:
        return ()
    is_list = option[1] in _REQUIRING or section == "options.extras_require"
    return requirement(asked, begin) if is_list else ()
