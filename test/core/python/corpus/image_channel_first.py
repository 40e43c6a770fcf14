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
        return (image.permute(0, 3, 1, 2),)  # expect: python/image-channel-first


class Fire2(Base):
    def run(self, image):
        x = image.movedim(-1, 1)
        x = F.interpolate(x, size=(64, 64), mode="bilinear")
        return (x,)  # expect: python/image-channel-first


class Fire3(Base):
    def run(self, image, width, height):
        s = comfy.utils.common_upscale(image.movedim(-1, 1), width, height, "bilinear", "center")
        return (s,)  # expect: python/image-channel-first


class Fire4(Base):
    def run(self, image):
        x = torch.movedim(image, 3, 1)
        x = torch.clamp(x, 0, 1)
        return (x,)  # expect: python/image-channel-first


class Fire5(Base):
    def run(self, width, height):
        return (torch.zeros((1, 3, height, width)),)  # expect: python/image-channel-first


class Fire6(Base):
    def run(self, image):
        b, h, w, c = image.shape
        canvas = torch.ones((b, c, h, w))
        return (canvas,)  # expect: python/image-channel-first


class Fire7(Base):
    def run(self, image):
        x = image.transpose(1, 3).transpose(2, 3)
        return (x * 0.5,)  # expect: python/image-channel-first


class Fire8(Base):
    def run(self, image):
        x = F.pad(image.permute(0, 3, 1, 2), (8, 8, 8, 8), mode="reflect")
        return (x,)  # expect: python/image-channel-first


class Fire9(Base):
    def to_nchw(self, t):
        return t.permute(0, 3, 1, 2)

    def run(self, image, mode):
        x = self.to_nchw(image)
        if mode == "a":
            x = x.flip(3)
        return (x,)  # expect: python/image-channel-first


class Fire10(Base):
    def run(self):
        return (torch.rand(1, 3, 512, 512),)  # expect: python/image-channel-first


class Fire11(Base):
    def run(self, image):
        frames = [frame.permute(2, 0, 1) for frame in image]
        return (torch.stack(frames),)  # expect: python/image-channel-first


class Ok1(Base):
    def run(self, image):
        return (image.permute(0, 3, 1, 2).permute(0, 2, 3, 1),)


class Ok2(Base):
    def run(self, image, width, height):
        s = image.movedim(-1, 1)
        s = comfy.utils.common_upscale(s, width, height, "bilinear", "disabled")
        return (s.movedim(1, -1),)


class Ok3(Base):
    def run(self, image):
        x = F.interpolate(image.permute(0, 3, 1, 2), scale_factor=2)
        return (x.permute(0, 2, 3, 1),)


class Ok4(Base):
    def run(self, image):
        return (image.transpose(1, 2),)


class Ok5(Base):
    def run(self, image):
        return (image.permute(0, 2, 1, 3),)


class Ok6(Base):
    def run(self, width, height):
        return (torch.zeros((1, height, width, 3)),)


class Ok7(Base):
    def run(self):
        return (torch.rand(1, 3, 3, 3),)


class Ok8(Base):
    RETURN_TYPES = ("TENSOR",)

    def run(self, image):
        return (image.permute(0, 3, 1, 2),)


class Ok9(Base):
    def run(self, image):
        x = image.permute(0, 3, 1, 2)
        x = some_model(x)
        return (x,)


class Ok10(Base):
    def run(self, image, mode):
        x = image.permute(0, 3, 1, 2)
        if mode == "a":
            x = x.permute(0, 2, 3, 1)
        else:
            x = x.movedim(1, -1)
        return (x,)


class Ok11(Base):
    def run(self, image):
        x = image.permute(0, 3, 1, 2)
        if x.shape[1] in (1, 3, 4):
            x = x.permute(0, 2, 3, 1)
        return (x,)


class Ok12(Base):
    def run(self, mask):
        m = mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1])).movedim(1, -1).expand(-1, -1, -1, 3)
        return (m,)


class Ok13(Base):
    def run(self, image):
        frames = []
        for frame in image:
            f = frame.permute(2, 0, 1)
            f = f.flip(1)
            frames.append(f.permute(1, 2, 0))
        return (torch.stack(frames),)


class Ok14(Base):
    RETURN_TYPES = ("LATENT",)

    def run(self, image):
        return ({"samples": image.permute(0, 3, 1, 2)},)
