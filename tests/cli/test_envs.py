"""`pinlight envs`: which environment serves which file, and why."""

import json

FILES = {
    "api/requirements.txt": "flask\n",
    "api/.venv": ["python 3.12.1"],
    "web/requirements.txt": "flask\n",
}


def test_a_table_for_people(write, run):
    write(FILES)
    ran = run("envs")
    assert (ran.status, ran.err) == (0, "")
    heading, api, web = ran.out.split("\n\n")[0].splitlines()
    assert heading.split() == ["FILE", "ENVIRONMENT", "KIND", "PYTHON", "STATE", "WHY"]
    assert api.split()[:5] == ["api/requirements.txt", "api/.venv", "venv", "3.12.1", "1"]
    assert len(api.split()) > 7
    assert web.split()[:4] == ["web/requirements.txt", "-", "-", "-"]
    assert api.index("api/.venv") == heading.index("ENVIRONMENT")


def test_one_object_for_programs(write, run):
    write(FILES)
    report = json.loads(run("envs", "--json").out)
    api, web = report["files"]
    assert (api["path"], api["environment"]) == ("api/requirements.txt", "api/.venv")
    assert (web["path"], web["environment"]) == ("web/requirements.txt", None)
    assert api["reason"] and "problems" not in api
    assert [environment["python"] for environment in report["environments"]] == ["3.12.1"]


def test_of_one_path_only(write, run):
    write(FILES)
    assert len(run("envs", "api").out.split("\n\n")[0].splitlines()) == 2


def test_a_path_that_is_not_there(write, run):
    write({})
    assert run("envs", "gone") == (2, "", "pinlight: `gone` does not exist\n")
