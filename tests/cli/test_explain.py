"""`pinlight explain`: the manual at hand."""

from pinlight.plugins import records


def test_a_rule_is_explained_by_its_page(run):
    ran = run("explain", "wrong-version")
    assert ran.status == 0
    assert ran.out.startswith("## wrong-version\n")
    assert "warning" in ran.out
    assert len(ran.out) > 300


def test_all_rules_are_listed(run):
    _, *rows = run("explain").out.splitlines()
    listed = [row.split()[:2] for row in rows]
    assert listed == sorted([rule.code, rule.severity] for rule in records("rules"))


def test_an_unknown_code(run):
    message = "pinlight: `typo` is not a rule; `pinlight explain` lists them all\n"
    assert run("explain", "typo") == (2, "", message)
