"""INI files are read as configparser reads them, also when they are random."""

import configparser
import random

from pinlight.formats import ini

LINES = ("[a]", "[b]", "key = 1", "other: x", "    more", "# no", "; no", "", "  ", "\tdeep", "k=")
MORE = (*LINES, "x", "=3", " [c]", "key =", "a = b = c", "[a] rest")


def read(text):
    """Return the values by section, or None where configparser would refuse."""
    found = ini.parse(text)
    if found.faults:
        return None
    return {
        section: {
            name: "\n".join(text[start:end] for start, end in option.lines)
            for name, option in options.items()
        }
        for section, options in found.options.items()
    }


def judged(text):
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    return {section: dict(parser.items(section)) for section in parser.sections()}


def test_random_files():
    chance = random.Random(1)
    readable = 0
    for _ in range(4000):
        lines = [chance.choice(MORE) for _ in range(chance.randrange(9))]
        text = "\n".join(["[first]", *lines]) if chance.random() < 0.9 else "\n".join(lines)
        expected = judged(text)
        assert read(text) == expected, text
        readable += expected is not None
    assert readable > 1000
