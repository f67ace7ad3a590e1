# SPDX-License-Identifier: Apache-2.0
"""Records a training run for `amsref check --trace DIR` (spec/traces.md).

    from amsref_trace import Recorder

    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, amsgrad=True)
    with Recorder(optimizer, "my-run", model):
        train()

Needs nothing but the standard library beside the framework; `write` and `Trace` serve any other.
"""

import json
import os
import struct
import types

QUANTITIES = ("x", "m", "v", "vmax")


def write(path, arrays, metadata):
    """A safetensors file, whole or not at all. arrays: name -> (dtype "F32" or "F64", shape, bytes)."""
    header, at = {"__metadata__": metadata}, 0
    for name, (dtype, shape, data) in arrays.items():
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".tmp", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, _, data in arrays.values():
            file.write(data)
    os.replace(path + ".tmp", path)


class Trace:
    """Writes the files of one run. A group is {"hyper": {...}, "t": t, "tensors": [name, ...]};
    arrays are named "x/NAME", "m/NAME", "v/NAME", "vmax/NAME" and, in a step, "g/NAME"."""

    def __init__(self, folder, dialect):
        self.folder, self.dialect, self.number = folder, dialect, 0
        os.makedirs(folder, exist_ok=True)
        if any(name.endswith(".safetensors") for name in os.listdir(folder)):
            raise FileExistsError(f"{folder} already holds a trace; record into an empty folder")

    def _write(self, kind, groups, arrays, gap=None):
        said = {"version": 1, "dialect": self.dialect, "groups": groups}
        if gap is not None:
            said["gap"] = gap
        name = f"{kind}-{self.number:06d}.safetensors"
        text = json.dumps(said, allow_nan=False, separators=(",", ":"))
        write(os.path.join(self.folder, name), arrays, {"amsref_trace": text})

    def state(self, groups, arrays, gap=None, skipped=0):
        """The state now, after `skipped` steps that were not recorded; gap says why it may have changed."""
        self.number += skipped
        self._write("state", groups, arrays, gap)

    def step(self, groups, arrays):
        """The gradients of one step, and the state after it."""
        self.number += 1
        self._write("step", groups, arrays)


class Recorder:
    """A context in which every step of a torch optimizer is recorded.

    names: the model, a dict of tensors, or nothing. dialect: by default `pytorch`, or `adam` where the
    group says amsgrad=False. keys: what the optimizer calls its state. Call gap(reason) after changing
    parameters or state by other means than a step.
    """

    KEYS = {"m": "exp_avg", "v": "exp_avg_sq", "vmax": "max_exp_avg_sq"}

    def __init__(self, optimizer, folder, names=None, dialect=None, keys=None):
        self.optimizer, self.keys = optimizer, dict(self.KEYS, **(keys or {}))
        named = getattr(names, "named_parameters", lambda: (names or {}).items())()
        self.names = {id(p): name for name, p in named}
        amsgrad = all(group.get("amsgrad", True) for group in optimizer.param_groups)
        self.trace = Trace(folder, dialect or ("pytorch" if amsgrad else "adam"))
        self.last, self.reason = {}, None

    def gap(self, reason):
        """Declares that parameters or state have been changed on purpose since the last step."""
        self.reason = reason

    def _parameters(self):
        for i, group in enumerate(self.optimizer.param_groups):
            for j, p in enumerate(group["params"]):
                yield self.names.get(id(p), f"{i}.{j}"), p, group

    def _hyper(self, group):
        hyper = {"lr": float(group["lr"]), "beta1": float(group["betas"][0]),
                 "beta2": float(group["betas"][1]), "eps": float(group["eps"])}
        if group.get("weight_decay"):
            hyper["weight_decay"] = float(group["weight_decay"])
            if group.get("decoupled_weight_decay", "AdamW" in type(self.optimizer).__name__):
                hyper["decoupled"] = True
        if group.get("maximize"):
            hyper["maximize"] = True
        return hyper

    @staticmethod
    def _array(tensor):
        kind = {"torch.float32": "F32", "torch.float64": "F64"}.get(str(tensor.dtype))
        if kind is None or tensor.is_sparse:
            raise TypeError(f"a tensor of {tensor.dtype}, {tensor.layout} cannot be recorded")
        data = tensor.detach().cpu().contiguous().numpy()
        return kind, tuple(data.shape), data.astype(data.dtype.newbyteorder("<")).tobytes()

    def _state(self, name, p):
        held = self.optimizer.state.get(p, {})
        zero = p.detach().new_zeros(p.shape)
        values = {"x": p, **{q: held.get(self.keys[q], zero) for q in ("m", "v", "vmax")}}
        return int(held.get("step", 0)), {f"{q}/{name}": self._array(values[q]) for q in QUANTITIES}

    def _grouped(self, entries):
        """[(name, t, hyper)] as groups of equal t and hyper."""
        groups = {}
        for name, t, hyper in entries:
            key = json.dumps([t, hyper], sort_keys=True)
            groups.setdefault(key, {"hyper": hyper, "t": t, "tensors": []})["tensors"].append(name)
        return list(groups.values())

    def _check_state(self):
        """Writes what is new, or is not what the last file says: nothing but a step may change it."""
        entries, arrays = [], {}
        for name, p, group in self._parameters():
            t, state = self._state(name, p)
            if self.last.get(name) != (t, state):
                entries.append((name, t, self._hyper(group)))
                arrays.update(state)
                self.last[name] = (t, state)
        if entries or not self.last:
            self.trace.state(self._grouped(entries), arrays, self.reason)
        self.reason = None

    def _step(self, closure=None):
        self._check_state()
        hyper = {name: self._hyper(group) for name, _, group in self._parameters()}
        if closure is None:
            grads = {name: self._array(p.grad) for name, p, _ in self._parameters() if p.grad is not None}
            loss = self.inner()
        else:  # the gradients come to be inside the step
            loss = self.inner(closure)
            grads = {name: self._array(p.grad) for name, p, _ in self._parameters() if p.grad is not None}
        entries, arrays = [], {}
        for name, p, _ in self._parameters():
            if name in grads:
                t, state = self._state(name, p)
                entries.append((name, t, hyper[name]))
                arrays.update(state, **{f"g/{name}": grads[name]})
                self.last[name] = (t, state)
        self.trace.step(self._grouped(entries), arrays)
        return loss

    def __enter__(self):
        """In place of optimizer.step, as a method of the optimizer: schedulers wrap that too."""
        recorder, self.inner, self.open = self, self.optimizer.step, True

        def step(_, closure=None):
            if recorder.open:
                return recorder._step(closure)
            return recorder.inner() if closure is None else recorder.inner(closure)

        self.mine = self.optimizer.step = types.MethodType(step, self.optimizer)
        return self

    def __exit__(self, *error):
        self.open = False
        if self.optimizer.step is self.mine:  # else somebody has wrapped it since
            del self.optimizer.step
            if self.optimizer.step != self.inner:  # it had been wrapped before
                self.optimizer.step = self.inner
        if error[0] is None:
            self._check_state()
