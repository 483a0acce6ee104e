"""What a word of a file means, with the cursor on it."""

from textwrap import dedent

import pytest

from fixture import parse_project
from pinlight.features.about import About, nothing
from pinlight.features.hover import hover
from pinlight.settings import DEFAULT, merge


def asked(*parts, tell=nothing, settings=None):
    """Return the text under the hover and what it says, without the line on the environment."""
    text = "\n".join(dedent(part).strip("\n") for part in parts)
    project = parse_project(text, settings=settings)
    path, offset = project.cursor
    resolution = project.seen.resolutions[path]
    manifests = project.seen.manifests.values()
    wanted, _ = merge(DEFAULT, settings or {})
    found = hover(resolution, offset, tell, manifests, wanted)
    if found is None:
        return None
    markdown = found.markdown.partition("\n\nEnvironment: ")[0]
    return resolution.manifest.text[slice(*found.span)], markdown.splitlines()


FLASK = """
    -- .venv --
    flask 3.0.2
      Summary: A *small* framework
      Requires-Dist: werkzeug>=3
      Requires-Dist: click>=8
      Requires-Dist: asgiref; extra == "async"
      Provides-Extra: async
      Provides-Extra: dotenv
    click 7.0
    werkzeug 3.1
    blog 1.0
      Requires-Dist: flask<3
"""


def test_a_name_tells_what_is_asked_for_and_what_is_installed():
    word, lines = asked(
        """
        -r base.txt
        -c constraints.txt
        fl<cursor>ask>=3  # web
        -- base.txt --
        Flask
        -- constraints.txt --
        flask<4
        -- other/requirements.txt --
        flask==2.0
        """,
        FLASK,
    )
    assert word == "flask>=3"
    assert lines == [
        "**flask 3.0.2**",
        "",
        "A \\*small\\* framework",
        "",
        "- required: `>=3` here",
        "- required: any version by `base.txt`",
        "- constrained: `<4` by `constraints.txt`",
        "- elsewhere: `==2.0` by `other/requirements.txt`",
        "- installed: 3.0.2",
        "- in `.venv/lib/python3.12/site-packages`",
        "- state: satisfied",
        "- extras: `async` ✗, `dotenv` ✓",
        "- requires: `werkzeug>=3` 3.1, `click>=8` ✗ 7.0 is installed",
        "- required by: blog (`<3`) ✗",
    ]


def test_the_environment_stands_below_with_the_reason():
    project = parse_project("flask<cursor>\n-- .venv --\nflask 3.0.2\n")
    found = hover(project.resolution(), project.cursor[1])
    assert found.markdown.endswith(
        "\n\nEnvironment: `.venv`, Python 3.12.1 (nearest environment going up from the file)"
    )


def test_the_metadata_adds_licence_links_and_date():
    def tell(distribution):
        links = (("Docs", "https://x.org/(a)"), ("Bad", "javascript:alert(1)"))
        return About("BSD-3-Clause", links, "2024-05-01", "pip")

    _, lines = asked("<cursor>flask", FLASK, tell=tell)
    assert "- installed: 3.0.2, by pip, since 2024-05-01" in lines
    assert "- licence: BSD-3-Clause" in lines
    assert lines[-1] == "[Docs](<https://x.org/(a)>) · Bad"


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("rich", "not installed"),
        ("flask>=4", "wrong version (3.0.2 is installed, \\>=4 is required)"),
        ("flask[async]", "its extras are incomplete (extra \\`async\\` also needs \\`asgiref\\`)"),
        ("flask; os_name == 'nt'", "not needed here: its marker is false"),
        ("./local", "not installed"),
    ],
)
def test_the_state_is_said_in_words(line, state):
    _, lines = asked(f"<cursor>{line}\n-- local/ --", FLASK)
    assert f"- state: {state}" in lines


