#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The metadata of traces and JSON reports against their schemas: schemas.py FOLDER-OR-REPORT..."""

import glob
import json
import os
import sys

from jsonschema import Draft202012Validator, RefResolver

from inject import read

SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "spec", "schema")
BASE = "https://amsref.invalid/"


def validator(name):
    store = {}
    for path in glob.glob(os.path.join(SCHEMAS, "*.json")):
        with open(path, encoding="utf-8") as file:
            store[BASE + os.path.basename(path)] = json.load(file)
    schema = store[BASE + name]
    return Draft202012Validator(schema, resolver=RefResolver(BASE + name, schema, store=store))


def main():
    metadata, report = validator("trace.schema.json"), validator("trace-report.schema.json")
    for path in sys.argv[1:]:
        if path.endswith(".json"):
            with open(path, encoding="utf-8") as file:
                report.validate(json.load(file))
        else:
            for name in glob.glob(os.path.join(path, "*.safetensors")):
                metadata.validate(json.loads(read(name)[1]["amsref_trace"]))
    print(f"{len(sys.argv) - 1} fit their schemas")


if __name__ == "__main__":
    main()
