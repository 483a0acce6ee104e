"""Start the server that lies beside this file: `python -I -S launch.py server`.

`-I` keeps the working folder, PYTHON* variables and the user's own packages off the path, `-S` the
packages of the interpreter: nothing but the standard library and what was bundled is imported.
This file must be readable by every Python, to say so when it is too old.
"""

import os
import sys

if sys.version_info < (3, 10):
    sys.exit("Pinlight needs Python 3.10 or newer, this is " + sys.version.split()[0])

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs"))

from pinlight.__main__ import main  # noqa: E402 - it lies on the path set above.

sys.exit(main())
