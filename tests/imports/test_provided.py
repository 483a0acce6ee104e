"""The modules of a distribution, by what its metadata lists."""

import pytest

from pinlight.imports.provided import importable, owners, prefixes, provided
from pinlight.model import Distribution, Origin
from tree import Tree

SITE = "/e/lib/python3.12/site-packages"
WHERE = f"{SITE}/the_name-1.0.dist-info"


def modules(files, *, is_editable=False, more=None):
    tree = Tree({f"{WHERE}/{name}": text for name, text in files.items()} | (more or {}))
    origin = Origin("file:///src", is_editable=True) if is_editable else None
    return provided(Distribution("the-name", "1.0", WHERE, origin=origin), tree).modules


def record(*paths):
    return {"RECORD": "".join(f"{path},sha256=x,1\n" for path in paths)}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("yaml/__init__.py", "yaml/nodes.py", "_yaml/__init__.py"), ("_yaml", "yaml")),
        (("six.py", "six-1.16.dist-info/RECORD"), ("six",)),
        (("_cffi.cpython-312-x86_64-linux-gnu.so",), ("_cffi",)),
        (("a.abi3.so", "b.pyd", "c/__init__.cp312-win_amd64.pyd"), ("c", "a", "b")),
        (("google/cloud/storage/__init__.py", "google/cloud/storage/blob.py"),)
        + (("google.cloud.storage",),),
        (("zope/interface/__init__.py", "zope/interface/common/__init__.py"), ("zope.interface",)),
        (("spaces/one.py", "spaces/two/three.py"), ("spaces.one", "spaces.two.three")),
        (("../../../bin/tool", "share/doc/x.txt", "../../x.py"), ("the_name",)),
        (("requests-stubs/__init__.pyi", "only/stubs.pyi"), ("the_name",)),
        (('"odd,name.py"', "a-b/c.py", "1/x.py", "__pycache__/x.cpython-312.pyc"), ("the_name",)),
    ],
)
def test_a_record_lists_packages_modules_and_what_lies_in_namespaces(paths, expected):
    assert modules(record(*paths)) == expected


def test_a_namespace_of_the_old_kind_is_none_of_its_own():
    files = record("google/__init__.py", "google/protobuf/__init__.py", "google/x.py")
    files["namespace_packages.txt"] = "google\n"
    files["top_level.txt"] = "google\n"
    assert modules(files) == ("google.protobuf", "google.x")


def test_without_a_record_the_list_of_setuptools_counts():
    assert modules({"top_level.txt": "markdown\r\n_md/x\n"}) == ("markdown", "_md.x")


def test_the_list_of_setuptools_adds_what_the_record_hides():
    files = {**record("win32/api.pyd"), "top_level.txt": "win32\npythonwin\n"}
    assert modules(files) == ("win32.api", "pythonwin")


def test_without_any_list_the_module_is_called_like_the_distribution():
    assert modules({"METADATA": ""}) == ("the_name",)


def test_an_editable_one_is_followed_to_its_folder():
    files = record("__editable__.the_name-1.0.pth", "the_name-1.0.dist-info/METADATA")
    more = {
        f"{SITE}/__editable__.the_name-1.0.pth": "/src/lib\n",
        "/src/lib/inner/__init__.py": "",
        "/src/lib/single.py": "",
        "/src/lib/the_name.egg-info/x": "",
    }
    assert modules(files, is_editable=True, more=more) == ("inner", "single")


def test_the_finder_of_an_editable_one_is_read_not_run():
    files = record("__editable___the_name_1_0_finder.py", "__editable__.the_name-1.0.pth")
    finder = "MAPPING: dict[str, str] = {'inner': '/src/inner', \"a.b\": '/x'}\nNAMESPACES = {}\n"
    more = {
        f"{SITE}/__editable___the_name_1_0_finder.py": finder,
        f"{SITE}/__editable__.the_name-1.0.pth": "import __editable___the_name_1_0_finder\n",
    }
    assert modules(files, is_editable=True, more=more) == ("inner", "a.b")


def test_entry_points_tell_of_use_without_import():
    tree = Tree({f"{WHERE}/entry_points.txt": "[console_scripts]\nx = x:main\n"})
    assert provided(Distribution("x", "1", WHERE), tree).has_entry_points
    assert not provided(Distribution("x", "1", WHERE), Tree()).has_entry_points


def test_folders_count_as_importable():
    tree = Tree(
        {"/s/a/x.py": "", "/s/b.py": "", "/s/c.abi3.so": "", "/s/d.txt": "", "/s/e-f/x": ""}
    )
    assert importable("/s", tree) == {"a", "b", "c"}


def test_one_module_may_have_several_owners():
    one = provided(Distribution("one", "1", "/x"), Tree())
    assert owners({"one": one, "two": one}) == {"one": ("one", "two")}
    assert list(prefixes("a.b.c")) == ["a.b.c", "a.b", "a"]
