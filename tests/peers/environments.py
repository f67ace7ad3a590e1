# SPDX-License-Identifier: Apache-2.0
"""The virtual environments of the peers: $(BUILD)/peers/NAME, made from requirements/NAME.txt."""

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
INSTALL_LIMIT_S = 1500


class Unavailable(Exception):
    """The environment cannot be had here; the text says why, without hosts or paths."""


def find_python(version):
    """An interpreter of that version ("3.8"): this one, one on PATH, or one of pyenv's."""
    if version == "%d.%d" % sys.version_info[:2]:
        return sys.executable
    asks = "import sys; print('%d.%d' % sys.version_info[:2])"
    candidates = [shutil.which("python" + version)]
    if shutil.which("pyenv"):
        latest = _output(["pyenv", "latest", version])
        prefix = _output(["pyenv", "prefix", latest]) if latest else None
        candidates.append(prefix and os.path.join(prefix, "bin", "python3"))
    for path in candidates:
        if path and _output([path, "-c", asks]) == version:
            return path
    raise Unavailable("needs Python %s, which is not here" % version)


def _output(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          universal_newlines=True)
    return done.stdout.strip() if done.returncode == 0 else None


def requirements(name):
    return os.path.join(HERE, "requirements", name + ".txt")


def _site_packages(folder):
    library = os.path.join(folder, "lib")
    return os.path.join(library, os.listdir(library)[0], "site-packages")


def _pip_reason(text):
    """The one line of pip's complaint that says why, cleared of hosts and paths."""
    lines = [line for line in text.splitlines() if line.startswith("ERROR:")] or text.splitlines()
    if not lines:
        return "pip failed without a word"
    return _plain(re.sub(r"\s*\(from versions:.*?\)", "", lines[0]).replace("ERROR: ", ""))


def _plain(line):
    return re.sub(r"\S*(://|/)\S*", "...", line)[:160]


def _try_import(python, peer):
    names = peer.get("imports", peer["packages"][0])
    done = subprocess.run([python, "-c", "import " + names], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["it ended with status %d" % done.returncode]
        raise Unavailable("installed, but cannot be imported: " + _plain(lines[-1]))


def _loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _need_library(peer):
    """What `make peers` installs where it may."""
    if not _loads(peer["library"]):
        raise Unavailable("needs Debian's %s" % peer["debian"])


def _need_device():
    """Before anything is installed: without a device there is nothing to judge."""
    listed = shutil.which("nvidia-smi") and _output(["nvidia-smi", "-L"])
    if not listed:
        raise Unavailable("skipped: needs an NVIDIA GPU, and there is none here")


def ensure(name, peer, build):
    """The interpreter of the peer's environment, made where it is missing or its pins changed."""
    if peer.get("needs") == "cuda":
        _need_device()
    if "library" in peer:
        _need_library(peer)
    if peer["python"] == "system":
        if _output(["/usr/bin/python3", "-c", "import " + peer["imports"]]) is None:
            raise Unavailable("Debian's %s is not installed" % peer["debian"])
        return "/usr/bin/python3"
    python = _environment(name, peer, build)
    _try_import(python, peer)
    return python


def _environment(name, peer, build):
    with open(requirements(name), encoding="utf-8") as file:
        pins = file.read()
    folder = os.path.join(os.path.abspath(build), "peers", name)
    python = os.path.join(folder, "bin", "python3")
    stamp = os.path.join(folder, "installed")
    if os.path.exists(stamp) and open(stamp, encoding="utf-8").read() == pins:
        return python
    base = peer.get("base")
    base_folder = base and os.path.join(os.path.abspath(build), "peers", base)
    if base and not os.path.exists(os.path.join(base_folder, "installed")):
        raise Unavailable("needs the environment of %s, which could not be had" % base)
    interpreter = find_python(peer["python"])
    print("peers: installing %s" % name, file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([interpreter, "-m", "venv", folder], check=True)
    if base:  # what base has is not installed twice
        with open(os.path.join(_site_packages(folder), "base.pth"), "w", encoding="utf-8") as file:
            file.write(_site_packages(base_folder) + "\n")
    _pip(python, name)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(pins)
    return python


def _pip(python, name):
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
               "-r", requirements(name)]
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              universal_newlines=True, timeout=INSTALL_LIMIT_S)
    except subprocess.TimeoutExpired:
        raise Unavailable("installing took longer than %d s" % INSTALL_LIMIT_S) from None
    if done.returncode != 0:
        raise Unavailable(_pip_reason(done.stderr))


def versions(python, packages):
    """{package: version} as installed, and the interpreter's own."""
    code = ("import json, platform, sys\n"
            "try:\n    from importlib.metadata import version\n"
            "except ImportError:\n    from pkg_resources import get_distribution\n"
            "    version = lambda name: get_distribution(name).version\n"
            "answer = {'python': platform.python_version()}\n"
            "for name in sys.argv[1:]:\n"
            "    try:\n        answer[name] = version(name)\n"
            "    except Exception:\n        answer[name] = __import__(name).__version__\n"
            "print(json.dumps(answer))\n")
    text = _output([python, "-c", code] + packages)
    if text is None:
        raise Unavailable("%s is installed but cannot be imported" % packages[0])
    return json.loads(text)
