"""What every test shares: properties draw the same examples on every machine, unless chance is asked for.

`HYPOTHESIS_PROFILE=hasard make test` draws new ones.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("fixe", derandomize=True, deadline=None)
settings.register_profile("hasard", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixe"))
