#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what an example for a CI service says, as that service would: steps.py FILE URL SHA256 [cached] [pull].

The commands are those of the file itself; only the tarball's address and sum, which the reader must fill in, are
given. Exits with the status of the first command that fails, after the steps that run always. What the service
itself does (checkout, cache, upload) is not run; that the folders it is told of exist is left to the caller, to
whom they are printed as lines `keep PATH`."""

import os
import re
import subprocess
import sys

import yaml


def shell(command, env):
    return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
                          env={**os.environ, **env}, check=False).returncode


def filled(env, url, digest):
    """The two places that the reader fills in must be there, and nothing else is changed."""
    assert env["AMSREF_URL"].startswith("https://example.org/") and env["AMSREF_SHA256"] == "0" * 64, env
    return {**env, "AMSREF_URL": url, "AMSREF_SHA256": digest}


def github(file, url, digest, flags):
    env = filled(file["env"], url, digest)
    (job,) = file["jobs"].values()
    assert file[True] == ["push", "pull_request"] and job["runs-on"].startswith("ubuntu-")
    status = 0
    for step in job["steps"]:
        condition = str(step.get("if", "success()"))
        known = {"success()": status == 0, "always()": True,
                 "always() && github.event_name == 'push' && github.ref_name =="
                 " github.event.repository.default_branch": "pull" not in flags}
        if not known[condition]:
            continue
        if "run" in step:
            status = shell(step["run"], env) or status
        else:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), step
            print("keep", step.get("with", {}).get("path", "."))
    return status


def gitlab(file, url, digest, flags):
    (job,) = file.values()
    env = filled(job["variables"], url, digest)
    for command in ([] if "cached" in flags else job["before_script"]) + job["script"]:
        status = shell(command, env)
        if status:
            break
    assert job["artifacts"]["when"] == "always"
    for path in [*job["cache"]["paths"], *job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]]:
        print("keep", path)
    return status


def main(path, url, digest, *flags):
    with open(path, encoding="utf-8") as text:
        file = yaml.safe_load(text)
    return (github if "jobs" in file else gitlab)(file, url, digest, flags)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
