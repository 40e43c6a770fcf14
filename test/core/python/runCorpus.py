"""Runs nodes of the lint corpus on real tensors; prints one JSON line for each class and set of inputs.

Usage: python3 runCorpus.py FOLDER   (needs torch, numpy and Pillow)
A line holds the sizes that were put in, the line that returned, and what every local variable was by then.
"""
import ast
import builtins
import inspect
import json
import pathlib
import sys
import types
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

warnings.filterwarnings("ignore")
ROLES = {"image": "BHWC", "other": "BHWC", "mask": "BHW", "opt_mask": "BHW", "samples": "BCHW"}
# What a corpus file leaves undefined on purpose, or cannot run without ComfyUI.
UNDEFINED = (NameError, TypeError, FileNotFoundError, AttributeError, ImportError)


def common_upscale(samples, width, height, method="bilinear", crop="disabled"):
    return F.interpolate(samples, size=(height, width))


class Vae:
    def encode(self, pixels):
        return torch.rand(pixels.shape[0], 4, 2, 2)

    def decode(self, samples):
        frames = samples.shape[2:3] if samples.dim() == 5 else []
        return torch.rand(samples.shape[0], *frames, 16, 16, 3)


def stub_modules():
    comfy = types.ModuleType("comfy")
    comfy.utils = types.ModuleType("comfy.utils")
    comfy.utils.common_upscale = common_upscale
    comfy.utils.repeat_to_batch_size = lambda t, n, dim=0: t.repeat(n, *[1] * (t.dim() - 1))[:n]
    sys.modules["comfy"] = comfy
    sys.modules["comfy.utils"] = comfy.utils


USES = []


def use(*values, **_named):
    """Stands for code that we do not see: what it makes of a value is nobody's fault."""
    USES.append(values)
    return values[0] if values else None


def stub_surroundings():
    """What corpus files name without saying what it is: a use of a value, a picture on disk."""
    builtins.use = use
    modes = {"a": "RGB", "b": "RGBA", "x": "L"}
    Image.open = lambda name: Image.new(modes.get(name, "P"), (20, 16))


def variants():
    """A usual batch, a single RGBA picture with a mask of another size, a video latent."""
    for batch, channels, mask, latent, mode in (
        (2, 3, (2, 16, 20), (2, 4, 8, 10), "a"),
        (1, 4, (1, 12, 14), (1, 16, 8, 10), "b"),
        (3, 3, (3, 16, 20), (1, 16, 5, 8, 10), "x"),
    ):
        yield {
            "image": torch.rand(batch, 16, 20, channels), "other": torch.rand(batch, 16, 20, channels),
            "mask": torch.rand(mask), "opt_mask": torch.rand(mask), "samples": {"samples": torch.rand(latent)},
            "vae": Vae(), "width": 24, "height": 32, "mode": mode, "strength": 0.7,
        }


def sizes_of(values):
    sizes = {}
    for name, value in values.items():
        tensor = value["samples"] if isinstance(value, dict) else value
        if isinstance(tensor, torch.Tensor) and name in ROLES:
            roles = "BCTHW" if tensor.dim() == 5 else ROLES[name]
            sizes.update({f"{name}.{role}": size for role, size in zip(roles, tensor.shape)})
        elif isinstance(value, int):
            sizes[f"input.{name}"] = value
    return sizes


def describe(value, depth=0):
    if isinstance(value, (torch.Tensor, np.ndarray)):
        library = "torch" if isinstance(value, torch.Tensor) else "numpy"
        return {"kind": "tensor", "library": library, "shape": list(value.shape), "dtype": str(value.dtype).split(".")[-1]}
    if isinstance(value, Image.Image):
        return {"kind": "pil", "mode": value.mode, "size": list(value.size)}
    if isinstance(value, (bool, np.bool_)):
        return {"kind": "bool", "value": bool(value)}
    if isinstance(value, int):
        return {"kind": "int", "value": value}
    if isinstance(value, dict) and depth < 3:
        entries = {key: describe(item, depth + 1) for key, item in value.items() if isinstance(key, str)}
        return {"kind": "dict", "entries": entries}
    if isinstance(value, (tuple, list)) and depth < 3:
        items = [describe(item, depth + 1) for item in list(value)[:40]]
        return {"kind": "list" if type(value) is list else "tuple", "items": items, "count": len(value)}
    return {"kind": type(value).__name__}


def watched(method, arguments):
    """Calls a method; what it gave, where it returned and its variables by then."""
    seen = {"line": None, "vars": {}}
    code = inspect.unwrap(method).__code__

    def local(frame, event, _argument):
        if event == "return":
            seen["line"] = frame.f_lineno
            seen["vars"] = {name: describe(item) for name, item in frame.f_locals.items() if name != "self"}
        return local

    sys.settrace(lambda frame, event, argument: local if frame.f_code is code else None)
    try:
        return method(**arguments), seen
    finally:
        sys.settrace(None)


def is_sound(cls, result):
    if isinstance(result, torch.Tensor) or result is None:
        return False
    if isinstance(result, dict):
        result = result.get("result", ())
    kinds = getattr(cls, "RETURN_TYPES", ())
    if not isinstance(kinds, (tuple, list)) or len(kinds) != len(result):
        return len(kinds) == 0
    lists = getattr(cls, "OUTPUT_IS_LIST", [False] * len(kinds))
    slots = [(kind, item) for kind, value, many in zip(kinds, result, lists) for item in (value if many else [value])]
    return all(item is None or fits(kind, item) for kind, item in slots)


def fits(kind, item):
    if kind == "LATENT":
        return isinstance(item, dict)
    if kind not in ("IMAGE", "MASK"):
        return True
    ranks = (4,) if kind == "IMAGE" else (2, 3)
    return torch.is_tensor(item) and item.dim() in ranks and (kind == "MASK" or item.shape[-1] in (1, 3, 4))


def load(path):
    """Executes the statements of a file one by one; a class whose own line fails is left out."""
    scope = {}
    for part in ast.parse(path.read_text()).body:
        try:
            exec(compile(ast.Module([part], []), str(path), "exec"), scope)
        except Exception:
            pass
    return scope


def run(cls, values):
    arguments = {name: [value] if getattr(cls, "INPUT_IS_LIST", False) else value for name, value in values.items()}
    wanted = inspect.signature(cls.run).parameters
    takes_all = any(item.kind is inspect.Parameter.VAR_KEYWORD for item in wanted.values())
    given = {name: value for name, value in arguments.items() if takes_all or name in wanted}
    USES.clear()
    outcome = {"sizes": sizes_of(values), "state": "ran"}
    try:
        result, seen = watched(cls().run, given)
    except UNDEFINED as problem:
        return {**outcome, "state": "undefined", "error": repr(problem)[:200]}
    except Exception as problem:
        return {**outcome, "state": "raised", "error": repr(problem)[:200]}
    return {**outcome, **seen, "result": describe(result), "isSound": len(USES) > 0 or bool(is_sound(cls, result))}


stub_modules()
stub_surroundings()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    for name, cls in load(path).items():
        if isinstance(cls, type) and hasattr(cls, "run") and hasattr(cls, "INPUT_TYPES") and not name.endswith("Base"):
            for number, values in enumerate(variants()):
                print(json.dumps({"file": path.stem, "name": name, "variant": number, **run(cls, values)}))
