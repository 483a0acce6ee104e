"""An environment is read from its files alone: every layout, every way to be broken."""

import importlib.metadata
import json
import subprocess
import sys

import pytest

from pinlight import environments
from pinlight.environments.metadata import normalised
from pinlight.model import Origin
from pinlight.shell.disk import Disk
from tree import Tree, conda_files, environment_files

V = "/w/.venv"
SITE = f"{V}/lib/python3.12/site-packages"


def venv(*lines, **options):
    return environment_files(V, lines, **options)


def installed(environment):
    return {item.name: item.version for item in environment.distributions.values()}


def changed(files, old, new):
    """Return the files of an environment with another pyvenv.cfg."""
    path = f"{V}/pyvenv.cfg"
    return {**files, path: files[path].replace(old.encode(), new.encode())}


def dist_info(site, name, version):
    return {f"{site}/{name}-{version}.dist-info/METADATA": f"Name: {name}\nVersion: {version}\n"}


def test_a_virtual_environment_is_read():
    lines = [
        "python 3.11.4",
        "flask 3.0.2",
        "  Requires-Dist: click>=8",
        "  Provides-Extra: Dot_Env",
        "  Requires-Python: >=3.8",
        "  Summary: A framework",
        "My.Package 1.0",
        '  direct_url: {"url": "file:///w/pkg", "dir_info": {"editable": true}}',
    ]
    found = environments.read(V, Tree(venv(*lines)))
    assert (found.kind, found.python, found.state, found.detail) == ("venv", "3.11.4", "ok", "")
    assert found.executable == f"{V}/bin/python"
    assert found.site_packages == (f"{V}/lib/python3.11/site-packages",)
    flask = found.distributions["flask"]
    assert flask.version == "3.0.2"
    assert flask.where == f"{V}/lib/python3.11/site-packages/flask-3.0.2.dist-info"
    assert flask.requires == ("click>=8",)
    assert flask.extras == ("dot-env",)
    assert (flask.requires_python, flask.summary) == (">=3.8", "A framework")
    assert flask.origin is None
    assert found.distributions["my-package"].origin == Origin("file:///w/pkg", is_editable=True)
    assert found.markers["python_full_version"] == "3.11.4"


@pytest.mark.parametrize(
    ("config", "kind", "python"),
    [
        ("version = 3.12.1", "venv", "3.12.1"),
        ("version = 3.12", "venv", "3.12"),
        ("VERSION=3.12.1", "venv", "3.12.1"),
        ("uv = 0.9.1\nversion_info = 3.12.1", "uv", "3.12.1"),
        ("uv = 0.9.1\nversion_info = 3.12.0rc1", "uv", "3.12.0rc1"),
        ("virtualenv = 20.1\nversion_info = 3.12.1.final.0", "virtualenv", "3.12.1"),
        ("virtualenv = 20.1\nversion_info = 3.12.0.candidate.2", "virtualenv", "3.12.0rc2"),
        ("", "venv", "3.12"),
        ("version = nonsense", "venv", "3.12"),
        ("no equals sign\n\x00\xff", "venv", "3.12"),
    ],
)
def test_pyvenv_cfg_tells_the_tool_and_the_version(config, kind, python):
    files = {**venv("a 1"), f"{V}/pyvenv.cfg": f"home = /usr/bin\r\n{config}\r\n"}
    found = environments.read(V, Tree(files))
    assert (found.kind, found.python, found.state) == (kind, python, "ok")
    assert installed(found) == {"a": "1"}


def test_what_a_finder_knows_wins_unless_it_is_only_a_venv():
    tree = Tree(changed(venv(), "home", "uv = 1\nhome"))
    assert environments.read(V, tree, "poetry").kind == "poetry"
    assert environments.read(V, tree, "venv").kind == "uv"


@pytest.mark.parametrize("prefix", ["C:\\w\\.venv", "/w/.venv"])
def test_a_windows_layout_is_read_anywhere(prefix):
    files = environment_files(prefix, ["flask 3.0.2"], layout="windows")
    found = environments.read(prefix, Tree(files))
    assert (found.python, found.state) == ("3.12.1", "ok")
    assert installed(found) == {"flask": "3.0.2"}
    assert found.executable.endswith("python.exe")
    assert found.markers["sys_platform"] == "win32"
    assert found.markers["platform_python_implementation"] == "CPython"


