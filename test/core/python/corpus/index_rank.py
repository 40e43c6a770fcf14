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
    def run(self, mask):
        h, w = mask.shape  # expect: python/index-rank
        return (use(h, w),)


class Fire2(Base):
    def run(self, image):
        h, w, c = image.shape  # expect: python/index-rank
        return (use(h, w, c),)


class Fire3(Base):
    def run(self, mask):
        x = mask[:, :, 0:8, 0:8]  # expect: python/index-rank
        return (use(x),)


class Fire4(Base):
    def run(self, mask):
        c = mask.shape[3]  # expect: python/index-rank
        return (use(c),)


class Fire5(Base):
    def run(self, image):
        for frame in image:
            b, h, w, c = frame.shape  # expect: python/index-rank
            use(b, h, w, c)
        return (image,)


class Fire6(Base):
    def run(self, image):
        first = image[0]
        return (use(first[:, :, :, :3]),)  # expect: python/index-rank


class Fire7(Base):
    def run(self, image):
        array = image[0].cpu().numpy()
        b, h, w, c = array.shape  # expect: python/index-rank
        return (use(b),)


class Fire8(Base):
    def run(self, mask):
        b, c, h, w = mask.size()  # expect: python/index-rank
        return (use(b, c, h, w),)


class Fire9(Base):
    def run(self, image):
        return (use(image.size(4)),)  # expect: python/index-rank


class Fire10(Base):
    def run(self, image):
        grey = image.mean(dim=-1)
        grey[..., 0, 0, 0, 0]  # expect: python/index-rank
        return (use(grey),)


class Fire11(Base):
    def size(self, x):
        b, h, w = x.shape  # expect: python/index-rank
        return h, w

    def run(self, image):
        return (use(self.size(image)),)


class Ok1(Base):
    def run(self, image):
        b, h, w, c = image.shape
        return (use(b, h, w, c),)


class Ok2(Base):
    def run(self, mask):
        h, w = mask.shape[-2:]
        return (use(h, w),)


class Ok3(Base):
    def run(self, mask):
        if mask.dim() == 2:
            h, w = mask.shape
        else:
            _, h, w = mask.shape
        return (use(h, w),)


class Ok4(Base):
    def run(self, image):
        _, h, w = image.shape[:3]
        return (use(h, w),)


class Ok5(Base):
    def run(self, samples):
        b, c, t, h, w = samples["samples"].shape
        return (use(b, c, t, h, w),)


class Ok6(Base):
    def run(self, samples):
        b, c, h, w = samples["samples"].shape
        return (use(b, c, h, w),)


class Ok7(Base):
    def run(self, mask):
        try:
            b, h, w = mask.shape
        except ValueError:
            h, w = mask.shape
        return (use(h, w),)


class Ok8(Base):
    def run(self, image):
        b, *rest = image.shape
        return (use(b, rest),)


class Ok9(Base):
    def run(self, image):
        x = image.squeeze()
        h, w, c = x.shape
        return (use(h, w, c),)


class Ok10(Base):
    def run(self, mask):
        if len(mask.shape) == 4:
            b, c, h, w = mask.shape
            mask = mask[:, 0]
        elif len(mask.shape) == 2:
            mask = mask.unsqueeze(0)
        return (use(mask[:, 0, 0]),)


class Ok11(Base):
    def run(self, image):
        x = image[..., None, :]
        return (use(x[0, 0, 0, 0, 0]),)


class Ok12(Base):
    def run(self, image, mask):
        shape = image.shape if image is not None else mask.shape
        return (use(shape[3]),)


class Ok13(Base):
    def run(self, mask):
        picked = mask[mask > 0.5]
        return (use(picked[0]),)


class Ok14(Base):
    def run(self, image):
        h, w, c = image[0].shape
        return (use(h, w, c),)


class Ok15(Base):
    def run(self, image):
        width, height = Image.fromarray((image[0].cpu().numpy() * 255).astype(np.uint8)).size
        return (use(width, height),)


class Ok16(Base):
    def run(self, mask, image):
        shape = mask.shape
        rank = len(shape)
        if rank == 3:
            b, h, w = shape
        elif rank == 2:
            h, w = shape
        return (use(h, w),)
