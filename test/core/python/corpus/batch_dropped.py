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
        first = image[0]  # expect: python/batch-dropped
        return (first.unsqueeze(0),)


class Fire2(Base):
    def run(self, image):
        picture = Image.fromarray((image[0].cpu().numpy() * 255).astype(np.uint8))  # expect: python/batch-dropped
        return (use(picture),)


class Fire3(Base):
    def run(self, image):
        return (process(image[0]),)  # expect: python/batch-dropped


class Fire4(Base):
    def run(self, image, mask):
        x = image[0, :, :, :3]  # expect: python/batch-dropped
        return (use(x),)


class Fire5(Base):
    def run(self, image, other=None):
        if other is None:
            return (use(image[0]),)  # expect: python/batch-dropped
        return (use(image[0], other),)


class Fire6(Base):
    def run(self, image, other):
        a = image[0].clone()  # expect: python/batch-dropped
        b = other[0].clone()  # expect: python/batch-dropped
        return (use(a, b),)


class Fire7(Base):
    def run(self, image):
        h = image[0].shape[0]  # expect: python/batch-dropped
        w = image[0].shape[1]
        return (use(h, w),)


class Fire8(Base):
    def run(self, image):
        if image is None:
            return (None,)
        return (use(image[0].permute(2, 0, 1)),)  # expect: python/batch-dropped


class Ok1(Base):
    def run(self, image):
        return (image,)


class Ok2(Base):
    def run(self, image):
        return (torch.stack([image[0], image[-1]]),)


class Ok3(Base):
    def run(self, image):
        out = [frame for frame in image]
        return (torch.stack(out),)


class Ok4(Base):
    def run(self, image):
        first = image[0]
        rest = image[1:]
        return (use(first, rest),)


class Ok5(Base):
    def run(self, image):
        return (process(image),)


class Ok6(Base):
    def run(self, image):
        return (image[0:1],)


class Ok7(Base):
    INPUT_IS_LIST = True

    def run(self, image):
        return (use(image[0]),)


class Ok8(Base):
    def run(self, image):
        b = image.shape[0]
        return (use(image[0], b),)


class Ok9(Base):
    def run(self, image):
        return (use(image[:, 0]),)


class Ok10(Base):
    def run(self, image):
        for i in range(len(image)):
            use(image[i])
        return (use(image[0]),)


class Ok11(Base):
    def run(self, mask):
        return (use(mask[0]),)


class Ok12(Base):
    def run(self, samples):
        return (use(samples["samples"][0]),)


class Ok13(Base):
    def run(self, **kwargs):
        return (use(kwargs["image"][0]),)