def test_a_vcs_origin_is_told_without_credentials():
    origin = (
        'direct_url: {"url": "https://me:secret@x.org/a.git", "vcs_info": '
        '{"vcs": "git", "requested_revision": "main", "commit_id": "0123456789abcdef"}}'
    )
    text = f"<cursor>a @ git+https://me:secret@x.org/a.git@main\n-- .venv --\na 1.0\n  {origin}\n"
    _, lines = asked(text)
    assert "- required: `git+https://x.org/a.git@main` here" in lines
    assert "- installed: 1.0, from `https://x.org/a.git` at `main`" in lines
    assert "secret" not in "".join(lines)


def test_an_unnamed_url_is_titled_without_credentials():
    _, lines = asked("git+https://me:sec<cursor>ret@x.org/a.git\n-- .venv --\nb 1\n")
    assert lines[0] == "**git\\+https\\://x\\.org/a\\.git**"


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("flask>=<cursor>3", ">=3", ["`>=3` admits 3.0.2, which is installed"]),
        (
            "flask>3,<cursor><3,!=1",
            ">3,<3,!=1",
            [
                "`>3,<3,!=1` does not admit 3.0.2, which is installed",
                "",
                "- ✓ `>3`",
                "- ✗ `<3`",
                "- ✓ `!=1`",
            ],
        ),
        ("rich<cursor>>=3", ">=3", ["`>=3`: no version is installed"]),
        ("flask[as<cursor>ync]", "async", ["`async`, an extra of `flask`: missing `asgiref`"]),
        (
            "flask[dot<cursor>env]",
            "dotenv",
            ["`dotenv`, an extra of `flask`: all that it needs is installed"],
        ),
        (
            "flask[x<cursor>]",
            "x",
            ["`x`, an extra of `flask` that 3.0.2 does not have; it has `async`, `dotenv`"],
        ),
        (
            "flask; python_<cursor>version<'3.13' and (os_name=='nt' or extra == 'x')",
            "python_version<'3.13' and (os_name=='nt' or extra == 'x'",
            [
                "`python_version<'3.13' and (os_name=='nt' or extra == 'x')` is false here",
                "",
                "- `python_version<'3.13'`: true (`python_version` is `3.12`)",
                "- `os_name=='nt'`: false (`os_name` is `posix`)",
                "- `extra == 'x'`: false",
            ],
        ),
        (
            "--extra-<cursor>index-url https://me:secret@x.org/",
            "--extra-index-url",
            [
                "`--extra-index-url` `URL`",
                "",
                "One more package index\\. All indexes count alike\\: whoever has the newest "
                "version wins, so that a private name can be taken over on a public index\\.",
            ],
        ),
        (
            "-i https://x.or<cursor>g/",
            "-i https://x.org/",
            [
                "`--index-url`, `-i` `URL`",
                "",
                "The package index that is asked, instead of the one that is configured\\.",
            ],
        ),
        (
            "-i https://${TO<cursor>KEN}@x.org/",
            "${TOKEN}",
            [
                "`${TOKEN}` stands for an environment variable when pip reads the file; where "
                "Pinlight was started it has no value"
            ],
        ),
    ],
)
def test_each_part_of_a_line_has_its_own_text(line, word, expected):
    assert asked(line, FLASK) == (word, expected)


def test_a_variable_with_a_value_never_shows_it():
    project = parse_project(
        "-i https://${TO<cursor>KEN}@x.org/\nflask\n", variables={"TOKEN": "secret"}
    )
    found = hover(project.resolution(), project.cursor[1])
    assert "it has a value, which is not shown" in found.markdown
    assert "secret" not in found.markdown


def test_a_hash_is_explained():
    word, lines = asked("flask==3.0.2 --hash=sha<cursor>256:" + "0" * 64, FLASK)
    assert word.startswith("sha256:00")
    assert lines[0].startswith("A `sha256` hash of an archive")