def test_case_does_not_count_on_windows():
    files = environment_files("C:\\w\\.venv", ["flask 3.0.2"], layout="windows")
    assert installed(environments.read("c:\\W\\.VENV", Tree(files))) == {"flask": "3.0.2"}


def test_lib64_that_is_a_link_is_read_once():
    found = environments.read(V, Tree(venv("a 1"), links={f"{V}/lib64": "lib"}))
    assert found.site_packages == (SITE,)


def test_a_real_lib64_comes_first():
    other = f"{V}/lib64/python3.12/site-packages"
    found = environments.read(V, Tree({**venv("a 1", "b 1"), **dist_info(other, "a", "2")}))
    assert found.site_packages == (other, SITE)
    assert installed(found) == {"a": "2", "b": "1"}


def test_pypy_keeps_its_own_library():
    files = {
        f"{V}/pyvenv.cfg": "home = /usr/bin\nversion_info = 3.10.14\nimplementation = PyPy\n",
        f"{V}/bin/python": "",
        **dist_info(f"{V}/lib/pypy3.10/site-packages", "a", "1"),
    }
    found = environments.read(V, Tree(files))
    assert (found.python, found.markers["implementation_name"]) == ("3.10.14", "pypy")
    assert installed(found) == {"a": "1"}


def test_the_free_threaded_python_keeps_its_own_library():
    files = {
        path.replace("python3.13", "python3.13t"): content
        for path, content in venv("a 1", python="3.13.0").items()
    }
    assert installed(environments.read(V, Tree(files))) == {"a": "1"}


def test_the_library_of_the_python_counts_where_several_lie():
    other = dist_info(f"{V}/lib/python3.9/site-packages", "old", "1")
    found = environments.read(V, Tree({**venv("a 1"), **other}))
    assert installed(found) == {"a": "1"}


# What lies in site-packages


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a-1.0.dist-info/METADATA": "Name: a\nVersion: 1.0\n"}, {"a": "1.0"}),
        ({"A_b.C-1.0.dist-info/METADATA": ""}, {"a-b-c": "1.0"}),
        ({"a.dist-info/METADATA": "Name: B\nVersion: 2\n"}, {"b": "2"}),
        ({"torch-2.0+cpu.dist-info/METADATA": "Name: torch\n"}, {"torch": "2.0+cpu"}),
        ({"a-1-py3.12.egg-info/PKG-INFO": "Name: a\nVersion: 1.1\n"}, {"a": "1.1"}),
        ({"a-1-py3.12.egg-info": "Name: a\nVersion: 1.1\n"}, {"a": "1.1"}),
        ({"a-1-py3.12.egg-info": ""}, {"a": "1"}),
        ({"a.egg-info/PKG-INFO": "Name: a\nVersion: 1\n"}, {"a": "1"}),
        ({"~a-1.dist-info/METADATA": "Name: a\nVersion: 1\n", "~a/x.py": ""}, {}),
        ({"readme.txt": "", "a.py": "", "dist-info/METADATA": "Name: a\n"}, {}),
    ],
)
def test_distributions_in_every_form(files, expected):
    tree = Tree({**venv(), **{f"{SITE}/{name}": text for name, text in files.items()}})
    assert installed(environments.read(V, tree)) == expected


def test_a_dist_info_without_metadata_counts_and_is_a_leftover():
    tree = Tree({**venv(), f"{SITE}/a-1.dist-info/RECORD": "", f"{SITE}/~b/x.py": ""})
    found = environments.read(V, tree)
    assert installed(found) == {"a": "1"}
    assert found.leftovers == (f"{SITE}/a-1.dist-info", f"{SITE}/~b")


def test_an_egg_info_tells_its_requirements():
    where = f"{SITE}/a.egg-info"
    files = {f"{where}/PKG-INFO": "Name: a\nVersion: 1\n", f"{where}/requires.txt": "b\n[x]\nc\n"}
    found = environments.read(V, Tree({**venv(), **files})).distributions["a"]
    assert found.requires == ("b", 'c; extra == "x"')
    assert found.extras == ("x",)


