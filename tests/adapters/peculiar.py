#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""PyTorch's AMSGrad over numpy with one or more deviations, NAME[+NAME...]: those of `amsref identify --list`
that the adapter `wrong` does not have, and modes of asking. `--list` prints the names."""

import sys

import numpy as np

from amsref_adapter import serve

DEVIATIONS = ("eps-1e-8", "eps-1e-7", "eps-squared-in-root", "product-float", "betas-float", "moments-float",
              "state-binary16", "moments-bfloat16", "moments-binary16", "clipped-norm", "decay-lr-twice",
              "decay-of-rate", "tail-2-skipped", "tail-8-skipped", "leak-state", "index", "eps-twice", "no-correction-m",
              "maximum-late", "eps-in-root", "tail-4-skipped", "folded-float")
kept = {}


def bfloat16(a):
    bits = a.astype(np.float32).view(np.uint32)
    bits = np.where(np.isnan(a), bits, bits + 0x7fff + (bits >> 16 & 1)) & np.uint32(0xffff0000)
    return bits.astype(np.uint32).view(np.float32)


NARROW = {"float": lambda a: a.astype(np.float32), "binary16": lambda a: a.astype(np.float16),
          "bfloat16": bfloat16}


def storing(has, which):
    for name, narrow in NARROW.items():
        if f"{which}-{name}" in has or (which == "moments" and f"state-{name}" in has):
            return lambda a: narrow(a).astype(a.dtype)
    return lambda a: a


def power(has, beta, t):
    if "product-float" not in has:
        return beta ** t
    product = np.float32(1)
    for _ in range(t):
        before, product = product, product * np.float32(beta)
        if before == product:
            break
    return float(product)


def scalars(has, hyper, t):
    b1, b2 = hyper["beta1"], hyper["beta2"]
    if "betas-float" in has:
        b1, b2 = float(np.float32(b1)), float(np.float32(b2))
    eps = {"eps-1e-8": 1e-8, "eps-1e-7": 1e-7}.get(next(iter(has & {"eps-1e-8", "eps-1e-7"}), None), hyper["eps"])
    eps *= 2 if "eps-twice" in has else 1
    c1 = 1.0 if "no-correction-m" in has else 1 - power(has, b1, t)
    return b1, b2, eps, c1, 1 - power(has, b2, t)


def folded(hyper, t):
    """torch's capturable form: sqrt(vmax)/first + second, in binary32."""
    single = np.float32
    c1, c2 = (single(1) - np.power(single(hyper[b]), single(t), dtype=single) for b in ("beta1", "beta2"))
    rate = single(1) / c1 * single(hyper["lr"])
    return np.sqrt(c2) * rate, single(1) / rate * single(hyper["eps"])


def flushed(a):
    return np.where(np.abs(a) < np.finfo(a.dtype).tiny, 0 * a, a)


def advance(has, state, hyper, t, g):
    if "flushes" in has:
        state, g = {q: flushed(a) for q, a in state.items()}, flushed(g)
        new = advance(has - {"flushes"}, state, hyper, t, g)
        return {q: flushed(a) for q, a in new.items()}
    real = state["x"].dtype.type
    b1, b2, eps, c1, c2 = scalars(has, hyper, t)
    x, m, v, vmax = (state[q] for q in ("x", "m", "v", "vmax"))
    if "leak-state" in has and kept.get(x.dtype, (x,))[0].shape == x.shape and x.dtype in kept:
        m, v, vmax = kept[x.dtype]
    lr, decay = hyper["lr"], hyper["weight_decay"]
    g = -g if hyper["maximize"] else g
    if "clipped-norm" in has:
        norm = np.sqrt((g.astype(float) ** 2).sum())
        g = (g * real(np.minimum(1.0, 1 / (norm + 1e-6)))).astype(real)
    if decay and not hyper["decoupled"]:
        g = g + real(decay) * x
    keep = storing(has, "moments")
    m = keep(real(b1) * m + real(1 - b1) * g)
    v = keep(real(b2) * v + real(1 - b2) * (g * g))
    old, vmax = vmax, keep(np.maximum(vmax, v))
    used = old if "maximum-late" in has else vmax
    if "index" in has:
        used = np.where(np.arange(len(x)) % 5 == 3, v, used)
    root_c2 = real(np.sqrt(c2))
    if "eps-squared-in-root" in has:
        den = np.sqrt(used + real(eps) * real(eps)) / root_c2
    elif "eps-in-root" in has:
        den = np.sqrt(used + real(eps)) / root_c2
    else:
        den = np.sqrt(used) / root_c2 + real(eps)
    part = lr * decay if hyper["decoupled"] else 0.0
    part *= lr if "decay-lr-twice" in has else 1 / c1 if "decay-of-rate" in has else 1
    update = real(lr / c1) * (m / den)
    if "folded-float" in has:
        first, second = folded(hyper, t)
        update = m / (np.sqrt(used) / real(first) + real(second))
    x = storing(has, "state")(x * real(1 - part) - update)
    new = {"x": x, "m": m, "v": v, "vmax": vmax}
    kept[x.dtype] = (m, v, vmax)
    for tail in (2, 4, 8):
        if f"tail-{tail}-skipped" in has:
            rest = len(x) - len(x) % tail
            for q, old in state.items():
                new[q] = np.concatenate([new[q][:rest], old[rest:]])
    return new


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(DEVIATIONS))
        return
    has = set(sys.argv[1].split("+"))
    ops = ("run",) if "runs" in has else ("step", "run")
    with np.errstate(all="ignore"):
        serve(name="peculiar", version="1", dialect="pytorch", ops=ops,
              features=() if "bare" in has else ("weight_decay", "decoupled", "maximize"),
              step=lambda state, hyper, t, g: advance(has, {q: a.copy() for q, a in state.items()}, hyper, t, g))


if __name__ == "__main__":
    main()
