#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges real frameworks: run.py [NAME...] with the names of catalogue.json, all by default.

Installs each peer into an environment of its own, runs amsref check on each of its code paths, and
writes results.json and spec/matrix.md. What was judged before, by the same adapter, pins, vectors
and tool, is not judged again; --again does. --identify keeps the verdicts that results.json has and
only asks anew which dialect each path is. --render writes the matrix from results.json alone; --check
fails where spec/matrix.md is not what results.json gives.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys

import environments
import matrix
import page
from environments import Unavailable
from judge import Broke, identify, judge

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
RESULTS = os.path.join(HERE, "results.json")
PREPARE_LIMIT_S = 1200
MATRIX = os.path.join(ROOT, "spec", "matrix.md")


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write_json(path, value):
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.write("\n")
    os.replace(path + ".part", path)


def host():
    """What of the machine can change a result."""
    vectors = []
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            flags = next(line for line in file if line.startswith("flags")).split()
        vectors = [name for name in ("avx2", "fma", "avx512f") if name in flags]
    except (OSError, StopIteration):
        pass
    return {"machine": platform.machine(), "system": platform.system(),
            "libc": " ".join(platform.libc_ver()), "vector_units": vectors}


def vectors_digest():
    """Which golden vectors: the SHA-256 of their manifest."""
    with open(os.path.join(ROOT, "vectors", "MANIFEST.json"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def key(files, text):
    """Changes whenever a result might: with the tool's version, vectors, adapter, pins."""
    digest = hashlib.sha256(text.encode())
    for path in files:
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def prepare(command):
    """What a path compiles before it can answer, outside of the time limit of a reply."""
    try:
        done = subprocess.run(command + ["--prepare"], stderr=subprocess.DEVNULL,
                              timeout=PREPARE_LIMIT_S)
    except subprocess.TimeoutExpired:
        raise Broke("preparing it took longer than %d s" % PREPARE_LIMIT_S) from None
    if done.returncode != 0:
        raise Broke("it could not be compiled")


def cached(folder, name, stamp, again, make):
    """What make() gives, kept in folder/name.json for as long as the stamp holds."""
    path = os.path.join(folder, name + ".json")
    if os.path.exists(path) and not again:
        kept = read_json(path)
        if kept["key"] == stamp:
            return kept["value"]
    value = make()
    os.makedirs(folder, exist_ok=True)
    write_json(path, {"key": stamp, "value": value})
    return value


def command_of(path, python, arguments):
    words = [word.replace("{build}", os.path.abspath(arguments.build))
             for word in path.get("arguments", [])]
    return [python, os.path.join(HERE, path["adapter"])] + words


def judge_path(name, peer, path, python, arguments):
    build = os.path.abspath(arguments.build)
    tool = os.path.join(build, "amsref")
    adapter = os.path.join(HERE, path["adapter"])
    command = command_of(path, python, arguments)
    own = [environments.requirements(name)] if peer["python"] != "system" else []
    version = subprocess.run([tool, "--version"], stdout=subprocess.PIPE, universal_newlines=True)
    source = os.path.splitext(adapter)[0] + ".cpp"
    own += [source] if os.path.exists(source) else []
    stamp = key([os.path.join(ROOT, "vectors", "MANIFEST.json"), adapter,
                 os.path.join(ROOT, "tests", "adapters", "amsref_adapter.py"), *own],
                version.stdout + " ".join(path.get("arguments", [])) + path["dialect"])
    folder = os.path.join(build, "peers", "answers", path["name"])

    def make():
        print("peers: judging %s" % path["name"], file=sys.stderr)
        if path.get("prepare"):
            prepare(command)
        return judge(build, command, path["dialect"], folder)
    try:
        verdict = cached(folder, "verdict", stamp, arguments.again, make)
    except Broke as broke:
        return {"claimed": path["dialect"], "unavailable": str(broke)}
    verdict["adapter"] = path["adapter"].replace("../", "")
    verdict["identified"] = cached(folder, "identified", key([tool], stamp), arguments.again,
                                   lambda: identify(build, command))
    return verdict


def identify_peer(name, peer, entry, arguments):
    """The entry with what the tool of today says of each path that was judged."""
    python = environments.ensure(name, peer, arguments.build)
    for path in peer["paths"]:
        verdict = entry["paths"].get(path["name"], {"unavailable": "not judged"})
        if "unavailable" not in verdict:
            print("peers: identifying %s" % path["name"], file=sys.stderr)
            command = command_of(path, python, arguments)
            if path.get("prepare"):
                prepare(command)
            verdict["identified"] = identify(os.path.abspath(arguments.build), command)
            verdict["findings"] = path.get("findings", [])
    return entry


def run_peer(name, peer, arguments):
    """The entry of one peer in the results."""
    entry = {"title": peer["title"], "package": peer["packages"][0], "vectors": vectors_digest(),
             "paths": {}}
    try:
        python = environments.ensure(name, peer, arguments.build)
        entry["versions"] = environments.versions(python, peer["packages"])
    except Unavailable as reason:
        entry["unavailable"] = str(reason)
        return entry
    for path in peer["paths"]:
        verdict = judge_path(name, peer, path, python, arguments)
        entry["paths"][path["name"]] = dict(verdict, title=path["title"],
                                            findings=path.get("findings", []))
    return entry


def entry_of(name, peer, known, arguments):
    if not arguments.identify or known is None or "unavailable" in known:
        return run_peer(name, peer, arguments)
    try:
        return identify_peer(name, peer, known, arguments)
    except (Unavailable, Broke) as reason:
        print("peers: %s stays as it was: %s" % (name, reason), file=sys.stderr)
        return known


def render(check):
    text = matrix.render(read_json(RESULTS))
    if not check:
        with open(MATRIX, "w", encoding="utf-8") as file:
            file.write(text)
        return 0
    with open(MATRIX, encoding="utf-8") as file:
        if file.read() == text:
            return 0
    print("spec/matrix.md is not what tests/peers/results.json gives: "
          "run tests/peers/run.py --render", file=sys.stderr)
    return 1


def main():
    parser = argparse.ArgumentParser(description="Judge real frameworks and write the matrix.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="peers to judge (default: all)")
    parser.add_argument("--build", default=os.environ.get("BUILD", "build"), help="build folder")
    parser.add_argument("--again", action="store_true", help="judge also what was judged before")
    parser.add_argument("--identify", action="store_true", help="keep verdicts, identify again")
    parser.add_argument("--list", action="store_true", help="name the peers and stop")
    parser.add_argument("--render", action="store_true", help="only write spec/matrix.md")
    parser.add_argument("--page", metavar="FILE", help="only write the matrix as an HTML page")
    parser.add_argument("--check", action="store_true", help="only compare spec/matrix.md")
    arguments = parser.parse_args()
    catalogue = read_json(os.path.join(HERE, "catalogue.json"))
    if arguments.list:
        print("\n".join(catalogue))
        return 0
    if arguments.page:
        with open(arguments.page, "w", encoding="utf-8") as file:
            file.write(page.render(read_json(RESULTS)))
        return 0
    if arguments.render or arguments.check:
        return render(arguments.check)
    unknown = set(arguments.names) - set(catalogue)
    if unknown:
        parser.error("no such peer: %s; --list names them" % ", ".join(sorted(unknown)))
    results = read_json(RESULTS) if os.path.exists(RESULTS) else {"peers": {}}
    results["host"] = host()
    for name in arguments.names or catalogue:
        results["peers"][name] = entry_of(name, catalogue[name], results["peers"].get(name),
                                          arguments)
        results["peers"] = {n: results["peers"][n] for n in catalogue if n in results["peers"]}
        write_json(RESULTS, results)
        missing = results["peers"][name].get("unavailable")
        if missing:
            print("peers: skipped %s: %s" % (name, missing), file=sys.stderr)
    return render(False)


if __name__ == "__main__":
    sys.exit(main())
