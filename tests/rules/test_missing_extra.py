"""What an extra brings is there, too."""

from fixture import check


def test_what_the_extra_brings_is_not_there():
    check("""
        requests[socks]>=2
        ^^^^^^^^^^^^^^^^^^ missing-extra: `requests` with extra `socks` also needs `PySocks>=1.5.6`
        -- .venv --
        requests 2.31.0
          Provides-Extra: socks
          Requires-Dist: PySocks>=1.5.6; extra == "socks"
    """)


def test_what_the_extra_brings_is_there():
    check("""
        requests[socks]
        -- .venv --
        requests 2.31.0
          Provides-Extra: socks
          Requires-Dist: PySocks>=1.5.6; extra == "socks"
        PySocks 1.7.1
    """)
