"""The relative paths of a requirements file, and where they start.

pip lets them start from the folder in which it is run; `choose.working_folder` tells which that is
likely to be. Parsing takes the file's own folder.
"""

from pinlight.formats.pip_lines import VARIABLE
from pinlight.formats.pip_targets import local_path
from pinlight.model import Dependency, Manifest
from pinlight.model.blocks import Block, Dependencies
from pinlight.paths import rules


def relative(manifest: Manifest) -> tuple[str, ...]:
    """Return the relative paths of local projects in a requirements file."""
    found = [_relative(it) for block in _holding(manifest) for it in block.dependencies]
    return tuple(filter(None, found))


def starting_at(manifest: Manifest, folder: str) -> Manifest:
    """Return `manifest` with its relative paths starting at `folder`."""
    changed = {id(block): _starting_at(block, folder) for block in _holding(manifest)}
    if not isinstance(manifest.dependencies, Dependencies) or not changed:
        return manifest
    blocks = [changed.get(id(block), block) for block in manifest.dependencies.blocks]
    return manifest._replace(dependencies=Dependencies(blocks, manifest.dependencies.starts))


def _holding(manifest: Manifest) -> list[Block]:
    """Return the blocks of a requirements file in which local paths stand."""
    dependencies = manifest.dependencies
    blocks = dependencies.blocks if isinstance(dependencies, Dependencies) else ()
    return [block for block in blocks if block.places]


def _starting_at(block: Block, folder: str) -> Block:
    dependencies = [_moved(it, folder) for it in block.dependencies]
    if dependencies == block.dependencies:
        return block  # What hangs on it stays.
    return Block(
        block.text,
        dependencies,
        block.offsets,
        block.includes,
        block.options,
        block.faults,
        block.ignores,
        block.comments,
        has_lists=block.has_lists,
    )


def _moved(dependency: Dependency, folder: str) -> Dependency:
    path = _relative(dependency)
    if not path:
        return dependency
    place = rules(folder)
    return dependency._replace(path=place.normpath(place.join(folder, path)))


def _relative(dependency: Dependency) -> str:
    """Return the path that the dependency names if it is relative; "" otherwise."""
    if not dependency.path or VARIABLE.search(dependency.url):
        return ""
    path = local_path(dependency.url)
    return "" if rules(dependency.path).isabs(path) else path
