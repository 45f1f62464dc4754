"""Runs the command it is given, and tells how long it took and how much memory it held. Started by `measure.run`."""

import json
import os
import subprocess
import sys
import time

began = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
seconds = time.perf_counter() - began
child.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({"seconds": seconds, "kilobytes": used.ru_maxrss}))
sys.exit(child.returncode)
