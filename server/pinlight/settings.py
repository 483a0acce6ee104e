"""The settings: one frozen record; its field docs feed every editor's settings and the manual."""

from collections.abc import Mapping

from pinlight.named import NamedTuple
from pinlight.typed import Annotated, Any, Literal, get_args, get_origin


class Setting(NamedTuple):
    """How one field of `Settings` is documented."""

    name: str
    type: Any
    default: Any
    doc: str
    is_shared: bool  # may stand in `[tool.pinlight]`: it names no program and no index


LOCAL = "local"  # marks a field that a project's files may not set


class Settings(NamedTuple):
    """What the user can choose. Editors and `[tool.pinlight]` spell names as kebab-case."""

    files: Annotated[
        tuple[str, ...],
        "More requirements files: glob patterns relative to the workspace folder.",
    ] = ()
    exclude: Annotated[
        tuple[str, ...],
        "Files and folders to leave alone: glob patterns relative to the workspace folder.",
    ] = ()
    groups: Annotated[
        tuple[str, ...],
        "Dependency groups of a `pyproject.toml` that its environment should hold.",
    ] = ("dev",)
    extras: Annotated[
        tuple[str, ...],
        "Extras of the project that its environment should hold.",
    ] = ()
    environments: Annotated[
        Mapping[str, str],
        "Which environment serves which file: glob pattern of files to the environment's folder, "
        "relative to the workspace folder or to the `pyproject.toml` that says so.",
    ] = {}
    severity: Annotated[
        Mapping[str, str],
        "Severity by code: `error`, `warning`, `information`, `hint` or `off`.",
    ] = {}
    select: Annotated[
        tuple[str, ...],
        "Report only these codes; empty for all.",
    ] = ()
    ignore: Annotated[
        tuple[str, ...],
        "Do not report these codes.",
    ] = ()
    closed_files: Annotated[
        bool,
        "Also report problems of files that are not open.",
    ] = True
    lens: Annotated[
        bool,
        "Show the environment and its state above each file.",
    ] = True
    hint_versions: Annotated[
        bool,
        "Show the installed version behind each requirement that is not an exact pin.",
    ] = True
    hint_marks: Annotated[
        bool,
        "Show a mark behind each requirement that is out of step.",
    ] = True
    hint_includes: Annotated[
        bool,
        "Show behind each included file how many requirements it brings.",
    ] = True
    formatting: Annotated[
        bool,
        "Let *Format Document* sort and tidy requirements files.",
    ] = False
    installer: Annotated[
        Literal["auto", "uv", "pip", "virtualenv", "conda", "poetry", "pdm", "pipenv", "hatch"],
        "What changes environments: `auto` takes the tool that the project or the environment "
        "belongs to, else uv when it is there and pip has no configuration that uv would ignore, "
        "else pip.",
        LOCAL,
    ] = "auto"
    programs: Annotated[
        Mapping[str, str],
        "Paths of the tools that change environments, by name: `poetry`, `pdm`, `conda`, ...; "
        "what is not named is looked for.",
        LOCAL,
    ] = {}
    uv: Annotated[
        str,
        "Path of the uv executable; empty to look for it.",
        LOCAL,
    ] = ""
    python: Annotated[
        str,
        "Python for new environments: a version or a path; empty for the newest that the "
        "project allows.",
        LOCAL,
    ] = ""
    ask_from: Annotated[
        int,
        "Show what a change does, and ask, when it concerns at least this many packages; 0 never "
        "asks because of their number. What removes packages or brings conflicts always asks.",
    ] = 20
    outside_environment: Annotated[
        bool,
        "Let an activated environment (VIRTUAL_ENV, CONDA_PREFIX) that lies outside the "
        "workspace serve files that have none of their own.",
        LOCAL,
    ] = False
    poll_s: Annotated[
        float,
        "Seconds between two looks at the environments when the client watches no files; "
        "0 never looks.",
        LOCAL,
    ] = 1.0


DEFAULT = Settings()


def describe() -> tuple[Setting, ...]:
    """Return the documentation of every field, in order."""
    hints = {name: get_args(hint) for name, hint in Settings.__annotations__.items()}
    return tuple(
        Setting(name, kind, getattr(DEFAULT, name), doc, LOCAL not in marks)
        for name, (kind, doc, *marks) in hints.items()
    )


def merge(settings: Settings, table: Any, *, shared: bool = False) -> tuple[Settings, list[str]]:
    """Return `settings` with those of `table` over them, and one sentence per entry refused.

    Names may be spelled kebab-case, snake_case or camelCase. With `shared` the table is a
    project's own file: fields that name programs are refused.
    """
    if not isinstance(table, Mapping):
        return settings, [] if table is None else ["settings are not a table"]
    known = {setting.name: setting for setting in describe()}
    changes: dict[str, Any] = {}
    refused = []
    for key, value in table.items():
        setting = known.get(_snake(str(key)))
        if setting is None:
            refused.append(f"`{key}` is not a setting")
        elif shared and not setting.is_shared:
            refused.append(f"`{key}` may not be set by a project's own file")
        elif value is not None:
            try:
                changes[setting.name] = _accept(setting.type, value)
            except TypeError as error:
                refused.append(f"`{key}` {error}")
    return settings._replace(**changes), refused


_KINDS = {bool: "true or false", str: "a string", float: "a number", int: "a whole number"}


def _snake(name: str) -> str:
    out = "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
    return out.replace("-", "_")


def _accept(kind: Any, value: Any) -> Any:
    """Return `value` as `kind`; raises TypeError with the rest of a sentence."""
    origin = get_origin(kind)
    if origin is tuple:
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise TypeError("is not a list of strings")
    if origin is Literal:
        if value in get_args(kind):
            return value
        raise TypeError("is not one of " + ", ".join(f"`{item}`" for item in get_args(kind)))
    if origin is not None:
        if isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values()):
            return dict(value)
        raise TypeError("is not a table of strings")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
        return value
    raise TypeError("is not " + _KINDS[kind])
