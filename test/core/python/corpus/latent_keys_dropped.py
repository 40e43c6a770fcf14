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
    def run(self, samples):
        return ({"samples": samples["samples"] * 2},)  # expect: python/latent-keys-dropped


class Fire2(LatentBase):
    def run(self, samples, width, height):
        s = comfy.utils.common_upscale(samples["samples"], width // 8, height // 8, "bilinear", "disabled")
        return ({"samples": s},)  # expect: python/latent-keys-dropped


class Fire3(LatentBase):
    def run(self, samples):
        t = samples["samples"].clone()
        t = torch.flip(t, dims=[3])
        return ({"samples": t},)  # expect: python/latent-keys-dropped


class Fire4(LatentBase):
    def run(self, samples, strength):
        return ({"samples": samples["samples"] * strength},)  # expect: python/latent-keys-dropped


class Fire5(LatentBase):
    RETURN_TYPES = ("LATENT", "INT")

    def run(self, samples):
        return ({"samples": samples["samples"]}, 1)  # expect: python/latent-keys-dropped


class Fire6(LatentBase):
    def run(self, samples):
        t = samples["samples"]
        half = t[: t.shape[0] // 2]
        return ({"samples": half},)  # expect: python/latent-keys-dropped


class Fire7(LatentBase):
    def scale(self, t):
        return t * 0.5

    def run(self, samples):
        return ({"samples": self.scale(samples["samples"])},)  # expect: python/latent-keys-dropped


class Fire8(LatentBase):
    def run(self, samples):
        t = samples["samples"]
        noise = torch.randn_like(t)
        return ({"samples": t + noise},)  # expect: python/latent-keys-dropped


class Ok1(LatentBase):
    def run(self, samples):
        return ({**samples, "samples": samples["samples"] * 2},)


class Ok2(LatentBase):
    def run(self, samples):
        s = samples.copy()
        s["samples"] = samples["samples"] * 2
        return (s,)


class Ok3(LatentBase):
    def run(self, vae, image):
        return ({"samples": vae.encode(image)},)


class Ok4(LatentBase):
    def run(self, samples):
        return ({"samples": samples["samples"], "noise_mask": samples.get("noise_mask")},)


class Ok5(LatentBase):
    def run(self, width, height):
        return ({"samples": torch.zeros([1, 4, height // 8, width // 8])},)


class Ok6(LatentBase):
    def run(self, samples):
        return ({"samples": sample_with_model(samples)},)


class Ok7(LatentBase):
    def run(self, samples):
        out = {"samples": samples["samples"]}
        if "noise_mask" in samples:
            out["noise_mask"] = samples["noise_mask"]
        return (out,)


class Ok8(LatentBase):
    def run(self, samples, width, height):
        empty = torch.zeros([1, 4, height // 8, width // 8])
        return ({"samples": empty},)


class Ok9(LatentBase):
    def run(self, samples):
        return (samples,)


class Ok10(LatentBase):
    def run(self, samples):
        out = dict(samples)
        out["samples"] = samples["samples"]
        return (out,)


class Ok11(LatentBase):
    def run(self, samples, image, vae):
        pixels = vae.decode(samples["samples"])
        return ({"samples": vae.encode(process(pixels))},)


class Ok12(LatentBase):
    RETURN_TYPES = ("DICT",)

    def run(self, samples):
        return ({"samples": samples["samples"]},)


class Ok13(LatentBase):
    INPUT_IS_LIST = True

    def run(self, samples):
        return ({"samples": torch.cat([s["samples"] for s in samples])},)
