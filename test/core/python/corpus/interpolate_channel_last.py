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
        x = F.interpolate(image, size=(64, 64))  # expect: python/interpolate-channel-last
        return (x,)


class Fire2(Base):
    def run(self, image, width, height):
        x = torch.nn.functional.interpolate(image, size=(height, width), mode="bilinear")  # expect: python/interpolate-channel-last
        return (x,)


class Fire3(Base):
    def run(self, image):
        return (F.interpolate(image, scale_factor=2.0, mode="nearest"),)  # expect: python/interpolate-channel-last


class Fire4(Base):
    def run(self, image, width, height):
        x = comfy.utils.common_upscale(image, width, height, "bilinear", "disabled")  # expect: python/interpolate-channel-last
        return (x,)


class Fire5(Base):
    def run(self, image):
        x = image[:, 8:-8, 8:-8, :].clamp(0, 1)
        x = F.interpolate(x, (128, 128))  # expect: python/interpolate-channel-last
        return (x,)


class Fire6(Base):
    def run(self, image):
        x = image.permute(0, 3, 1, 2)
        x = x.permute(0, 2, 3, 1)
        return (F.interpolate(x, size=(32, 32), mode="area"),)  # expect: python/interpolate-channel-last


class Fire7(Base):
    def run(self, mask):
        m = mask.unsqueeze(-1)
        m = F.interpolate(m, size=(64, 64))  # expect: python/interpolate-channel-last
        return (m,)


class Fire8(Base):
    def resize(self, x, size):
        return F.interpolate(x, size=size, mode="bicubic")  # expect: python/interpolate-channel-last

    def run(self, image):
        return (self.resize(image, (64, 64)),)


class Fire9(Base):
    def run(self, image):
        out = []
        for frame in image:
            out.append(F.interpolate(frame.unsqueeze(0), size=(64, 64)))  # expect: python/interpolate-channel-last
        return (torch.cat(out),)


class Ok1(Base):
    def run(self, image):
        x = F.interpolate(image.permute(0, 3, 1, 2), size=(64, 64))
        return (x.permute(0, 2, 3, 1),)


class Ok2(Base):
    def run(self, image):
        x = F.interpolate(image.movedim(-1, 1), scale_factor=2)
        return (x.movedim(1, -1),)


class Ok3(Base):
    def run(self, mask):
        m = F.interpolate(mask.unsqueeze(1), size=(64, 64))
        return (m.movedim(1, -1),)


class Ok4(Base):
    def run(self, samples):
        t = F.interpolate(samples["samples"], size=(64, 64))
        return (decode(t),)


class Ok5(Base):
    def run(self, image):
        x = preprocess(image)
        return (F.interpolate(x, size=(64, 64)),)


class Ok6(Base):
    def run(self, image, width):
        x = F.interpolate(image, size=(width, image.shape[3]))
        return (x,)


class Ok7(Base):
    def run(self, image):
        x = torch.permute(image, (0, 3, 1, 2))
        x = F.interpolate(x, size=(image.shape[1] * 2, image.shape[2] * 2), mode="bilinear", align_corners=False)
        return (torch.permute(x, (0, 2, 3, 1)),)


class Ok8(Base):
    def run(self, image, width, height):
        x = comfy.utils.common_upscale(image.movedim(-1, 1), width, height, "lanczos", "center")
        return (x.movedim(1, -1),)


class Ok9(Base):
    def run(self, image):
        x = image.transpose(1, 3)
        x = F.interpolate(x, size=(64, 64))
        return (x.transpose(1, 3),)


class Ok10(Base):
    def run(self, image):
        frames = []
        for frame in image:
            f = F.interpolate(frame.permute(2, 0, 1).unsqueeze(0), size=(64, 64))
            frames.append(f.squeeze(0).permute(1, 2, 0))
        return (torch.stack(frames),)


class Ok11(Base):
    def run(self, mask, image):
        m = mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1]))
        m = F.interpolate(m, size=(image.shape[1], image.shape[2]), mode="bilinear")
        return (m.movedim(1, -1).expand(-1, -1, -1, 3),)


class Ok12(Base):
    def run(self, image):
        x = image if image.shape[1] == 3 else image.permute(0, 3, 1, 2)
        x = F.interpolate(x, size=(64, 64))
        return (finish(x),)


class Ok13(Base):
    def run(self, image):
        def f(x):
            return F.interpolate(x, size=(8, 8))
        return (f(image.permute(0, 3, 1, 2)).permute(0, 2, 3, 1),)
