"""Installing the package of an import."""

from pinlight.model import Install

PROJECT = """
    -c constraints.txt
    --index-url https://index.example/simple
    flask
    python-dotenv[cli]>=1
    -- constraints.txt --
    click<9
    -- app.py --
    import flask, dotenv
    import yaml
    -- .venv --
    flask 3.0.2
    """


def test_what_is_declared_is_installed_as_its_file_says(offer):
    offered = offer(PROJECT, "dotenv", "app.py")
    assert offered.titles == ["* Install `python-dotenv[cli]>=1`"]
    assert offered.operation("Install") == Install(
        "/w/.venv",
        "/w/requirements.txt",
        ("python-dotenv[cli]>=1",),
        options=("--index-url https://index.example/simple",),
        constraints=("/w/constraints.txt",),
    )


def test_what_is_not_declared_can_be_installed_or_declared(offer):
    offered = offer(PROJECT, "yaml", "app.py")
    assert offered.titles == ["* Install `pyyaml`", "Add `pyyaml` to `requirements.txt`"]
    assert offered.operation("Install") == Install(
        "/w/.venv",
        "/w/requirements.txt",
        ("pyyaml",),
        options=("--index-url https://index.example/simple",),
        constraints=("/w/constraints.txt",),
    )
