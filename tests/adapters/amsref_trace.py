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


def write(path, arrays, metadata):
    """A safetensors file, whole or not at all. arrays: name -> (dtype "F64", "F32", "BF16" or "F16", shape, bytes)."""
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


def array(tensor):
    """A torch tensor as `write` takes it."""
    kind = {"torch.float64": "F64", "torch.float32": "F32", "torch.bfloat16": "BF16", "torch.float16": "F16"}
    if str(tensor.dtype) not in kind or tensor.is_sparse:
        raise TypeError(f"a tensor of {tensor.dtype}, {tensor.layout} cannot be recorded")
    data = tensor.detach().cpu().contiguous()
    if data.element_size() == 2:  # numpy has no bfloat16: the bits will do
        import torch

        data = data.view(torch.int16)
    data = data.numpy()
    return kind[str(tensor.dtype)], tuple(data.shape), data.astype(data.dtype.newbyteorder("<")).tobytes()


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
        return [(self.names.get(id(p), f"{i}.{j}"), p, group)
                for i, group in enumerate(self.optimizer.param_groups) for j, p in enumerate(group["params"])]

    def _hyper(self, group):
        betas = dict(zip(("beta1", "beta2"), group["betas"]))
        hyper = {k: float(v) for k, v in dict(betas, lr=group["lr"], eps=group["eps"]).items()}
        if group.get("weight_decay"):
            hyper["weight_decay"] = float(group["weight_decay"])
            hyper["decoupled"] = bool(group.get("decoupled_weight_decay", "AdamW" in type(self.optimizer).__name__))
        return dict(hyper, maximize=bool(group.get("maximize")))

    def _state(self, name, p):
        """t and the arrays of a tensor, as bytes: what comes later cannot change them."""
        held, zero = self.optimizer.state.get(p, {}), p.detach().new_zeros(p.shape)
        values = {"x": p, **{q: held.get(key, zero) for q, key in self.keys.items()}}
        return int(held.get("step", 0)), {f"{q}/{name}": array(tensor) for q, tensor in values.items()}

    def _write(self, kind, names, hyper, **more):
        groups, arrays = {}, {}
        for name, p, _ in self._parameters():
            if name in names:
                t, state = self.last[name] = self._state(name, p)
                arrays.update(state)
                key = json.dumps([t, hyper[name]], sort_keys=True)
                groups.setdefault(key, {"hyper": hyper[name], "t": t, "tensors": []})["tensors"].append(name)
        kind(list(groups.values()), dict(arrays, **more.pop("gradients", {})), **more)

    def _check_state(self):
        """Writes what is new, or is not what the last file says: nothing but a step may change it."""
        hyper = {name: self._hyper(group) for name, _, group in self._parameters()}
        new = {name for name, p, _ in self._parameters() if self.last.get(name) != self._state(name, p)}
        if new or not self.last:
            self._write(self.trace.state, new, hyper, gap=self.reason)
        self.reason = None
        return hyper

    def _gradients(self):
        return {name: array(p.grad) for name, p, _ in self._parameters() if p.grad is not None}

    def _step(self, *closure):
        hyper = self._check_state()
        before = self._gradients() if not closure else None
        loss = self.inner(*closure)
        gradients = before if before is not None else self._gradients()  # a closure makes them inside the step
        self._write(self.trace.step, gradients, hyper, gradients={f"g/{name}": g for name, g in gradients.items()})
        return loss

    def __enter__(self):
        """In place of optimizer.step, as a method of the optimizer: schedulers wrap that too."""
        recorder, self.inner, self.open = self, self.optimizer.step, True

        def step(_, closure=None):
            given = () if closure is None else (closure,)
            return recorder._step(*given) if recorder.open else recorder.inner(*given)

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
