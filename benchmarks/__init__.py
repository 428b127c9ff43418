"""Programs that measure memkit. `python -m benchmarks` runs all of them; see each one's docstring.

Everything is measured on one core. The thread pools of numerical libraries read the environment
when they are loaded, which is why it is set here, before any program of this package imports them.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
