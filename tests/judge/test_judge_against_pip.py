"""pip and uv decide whether a line is satisfied; Pinlight must say the same in every case.

PINLIGHT_ORACLE_LINES sets how many random lines pip is asked about (default 320), half as many
more with extras, and uv half as many.
"""

import os
import random
from pathlib import Path
from typing import NamedTuple

import random_environments as make
from pinlight import pep508
from pinlight.environments import read
from pinlight.judge import judge
from pinlight.model import Dependency, Environment, Fault
from pinlight.shell.disk import Disk
from real_judges import UV_DIFFERS, ask_pip, ask_uv, install_arguments, separate_pip

LINES = int(os.environ.get("PINLIGHT_ORACLE_LINES", "320"))
LINES_EACH = 8


class Case(NamedTuple):
    """One line about one environment."""

    line: str
    environment: Environment
    site: str
    file: str  # holds the line

    @property
    def dependency(self) -> Dependency | None:
        found = pep508.parsed(self.line)
        return None if isinstance(found, Fault) else found

    @property
    def kind(self) -> str:
        """Our verdict; "invalid" for a line that is no requirement."""
        return judge(self.dependency, self.environment).kind if self.dependency else "invalid"

    def __str__(self) -> str:
        installed = (
            f"{it.name} {it.version} {it.extras or ''} {list(it.requires) or ''}"
            for it in self.environment.distributions.values()
        )
        return f"{self.line!r} -> {self.kind} in\n    " + "\n    ".join(installed)


def cases(folder: Path, seed: str, count: int, *, has_legacy: bool, are_plain: bool) -> list[Case]:
    rng = random.Random(seed)
    found = []
    for number in range(count // LINES_EACH):
        site = make.make_prefix(folder / f"env-{number}")
        fakes = make.fakes(rng, has_legacy=has_legacy, are_plain=are_plain)
        make.write(site, fakes)
        environment = read(str(folder / f"env-{number}"), Disk())
        assert environment.state == "ok", environment.detail
        for index in range(LINES_EACH):
            file = folder / f"{number}-{index}.txt"
            line = make.line(rng, fakes, asks_for_extras=are_plain)
            file.write_text(line + "\n", encoding="utf-8")
            found.append(Case(line, environment, str(site), str(file)))
    return found


def pips_word(answer: tuple[object, str]) -> str:
    code, output = answer
    if code == 0:
        return "not-needed" if "Ignoring " in output else "satisfied"
    if "Invalid requirement" in output:
        return "invalid"
    assert code == 1 or "UndefinedComparison" in output, output
    return "out of step" if code == 1 else "unknown"


def test_a_line_is_satisfied_exactly_when_pip_would_change_nothing(tmp_path: Path) -> None:
    asked = cases(tmp_path, "lines", LINES, has_legacy=True, are_plain=False)
    answers = ask_pip([(case.site, install_arguments(case.file)) for case in asked])
    ours = {"missing": "out of step", "wrong-version": "out of step", "missing-extra": "satisfied"}
    wrong = [
        f"pip: {pips_word(answer)}, {case}\n{answer[1]}"
        for case, answer in zip(asked, answers, strict=True)
        if ours.get(case.kind, case.kind) != pips_word(answer)
    ]
    assert not wrong, f"{len(wrong)} of {len(asked)}\n" + "\n".join(wrong[:5])
    assert {case.kind for case in asked} >= {*ours, "satisfied", "not-needed"}


def test_an_extra_is_satisfied_exactly_when_pip_finds_all_that_it_brings(tmp_path: Path) -> None:
    asked = cases(tmp_path, "extras", LINES // 2, has_legacy=False, are_plain=True)
    arguments = [install_arguments(case.file, with_dependencies=True) for case in asked]
    answers = ask_pip([(case.site, each) for case, each in zip(asked, arguments, strict=True)])
    ours = dict.fromkeys(("missing", "wrong-version", "missing-extra"), "out of step")
    wrong = [
        f"pip: {pips_word(answer)}, {case}\n{answer[1]}"
        for case, answer in zip(asked, answers, strict=True)
        if ours.get(case.kind, case.kind) != pips_word(answer)
    ]
    assert not wrong, f"{len(wrong)} of {len(asked)}\n" + "\n".join(wrong[:5])
    kinds = [case.kind for case in asked if "[" in case.line]
    assert min(kinds.count("missing-extra"), kinds.count("satisfied")) > len(asked) / 20


def test_pip_in_one_process_says_what_pip_in_a_process_of_its_own_says(tmp_path: Path) -> None:
    asked = cases(tmp_path, "separate", 8 * LINES_EACH, has_legacy=True, are_plain=True)[
        ::LINES_EACH
    ]
    questions = [(case.site, install_arguments(case.file)) for case in asked]
    separate = [separate_pip(*question) for question in questions]
    together = ask_pip(questions)
    assert [pips_word(answer) for answer in separate] == [pips_word(answer) for answer in together]


def test_uv_agrees_but_for_what_is_known(tmp_path: Path) -> None:
    asked = [
        case
        for case in cases(tmp_path, "uv", LINES // 2, has_legacy=False, are_plain=False)
        if case.dependency and not UV_DIFFERS.search(case.line)
    ]
    command = ["pip", "install", "--dry-run", "--no-deps", "--no-index", "--offline"]
    answers = ask_uv(
        [[*command, "--python", case.environment.executable, "-r", case.file] for case in asked],
        tmp_path / "cache",
    )
    ours = ("satisfied", "missing-extra", "not-needed")
    wrong = [
        f"uv: {code} {output}, {case}"
        for case, (code, output) in zip(asked, answers, strict=True)
        if (case.kind in ours) != (code == 0 and "no changes" in output)
    ]
    assert not wrong, f"{len(wrong)} of {len(asked)}\n" + "\n".join(wrong[:5])
