"""Runs the lint corpus on real tensors: what must raise raises, what is sound gives sound shapes.

Usage: python3 scripts/python-corpus-run.py   (needs torch, numpy and Pillow)
"""
import builtins
import inspect
import pathlib
import re
import sys
import types

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

RAISING = {"permute-rank", "index-rank", "cat-rank", "interpolate-rank", "truthiness", "mask-broadcast"}
CORPUS = pathlib.Path(__file__).parent.parent / "test" / "core" / "python" / "corpus"


def common_upscale(samples, width, height, method="bilinear", crop="disabled"):
    return F.interpolate(samples, size=(height, width))


class Vae:
    def encode(self, pixels):
        return torch.rand(pixels.shape[0], 4, 2, 2)

    def decode(self, samples):
        return torch.rand(samples.shape[0], 16, 16, 3)


def stub_modules():
    comfy = types.ModuleType("comfy")
    comfy.utils = types.ModuleType("comfy.utils")
    comfy.utils.common_upscale = common_upscale
    comfy.utils.repeat_to_batch_size = lambda t, n, dim=0: t.repeat(n, *[1] * (t.dim() - 1))[:n]
    sys.modules["comfy"] = comfy
    sys.modules["comfy.utils"] = comfy.utils


def inputs_for(cls, method):
    values = {
        "image": torch.rand(2, 16, 20, 3), "other": torch.rand(2, 16, 20, 3), "mask": torch.rand(2, 16, 20),
        "opt_mask": torch.rand(2, 16, 20), "samples": {"samples": torch.rand(2, 4, 8, 8)}, "vae": Vae(),
        "width": 24, "height": 32, "mode": "a", "strength": 0.7,
    }
    if getattr(cls, "INPUT_IS_LIST", False):
        values = {name: [value] for name, value in values.items()}
    wanted = inspect.signature(method).parameters
    return {name: values[name] for name in wanted if name in values}


def sound(cls, result):
    if isinstance(result, dict):
        result = result.get("result", ())
    kinds = getattr(cls, "RETURN_TYPES", ())
    if not isinstance(kinds, (tuple, list)) or len(kinds) != len(result):
        return len(kinds) == 0 or f"{len(result)} values for {kinds}"
    lists = getattr(cls, "OUTPUT_IS_LIST", [False] * len(kinds))
    for kind, value, is_list in zip(kinds, result, lists):
        for item in value if is_list else [value]:
            if item is None:
                continue
            if kind == "IMAGE" and not (torch.is_tensor(item) and item.dim() == 4 and item.shape[-1] in (1, 3, 4)):
                return f"IMAGE {getattr(item, 'shape', type(item))}"
            if kind == "MASK" and not (torch.is_tensor(item) and item.dim() in (2, 3)):
                return f"MASK {getattr(item, 'shape', type(item))}"
            if kind == "LATENT" and not (isinstance(item, dict) and "samples" in item):
                return f"LATENT {type(item)}"
    return True


def expected_rules(lines, cls):
    source = "\n".join(lines)
    body = re.search(rf"^class {cls.__name__}\(.*?(?=^class |\Z)", source, re.S | re.M)
    return set(re.findall(r"python/([\w-]+)", body.group(0))) if body else set()


def load(path):
    """Executes the statements of a file one by one; a class whose own line fails is left out."""
    import ast
    scope = {}
    for part in ast.parse(path.read_text()).body:
        try:
            exec(compile(ast.Module([part], []), str(path), "exec"), scope)
        except Exception:
            pass
    return scope


def main():
    stub_modules()
    counts = {"ran": 0, "raised": 0, "skipped": 0}
    wrong = []
    for path in sorted(CORPUS.glob("*.py")):
        lines = path.read_text().split("\n")
        scope = load(path)
        for name, cls in scope.items():
            if not (isinstance(cls, type) and re.match(r"(Fire|Ok)\d", name)):
                continue
            rules = expected_rules(lines, cls)
            try:
                result = cls().run(**inputs_for(cls, cls.run))
            except (NameError, TypeError, FileNotFoundError, AttributeError, ImportError) as problem:
                # An open call into nothing: the corpus leaves helpers undefined on purpose.
                counts["skipped"] += 1
                continue
            except Exception as problem:
                counts["raised"] += 1
                if not rules & RAISING:
                    wrong.append(f"{path.stem} {name}: raised {type(problem).__name__}: {problem}")
                continue
            counts["ran"] += 1
            verdict = True if isinstance(result, torch.Tensor) else sound(cls, result)
            if rules & RAISING:
                wrong.append(f"{path.stem} {name}: expected {rules & RAISING}, but it ran")
            elif name.startswith("Ok") and verdict is not True:
                wrong.append(f"{path.stem} {name}: sound by the corpus, really {verdict}")
    print("\n".join(wrong))
    print(counts, len(wrong), "wrong")
    # What is listed depends on sizes or on code outside the file: each is to be read, none is an alarm.
    return 0


sys.exit(main())
