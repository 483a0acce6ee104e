"""What an interrupted installation left is told on the line that needs it."""

from fixture import check


def test_what_no_line_needs_is_told_once():
    check("""
        requests
        ^^^^^^^^ damaged-package: `.venv` holds what an interrupted installation left: ...
        -- .venv --
        requests 2.30.0
        -- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
        flask.py,,
        -- .venv/lib/python3.12/site-packages/~ip/x.py --
    """)


def test_each_line_tells_of_its_own():
    [problem] = check("""
        requests
        Flask
        ^^^^^ damaged-package: `flask` is damaged: its metadata is missing
        -- .venv --
        requests 2.30.0
        -- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
        flask.py,,
    """).problems()
    assert problem.about == "flask"


SITE = ".venv/lib/python3.12/site-packages"


def test_each_line_tells_of_its_own_files_and_the_first_need_of_all_others():
    project = check(f"""
        -r requirements-base.txt
        requests
        ^^^^^^^^ damaged-package: `urllib3` in `.venv` is damaged: its only file is missing, ...
        flask
        ^^^^^ damaged-package: `flask` is damaged: 2 of its 3 files are missing, such as `f/b.py`
        -- requirements-base.txt --
        urllib3
        ^^^^^^^ damaged-package: `urllib3` is damaged: its only file is missing, `urllib3.py`
        -- .venv --
        flask 3.0.2
        requests 2.30.0
        urllib3 2.2
        -- {SITE}/flask-3.0.2.dist-info/RECORD --
        f/a.py,,
        f/b.py,,
        f/c.py,,
        -- {SITE}/f/a.py --
        -- {SITE}/urllib3-2.2.dist-info/RECORD --
        urllib3.py,,
    """)
    assert [it.about for it in project.problems()] == ["/w/.venv", "flask"]


def test_many_packages_that_nothing_names_make_one_problem():
    names = ("a", "b", "c", "d", "e")
    text = "requests\n-- .venv --\nrequests 2.30.0\n" + "".join(f"{name} 1\n" for name in names)
    for name in names:
        text += f"-- {SITE}/{name}-1.dist-info/RECORD --\n{name}.py,,\n"
    mark = "^^^^^^^^ damaged-package: `.venv` holds 5 packages of which files are missing: "
    check(text.replace("\n", f"\n{mark}`a`, `b`, `c` and 2 more\n", 1))


def test_an_editable_installation_has_its_finder():
    check(f"""
        flask
        ^^^^^ damaged-package: `flask` is damaged: 1 of its 2 files is missing, `__editable__f.py`
        -- .venv --
        flask 3.0.2
          direct_url: {{"url": "file:///w/flask", "dir_info": {{"editable": true}}}}
        -- {SITE}/flask-3.0.2.dist-info/RECORD --
        __editable__.flask-3.0.2.pth,,
        __editable__f.py,,
        -- {SITE}/__editable__.flask-3.0.2.pth --
        /w/flask
    """)


def test_an_interrupted_change_of_ours_is_told_alone():
    check(f"""
        flask
        ^^^^^ interrupted-change: ...
        -- .venv --
        flask 3.0.2
        -- {SITE}/flask-3.0.2.dist-info/RECORD --
        flask.py,,
        -- .venv/.pinlight/journal.json --
        {{}}
    """)


def test_the_comment_on_the_line_silences_it():
    check(f"""
        flask  # pinlight: ignore[damaged-package]
        -- .venv --
        flask 3.0.2
        -- {SITE}/flask-3.0.2.dist-info/RECORD --
        flask.py,,
    """)
