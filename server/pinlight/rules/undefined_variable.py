"""`${NAME}` where no such variable is set."""

from pinlight.rules import Rule
from pinlight.rules.faults import faults

RULE = Rule(
    code="undefined-variable",
    severity="hint",
    summary="An environment variable that is not set",
    needs=("faults",),
    find=faults("undefined-variable"),
    doc="""
pip replaces `${NAME}` by the environment variable of that name and leaves it as it stands when
there is none. Pinlight sees the variables of the program that started it, which may lack what a
terminal or a build server sets: therefore it is a hint only. The value of a variable is never
shown.

```text
--index-url https://${INDEX_TOKEN}@index.example/simple
                    ^^^^^^^^^^^^^^ undefined-variable: ...
flask
-- .venv --
flask 3.0.2
```

Set the variable where the editor is started, or turn the rule off for this file.
""",
)
