"""Put right what an interruption left: a change of ours, or packages that are half there."""

from collections.abc import Container, Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import install, tool_of
from pinlight.fixes.targets import action_id
from pinlight.judge.matchspecs import build_of
from pinlight.model import Action, Distribution, Environment, Install, Repair, Resolution
from pinlight.words import short


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    environment = resolution.environment
    if environment is None:
        return
    prefix = environment.prefix
    where = short(prefix, resolution.manifest.path)
    broken = tuple(it for it in asked.problems if it.code == "interrupted-change")
    if broken:
        yield Action(
            action_id("repair", "", resolution),
            f"Repair `{where}`: finish the interrupted change",
            Repair(prefix),
            broken,
        )
        yield Action(
            action_id("take-back", "", resolution),
            f"Repair `{where}`: take the interrupted change back",
            Repair(prefix, forward=False),
            broken,
        )
    half = tuple(it for it in asked.problems if it.code == "damaged-package")
    found = _damaged(environment, resolution.losses) if half else ()
    of_conda = tuple(one for one in found if one.name in environment.conda)
    if of_conda:
        yield Action(
            action_id("repair-packages", "conda", resolution),
            f"Repair `{where}`: install {_names(of_conda)} anew with conda",
            Repair(prefix, _again_by_conda(resolution, of_conda)),
            half,
        )
    found = tuple(one for one in found if one not in of_conda)
    if half and (found or not of_conda):
        what = f"install {_names(found)} anew" if found else "remove what was left"
        yield Action(
            action_id("repair-packages", "", resolution),
            f"Repair `{where}`: {what}",
            Repair(prefix, reinstall(resolution, found) if found else None),
            half,
        )


def reinstall(resolution: Resolution, damaged: tuple[Distribution, ...]) -> Install:
    """Return the installation of the same packages anew, under the options of the file."""
    names = {one.name for one in damaged}
    own = [
        entry
        for entry in resolution.entries
        if entry.dependency.name in names and not tool_of(entry)
    ]
    from_file = install(resolution, own)
    known = {entry.dependency.name for entry in own}
    rest = (_line(one) for one in damaged if one.name not in known)
    return from_file._replace(lines=(*from_file.lines, *rest), reinstall=tuple(sorted(names)))


def _again_by_conda(resolution: Resolution, damaged: tuple[Distribution, ...]) -> Install:
    """Return the installation of conda's own packages anew: pip would put others in their place."""
    conda = resolution.environment.conda if resolution.environment else {}
    own = [conda[one.name] for one in damaged]
    return Install(
        resolution.choice.prefix,
        resolution.manifest.path,
        tuple(f"{one.name}={one.version}={build_of(one)}" for one in own),
        reinstall=tuple(one.name for one in own),
        tool="conda",
    )


def _names(found: tuple[Distribution, ...]) -> str:
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return ", ".join(f"`{one.name}`" for one in found[:3]) + more


def _line(one: Distribution) -> str:
    """Return the requirement that installs the same again, from where it came."""
    if one.origin is None:
        return f"{one.name}=={one.version}"
    url, place = one.origin.url, one.origin.subdirectory
    if one.origin.vcs:
        url = f"{one.origin.vcs}+{url}@{one.origin.commit}"
    if one.origin.is_editable:
        return f"-e {url}"
    return f"{one.name} @ {url}" + (f"#subdirectory={place}" if place else "")


def _damaged(environment: Environment, losses: Container[str]) -> tuple[Distribution, ...]:
    """Return the distributions of the environment whose metadata or files are gone."""
    found = environment.distributions.values()
    return tuple(one for one in found if one.where in environment.leftovers or one.name in losses)


FIX = Fix("repair", ("damaged-package", "interrupted-change"), propose, rank=5)
