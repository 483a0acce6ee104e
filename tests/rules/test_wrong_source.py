"""A direct reference is compared with where the package came from; secrets stay secret."""

from fixture import check

SECRET = "hunter2"


def test_installed_from_an_index_instead():
    check("""
        shop @ git+https://git.example/shop@v2
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-source: `shop` 2.0 is installed, but not...
        -- .venv --
        shop 2.0
    """)


def test_installed_from_there():
    check("""
        shop @ https://files.example/shop-2.0-py3-none-any.whl
        -- .venv --
        shop 2.0
          direct_url: {"url": "https://files.example/shop-2.0-py3-none-any.whl", "archive_info": {}}
    """)


def test_messages_hold_no_credentials_and_no_values_of_variables():
    project = check(
        """
        shop @ https://user:hunter2@files.example/${TOKEN}/shop.whl?key=hunter2
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-source: ...
        https://u:hunter2@files.example/${TOKEN}/c-1.0.zip?k=hunter2#egg=cart
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-package: ...
        -- .venv --
        shop 2.0
          direct_url: {"url": "https://u:hunter2@b.example/shop.whl", "archive_info": {}}
        """,
        variables={"TOKEN": SECRET},
    )
    for problem in project.problems():
        assert SECRET not in problem.message
        assert not any(SECRET in place.message for place in problem.related)
