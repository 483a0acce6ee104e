"""What every command takes."""

import argparse

from pinlight import __version__


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="pinlight",
        description="Keeps a Python project's requirements and its environment in step.",
    )
    whole.add_argument("--version", action="version", version=f"pinlight {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary, declare in (
        ("check", "report what is wrong with files and environments", _check),
        ("envs", "tell which environment serves which file, and why", _envs),
        ("read", "tell what is understood of one file", _read),
        ("tree", "show what requires what, and where that is violated", _tree),
        ("create", "create the environment of a file or folder", _create),
        ("install", "install what is missing or at the wrong version", _changing),
        ("sync", "install what is missing, remove what no file asks for", _changing),
        ("upgrade", "bring packages to the newest version that their file allows", _upgrade),
        ("uninstall", "remove packages from the environment", _uninstall),
        ("freeze", "write what is installed as a requirements file", _freeze),
        ("lock", "let the project's own tool write its lock anew", _lock),
        ("delete", "remove a whole environment", _changing),
        ("undo", "take the last change of an environment back", _changing),
        ("repair", "put right what interruptions left in environments", _repair),
        ("explain", "describe a rule, or list them all", _explain),
        ("server", "run the language server", _server),
    ):
        command = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        declare(command)
        command.set_defaults(command=name)
    return whole


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", metavar="PATH", nargs="*", default=["."], help="file or folder")
    command.add_argument(
        "--format", choices=("text", "json", "sarif", "github", "junit"), default="text"
    )
    command.add_argument(
        "--env", metavar="PREFIX", default="", help="environment that serves every file"
    )
    command.add_argument(
        "--imports", action="store_true", help="judge the imports of all Python files too"
    )
    command.add_argument(
        "--changed-since",
        metavar="REV",
        default="",
        help="only files that differ from this revision of git, with what they include and what "
        "includes them",
    )
    command.add_argument("--select", metavar="CODE,...", type=_codes, help="only these rules")
    command.add_argument("--ignore", metavar="CODE,...", type=_codes, help="without these rules")
    command.add_argument(
        "--exit-zero", action="store_true", help="exit 0 also when something was found"
    )


def _envs(command: argparse.ArgumentParser) -> None:
    _path(command)
    _json(command)


def _read(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE")
    _json(command)


def _tree(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", default="", help="only this one's")
    command.add_argument("--reverse", action="store_true", help="what asks for NAME")
    command.add_argument(
        "--format", choices=("text", "json", "mermaid", "dot", "svg"), default="text"
    )
    command.add_argument(
        "--path", metavar="PATH", default=".", help="file or folder that is looked at"
    )


def _create(command: argparse.ArgumentParser) -> None:
    _path(command)
    command.add_argument("--python", metavar="X", default="", help="version or path")
    command.add_argument("--name", metavar="N", default="", help="name of its folder")
    command.add_argument("--prompt", metavar="P", default="", help="what a shell shows of it")
    command.add_argument("--tool", metavar="T", default="", help="uv, pip, virtualenv, conda, ...")
    command.add_argument("--replace", action="store_true", help="put it in the place of another")
    _dry_run(command)
    _yes(command)


def _changing(command: argparse.ArgumentParser) -> None:
    _path(command)
    _dry_run(command)
    _yes(command)


def _upgrade(command: argparse.ArgumentParser) -> None:
    command.add_argument("names", metavar="NAME", nargs="*", help="NAME==VERSION: that one")
    _for_names(command)


def _uninstall(command: argparse.ArgumentParser) -> None:
    command.add_argument("names", metavar="NAME", nargs="+")
    _for_names(command)


def _for_names(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--path", metavar="PATH", default=".", help="file or folder whose environment is meant"
    )
    _dry_run(command)
    _yes(command)


def _freeze(command: argparse.ArgumentParser) -> None:
    _changing(command)
    command.add_argument("--output", "-o", metavar="FILE", default="", help="file to write")


def _lock(command: argparse.ArgumentParser) -> None:
    _path(command)
    _dry_run(command)


def _repair(command: argparse.ArgumentParser) -> None:
    _path(command)
    command.add_argument("--check", action="store_true", help="only tell; exit 1 if there is any")
    _dry_run(command)
    _yes(command)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("code", metavar="CODE", nargs="?", default="")


def _server(command: argparse.ArgumentParser) -> None:
    command.add_argument("--stdio", action="store_true", help="the default")
    command.add_argument("--tcp", metavar="HOST:PORT", default="", help="wait for one client here")


def _dry_run(command: argparse.ArgumentParser) -> None:
    command.add_argument("--dry-run", action="store_true", help="only show what would be done")


def _yes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", action="store_true", help="do not ask")


def _path(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", metavar="PATH", nargs="?", default=".", help="file or folder")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON object")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())
