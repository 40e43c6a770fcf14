"""Runs the blocks of the inference tests on real torch: JSON lines {"text", "lines"} in, what each reveal held out."""
import inspect
import json
import sys
import types
import warnings

import numpy as np
import torch
from PIL import Image

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

DTYPES = {"float32": "float", "float64": "float", "float16": "half", "bfloat16": "half", "uint8": "uint8", "bool": "bool"}
SIZES = [
    {"image": [2, 5, 7, 3], "mask": [2, 5, 7], "samples": [2, 4, 6, 8], "count": 1, "flag": True},
    {"image": [1, 6, 4, 3], "mask": [1, 6, 4], "samples": [1, 4, 3, 5], "count": 2, "flag": False},
    {"image": [3, 16, 24, 4], "mask": [3, 16, 24], "samples": [3, 16, 2, 3], "count": 0, "flag": True},
    {"image": [3, 16, 24, 4], "mask": [3, 16, 24], "samples": [3, 16, 2, 3], "count": 3, "flag": False},
]


def stub_comfy():
    """What the blocks use of ComfyUI."""
    comfy = types.ModuleType("comfy")
    comfy.utils = types.ModuleType("comfy.utils")
    comfy.utils.common_upscale = lambda samples, width, height, method, crop: torch.nn.functional.interpolate(
        samples, size=(height, width), mode=method
    )
    comfy.utils.repeat_to_batch_size = lambda x, size, dim=0: (
        x.narrow(dim, 0, size) if x.shape[dim] > size else x.repeat(*[-(-size // x.shape[0])] + [1] * (x.dim() - 1))[:size]
    )
    sys.modules.update({"comfy": comfy, "comfy.utils": comfy.utils})


def plain(value, depth=0):
    if isinstance(value, torch.Tensor) or isinstance(value, np.ndarray):
        dtype = str(value.dtype).split(".")[-1]
        return {"kind": "tensor", "torch": isinstance(value, torch.Tensor), "shape": list(value.shape), "dtype": DTYPES.get(dtype, "int")}
    if isinstance(value, torch.Size):
        return {"kind": "shape", "shape": list(value)}
    if isinstance(value, Image.Image):
        return {"kind": "pil", "mode": value.mode, "shape": list(value.size)}
    if isinstance(value, bool) or value is None:
        return {"kind": str(value)}
    if isinstance(value, int):
        return {"kind": "int", "shape": [value]}
    if isinstance(value, (tuple, list)) and depth < 3:
        return {"kind": "list" if isinstance(value, list) else "tuple", "items": [plain(item, depth + 1) for item in value]}
    return {"kind": type(value).__name__}


def run(text, sizes):
    seen = []
    names = {"reveal_at": lambda line, value: seen.append([line, plain(value)]) or value}
    errors = []
    exec(text, names)
    inputs = {name: torch.rand(shape) for name, shape in sizes.items() if isinstance(shape, list)}
    arguments = {
        "image": inputs["image"], "mask": inputs["mask"], "latent": {"samples": inputs["samples"]},
        "count": sizes["count"], "strength": 0.5, "flag": sizes["flag"], "other": None, "extra": None,
    }
    for value in list(names.values()):
        if isinstance(value, type) and hasattr(value, "INPUT_TYPES") and value.__name__ != "Base":
            method = getattr(value(), value.FUNCTION, None)
            if method is None:
                continue
            code = inspect.unwrap(method).__code__
            wanted = code.co_varnames[1 : code.co_argcount]
            try:
                method(**{name: arguments[name] for name in wanted if name in arguments})
            except Exception as problem:  # what raises is told by the finding of that line
                lines = []
                trace = problem.__traceback__
                while trace:
                    lines.append(trace.tb_lineno)
                    trace = trace.tb_next
                errors.append([lines, f"{type(problem).__name__}: {problem}"[:160]])
    return {"sizes": sizes, "seen": seen, "errors": errors}


stub_comfy()
for line in sys.stdin:
    print(json.dumps([run(json.loads(line)["text"], sizes) for sizes in SIZES]))
