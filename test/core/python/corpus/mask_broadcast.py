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
    def run(self, image, mask):
        return (image * mask,)  # expect: python/mask-broadcast


class Fire2(Base):
    def run(self, image, mask):
        return (image * (1.0 - mask),)  # expect: python/mask-broadcast


class Fire3(Base):
    def run(self, image, mask, other):
        return (torch.lerp(image, other, mask),)  # expect: python/mask-broadcast


class Fire4(Base):
    def run(self, image, mask):
        return (torch.where(mask > 0.5, image, torch.zeros_like(image)),)  # expect: python/mask-broadcast


class Fire5(Base):
    def run(self, image, mask):
        out = []
        for i in range(image.shape[0]):
            out.append(image[i] * mask[i])  # expect: python/mask-broadcast
        return (torch.stack(out),)


class Fire6(Base):
    def run(self, image, mask):
        x = image[..., :3]
        m = mask.float()
        return (x + m * 0.5,)  # expect: python/mask-broadcast


class Fire7(Base):
    def run(self, image, mask):
        return (torch.mul(image, mask),)  # expect: python/mask-broadcast


class Fire8(Base):
    def run(self, image, mask):
        a = image.cpu().numpy()
        m = mask.cpu().numpy()
        return (torch.from_numpy(a * m),)  # expect: python/mask-broadcast


class Fire9(Base):
    def run(self, image, mask, other):
        out = image * mask + other * (1 - mask)  # expect: python/mask-broadcast
        return (out,)


class Fire10(Base):
    def run(self, image, mask):
        for frame, m in zip(image, mask):
            use(frame - m)  # expect: python/mask-broadcast
        return (image,)


class Ok1(Base):
    def run(self, image, mask):
        return (image * mask.unsqueeze(-1),)


class Ok2(Base):
    def run(self, image, mask):
        return (image * mask[..., None],)


class Ok3(Base):
    def run(self, image, mask):
        return (image * mask[:, :, :, None],)


class Ok4(Base):
    def run(self, image, mask):
        x = image.movedim(-1, 1) * mask.unsqueeze(1)
        return (x.movedim(1, -1),)


class Ok5(Base):
    def run(self, image, mask):
        if mask.dim() == 3:
            mask = mask.unsqueeze(-1)
        return (image * mask,)


class Ok6(Base):
    def run(self, image, mask):
        return ((image[..., 0] * mask).unsqueeze(-1).repeat(1, 1, 1, 3),)


class Ok7(Base):
    def run(self, image, mask):
        m = mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1])).movedim(1, -1).expand(-1, -1, -1, 3)
        return (image * m,)


class Ok8(Base):
    def run(self, image, mask):
        m = expand(mask)
        return (image * m,)


class Ok9(Base):
    def run(self, image, mask):
        x = image.permute(0, 3, 1, 2) * mask
        return (x.permute(0, 2, 3, 1),)


class Ok10(Base):
    def run(self, image, mask, strength):
        return (image * mask.mean(),)


class Ok11(Base):
    def run(self, image, mask):
        out = image.clone()
        out[mask > 0.5] = 0
        return (out,)


class Ok12(Base):
    def run(self, image, mask):
        while mask.dim() < image.dim():
            mask = mask.unsqueeze(-1)
        return (image * mask,)


class Ok13(Base):
    def run(self, image, opt_mask=None):
        if opt_mask is None:
            opt_mask = 1.0
        else:
            opt_mask = opt_mask.unsqueeze(-1)
        return (image * opt_mask,)


class Ok14(Base):
    def run(self, image, mask):
        m = torch.stack([mask, mask, mask], dim=-1)
        return (image * m,)


class Ok15(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mask, strength):
        return (mask * strength + mask[:1],)
