"""Includes and local paths that are not there are marked."""

from fixture import check


def test_includes_and_constraints():
    check("""
        -r gone.txt
        ^^^^^^^^^^^ missing-file: `gone.txt` does not exist
        -c gone/too.txt
        ^^^^^^^^^^^^^^^ missing-file: `gone/too.txt` does not exist
        -r there.txt
        -r https://files.example/requirements.txt
        -- there.txt --
    """)


def test_local_paths():
    check("""
        -e ./gone
           ^^^^^^ missing-file: `./gone` does not exist
        shop @ ./shop-1.0.whl
        ^^^^^^^^^^^^^^^^^^^^^ missing-file: `./shop-1.0.whl` of `shop` does not exist
        ./there
        -- there/setup.py --
        -- .venv --
        there 1.0
          direct_url: {"url": "file:///w/there", "dir_info": {}}
    """)


def test_without_an_environment_it_is_still_said():
    check("""
        flask
        ^^^^^ no-environment: ...
        -r gone.txt
        ^^^^^^^^^^^ missing-file: ...
    """)