@pytest.mark.parametrize("target", ["/w/pkg", "../../../../pkg", "\n  /w/pkg  \n."])
def test_a_develop_install_is_found_through_its_egg_link(target):
    files = {f"{SITE}/pkg.egg-link": target, "/w/pkg/pkg.egg-info/PKG-INFO": "Version: 2\n"}
    found = environments.read(V, Tree({**venv(), **files}))
    assert installed(found) == {"pkg": "2"}
    assert found.distributions["pkg"].origin == Origin("file:///w/pkg", is_editable=True)


def test_pth_files_extend_the_path():
    content = "# comment\n\nimport x\nimport\tx\n/w/src\n../../../../more\n/gone\n"
    files = {
        f"{SITE}/x.pth": content,
        f"{SITE}/.hidden.pth": "/w/hidden\n",
        **dist_info("/w/src", "a", "1"),
        **dist_info("/w/more", "b", "2"),
        **dist_info("/w/hidden", "c", "3"),
        **dist_info(f"{SITE}/import x", "d", "4"),
        "/w/src/nested.pth": "/w/hidden\n",
    }
    found = environments.read(V, Tree({**venv(), **files}))
    assert found.site_packages == (SITE, "/w/src", "/w/more")
    assert installed(found) == {"a": "1", "b": "2"}


def test_an_egg_on_the_path_counts():
    egg = f"{SITE}/a-1-py3.12.egg"
    files = {f"{SITE}/easy-install.pth": "./a-1-py3.12.egg\n"}
    files[f"{egg}/EGG-INFO/PKG-INFO"] = "Name: a\nVersion: 1\n"
    assert installed(environments.read(V, Tree({**venv(), **files}))) == {"a": "1"}


def test_the_first_on_the_path_wins():
    files = {f"{SITE}/x.pth": "/w/src\n", **dist_info("/w/src", "a", "9")}
    assert installed(environments.read(V, Tree({**venv("a 1"), **files}))) == {"a": "1"}


# Pythons that are no virtual environments


def python_files(prefix, python="3.12", exe="python3"):
    return {f"{prefix}/bin/{exe}": "", f"{prefix}/lib/python{python}/site-packages/x.py": ""}


def test_system_packages_come_after_the_environments_own():
    system = "/opt/py/lib/python3.12/site-packages"
    files = {
        **venv("a 1", home="/opt/py/bin", system_site=True),
        **python_files("/opt/py"),
        **dist_info(system, "a", "2"),
        **dist_info(system, "b", "2"),
    }
    found = environments.read(V, Tree(files))
    assert found.has_system_packages
    assert found.site_packages == (SITE, system)
    assert installed(found) == {"a": "1", "b": "2"}


def test_the_users_own_packages_come_with_the_systems():
    user = "/home/u/.local/lib/python3.12/site-packages"
    files = {**venv(home="/opt/py/bin", system_site=True), **python_files("/opt/py")}
    files = {**files, **dist_info(user, "mine", "1")}
    variables = {"HOME": "/home/u"}
    assert installed(environments.read(V, Tree(files, variables=variables))) == {"mine": "1"}
    variables["PYTHONNOUSERSITE"] = "1"
    assert installed(environments.read(V, Tree(files, variables=variables))) == {}


def test_system_packages_of_a_windows_environment():
    prefix = "C:\\w\\.venv"
    files = {
        **environment_files(prefix, ["a 1"], layout="windows", system_site=True),
        "C:\\Python312\\Lib\\site-packages\\b-2.dist-info\\METADATA": "Name: b\n",
    }
    assert installed(environments.read(prefix, Tree(files))) == {"a": "1", "b": "2"}


def test_debians_python_reads_its_own_folders():
    files = {
        "/usr/bin/python3.11": "",
        "/usr/lib/python3.11/os.py": "",
        "/usr/lib/python3.13/os.py": "",
        "/usr/lib/python3.11/site-packages/no-1.dist-info/METADATA": "",
        **dist_info("/usr/lib/python3/dist-packages", "six", "1.16"),
        **dist_info("/usr/local/lib/python3.11/dist-packages", "six", "1.17"),
    }
    tree = Tree(files, links={"/usr/bin/python": "python3.11"})
    found = environments.read("/usr", tree)
    assert (found.kind, found.python, found.state) == ("global", "3.11", "ok")
    assert installed(found) == {"six": "1.17"}


