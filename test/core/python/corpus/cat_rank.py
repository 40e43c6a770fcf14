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
        return (torch.cat((image, mask), dim=-1),)  # expect: python/cat-rank


class Fire2(Base):
    def run(self, image):
        return (torch.cat([image, image[0]], dim=0),)  # expect: python/cat-rank


class Fire3(Base):
    def run(self, image, other):
        extra = other[0]
        out = torch.cat((image, extra), dim=0)  # expect: python/cat-rank
        return (out,)


class Fire4(Base):
    def run(self, image, mask):
        out = torch.concat([image[..., :3], 1.0 - mask], dim=3)  # expect: python/cat-rank
        return (out,)


class Fire5(Base):
    def run(self, image, mask):
        rgba = np.concatenate([image.cpu().numpy(), mask.cpu().numpy()], axis=-1)  # expect: python/cat-rank
        return (torch.from_numpy(rgba),)


class Fire6(Base):
    def run(self, image):
        alpha = image.mean(dim=3)
        return (torch.cat([image, alpha], 3),)  # expect: python/cat-rank


class Fire7(Base):
    def run(self, image, mask):
        parts = [image, mask]
        return (torch.cat(parts, dim=0),)  # expect: python/cat-rank


class Fire8(Base):
    def run(self, image, mask):
        return (torch.stack([image, mask]),)  # expect: python/cat-rank


class Fire9(Base):
    def run(self, image, mask):
        first = image[0]
        return (torch.cat((first, mask[0]), dim=-1).unsqueeze(0),)  # expect: python/cat-rank


class Ok1(Base):
    def run(self, image, mask):
        return (torch.cat((image, mask.unsqueeze(-1)), dim=-1),)


class Ok2(Base):
    def run(self, image, other):
        return (torch.cat((image, other), dim=0),)


class Ok3(Base):
    def run(self, image):
        out = []
        for frame in image:
            out.append(frame[None])
        return (torch.cat(out, dim=0),)


class Ok4(Base):
    def run(self, image):
        out = torch.tensor([])
        for frame in image:
            out = torch.cat((out, frame.unsqueeze(0)))
        return (out,)


class Ok5(Base):
    def run(self, image, other):
        return (torch.cat([image, other[0].unsqueeze(0)], dim=0),)


class Ok6(Base):
    def run(self, image, mask):
        m = prepare(mask)
        return (torch.cat((image, m), dim=-1),)


class Ok7(Base):
    def run(self, image, mask):
        m = mask.reshape((-1, mask.shape[-2], mask.shape[-1], 1))
        return (torch.cat((image, m), dim=-1),)


class Ok8(Base):
    def run(self, image, mask):
        if mask.dim() == 3:
            mask = mask.unsqueeze(-1)
        return (torch.cat((image[..., :3], mask), dim=3),)


class Ok9(Base):
    def run(self, image, mask):
        return (torch.cat((image[..., 0], mask), dim=0).unsqueeze(-1).repeat(1, 1, 1, 3),)


class Ok10(Base):
    def run(self, image, other):
        x = image.squeeze(0)
        y = other.squeeze(0)
        return (torch.cat((x, y)),)


class Ok11(Base):
    def run(self, samples, image):
        t = samples["samples"]
        return (decode(torch.cat([t, t], dim=0)),)


class Ok12(Base):
    def run(self, image, other=None):
        parts = [image]
        if other is not None:
            parts.append(other)
        return (torch.cat(parts),)


class Ok13(Base):
    def run(self, image, mask):
        rgba = np.dstack((image[0].cpu().numpy(), mask[0].cpu().numpy()))
        return (torch.from_numpy(rgba)[None],)


class Ok14(Base):
    def run(self, image):
        return (torch.cat([f.unsqueeze(0) for f in image] + [image]),)
