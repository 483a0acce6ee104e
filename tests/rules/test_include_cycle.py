"""A circle of includes is shown in each of its files."""

from fixture import check


def test_a_file_that_includes_itself():
    check("""
        -r requirements.txt
        ^^^^^^^^^^^^^^^^^^^ include-cycle: `requirements.txt` is this file itself
    """)


def test_a_longer_circle():
    check("""
        -r b-requirements.txt
        ^^^^^^^^^^^^^^^^^^^^^ include-cycle: `b-requirements.txt` leads back to this file
        -- b-requirements.txt --
        -r c-requirements.txt
        ^^^^^^^^^^^^^^^^^^^^^ include-cycle: `c-requirements.txt` leads back to this file
        -- c-requirements.txt --
        -r requirements.txt
        ^^^^^^^^^^^^^^^^^^^ include-cycle: `requirements.txt` leads back to this file
    """)


def test_two_ways_to_one_file_are_no_circle():
    check("""
        -r b.txt
        -r c.txt
        -- b.txt --
        -r d.txt
        -- c.txt --
        -r d.txt
        -- d.txt --
    """)
