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
        return image  # expect: python/return-bare


class Fire2(Base):
    def run(self, image):
        return (image)  # expect: python/return-bare


class Fire3(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mask):
        return 1.0 - mask  # expect: python/return-bare


class Fire4(Base):
    def run(self, image, strength):
        out = (image * strength).clamp(0, 1)
        return out  # expect: python/return-bare


class Fire5(Base):
    def run(self, image):
        if image.shape[0] > 1:
            return (image,)
        return image.flip(1)  # expect: python/return-bare


class Fire6(Base):
    def run(self, image):
        frames = []
        for frame in image:
            frames.append(frame.unsqueeze(0))
        return torch.cat(frames, dim=0)  # expect: python/return-bare


class Fire7(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        return image * mask.unsqueeze(-1)  # expect: python/return-bare


class Fire8(Base):
    def _blur(self, x):
        return x * 0.5

    def run(self, image):
        return self._blur(image)  # expect: python/return-bare


class Fire9(Base):
    def run(self, image):
        return torch.zeros((1, 64, 64, 3))  # expect: python/return-bare


class Ok1(Base):
    def run(self, image):
        return (image,)


class Ok2(Base):
    def run(self, image):
        return image,


class Ok3(Base):
    def run(self, image):
        result = (image,)
        return result


class Ok4(Base):
    def run(self, image):
        return [image]


class Ok5(Base):
    def run(self, image):
        return {"ui": {"images": []}, "result": (image,)}


class Ok6(Base):
    RETURN_TYPES = ()

    def run(self, image):
        return image


class Ok7(Base):
    def run(self, image):
        return some_model(image)


class Ok8(Base):
    def helper(self, image):
        return (image,)

    def run(self, image):
        return self.helper(image)


class Ok9(Base):
    def run(self, image):
        return tuple([image])


class Ok10(Base):
    def run(self, image, mode):
        def pack(x):
            return (x,)
        return pack(image)


class Ok11(Base):
    def run(self, image, strength):
        out = image if strength > 0.5 else (image,)
        if isinstance(out, tuple):
            return out
        return (out,)


class Ok12(Base):
    def run(self, image):
        return tuple(x for x in (image,))


class Ok13(Base):
    def run(self, *args, **kwargs):
        return kwargs["image"]