@pytest.mark.parametrize(
    ("prefix", "extra", "python"),
    [
        ("/home/u/.pyenv/versions/3.12.7", {}, "3.12.7"),
        ("/opt/cpython-3.12.4-linux", {}, "3.12.4"),
        ("/opt/py", {}, "3.12"),
        ("/opt/9.9.9", {}, "3.12"),
        (
            "/opt/py",
            {"include/python3.12/patchlevel.h": '#define PY_VERSION      "3.12.0rc3+"\n'},
            "3.12.0rc3",
        ),
    ],
)
def test_a_whole_python_tells_its_version_by_its_files(prefix, extra, python):
    files = {f"{prefix}/{name}": text for name, text in extra.items()}
    found = environments.read(prefix, Tree({**python_files(prefix), **files}))
    assert (found.kind, found.python, found.state) == ("global", python, "ok")


def test_a_windows_python_tells_its_version_by_its_files():
    files = {"C:\\Py\\python312.dll": "", "C:\\Py\\python.exe": ""}
    files["C:\\Py\\Lib\\site-packages\\a-1.dist-info\\METADATA"] = ""
    found = environments.read("C:\\Py", Tree(files))
    assert (found.kind, found.python, found.state) == ("global", "3.12", "ok")
    assert installed(found) == {"a": "1"}


def test_a_conda_environment_is_read():
    prefix = "/opt/conda/envs/x"
    files = {
        **python_files(prefix, exe="python"),
        f"{prefix}/conda-meta/python-3.12.3-h2628c8c_0.json": "{}",
        f"{prefix}/conda-meta/python-dateutil-2.9.0-x_0.json": "{}",
        **dist_info(f"{prefix}/lib/python3.12/site-packages", "numpy", "2.0"),
    }
    found = environments.read(prefix, Tree(files))
    assert (found.kind, found.python, found.state) == ("conda", "3.12.3", "ok")
    assert installed(found) == {"numpy": "2.0"}


def test_what_conda_installed_for_python_is_told_from_what_pip_did():
    files = conda_files("/c", ["torch 2.0", "  INSTALLER: conda", "flask 3.0"])
    found = environments.read("/c", Tree(files)).distributions
    assert {name: it.is_of_conda for name, it in found.items()} == {"torch": True, "flask": False}


def test_condas_own_packages_are_told_by_their_records():
    names = ("_libgcc_mutex-0.1-main", "python-dateutil-2.9.0-x_0", "R-base-4.3-h1_2", "history")
    files = {f"/c/conda-meta/{name}.json": "{}" for name in names}
    found = environments.read("/c", Tree({**files, "/c/conda-meta/history": ""}))
    assert {name: it.version for name, it in found.conda.items()} == {
        "_libgcc_mutex": "0.1",
        "python-dateutil": "2.9.0",
        "r-base": "4.3",
    }
    assert found.conda["r-base"].where == "/c/conda-meta/R-base-4.3-h1_2.json"
    assert "/c/conda-meta" in environments.watched(found)


def test_an_environment_of_another_kind_has_no_packages_of_conda():
    found = environments.read(V, Tree(venv()))
    assert not found.conda
    assert f"{V}/conda-meta" not in environments.watched(found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("history", ("broken", "it holds no Python")),
        ("python-3.12.1-h1_0.json", ("broken", "its Python is gone")),
        ("python-dateutil-2.9.0-x_0.json", ("ok", "")),
    ],
)
def test_a_conda_environment_without_python_may_serve_other_languages(name, expected):
    found = environments.read("/c", Tree({f"/c/conda-meta/{name}": ""}))
    assert (found.kind, found.state, found.detail) == ("conda", *expected)


# Broken ones


BASE_GONE = "its base Python in `/opt/py/bin` is gone"


