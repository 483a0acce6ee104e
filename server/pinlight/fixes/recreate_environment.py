"""Make the environment anew with a Python that the project supports."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.create_environment import everything
from pinlight.fixes.targets import action_id, file_name
from pinlight.judge import admits
from pinlight.model import Action, Create
from pinlight.words import short


def propose(asked: Asked) -> Iterator[Action]:
    resolution, tools = asked.resolution, asked.tools
    manifest, environment = resolution.manifest, resolution.environment
    wanted = manifest.requires_python
    python = next((one for one, _ in tools.pythons if admits(wanted, one)), "")
    is_ours = environment is not None and environment.kind in ("venv", "virtualenv", "uv")
    if environment is None or not is_ours or not (python or tools.uv):
        return
    which = f"Python {python}" if python else f"a Python {wanted}"
    then = everything(resolution, environment.prefix) if resolution.entries else None
    rest = f" and install `{file_name(manifest.path)}`" if then else ""
    yield Action(
        action_id("recreate-environment", "", resolution),
        f"Recreate `{short(environment.prefix, manifest.path)}` with {which}{rest}",
        Create(environment.prefix, python, wanted, then, replaces=True),
        asked.problems,
    )


FIX = Fix("recreate-environment", ("python-mismatch",), propose, rank=10, is_safe=False)
