# loupe: ignore[python/batch-dropped]
import torch
import torch.nn.functional as F
import numpy as np
from PIL import Image
import comfy.utils


class Base:
    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {"image": ("IMAGE",), "mask": ("MASK",), "samples": ("LATENT",), "vae": ("VAE",)},
            "optional": {"other": ("IMAGE",), "opt_mask": ("MASK",), "width": ("INT", {"default": 512}), "height": ("INT", {"default": 512}), "mode": (["a", "b"],), "strength": ("FLOAT", {})},
        }

    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    CATEGORY = "test"


class Fire1(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image):
        return (image,)  # expect: python/return-arity


class Fire2(Base):
    def run(self, image, mask):
        return (image, mask)  # expect: python/return-arity


class Fire3(Base):
    RETURN_TYPES = ("IMAGE", "MASK", "INT")

    def run(self, image, mask):
        if image.shape[0] > 4:
            return (image, mask)  # expect: python/return-arity
        return (image, mask, 1)


class Fire4(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image):
        out = (image,)
        return out  # expect: python/return-arity


class Fire5(Base):
    RETURN_TYPES = ("INT", "INT")

    def run(self, image):
        return (image.shape[1], image.shape[2], image.shape[0])  # expect: python/return-arity


class Fire6(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image):
        return {"ui": {}, "result": (image,)}  # expect: python/return-arity


class Fire7(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image):
        try:
            return (image, image[..., 0])
        except Exception:
            return (None,)  # expect: python/return-arity


class Fire8(Base):
    RETURN_TYPES = ("STRING", "STRING")

    def run(self, mode):
        return (mode,)  # expect: python/return-arity


class Fire9(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image):
        return ()  # expect: python/return-arity


class Ok1(Base):
    RETURN_TYPES = ()

    def run(self, image):
        return (None,)


class Ok2(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        return (image, mask)


class Ok3(Base):
    RETURN_TYPES = ("IMAGE",) * 3

    def run(self, image):
        return tuple(image for _ in range(3))


class Ok4(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        out = [image]
        out.append(mask)
        return tuple(out)


class Ok5(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        rest = (mask,)
        return (image, *rest)


class Ok6(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, **kwargs):
        return (image, *kwargs.values())


class Ok7(Base):
    RETURN_TYPES = ()

    def run(self, image):
        return {"ui": {"images": []}}


class Ok8(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        return [image, mask]


class Ok9(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        return unknown_pack(image, mask)


class Ok10(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        def inner():
            return (image,)
        first = inner()[0]
        return (first, mask)


class Ok11(Base):
    RETURN_TYPES = TYPES_FROM_ELSEWHERE

    def run(self, image):
        return (image,)


class Ok12(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        return (image,) + (mask,)


class Ok13(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        results = []
        for x in (image, mask):
            results.append(x)
        return tuple(results)


class Ok14(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    @some_wrapper
    def run(self, image):
        return (image,)
