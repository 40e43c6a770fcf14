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
    def run(self, image, opt_mask=None):
        if opt_mask:  # expect: python/truthiness
            image = image * opt_mask.unsqueeze(-1)
        return (image,)


class Fire2(Base):
    def run(self, image, opt_mask=None):
        if not opt_mask:  # expect: python/truthiness
            return (image,)
        return (image * opt_mask.unsqueeze(-1),)


class Fire3(Base):
    def run(self, image, other=None):
        base = other or image  # expect: python/truthiness
        return (use(base),)


class Fire4(Base):
    def run(self, image, mode, opt_mask=None):
        if mode == "a" and opt_mask:  # expect: python/truthiness
            return (use(image),)
        return (image,)


class Fire5(Base):
    def run(self, image):
        return (use(1 if image else 0),)  # expect: python/truthiness


class Fire6(Base):
    def run(self, image, other):
        if image == other:  # expect: python/truthiness
            return (image,)
        return (other,)


class Fire7(Base):
    def run(self, mask, image):
        if mask > 0.5:  # expect: python/truthiness
            return (use(mask),)
        return (image,)


class Fire8(Base):
    def run(self, image, opt_mask=None):
        assert opt_mask, "no mask"  # expect: python/truthiness
        return (image,)


class Fire9(Base):
    def run(self, image, opt_mask=None):
        while opt_mask:  # expect: python/truthiness
            break
        return (image,)


class Fire10(Base):
    def check(self, m):
        return 1 if m else 0  # expect: python/truthiness

    def run(self, image, mask):
        return (use(self.check(mask)),)


class Ok1(Base):
    def run(self, image, opt_mask=None):
        if opt_mask is not None:
            image = image * opt_mask.unsqueeze(-1)
        return (image,)


class Ok2(Base):
    def run(self, image, mask):
        if (mask > 0.5).any():
            image = image * 0.5
        return (image,)


class Ok3(Base):
    def run(self, image, mask):
        if mask.max() > 0:
            image = image * 0.5
        return (image,)


class Ok4(Base):
    def run(self, image, mask):
        if torch.all(mask == 0):
            return (image,)
        return (image * 0.5,)


class Ok5(Base):
    def run(self, samples, image):
        if samples:
            return (use(samples),)
        return (image,)


class Ok6(Base):
    def run(self, image, width):
        if width and image.shape[0]:
            return (image,)
        return (image * 0.5,)


class Ok7(Base):
    def run(self, image, opt_mask=None):
        has_mask = opt_mask is not None
        if has_mask:
            return (image * opt_mask.unsqueeze(-1),)
        return (image,)


class Ok8(Base):
    def run(self, image):
        frames = [frame for frame in image]
        if frames:
            return (torch.stack(frames),)
        return (image,)


class Ok9(Base):
    INPUT_IS_LIST = True
    OUTPUT_IS_LIST = (True,)

    def run(self, image, other=None):
        if not other:
            return (image,)
        return (other,)


class Ok10(Base):
    def run(self, image, mask):
        if mask[0, 0, 0] > 0.5:
            return (image,)
        return (image * 0.5,)


class Ok11(Base):
    def run(self, image, opt_mask=None):
        if opt_mask == None:
            return (image,)
        return (image * 0.5,)


class Ok12(Base):
    def run(self, image):
        result = find(image)
        if result:
            return (use(result),)
        return (image,)


class Ok13(Base):
    def run(self, image, mask):
        if mask.sum():
            return (image,)
        return (image * 0.5,)


class Ok14(Base):
    def run(self, image, strength):
        if torch.equal(image, image * strength):
            return (image,)
        return (image * 0.5,)