@pytest.mark.parametrize(
    ("files", "links", "detail"),
    [
        ({}, {}, "`/w/.venv` does not exist"),
        (venv(home="/opt/py/bin"), {}, BASE_GONE),
        (
            {k: v for k, v in venv(home="/opt/py/bin").items() if "bin/" not in k},
            {f"{V}/bin/python": "/opt/py/bin/python3"},
            BASE_GONE,
        ),
        ({f"{V}/pyvenv.cfg": "home = /usr/bin\n"}, {}, "its own Python executable is gone"),
        (
            {f"{V}/pyvenv.cfg": "home = /usr/bin\n", f"{V}/bin/python": ""},
            {},
            "its site-packages folder is gone",
        ),
        (
            changed(venv("a 1"), "3.12.1", "3.13.0"),
            {},
            "its site-packages folder is gone",
        ),
        (
            {f"{V}/bin/activate": "", f"{V}/bin/python": "", f"{SITE}/x.py": ""},
            {},
            "its `pyvenv.cfg` is gone",
        ),
        ({f"{V}/Scripts/activate": ""}, {}, "its `pyvenv.cfg` is gone"),
        ({f"{V}/README": ""}, {}, "`/w/.venv` holds no Python with site-packages"),
    ],
)
def test_a_broken_environment_says_why(files, links, detail):
    found = environments.read(V, Tree(files, links=links))
    assert (found.state, found.detail) == ("broken", detail)


def test_an_empty_folder_is_no_environment():
    assert environments.read(V, Tree(folders=[V])).detail == "`/w/.venv` is empty"


def test_a_windows_environment_needs_its_base_python():
    files = environment_files("C:\\w\\.venv", [], layout="windows", home="D:\\Python")
    found = environments.read("C:\\w\\.venv", Tree(files))
    assert found.detail == "its base Python in `D:\\Python` is gone"


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("VIRTUAL_ENV=/old/.venv", "broken"),
        ("VIRTUAL_ENV='/old/.venv'", "broken"),
        ('    export VIRTUAL_ENV="/old/.venv"', "broken"),
        ('export VIRTUAL_ENV=$(cygpath "/old/.venv")', "broken"),
        ("VIRTUAL_ENV=/w/.venv", "ok"),
        ("VIRTUAL_ENV=/link/.venv", "ok"),
        ("VIRTUAL_ENV=/W/.VENV", "ok"),
        ('VIRTUAL_ENV="$(cd .. && pwd)"', "ok"),
        ("unset VIRTUAL_ENV", "ok"),
    ],
)
def test_a_moved_environment_is_broken(line, state):
    files = {**venv("a 1"), f"{V}/bin/activate": f"# activate\n{line}\nexport VIRTUAL_ENV\n"}
    found = environments.read(V, Tree(files, links={"/link": "/w"}))
    assert found.state == state
    assert installed(found) == {"a": "1"}
    if state == "broken":
        assert found.detail.startswith("it was moved here from `/old/.venv`")


# Links around the workspace


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (("/w/plain",), ()),
        (("/home/me/work",), (("/mnt/data", "/home/me/work"),)),
        (("/home/me/work/a/b", "/home/me/work/c"), (("/mnt/data", "/home/me/work"),)),
        (("/home/me/renamed",), (("/mnt/data/a", "/home/me/renamed"),)),
        (("/tmp/x/y",), (("/private/tmp", "/tmp"),)),
        (("/",), ()),
    ],
)
def test_the_widest_folders_that_are_reached_by_a_link(folders, expected):
    targets = {
        "/home/me/work": "/mnt/data",
        "/home/me/renamed": "/mnt/data/a",
        "/tmp": "private/tmp",
    }
    files = {f"{folder}/f": "" for folder in ("/mnt/data/a/b", "/mnt/data/c", "/private/tmp/x/y")}
    assert environments.links(folders, Tree(files, links=targets)) == expected


# The stamp


def test_the_stamp_of_what_was_read_is_the_stamp_now():
    tree = Tree({**venv("a 1"), f"{SITE}/x.pth": "/w/src", **dist_info("/w/src", "b", "1")})
    found = environments.read(V, tree)
    assert found.stamp == environments.stamp(found, tree)
    assert len(found.stamp) == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: tree.write(f"{SITE}/b-1.dist-info/METADATA"),
        lambda tree: tree.write("/w/src/c.egg-info/PKG-INFO"),
        lambda tree: tree.remove(f"{SITE}/a-1.dist-info"),
        lambda tree: tree.write(f"{V}/pyvenv.cfg", "home = /opt\n"),
        lambda tree: tree.remove(V),
        lambda tree: tree.remove(f"{V}/bin/python"),
    ],
)
def test_every_change_moves_the_stamp(change):
    tree = Tree({**venv("a 1"), f"{SITE}/x.pth": "/w/src", "/w/src/x.py": ""})
    found = environments.read(V, tree)
    change(tree)
    assert environments.stamp(found, tree) != found.stamp


