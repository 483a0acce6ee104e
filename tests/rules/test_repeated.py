"""What is counted along with edits is what counting the whole file would tell."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.formats.requirements import parse
from pinlight.model.blocks import Block, Dependencies
from pinlight.rules.repeated import Names, names

KEYS = st.lists(st.sampled_from(["flask", "rich", "click", "old"]), max_size=3)


def block(keys: list[str]) -> Block:
    found = parse("/w/requirements.txt", "".join(f"{key}\n" for key in keys), {}).dependencies
    assert isinstance(found, Dependencies)
    return found.blocks[0] if found.blocks else Block("", (), ())


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(KEYS, min_size=1, max_size=6), st.data())
def test_names_of_several_lines_are_known_after_any_edits(texts, data):
    pool = [block(keys) for keys in texts]
    counted = Names()
    for _ in range(6):
        blocks = data.draw(st.lists(st.sampled_from(pool), max_size=8))
        counts = Counter(key for it in blocks for key in it.keys)
        expected = {key for key, count in counts.items() if count > 1}
        assert counted.repeated(blocks) == expected
        assert counted.repeated(tuple(blocks)) == expected


def test_each_file_is_counted_by_itself():
    twice = [block(["flask"]), block(["flask"])]
    assert names("/w/one.txt").repeated(twice) == {"flask"}
    assert names("/w/other.txt").repeated(twice[:1]) == set()
    assert names("/w/one.txt").repeated(twice[1:]) == set()
