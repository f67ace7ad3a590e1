#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""spoil.py FROM TO: a copy of the long runs of two dialects with one end point moved by an ulp and one hash
changed, and a manifest that vouches for them."""
import hashlib
import json
import pathlib
import shutil
import sys

source, target = (pathlib.Path(p) for p in sys.argv[1:])
(target / "long").mkdir()
shutil.copy(source / "MANIFEST.json", target)
manifest = json.loads((source / "long" / "MANIFEST.json").read_text())


def move_end_point(text):
    value = json.loads(text)["cases"][0]["out"][2]["m"]["tight"][1]
    moved = f"{int(value[:16], 16) + 1:016x}" + value[16:]
    return text.replace(value, moved, 1)


def change_hash(text):
    out = next(o for o in json.loads(text)["cases"][0]["out"] if o["t"] == 5000)
    return text.replace(out["hash"], "0" * 64, 1)


edits = {"golden/binary64/pytorch/long.json": move_end_point,
         "golden/binary64/keras/long.json": change_hash}
manifest["files"] = [entry for entry in manifest["files"] if entry["path"] in edits]
for entry in manifest["files"]:
    text = edits[entry["path"]]((source / "long" / entry["path"]).read_text())
    path = target / "long" / entry["path"]
    path.parent.mkdir(parents=True)
    path.write_text(text)
    entry["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    entry["bytes"] = len(text.encode())
(target / "long" / "MANIFEST.json").write_text(json.dumps(manifest))
