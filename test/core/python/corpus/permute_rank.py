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
        x = image.permute(2, 0, 1)  # expect: python/permute-rank
        return (use(x),)


class Fire2(Base):
    def run(self, image):
        x = image[0].permute(0, 3, 1, 2)  # expect: python/permute-rank
        return (use(x),)


class Fire3(Base):
    def run(self, mask):
        x = mask.permute(0, 3, 1, 2)  # expect: python/permute-rank
        return (use(x),)


class Fire4(Base):
    def run(self, image):
        for frame in image:
            x = frame.permute(0, 3, 1, 2)  # expect: python/permute-rank
            use(x)
        return (image,)


class Fire5(Base):
    def run(self, image):
        x = torch.permute(image, (0, 2, 1))  # expect: python/permute-rank
        return (use(x),)


class Fire6(Base):
    def run(self, mask):
        m = mask.unsqueeze(1).permute(1, 2, 0)  # expect: python/permute-rank
        return (use(m),)


class Fire7(Base):
    def run(self, image):
        array = image.cpu().numpy()
        x = np.transpose(array, (2, 0, 1))  # expect: python/permute-rank
        return (use(x),)


class Fire8(Base):
    def run(self, mask):
        return (use(mask.transpose(1, 3)),)  # expect: python/permute-rank


class Fire9(Base):
    def run(self, image):
        frame = image[0]
        return (use(frame.movedim(3, 1)),)  # expect: python/permute-rank


class Fire10(Base):
    def run(self, image):
        if image.shape[0] == 1:
            x = image.squeeze(0)
            x = x.permute(0, 3, 1, 2)  # expect: python/permute-rank
            return (use(x),)
        return (image,)


class Ok1(Base):
    def run(self, image):
        return (image.permute(0, 3, 1, 2).permute(0, 2, 3, 1),)


class Ok2(Base):
    def run(self, image):
        return (torch.stack([f.permute(2, 0, 1).permute(1, 2, 0) for f in image]),)


class Ok3(Base):
    def run(self, mask):
        return (use(mask.permute(0, 2, 1)),)


class Ok4(Base):
    def run(self, image):
        x = image.squeeze()
        return (use(x.permute(2, 0, 1)),)


class Ok5(Base):
    def run(self, image):
        if image.ndim == 3:
            image = image.permute(2, 0, 1).unsqueeze(0)
        else:
            image = image.permute(0, 3, 1, 2)
        return (use(image),)


class Ok6(Base):
    def run(self, samples):
        t = samples["samples"]
        if t.ndim == 5:
            t = t.permute(0, 2, 1, 3, 4)
        return (use(t),)


class Ok7(Base):
    def run(self, samples):
        t = samples["samples"].permute(0, 2, 3, 1)
        return (use(t),)


class Ok8(Base):
    def run(self, image, mode):
        dims = (0, 3, 1, 2) if mode == "a" else (0, 2, 1, 3)
        return (use(image.permute(*dims)),)


class Ok9(Base):
    def run(self, image):
        try:
            x = image.permute(2, 0, 1)
        except RuntimeError:
            x = image[0].permute(2, 0, 1)
        return (use(x),)


class Ok10(Base):
    def run(self, image):
        x = np.transpose(image.cpu().numpy(), (0, 3, 1, 2))
        return (use(x),)


class Ok11(Base):
    def run(self, vae, samples):
        x = vae.decode(samples["samples"])
        return (use(x.permute(0, 4, 1, 2, 3)),)


class Ok12(Base):
    def run(self, image):
        x = load(image)
        return (use(x.permute(1, 2, 0)),)


class Ok13(Base):
    def run(self, mask):
        if len(mask.shape) == 4:
            mask = mask.permute(0, 3, 1, 2)[:, 0]
        return (use(mask),)
