"""A package index for the stories: prints the variables that lead to it as one line of JSON.

Each line on standard input lets what stalls go on; its end ends the index.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests"))

from package_index import PackageIndex, Release  # noqa: E402 - it lies on the path set above.

PACKAGES = {
    "colorama": ["0.4.6"],
    "flask": ["2.3.3", Release("3.1.2", requires=["werkzeug>=3.1", "jinja2>=3.1"])],
    "jinja2": [Release("3.1.6", requires=["markupsafe>=2.0"])],
    "markupsafe": ["3.0.3"],
    "numpy": ["1.26.4", Release("2.3.5", stalls=True)],
    "requests": ["2.31.0", Release("2.32.5", requires=["urllib3<3"])],
    "rich": ["13.9.4", "14.2.0"],
    "urllib3": ["2.5.0"],
    "werkzeug": ["3.1.3"],
}

with PackageIndex(PACKAGES) as index:
    sys.stdout.write(json.dumps(index._own()) + "\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        index.resume()
