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
    RETURN_TYPES = ("IMAGE")  # expect: python/return-types-string

    def run(self, image):
        return (image,)


class Fire2(Base):
    RETURN_TYPES = "IMAGE"  # expect: python/return-types-string

    def run(self, image):
        return (image,)


class Fire3(Base):
    RETURN_NAMES = ("image")  # expect: python/return-types-string

    def run(self, image):
        return (image,)


class Fire4(Base):
    RETURN_NAMES = "image"  # expect: python/return-types-string

    def run(self, image):
        return (image,)


class Fire5:
    RETURN_TYPES = ("LATENT")  # expect: python/return-types-string
    FUNCTION = "run"

    def run(self, samples):
        return (samples,)


class Fire6:
    RETURN_TYPES = ('MASK')  # expect: python/return-types-string
    RETURN_NAMES = ('mask',)
    FUNCTION = "run"

    def run(self, mask):
        return (mask,)


class Fire7(Base):
    RETURN_TYPES = (
        "STRING"  # expect: python/return-types-string
    )

    def run(self, image):
        return ("x",)


class Fire8(Base):
    RETURN_TYPES = "INT"  # expect: python/return-types-string
    RETURN_NAMES = "count"  # expect: python/return-types-string

    def run(self, image):
        return (1,)


class Ok1(Base):
    RETURN_TYPES = ("IMAGE",)

    def run(self, image):
        return (image,)


class Ok2(Base):
    RETURN_TYPES = ()

    def run(self, image):
        return ()


class Ok3(Base):
    RETURN_TYPES = ["IMAGE"]

    def run(self, image):
        return (image,)


class Ok4(Base):
    RETURN_TYPES = "IMAGE",

    def run(self, image):
        return (image,)


KINDS = ("IMAGE",)


class Ok5(Base):
    RETURN_TYPES = KINDS

    def run(self, image):
        return (image,)


class Ok6(Base):
    RETURN_TYPES = ("IMAGE",) * 2

    def run(self, image):
        return (image, image)


class Ok7(Base):
    RETURN_TYPES = ("IMAGE",) + ("MASK",)

    def run(self, image, mask):
        return (image, mask)


class Ok8(Base):
    RETURN_TYPES = tuple(["IMAGE"])

    def run(self, image):
        return (image,)


class Ok9(Base):
    RETURN_TYPES = make_types()

    def run(self, image):
        return (image,)


class Ok10(Base):
    RETURN_NAMES = ("image",)
    DESCRIPTION = ("text")
    CATEGORY = ("test")

    def run(self, image):
        return (image,)


class Ok11(Base):
    FUNCTION = ("run")

    def run(self, image):
        return (image,)


class Ok12(Base):
    RETURN_TYPES = tuple("IMAGE" for _ in range(2))

    def run(self, image):
        return (image, image)