INCLUDES = """
    -- base.txt --
    flask
    click>=8
    rich
    -- constraints.txt --
    click>=8
    numpy<2
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-r ba<cursor>se.txt", "`base.txt`: 3 requirements, 2 out of step"),
        ("<cursor>-c constraints.txt", "`constraints.txt`: 2 constraints, 1 out of step"),
        ("-r gone.t<cursor>xt", "`gone.txt` cannot be read"),
        (
            "-r https://me:secret@x.org/r.t<cursor>xt",
            "`https://x.org/r.txt`: a file that is not on this machine; it is never fetched",
        ),
    ],
)
def test_an_include_is_counted(line, expected):
    _, lines = asked(line, INCLUDES, FLASK)
    assert lines == [expected]


@pytest.mark.parametrize("line", ["# a co<cursor>mment", "<cursor>", "flask  # a<cursor>"])
def test_elsewhere_there_is_nothing_to_say(line):
    assert asked(f"{line}\nrich", FLASK) is None


PROJECT = """
    -- pyproject.toml --
    [build-system]
    requires = ["hatchling>=1"]

    [project]
    name = "shop"
    requires-python = ">=3.10"
    dependencies = ["flask>=3"]

    [project.optional-dependencies]
    web = ["rich"]

    [dependency-groups]
    dev = ["pytest", {include-group = "lint"}]
    lint = ["ruff"]

    [tool.pinlight]
    groups = ["dev"]

    [tool.other]
    name = "x"
"""


@pytest.mark.parametrize(
    ("before", "after", "word", "start"),
    [
        ("[pro", "ject]", "project", "What the project is"),
        ("[build-sys", "tem]", "build-system", "What builds the project"),
        ("requires-py", "thon", "requires-python", "The versions of Python"),
        ("depend", "encies = [", "dependencies", "What the project needs to run"),
        ("gro", 'ups = ["dev"]', "groups", "Dependency groups of a pyproject\\.toml"),
        ("de", "v = [", "dev", "group `dev`: 1 requirement, includes `lint`"),
        ('"li', 'nt"}', "lint", "group `lint`: 1 requirement"),
        ("we", "b = [", "web", "extra `web`: 1 requirement"),
        ('"fla', "sk>=3", "flask>=3", "**flask 3.0.2**"),
        ('"flask>', "=3", ">=3", "`>=3` admits 3.0.2"),
        ('["hatch', "ling", "hatchling>=1", "**hatchling**"),
    ],
)
def test_the_words_of_a_pyproject_have_a_meaning(before, after, word, start):
    assert before + after in PROJECT
    found, lines = asked(PROJECT.replace(before + after, f"{before}<cursor>{after}"), FLASK)
    assert found == word
    assert lines[0].startswith(start)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("hatchling", "- state: needed only while the project is built"),
        ("rich", "- state: not judged, since its extra `web` is not selected"),
        ("ruff", "- state: not installed"),
    ],
)
def test_what_is_not_judged_says_why(name, state):
    _, lines = asked(PROJECT.replace(f'"{name}', f'"<cursor>{name}'), FLASK)
    assert state in lines


@pytest.mark.parametrize(
    ("selected", "state"),
    [
        ("dev", "0 of 1 satisfied in the environment"),
        ("test", "not judged: the setting `groups` selects `test`"),
    ],
)
def test_a_group_says_whether_it_is_judged(selected, state):
    text = PROJECT.replace("lint = [", "li<cursor>nt = [").replace('["dev"]', f'["{selected}"]')
    _, lines = asked(text, FLASK, settings={"groups": [selected]})
    assert lines[-1] == state


@pytest.mark.parametrize("key", ['name = "x"', "[tool.other]"])
def test_keys_that_nobody_reads_have_no_text(key):
    assert asked(PROJECT.replace(key, key[:3] + "<cursor>" + key[3:]), FLASK) is None


def test_the_version_that_a_lock_fixes_is_told():
    _, lines = asked("""
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = ["fl<cursor>ask>=2"]
        -- uv.lock --
        version = 1
        [[package]]
        name = "flask"
        version = "3.0.2"
        [[package]]
        name = "shop"
        source = { virtual = "." }
        dependencies = [{ name = "flask" }]
        -- .venv --
        flask 3.0.2
    """)
    assert "- locked: `==3.0.2` by `uv.lock`" in lines


def test_one_constraint_is_told_in_the_singular():
    _, lines = asked("-c constra<cursor>ints.txt\n-- constraints.txt --\nflask<4\n", FLASK)
    assert lines == ["`constraints.txt`: 1 constraint"]
