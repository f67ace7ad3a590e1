#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The constants of the rounding errors, evaluated again from their formulas (AG-125).

The formula of each stands in a comment of src/core/step.inc or of the format headers as
`NAME_ = formula`; its value, for each format, as a macro of src/core/format_*.h or as a constant
of proofs/errors.mlw, or both. A value must be the least number of 53 bits that is not below its
formula. Ends with `N passed, N failed`.
"""
import fractions
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORE = HERE.parent / "src" / "core"
PRECISION = {"f64": 53, "f32": 24}


def value(text):
    """A C hex constant as a fraction."""
    match = re.fullmatch(r"0x([0-9a-f]+)(?:\.([0-9a-f]*))?p([+-]?\d+)", text)
    digits = match.group(2) or ""
    mantissa = fractions.Fraction(int(match.group(1) + digits, 16), 16 ** len(digits))
    return mantissa * fractions.Fraction(2) ** int(match.group(3))


def upwards(number):
    """The least fraction of 53 bits that is not below."""
    scale = fractions.Fraction(1)
    while number * scale < 2 ** 52:
        scale *= 2
    while number * scale >= 2 ** 53:
        scale /= 2
    return -(-(number * scale).numerator // (number * scale).denominator) / scale


def evaluate(formula, names):
    if not re.fullmatch(r"[\w\s()+*/^.-]+", formula):
        raise SystemExit(f"constants: {formula!r} is no formula")
    text = re.sub(r"\b(\d+(?:\.\d+)?)\b", r"F('\1')", formula).replace("^F('2')", "**2")
    text = text.replace("^F('3')", "**3")
    return eval(text, {"__builtins__": {}, "F": fractions.Fraction, **names})


def main():
    step = (CORE / "step.inc").read_text()
    formulas = re.findall(r"\b([EH]\w_) = (.+?)(?=,|;|:|\.?\n|\. )", step)
    lemmas = (HERE / "errors.mlw").read_text()
    passed = failed = 0

    def say(good, text):
        nonlocal passed, failed
        passed, failed = passed + good, failed + (not good)
        print(f"{'ok' if good else 'not ok'} - {text}")

    for form, precision in PRECISION.items():
        header = (CORE / f"format_{form}.h").read_text()
        names = {"u": fractions.Fraction(1, 2 ** precision)}
        for name, formula in formulas:
            exact = evaluate(formula, names)
            bound = upwards(exact)
            texts = [(header, rf"#define {name} (0x\S+)", f"format_{form}.h"),
                     (lemmas, rf"constant {name.lower()}{form[1:]} : real = (0x\S+)", "errors.mlw")]
            found = [(re.search(pattern, text), where) for text, pattern, where in texts]
            for match, where in found:
                if match:
                    say(value(match.group(1)) == bound,
                        f"{name} of {form} in {where} is {formula}, rounded upwards: "
                        f"{float(bound).hex()}")
            say(any(match for match, _ in found), f"{name} of {form} has a value")
            names[name] = bound
        for name in re.findall(r"#define ([EH]\w?_|E[A-Z0-9]_) ", header):
            say(name in names, f"{name} of {form} has a formula in step.inc")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
