"""The tables of uv, PDM and Hatch in real files, as tomllib and `packaging` read them."""

import pytest

from pinlight.formats.pyproject import parse

UV = ("dev-dependencies", "constraint-dependencies", "override-dependencies")


def lists(document):
    """Yield (tool, list of requirements) for every list that a tool's own table has."""
    tools = document.get("tool", {})
    for key in UV:
        yield key, tools.get("uv", {}).get(key, [])
    for items in tools.get("pdm", {}).get("dev-dependencies", {}).values():
        yield "pdm", items
    for environment in tools.get("hatch", {}).get("envs", {}).values():
        for key in ("dependencies", "extra-dependencies"):
            yield "hatch", environment.get(key, [])


def test_every_list_of_a_tool_in_real_files_is_read_as_packaging_reads_it(shared):
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    count = 0
    for path in sorted((shared / "corpus" / "pyproject").rglob("pyproject.toml")):
        text = path.read_bytes().decode()
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        manifest = parse(str(path), text, {})
        read = {
            "constraint-dependencies": manifest.constraints,
            "override-dependencies": manifest.overrides,
            "dev-dependencies": [it for it in manifest.dependencies if it.tool == "uv"],
            "pdm": [it for it in manifest.dependencies if it.tool == "pdm"],
            "hatch": [it for it in manifest.dependencies if it.tool == "hatch" and not it.is_extra],
        }
        found = {kind: {_said(it) for it in own} for kind, own in read.items()}
        for kind, items in lists(document):
            for item in items:
                if item.startswith("-e "):
                    continue
                judge = Requirement(item)
                name = canonicalize_name(judge.name)
                assert (name, _sorted(str(judge.specifier))) in found[kind], (path, item)
                count += 1
    assert count > 20


def _said(dependency):
    return dependency.name, _sorted(dependency.specifier)


def _sorted(specifier):
    return ",".join(sorted("".join(specifier.strip("()").split()).split(",")))
