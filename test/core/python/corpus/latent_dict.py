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


class LatentBase(Base):
    RETURN_TYPES = ("LATENT",)


class Fire1(LatentBase):
    def run(self, vae, image):
        return (vae.encode(image[:, :, :, :3]),)  # expect: python/latent-dict


class Fire2(LatentBase):
    def run(self, samples):
        return (samples["samples"],)  # expect: python/latent-dict


class Fire3(LatentBase):
    def run(self, width, height):
        return (torch.zeros([1, 4, height // 8, width // 8]),)  # expect: python/latent-dict


class Fire4(LatentBase):
    def run(self, samples):
        return ({"latent": samples["samples"]},)  # expect: python/latent-dict


class Fire5(LatentBase):
    def run(self, samples):
        t = samples["samples"] * 2.0
        return (t,)  # expect: python/latent-dict


class Fire6(LatentBase):
    def run(self, samples):
        out = {}
        out["sample"] = samples["samples"]
        return (out,)  # expect: python/latent-dict


class Fire7(LatentBase):
    RETURN_TYPES = ("LATENT", "IMAGE")

    def run(self, samples, image):
        return (image, image)  # expect: python/latent-dict


class Fire8(LatentBase):
    def run(self, samples):
        return ({},)  # expect: python/latent-dict


class Fire9(LatentBase):
    def run(self, image):
        return (torch.cat([image, image], dim=0),)  # expect: python/latent-dict


class Ok1(LatentBase):
    def run(self, vae, image):
        return ({"samples": vae.encode(image)},)


class Ok2(LatentBase):
    def run(self, samples):
        return (samples,)


class Ok3(LatentBase):
    def run(self, samples):
        s = samples.copy()
        s["samples"] = s["samples"] * 2
        return (s,)


class Ok4(LatentBase):
    def run(self, samples):
        s = {}
        s["samples"] = samples["samples"].flip(3)
        s["batch_index"] = [0]
        return (s,)


class Ok5(LatentBase):
    def run(self, samples):
        return (dict(samples),)


class Ok6(LatentBase):
    def run(self, image):
        return (make_latent(image),)


class Ok7(LatentBase):
    def run(self, samples):
        out = {}
        fill(out)
        return (out,)


class Ok8(LatentBase):
    def run(self, width, height):
        latent = torch.zeros([1, 4, height // 8, width // 8])
        return ({"samples": latent, "downscale_ratio_spacial": 8},)


class Ok9(LatentBase):
    def run(self, samples, mode):
        out = {}
        if mode == "a":
            out["samples"] = samples["samples"]
        else:
            out["samples"] = samples["samples"] * 2
        return (out,)


class Ok10(LatentBase):
    def run(self, samples):
        out = {**samples}
        return (out,)


class Ok11(LatentBase):
    RETURN_TYPES = ("TENSOR",)

    def run(self, samples):
        return (samples["samples"],)


class Ok12(LatentBase):
    def run(self, samples):
        out = samples.copy()
        out.pop("noise_mask", None)
        return (out,)


class Ok13(LatentBase):
    def run(self, samples, mode):
        key = mode
        out = {}
        out[key] = samples["samples"]
        return (out,)


class Ok14(LatentBase):
    def run(self, samples):
        return (None,)  # expect: python/none-in-slot