def test_a_deleted_environment_has_a_stamp_of_zeros():
    tree = Tree(venv("a 1"))
    found = environments.read(V, tree)
    tree.remove(V)
    assert set(environments.stamp(found, tree)) == {0}


def test_a_base_python_that_comes_back_moves_the_stamp():
    files = {path: text for path, text in venv(home="/opt/py/bin").items() if "bin/" not in path}
    tree = Tree(files, links={f"{V}/bin/python": "/opt/py/bin/python3"})
    found = environments.read(V, tree)
    tree.write("/opt/py/bin/python3")
    assert environments.stamp(found, tree) != found.stamp
    assert environments.read(V, tree).state == "ok"


def test_a_created_environment_moves_the_stamp_of_none():
    tree = Tree()
    found = environments.read(V, tree)
    for path, content in venv().items():
        tree.write(path, content)
    assert environments.stamp(found, tree) != found.stamp


@pytest.mark.parametrize(
    ("path", "prefix"),
    [
        ("/w/.venv", "/w/.venv"),
        ("/w/.venv/bin/python", "/w/.venv"),
        ("/usr/bin/python3", "/usr"),
        ("C:\\Python312\\python.exe", "C:\\Python312"),
        ("C:\\w\\.venv\\Scripts\\python.exe", "C:\\w\\.venv"),
        ("/opt/python3", "/opt/python3"),
    ],
)
def test_an_interpreter_stands_for_its_prefix(path, prefix):
    tree = Tree({**venv(), "/opt/python3/bin/python": ""})
    assert environments.prefix_of(path, tree) == prefix


# Against the real thing


def test_this_environment_is_read_as_importlib_reads_it():
    found = environments.read(sys.prefix, Disk())
    expected = {}
    for item in importlib.metadata.distributions(path=list(found.site_packages)):
        name = normalised(item.metadata["Name"])
        expected.setdefault(name, (item.version, tuple(item.requires or ())))
    told = {item.name: (item.version, item.requires) for item in found.distributions.values()}
    assert told == expected
    assert "pytest" in told


@pytest.mark.parametrize("tool", [["uv", "venv", "-q", "--offline"], ["venv", "--without-pip"]])
def test_markers_are_those_of_the_environments_own_python(tool, tmp_path):
    from packaging import __path__ as packaging

    prefix = str(tmp_path / ".venv")
    python = ["--python", sys.executable] if tool[0] == "uv" else []
    subprocess.run([sys.executable, "-m", *tool, *python, prefix], check=True)
    found = environments.read(prefix, Disk())
    program = (
        f"import sys, json; sys.path.append({packaging[0][:-10]!r})\n"
        "from packaging.markers import default_environment\n"
        "print(json.dumps(default_environment()))"
    )
    told = subprocess.run([found.executable, "-c", program], check=True, stdout=subprocess.PIPE)
    assert found.markers == json.loads(told.stdout)
    assert (found.kind, found.state, found.distributions) == (tool[0], "ok", {})


def test_packages_of_a_project_without_an_environment_are_read():
    """PEP 582: the folder's name tells the Python, its `lib` is what is on the path."""
    files = {
        "/w/__pypackages__/3.11/lib/flask-3.0.dist-info/METADATA": "Name: flask\nVersion: 3.0\n",
        "/home/u/.local/lib/python3.11/site-packages/own-1.dist-info/METADATA": "Name: own\n",
    }
    tree = Tree(files, variables={"HOME": "/home/u"})
    found = environments.read("/w/__pypackages__/3.11", tree)
    assert (found.kind, found.python, found.state) == ("pypackages", "3.11", "ok")
    assert found.markers["python_version"] == "3.11"
    assert {*found.distributions} == {"flask"}
    found = environments.read("/w/__pypackages__/3.12", Tree(files))
    assert (found.state, found.detail) == ("broken", "`/w/__pypackages__/3.12` does not exist")
    found = environments.read("/w/__pypackages__/3.12", Tree({"/w/__pypackages__/3.12/bin/x": ""}))
    assert (found.state, found.detail) == ("broken", "its folder `lib` is gone")
