"""conda's engine in a process of its own: it may crash without taking the server along.

    python -I conda_worker.py SITE ORDER

`SITE` is the folder that holds the package `rattler`, `ORDER` a JSON file (see `Order`). Prints
what it does, `[ 40%] ...` while it installs; with `dry_run` only what would change, as JSON in the
last line. It imports nothing of ours, so that no path of ours is needed.
Source: https://conda.github.io/rattler/py-rattler/
Source: https://docs.conda.io/projects/conda/en/stable/dev-guide/deep-dives/install.html
"""

import asyncio
import json
import os
import signal
import sys
from datetime import datetime, timezone
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple


class Order(NamedTuple):
    """What is to be done to a prefix."""

    prefix: str
    channels: tuple[str, ...]
    install: tuple[str, ...] = ()  # MatchSpecs that are to hold
    update: tuple[str, ...] = ()  # names to bring to the newest version that fits
    remove: tuple[str, ...] = ()  # names; what needs them goes too
    dry_run: bool = False


def main(site: str, path: str) -> int:
    sys.path.append(site)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # The engine hears of no KeyboardInterrupt.
    order = Order(**json.loads(Path(path).read_text("utf-8")))
    try:
        asyncio.run(carry_out(order))
    except Exception as error:
        _say(f"error: {error}")
        return 1
    return 0


async def carry_out(order: Order) -> None:
    rattler = _engine()
    _say("Resolving packages")
    installed = records_in(order.prefix)
    gone = with_dependents(order.remove, installed)
    kept = [one for one in installed if one.name.normalized not in gone]
    specs = wanted_specs(order, kept)
    solved = await rattler.solve(
        order.channels,
        [rattler.MatchSpec(spec) for spec in specs],
        # What is there is preferred, but for what is to become newer.
        locked_packages=[one for one in kept if one.name.normalized not in order.update],
        virtual_packages=rattler.VirtualPackage.detect(),
        channel_priority=rattler.ChannelPriority.Strict,
    )
    changes = differences(installed, solved)
    _say(f"Resolved {len(solved)} packages")
    if not order.dry_run:
        await install(order, solved, len(changes))
        remember(order, installed, solved)
        _say("Installed what was resolved" if changes else "Nothing to change")
    _say(json.dumps({"changes": changes}))


async def install(order: Order, solved: list[Any], count: int) -> None:
    rattler = _engine()
    names: dict[int, str] = {}
    done: list[int] = []

    class Reporter(rattler.InstallerReporter):  # type: ignore[misc, name-defined]
        """Tells each package that is put there."""

        def on_link_start(self, operation: int, record: Any) -> int:
            names[operation] = str(record)
            return operation

        def on_link_complete(self, index: int) -> None:
            done.append(index)
            share = 100 * len(done) // max(count, 1)
            _say(f"[{share:3}%] Installed {names[index]} ({len(done)} of {count})")

    await rattler.install(
        solved,
        order.prefix,
        show_progress=False,
        execute_link_scripts=False,
        requested_specs=[rattler.MatchSpec(spec)._match_spec for spec in order.install],
        reporter=Reporter(),
    )


def records_in(prefix: str) -> list[Any]:
    """Return the records of what conda has installed."""
    folder = Path(prefix, "conda-meta")
    return [_engine().PrefixRecord.from_path(path) for path in sorted(folder.glob("*.json"))]


def wanted_specs(order: Order, kept: list[Any]) -> list[str]:
    """Return what the solution must hold: what is ordered, and whatever is there stays, as it was
    asked for. Python keeps its minor version unless another one is ordered."""
    new = {_engine().MatchSpec(spec).name.normalized for spec in order.install}
    specs = [*order.install, *(name for name in order.update if name not in new)]
    for record in kept:
        name = record.name.normalized
        if name in new:
            continue
        if name == "python":
            specs.append("python " + ".".join(str(record.version).split(".")[:2]) + ".*")
        elif name in order.update:
            specs += record.requested_specs
        else:
            specs += record.requested_specs or [name]
    return specs


def with_dependents(names: tuple[str, ...], installed: list[Any]) -> set[str]:
    """Return `names` and whatever needs them, directly or not."""
    gone = set(names)
    while True:
        more = {
            one.name.normalized
            for one in installed
            if one.name.normalized not in gone
            and any(needed.split()[0] in gone for needed in one.depends)
        }
        if not more:
            return gone
        gone |= more


def differences(installed: list[Any], solved: list[Any]) -> list[dict[str, str]]:
    """Return what changes, by name: the version before and after, "" for none."""
    old = {one.name.normalized: one for one in installed}
    new = {one.name.normalized: one for one in solved}
    return [
        {
            "name": name,
            "old": str(old[name].version) if name in old else "",
            "new": str(new[name].version) if name in new else "",
        }
        for name in sorted({*old, *new})
        if name not in old or name not in new or _told(old[name]) != _told(new[name])
    ]


def remember(order: Order, installed: list[Any], solved: list[Any]) -> None:
    """Write conda's own notes: the history of the prefix, and the list of environments."""
    old, new = {_distribution(it) for it in installed}, {_distribution(it) for it in solved}
    if old == new:
        return
    now = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    verb, what = ("remove", order.remove) if order.remove else ("update", order.install)
    lines = [
        f"==> {now} <==",
        "# cmd: pinlight",
        *(f"-{it}" for it in sorted(old - new)),
        *(f"+{it}" for it in sorted(new - old)),
        f"# {verb} specs: {json.dumps(what or order.update)}",
    ]
    with Path(order.prefix, "conda-meta", "history").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    known = Path.home() / ".conda" / "environments.txt"
    listed = known.read_text("utf-8").splitlines() if known.exists() else []
    if order.prefix not in listed:
        known.parent.mkdir(exist_ok=True)
        known.write_text("\n".join([*listed, order.prefix]) + "\n", "utf-8")


def _engine() -> Any:
    return import_module("rattler")  # Without types where it is not installed.


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _distribution(record: Any) -> str:
    place = f"{str(record.channel).rstrip('/')}/{record.subdir}"
    return f"{place}::{record.name.normalized}-{_told(record, '-')}"


def _told(record: Any, between: str = " ") -> str:
    if hasattr(record, "build"):
        return between.join((str(record.version), str(record.build)))
    return str(record)


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # The engine's threads can crash an interpreter that ends in the usual way.
