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


class MaskBase(Base):
    RETURN_TYPES = ("MASK",)


class Fire1(MaskBase):
    def run(self, mask):
        return (F.interpolate(mask, size=(64, 64)),)  # expect: python/interpolate-rank


class Fire2(MaskBase):
    def run(self, mask, width, height):
        m = F.interpolate(mask, size=(height, width), mode="bilinear")  # expect: python/interpolate-rank
        return (m,)


class Fire3(MaskBase):
    def run(self, mask):
        m = F.interpolate(mask, scale_factor=0.5, mode="bilinear")  # expect: python/interpolate-rank
        return (m,)


class Fire4(MaskBase):
    def run(self, mask):
        m = torch.nn.functional.interpolate(mask[0], size=[64, 64])  # expect: python/interpolate-rank
        return (m,)


class Fire5(MaskBase):
    def run(self, image):
        frame = image[0].permute(2, 0, 1)
        frame = F.interpolate(frame, size=(64, 64), mode="bicubic")  # expect: python/interpolate-rank
        return (frame,)


class Fire6(MaskBase):
    def run(self, mask):
        m = mask.unsqueeze(0).unsqueeze(0)
        m = F.interpolate(m, size=(64, 64))  # expect: python/interpolate-rank
        return (m[0, 0],)


class Fire7(MaskBase):
    def run(self, image):
        grey = image.mean(dim=3)
        return (F.interpolate(grey, (32, 32)),)  # expect: python/interpolate-rank


class Fire8(MaskBase):
    def run(self, mask, image):
        size = (image.shape[1], image.shape[2])
        if mask.shape[1:] != image.shape[1:3]:
            mask = F.interpolate(mask, size=size)  # expect: python/interpolate-rank
        return (mask,)


class Ok1(MaskBase):
    def run(self, mask):
        return (F.interpolate(mask.unsqueeze(1), size=(64, 64)).squeeze(1),)


class Ok2(MaskBase):
    def run(self, mask):
        return (F.interpolate(mask.unsqueeze(0), size=(64, 64)).squeeze(0),)


class Ok3(MaskBase):
    def run(self, mask):
        return (F.interpolate(mask[None], size=(64, 64), mode="bilinear")[0],)


class Ok4(MaskBase):
    def run(self, mask):
        if mask.dim() == 3:
            mask = mask.unsqueeze(1)
        m = F.interpolate(mask, size=(64, 64))
        return (m.squeeze(1),)


class Ok5(MaskBase):
    def run(self, mask):
        return (F.interpolate(mask, size=64),)


class Ok6(MaskBase):
    def run(self, mask):
        return (F.interpolate(mask, scale_factor=2),)


class Ok7(MaskBase):
    def run(self, mask):
        m = prepare(mask)
        return (F.interpolate(m, size=(64, 64)),)


class Ok8(MaskBase):
    def run(self, mask):
        m = mask.squeeze()
        while m.dim() < 4:
            m = m.unsqueeze(0)
        m = F.interpolate(m, size=(64, 64))
        return (m[:, 0],)


class Ok9(MaskBase):
    def run(self, mask):
        try:
            m = F.interpolate(mask, size=(64, 64))
        except Exception:
            m = F.interpolate(mask.unsqueeze(1), size=(64, 64)).squeeze(1)
        return (m,)


class Ok10(MaskBase):
    def run(self, samples):
        t = samples["samples"]
        return (reduce(F.interpolate(t, size=(64, 64))),)


class Ok11(MaskBase):
    def run(self, mask, strength):
        size = 64 if strength > 0.5 else 32
        return (F.interpolate(mask.unsqueeze(1), size=(size, size)).squeeze(1),)


class Ok12(MaskBase):
    def run(self, mask):
        m = mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1]))
        return (F.interpolate(m, size=(64, 64)).squeeze(1),)


class Ok13(MaskBase):
    def run(self, image):
        video = image.permute(3, 0, 1, 2).unsqueeze(0)
        v = F.interpolate(video, size=(4, 64, 64), mode="trilinear")
        return (v[0, 0],)
