"""What an interruption left can be put right from the line that tells of it."""

from pinlight.model import Install, Repair


def test_an_interrupted_change_is_finished_or_taken_back(offer):
    offered = offer(
        """
        flask>=3
        -- .venv --
        flask 3.0.2
        -- .venv/.pinlight/journal.json --
        {}
        """,
        "flask",
    )
    assert offered.titles == [
        "* Repair `.venv`: finish the interrupted change",
        "Repair `.venv`: take the interrupted change back",
        *offered.titles[2:],
    ]
    assert offered.actions[0].do == Repair("/w/.venv")
    assert offered.actions[1].do == Repair("/w/.venv", forward=False)


HALF = """
    --index-url https://index.example/simple
    flask>=3
    requests
    -- .venv --
    requests 2.30.0
    -- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
    flask.py,,
    """


def test_damaged_packages_are_installed_anew_as_the_file_says(offer):
    do = offer(HALF, "flask").operation("Repair `.venv`: install `flask` anew")
    assert do == Repair(
        "/w/.venv",
        Install(
            "/w/.venv",
            "/w/requirements.txt",
            ("flask>=3",),
            ("--index-url https://index.example/simple",),
            reinstall=("flask",),
        ),
    )


def test_one_that_the_file_does_not_name_comes_back_in_its_version(offer):
    do = offer(HALF.replace("flask>=3\n", ""), "requests").operation("Repair")
    assert do.then.lines == ("flask==3.0.2",)


def test_what_pip_had_put_aside_is_removed(offer):
    project = """
        requests
        -- .venv --
        requests 2.30.0
        -- .venv/lib/python3.12/site-packages/~ip/x.py --
        """
    assert offer(project, "requests").operation("Repair `.venv`: remove") == Repair("/w/.venv")


def test_packages_that_lack_files_are_installed_anew_all_at_once(offer):
    site = ".venv/lib/python3.12/site-packages"
    project = f"""
        flask>=3
        click==8.1
        -- .venv --
        flask 3.0.2
        click 8.1
        idna 3.6
        whole 1
        -- {site}/flask-3.0.2.dist-info/RECORD --
        flask.py,,
        -- {site}/idna-3.6.dist-info/RECORD --
        idna.py,,
        """
    do = offer(project, "flask").operation("Repair `.venv`: install `flask`, `idna` anew")
    assert do.then.lines == ("flask>=3", "idna==3.6")
    assert do.then.reinstall == ("flask", "idna")
