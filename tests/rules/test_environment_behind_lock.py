"""What a lock fixes and the environment does not hold is one problem at the top of the lock."""

from fixture import check

POETRY = """
    -- pyproject.toml --
    [tool.poetry.dependencies]
    flask = "*"
    -- poetry.lock --
    # written by Poetry
    {mark}
    [[package]]
    name = "flask"
    version = "3.0.3"
    groups = ["main"]
    [[package]]
    name = "pytest"
    version = "8.0"
    groups = ["test"]
    -- .venv --
    flask {flask}
"""


def test_a_lock_that_is_installed_is_silent():
    check(POETRY.format(flask="3.0.3", mark="# for all"))


def test_packages_that_differ_are_counted_and_named():
    mark = (
        "^^^^^^^^^^^^^^^^^^^ environment-behind-lock: 1 of 1 locked package differs from `.venv`: "
        "`flask` 3.0.2 is installed, 3.0.3 is locked"
    )
    check(POETRY.format(flask="3.0.2", mark=mark))


def test_groups_are_those_that_the_declarations_select():
    mark = (
        "^^^^^^^^^^^^^^^^^^^ environment-behind-lock: 1 of 2 locked packages differs from `.venv`: "
        "`pytest` is not installed"
    )
    check(POETRY.format(flask="3.0.3", mark=mark), settings={"groups": ["test"]})


def test_the_related_places_show_each_package():
    project = check("""
        -- pylock.toml --
        lock-version = "1.0"
        ^^^^^^^^^^^^^^^^^^^^ environment-behind-lock: 2 of 2 locked packages differ...
        [[packages]]
        name = "a"
        version = "1"
        [[packages]]
        name = "b"
        version = "1"
        -- .venv --
        a 2
    """)
    (problem,) = project.problems("pylock.toml")
    assert [it.message for it in problem.related] == [
        "`a` 2 is installed, 1 is locked",
        "`b` is not installed",
    ]


def test_without_an_environment_and_in_a_broken_one_nothing_is_told():
    check('-- pylock.toml --\n[[packages]]\nname = "a"\nversion = "1"\n')


def test_where_nothing_tells_what_belongs_there_only_what_is_installed_is_compared():
    check("""
        -- poetry.lock --
        [metadata]
        ^^^^^^^^^^ environment-behind-lock: 1 of 1 locked package differs...
        lock-version = "2.0"
        [[package]]
        name = "flask"
        version = "3.0.3"
        [[package]]
        name = "absent"
        version = "1.0"
        [[package]]
        name = "twice"
        version = "1.0"
        [[package]]
        name = "twice"
        version = "2.0"
        -- .venv --
        flask 3.0.2
        twice 3.0
    """)


def test_pipenv_and_uv():
    check("""
        -- Pipfile.lock --
        {
        ^ environment-behind-lock: 1 of 1 locked package differs from `.venv`: `flask`...
            "default": {"flask": {"version": "==3.0.3"}}
        }
        -- sub/uv.lock --
        version = 1
        ^^^^^^^^^^^ environment-behind-lock: 1 of 1 locked package differs from `../.venv`...
        [[package]]
        name = "app"
        source = { virtual = "." }
        dependencies = [{ name = "flask" }]
        [[package]]
        name = "flask"
        version = "3.0.3"
        -- .venv --
        click 8.1
    """)
