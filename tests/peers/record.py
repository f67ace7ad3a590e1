# SPDX-License-Identifier: Apache-2.0
"""Stands between amsref and an implementation and keeps its answers: record.py FILE COMMAND...

The answers of the judged run itself are kept, so that the largest error can be traced to its input.
Only for implementations that take one request at a time.
"""

import subprocess
import sys


def main():
    with open(sys.argv[1], "wb") as file:
        child = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for request in sys.stdin.buffer:
            child.stdin.write(request)
            child.stdin.flush()
            reply = child.stdout.readline()
            if not reply:
                break
            file.write(reply)
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
        child.stdin.close()
        status = child.wait()
    sys.exit(status if status >= 0 else 128 - status)


main()
