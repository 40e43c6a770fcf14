"""Runs programs made of tensor operations on real torch and prints what came out, one JSON line each.

Input: JSON lines {"seeds": {name: shape}, "code": text}. The code appends to `_t` after each statement
that ran. Output: {"ok": bool, "done": [...], "vars": {name: description}}.
"""
import json
import sys
import warnings

import numpy as np
import torch
import torch.nn.functional as F

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def describe(value, depth=0):
    if isinstance(value, torch.Tensor):
        return {"kind": "tensor", "library": "torch", "shape": list(value.shape), "dtype": str(value.dtype).split(".")[-1]}
    if isinstance(value, np.ndarray):
        return {"kind": "tensor", "library": "numpy", "shape": list(value.shape), "dtype": str(value.dtype)}
    if isinstance(value, bool):
        return {"kind": "bool", "value": value}
    if isinstance(value, int):
        return {"kind": "int", "value": value}
    if isinstance(value, (tuple, list)) and depth < 3:
        items = [describe(item, depth + 1) for item in list(value)[:40]]
        return {"kind": "list" if type(value) is list else "tuple", "items": items, "count": len(value)}
    return {"kind": type(value).__name__}


def run(program):
    scope = {"torch": torch, "F": F, "np": np, "_t": []}
    for name, shape in program["seeds"].items():
        scope[name] = torch.rand(shape)
    before = set(scope)
    error = None
    try:
        exec(program["code"], scope)
    except Exception as problem:  # any failure counts the same
        error = f"{type(problem).__name__}: {problem}"[:160]
    names = [name for name in scope if name not in before or name in program["seeds"]]
    found = {name: describe(scope[name]) for name in names if not name.startswith("_")}
    return {"error": error, "done": scope["_t"], "vars": found}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=False)
