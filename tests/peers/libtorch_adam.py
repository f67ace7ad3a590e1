#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles libtorch_adam.cpp against the headers and libraries of the wheel of torch, and runs it.

    libtorch_adam.py BUILD [--prepare]

BUILD holds the objects of `make adapters`. With --prepare it only compiles.
"""

import os
import subprocess
import sys

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
ADAPTERS = os.path.join(HERE, "..", "adapters")


def compile_to(program, build):
    home = os.path.dirname(torch.__file__)
    include, library = os.path.join(home, "include"), os.path.join(home, "lib")
    abi = int(torch.compiled_with_cxx11_abi())
    subprocess.run(
        ["g++", "-std=c++20", "-O1", "-w", "-D_GLIBCXX_USE_CXX11_ABI=%d" % abi, "-I", ADAPTERS,
         "-isystem", include, "-isystem", os.path.join(include, "torch/csrc/api/include"),
         os.path.join(HERE, "libtorch_adam.cpp"),
         os.path.join(build, "adapters", "protocol.o"), os.path.join(build, "adapters", "lines.o"),
         os.path.join(build, "adapters", "half.o"),
         "-L", library, "-Wl,-rpath," + library, "-Wl,--no-as-needed", "-ltorch", "-ltorch_cpu",
         "-lc10", "-ljansson", "-o", program + ".part"], check=True, stdout=sys.stderr)
    os.replace(program + ".part", program)


def main():
    build = sys.argv[1]
    program = os.path.join(build, "peers", "libtorch_adam")
    sources = [os.path.join(HERE, "libtorch_adam.cpp"),
               os.path.join(build, "adapters", "protocol.o")]
    if not os.path.exists(program) or any(os.path.getmtime(s) > os.path.getmtime(program)
                                          for s in sources):
        compile_to(program, build)
    if "--prepare" not in sys.argv:
        os.execv(program, [program])


main()
