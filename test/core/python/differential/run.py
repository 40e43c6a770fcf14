"""Runs programs made of tensor operations on real torch and prints what came out, one JSON line each.

Input: JSON lines {"seeds": {name: shape}, "code": text}. The code appends to `_t` after each statement
that ran. Output: {"ok": bool, "done": [...], "vars": {name: description}}.
"""
import copy
import json
import sys
import types
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageFilter, ImageOps

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def common_upscale(samples, width, height, upscale_method, crop):
    return F.interpolate(samples, size=(height, width), mode=upscale_method)


def repeat_to_batch_size(tensor, batch_size, dim=0):
    """As ComfyUI does along the first axis: cut, or repeated and cut."""
    if tensor.shape[dim] > batch_size:
        return tensor.narrow(dim, 0, batch_size)
    times = -(-batch_size // max(tensor.shape[dim], 1))
    return tensor.repeat(*[times if i == dim else 1 for i in range(tensor.dim())]).narrow(dim, 0, batch_size)


def stub_comfy():
    comfy = types.ModuleType("comfy")
    comfy.utils = types.ModuleType("comfy.utils")
    comfy.utils.common_upscale = common_upscale
    comfy.utils.repeat_to_batch_size = repeat_to_batch_size
    return comfy


NAMES = {
    "torch": torch, "F": F, "np": np, "copy": copy, "Image": Image, "ImageFilter": ImageFilter,
    "ImageOps": ImageOps, "comfy": stub_comfy(), "common_upscale": common_upscale,
}


def describe(value, depth=0):
    if isinstance(value, torch.Tensor):
        return {"kind": "tensor", "library": "torch", "shape": list(value.shape), "dtype": str(value.dtype).split(".")[-1]}
    if isinstance(value, np.ndarray):
        return {"kind": "tensor", "library": "numpy", "shape": list(value.shape), "dtype": str(value.dtype)}
    if isinstance(value, Image.Image):
        return {"kind": "pil", "mode": value.mode, "size": list(value.size)}
    if isinstance(value, bool):
        return {"kind": "bool", "value": value}
    if isinstance(value, int):
        return {"kind": "int", "value": value}
    if isinstance(value, dict) and depth < 3:
        return {"kind": "dict", "entries": {key: describe(item, depth + 1) for key, item in value.items()}}
    if isinstance(value, (tuple, list)) and depth < 3:
        items = [describe(item, depth + 1) for item in list(value)[:40]]
        return {"kind": "list" if type(value) is list else "tuple", "items": items, "count": len(value)}
    return {"kind": type(value).__name__}


def run(program):
    torch.manual_seed(0)
    scope = {**NAMES, "_t": []}
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
