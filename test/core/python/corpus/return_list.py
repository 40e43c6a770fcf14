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
    def run(self, image):
        return ([image],)  # expect: python/return-list


class Fire2(Base):
    def run(self, image):
        out = []
        for frame in image:
            out.append(frame.unsqueeze(0))
        return (out,)  # expect: python/return-list


class Fire3(Base):
    def run(self, image):
        return ([frame for frame in image],)  # expect: python/return-list


class Fire4(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mask):
        masks = list(mask)
        return (masks,)  # expect: python/return-list


class Fire5(Base):
    RETURN_TYPES = ("IMAGE", "MASK")
    OUTPUT_IS_LIST = (False, True)

    def run(self, image, mask):
        return ([image], [mask])  # expect: python/return-list


class Fire6(Base):
    def run(self, image, other):
        return ((image, other),)  # expect: python/return-list


class Fire7(Base):
    RETURN_TYPES = ("LATENT",)

    def run(self, samples):
        return ([samples],)  # expect: python/return-list


class Fire8(Base):
    def run(self, image):
        pieces = []
        pieces.append(image)
        pieces.append(image.flip(2))
        return (pieces,)  # expect: python/return-list


class Ok1(Base):
    OUTPUT_IS_LIST = (True,)

    def run(self, image):
        return ([image],)


class Ok2(Base):
    def run(self, image):
        out = []
        for frame in image:
            out.append(frame.unsqueeze(0))
        return (torch.cat(out, dim=0),)


class Ok3(Base):
    def run(self, image):
        out = [frame for frame in image]
        out = torch.stack(out)
        return (out,)


class Ok4(Base):
    OUTPUT_IS_LIST = [True]

    def run(self, image):
        return ([frame.unsqueeze(0) for frame in image],)


class Ok5(Base):
    RETURN_TYPES = ("STRING",)

    def run(self, image):
        return (["a", "b"],)


class Ok6(Base):
    def run(self, image):
        out = [image]
        return (out[0],)


class Ok7(Base):
    def run(self, image):
        return (make_list(image),)


class Ok8(Base):
    RETURN_TYPES = ("IMAGE", "MASK")
    OUTPUT_IS_LIST = (True, False)

    def run(self, image, mask):
        return ([image], mask)


class Ok9(Base):
    OUTPUT_IS_LIST = LISTS_FROM_ELSEWHERE

    def run(self, image):
        return ([image],)


class Ok10(Base):
    def run(self, image, strength):
        out = [image]
        if len(out) == 1:
            return (out[0],)
        return (torch.cat(out),)


class Ok11(Base):
    RETURN_TYPES = ("*",)

    def run(self, image):
        return ([image],)


class Ok12(Base):
    INPUT_IS_LIST = True
    OUTPUT_IS_LIST = (True,)

    def run(self, image):
        return (image,)


class Ok13(Base):
    def run(self, image):
        out = []
        process(out, image)
        return (out[0],)
