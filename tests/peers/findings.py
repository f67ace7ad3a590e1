#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the reproductions of spec/findings.md: findings.py [--build BUILD] [F-NN...].

A reproduction is a block ```python PEER, which runs in that peer's environment without the
adapters, and the ```text block after it, which is what it must print. Environments that
`make peers` has not made are skipped.
"""

import argparse
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FINDINGS = os.path.join(HERE, "..", "..", "spec", "findings.md")
LIMIT_S = 300
BLOCKS = re.compile(r"^### (F-\d+)|^```python (\S+)\n(.*?)^```\n+```text\n(.*?)^```", re.M | re.S)
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "TORCHDYNAMO_DISABLE": "1",
         "OMP_NUM_THREADS": "1", "DRJIT_LIBLLVM_PATH": "libLLVM.so.19.1"}


def blocks():
    """(finding, peer, code, output) of each reproduction."""
    with open(FINDINGS, encoding="utf-8") as file:
        text = file.read()
    finding = None
    for match in BLOCKS.finditer(text):
        if match.group(1):
            finding = match.group(1)
        else:
            yield (finding, *match.group(2, 3, 4))


def interpreter(peer, catalogue, build):
    if catalogue[peer]["python"] == "system":
        return "/usr/bin/python3"
    folder = os.path.join(os.path.abspath(build), "peers", peer)
    installed = os.path.exists(os.path.join(folder, "installed"))
    return os.path.join(folder, "bin", "python3") if installed else None


def run(python, code):
    environment = dict(os.environ, **QUIET)
    environment.pop("PYTHONPATH", None)
    done = subprocess.run([python, "-c", code], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, universal_newlines=True, timeout=LIMIT_S)
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description="Run the reproductions of spec/findings.md.")
    parser.add_argument("findings", nargs="*", metavar="F-NN")
    parser.add_argument("--build", default=os.environ.get("BUILD", "build"))
    arguments = parser.parse_args()
    with open(os.path.join(HERE, "catalogue.json"), encoding="utf-8") as file:
        catalogue = json.load(file)
    passed = failed = skipped = 0
    for finding, peer, code, wanted in blocks():
        if arguments.findings and finding not in arguments.findings:
            continue
        python = interpreter(peer, catalogue, arguments.build)
        if python is None:
            print("%s: skipped: %s is not installed" % (finding, peer))
            skipped += 1
            continue
        got = run(python, code)
        if got.strip() == wanted.strip():
            print("%s: reproduced in %s" % (finding, peer))
            passed += 1
        else:
            print("%s: NOT reproduced in %s; it printed:\n%s" % (finding, peer, got))
            failed += 1
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed else 0 if passed else 77


if __name__ == "__main__":
    sys.exit(main())
