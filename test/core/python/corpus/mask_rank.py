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
    def run(self, image):
        return (image,)  # expect: python/mask-rank


class Fire2(MaskBase):
    def run(self, mask):
        return (mask.unsqueeze(1),)  # expect: python/mask-rank


class Fire3(MaskBase):
    def run(self, mask):
        return (mask.unsqueeze(-1),)  # expect: python/mask-rank


class Fire4(MaskBase):
    def run(self, mask):
        return (mask[0],)  # expect: python/mask-rank


class Fire5(MaskBase):
    def run(self, image):
        return (image[..., 3:],)  # expect: python/mask-rank


class Fire6(MaskBase):
    def run(self, mask, width, height):
        m = mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1]))
        m = F.interpolate(m, size=(height, width), mode="bilinear")
        return (m,)  # expect: python/mask-rank


class Fire7(MaskBase):
    def run(self, width, height):
        return (torch.zeros((height, width)),)  # expect: python/mask-rank


class Fire8(MaskBase):
    def run(self, image):
        return (image[0, :, :, 0],)  # expect: python/mask-rank


class Fire9(MaskBase):
    def run(self, image):
        return (image.mean(dim=-1, keepdim=True),)  # expect: python/mask-rank


class Fire10(MaskBase):
    def run(self, mode):
        alpha = np.array(Image.open(mode).getchannel("A")).astype(np.float32) / 255.0
        return (torch.from_numpy(alpha),)  # expect: python/mask-rank


class Ok1(MaskBase):
    def run(self, mask):
        return (1.0 - mask,)


class Ok2(MaskBase):
    def run(self, image):
        return (image[:, :, :, 0],)


class Ok3(MaskBase):
    def run(self, image):
        return (image.mean(dim=-1),)


class Ok4(MaskBase):
    def run(self, mask):
        if mask.dim() == 2:
            mask = mask.unsqueeze(0)
        return (mask,)


class Ok5(MaskBase):
    def run(self, mask):
        return (mask.squeeze(),)


class Ok6(MaskBase):
    def run(self, mask, width, height):
        m = F.interpolate(mask.unsqueeze(1), size=(height, width), mode="nearest")
        return (m.squeeze(1),)


class Ok7(MaskBase):
    def run(self, mask):
        m = mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1]))
        return (m[:, 0],)


class Ok8(MaskBase):
    def run(self, width, height):
        return (torch.full((1, height, width), 1.0),)


class Ok9(MaskBase):
    def run(self, mask):
        out = []
        for m in mask:
            out.append(torch.from_numpy(m.cpu().numpy()))
        return (torch.stack(out, dim=0),)


class Ok10(MaskBase):
    def run(self, mask):
        return (grow(mask[0]),)


class Ok11(MaskBase):
    def run(self, mask):
        return (mask[0][None],)


class Ok12(MaskBase):
    def run(self, mask, strength):
        if len(mask.shape) > 3:
            mask = mask[:, 0]
            return (mask,)
        return (mask * strength,)


class Ok13(MaskBase):
    def run(self, image, opt_mask=None):
        if opt_mask is None:
            opt_mask = torch.zeros((image.shape[0], image.shape[1], image.shape[2]))
        return (opt_mask,)


class Ok14(MaskBase):
    def run(self, image):
        alpha = image[..., 3] if image.shape[-1] == 4 else torch.ones(image.shape[:3])
        return (alpha,)
