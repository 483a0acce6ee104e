"""One line with a hash makes pip ask for a hash of every line."""

from fixture import check

HASH = "--hash=sha256:" + "a" * 64


def test_a_file_without_hashes_and_one_with_all_are_silent():
    check("flask==3.0.2\nclick==8.1.7\n-- .venv --\nflask 3.0.2\nclick 8.1.7\n")
    check(f"flask==3.0.2 {HASH}\nclick==8.1.7 {HASH}\n-- .venv --\nflask 3.0.2\nclick 8.1.7\n")


def test_several_lines_without_a_hash_are_one_problem():
    project = check(
        f"flask==3.0.2 {HASH}\n"
        "click==8.1.7\n"
        "^^^^^^^^^^^^ hash-missing: `click==8.1.7` has no hash, nor have 2 more; pip installs...\n"
        "jinja2==3.1\nmarkupsafe==2.1\n"
        "-- .venv --\nflask 3.0.2\nclick 8.1.7\njinja2 3.1\nmarkupsafe 2.1\n"
    )
    (problem,) = project.problems()
    assert len(problem.related) == 2


def test_lines_that_pip_does_not_look_at_and_urls_with_a_hash_need_none():
    check(
        f"flask==3.0.2 {HASH}\n"
        'colorama==1.0; sys_platform == "win32"\n'
        "own @ https://x.example/own-1.0.zip#sha256=" + "b" * 64 + "\n"
        "-- .venv --\nflask 3.0.2\nown 1.0\n"
        '  direct_url: {"url": "https://x.example/own-1.0.zip", "archive_info": {}}\n'
    )


def test_the_option_alone_demands_hashes():
    check(
        "--require-hashes\nflask==3.0.2\n"
        "^^^^^^^^^^^^ hash-missing: `flask==3.0.2` has no hash; pip installs nothing...\n"
        "-- .venv --\nflask 3.0.2\n"
    )


def test_a_hash_in_an_included_file_counts():
    check(
        "-r base-requirements.txt\nclick==8.1.7\n"
        "^^^^^^^^^^^^ hash-missing: `click==8.1.7` has no hash...\n"
        f"-- base-requirements.txt --\nflask==3.0.2 {HASH}\n"
        "-- .venv --\nflask 3.0.2\nclick 8.1.7\n"
    )
