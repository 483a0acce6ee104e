"""Metadata that is kept from change to change never tells of what is no longer there."""

import json
import os
import shutil
from pathlib import Path

import pytest

from package_index import PackageIndex, Release
from pinlight.shell import mirror
from real_environment import RealEnvironment

PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": [Release("1.0", requires=["alpha>=2"])],
    "other": ["1.0"],
}


@pytest.fixture
def environment(tmp_path, monkeypatch):
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        environment = RealEnvironment(tmp_path / ".venv")
        assert environment.install("alpha==1.0").is_ok
        assert environment.install("other").is_ok
        yield environment


def listed(environment) -> list[str]:
    path = Path(environment.prefix, mirror.LIST)
    return sorted(info.rpartition("/")[2] for info in json.loads(path.read_text()))


def test_it_holds_metadata_and_nothing_else(environment):
    """What came with the last change is linked by the next one."""
    assert listed(environment) == ["alpha-1.0.dist-info"]
    assert environment.install("beta").is_ok
    assert listed(environment) == ["other-1.0.dist-info"]
    kept = Path(environment.prefix, mirror.MIRROR)
    folders = {path.parent.name for path in kept.rglob("*") if path.is_file()}
    assert folders == {"other-1.0.dist-info"}


def test_what_another_tool_did_meanwhile_counts(environment):
    environment.bare("alpha==2.0")
    before = (environment.site / "alpha-2.0.dist-info").stat()
    assert environment.install("beta").is_ok
    assert environment.packages() == {"alpha": "2.0", "beta": "1.0", "other": "1.0"}
    assert (environment.site / "alpha-2.0.dist-info").stat() == before
    assert environment.faults() == []


def test_what_another_tool_removed_meanwhile_is_not_there(environment):
    shutil.rmtree(environment.site / "alpha-1.0.dist-info")
    (environment.site / "alpha.py").unlink()
    assert environment.install("alpha").is_ok
    assert environment.packages() == {"alpha": "2.0", "other": "1.0"}
    assert environment.faults() == []


@pytest.mark.parametrize(
    "content", ["", "[]", '{"x": 1}', '{"../../../x": [1, 2]}', '{"x": [1, 2]}']
)
def test_a_list_that_is_wrong_is_not_believed(environment, content, tmp_path):
    Path(environment.prefix, mirror.LIST).write_text(content)
    (tmp_path / "x").mkdir()
    assert environment.install("beta").is_ok
    assert environment.packages() == {"alpha": "2.0", "beta": "1.0", "other": "1.0"}
    assert (tmp_path / "x").exists()
    assert environment.faults() == []


def test_after_a_failure_it_is_made_anew(environment):
    assert not environment.install("nothing-like-this").is_ok
    assert not os.path.lexists(os.path.join(environment.prefix, mirror.LIST))
    assert environment.install("beta").is_ok
    assert listed(environment) == ["other-1.0.dist-info"]


def test_without_hard_links_files_are_copied_and_not_kept(environment, monkeypatch):
    from pinlight.shell import stage

    def copied(source: str, target: str) -> bool:
        shutil.copy2(source, target)
        return False

    shutil.rmtree(os.path.join(environment.prefix, mirror.MIRROR))
    monkeypatch.setattr(stage, "linked_or_copied", copied)
    assert environment.install("beta").is_ok
    assert environment.packages() == {"alpha": "2.0", "beta": "1.0", "other": "1.0"}
    assert environment.faults() == []
    assert not os.path.lexists(os.path.join(environment.prefix, mirror.MIRROR))
