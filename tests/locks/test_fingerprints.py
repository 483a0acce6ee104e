"""The fingerprints are those that the tools wrote into their own locks."""

import pytest
from pip._internal.models import index as index_urls

from pinlight.formats import format_of
from pinlight.locks import fingerprints

# Locks of the corpus whose declarations changed after them, as the tools' own checks say too.
STALE = {
    "poetry": {"microsoft+component-detection", "heroku+heroku-buildpack-python/out_of_sync"},
    "pdm": {"regen100+cmake-language-server"},
    "pipenv": {"heroku+heroku-buildpack-python/out_of_sync"},
}


def is_stale(tool, path):
    parts = str(path)
    return any(all(part in parts for part in name.split("/")) for name in STALE[tool])


def pairs(shared, kind, lock_name, folder, name):
    for path in sorted((shared / "corpus" / kind).rglob(lock_name)):
        declared = shared / "corpus" / folder / path.relative_to(shared / "corpus" / kind).parent
        if (declared / name).is_file():
            yield path, (declared / name).read_bytes().decode()


@pytest.mark.parametrize(
    ("tool", "kind", "lock_name", "least"),
    [("poetry", "poetrylock", "poetry.lock", 9), ("pdm", "pdmlock", "pdm.lock", 1)],
)
def test_real_locks_of_poetry_and_pdm(shared, tool, kind, lock_name, least):
    count = 0
    for path, text in pairs(shared, kind, lock_name, "pyproject", "pyproject.toml"):
        lock = format_of(str(path)).parse(str(path), path.read_bytes().decode(), {}).lock
        if lock.fingerprint:
            found = getattr(fingerprints, tool)(text)
            assert (lock.fingerprint not in found) == is_stale(tool, path), path
            count += 1
    assert count >= least


def test_real_locks_of_pipenv(shared):
    """The corpus hides the index of each Pipfile: it is put back before it counts."""
    count = 0
    for path, text in pairs(shared, "pipfilelock", "Pipfile.lock", "pipfile", "Pipfile"):
        lock = format_of(str(path)).parse(str(path), path.read_bytes().decode(), {}).lock
        text = text.replace("https://index.example/simple", index_urls.PyPI.simple_url)
        if lock.fingerprint:
            count += lock.fingerprint in (fingerprints.pipenv(text) or ())
    assert count >= 8


def test_random_pipfiles_have_the_fingerprint_that_plette_computes():
    plette = pytest.importorskip("plette")
    from io import StringIO

    for packages in ('a = "*"', 'a = {version = "==1", extras = ["x"]}', "", 'b = ">=1"\na = "é"'):
        for rest in ("", '[requires]\npython_version = "3.12"\n', '[docs]\nsphinx = "*"\n'):
            source = '[[source]]\nurl = "https://x.example/simple"\nverify_ssl = true\nname = "x"\n'
            text = f"{source}[packages]\n{packages}\n[dev-packages]\npytest = '*'\n{rest}"
            judge = plette.Pipfile.load(StringIO(text)).get_hash().value
            assert fingerprints.pipenv(text) == (judge,)


def test_pipenv_of_today_normalises_names():
    source = '[[source]]\nurl = "https://x.example/simple"\nverify_ssl = true\nname = "x"\n'
    one, other = (fingerprints.pipenv(f'{source}[docs]\n"{it}" = "*"\n') for it in ("A.b", "a-b"))
    # As Pipenv 2026.10 said of this file, however the name is spelled.
    told = "b62ce1d9d0957c191865e8ea40fb8f4df5cf31d21b6294913c1043b32b644454"
    assert one[0] == other[0] == told
    assert (len(one), len(other)) == (2, 1)


def test_a_pipfile_that_names_no_index_has_none():
    """Pipenv takes those of pip's configuration then, wherever it was locked."""
    assert fingerprints.pipenv("[packages]\na = '*'\n") is None


def test_older_pdm_counted_overrides_alone(shared):
    path = shared / "corpus/pyproject/regen100+cmake-language-server/pyproject.toml"
    text = path.read_bytes().decode().replace("<3.14", "<3.13")
    expected = "sha256:801e3af66b4127c047d051c3b10a9b5e0b793d27f5eab4fd0b1514cfdda34803"
    assert expected in fingerprints.pdm(text)


@pytest.mark.parametrize("tool", ["poetry", "pdm", "pipenv"])
def test_what_no_tool_can_read_has_none(tool):
    assert getattr(fingerprints, tool)("[broken") is None
    assert getattr(fingerprints, tool)("source = []\nproject = 3\ntool = []\npackages = 1\n")


@pytest.mark.parametrize(
    ("specifier", "other", "is_same"),
    [
        (">=1, <2", "<2,>=1", True),
        ("==1.0", "==1.0.0", True),
        (">=1", ">=1.1", False),
        ("", "", True),
        ("^1", ">=1", False),
    ],
)
def test_specifiers_are_compared_by_what_they_mean(specifier, other, is_same):
    assert fingerprints.is_same(specifier, other) is is_same
