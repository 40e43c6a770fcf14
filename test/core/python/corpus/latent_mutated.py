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
    def run(self, samples, mask):
        samples["noise_mask"] = mask  # expect: python/latent-mutated
        return (samples,)


class Fire2(LatentBase):
    def run(self, samples):
        samples["samples"] = samples["samples"] * 2  # expect: python/latent-mutated
        return (samples,)


class Fire3(LatentBase):
    def run(self, samples):
        s = samples
        s["batch_index"] = [0]  # expect: python/latent-mutated
        return (s,)


class Fire4(LatentBase):
    def run(self, samples, mask):
        samples.update({"noise_mask": mask})  # expect: python/latent-mutated
        return (samples,)


class Fire5(LatentBase):
    def run(self, samples, mask, mode):
        if mode == "a":
            samples["noise_mask"] = mask.unsqueeze(1)  # expect: python/latent-mutated
        return (samples,)


class Fire6(LatentBase):
    def mark(self, latent, mask):
        latent["noise_mask"] = mask  # expect: python/latent-mutated
        return latent

    def run(self, samples, mask):
        return (self.mark(samples, mask),)


class Fire7(LatentBase):
    def run(self, samples):
        for i in range(2):
            samples["index"] = i  # expect: python/latent-mutated
        return (samples,)


class Fire8(LatentBase):
    def run(self, samples):
        old = samples["samples"]
        samples["samples"] = old.flip(3)  # expect: python/latent-mutated
        samples["type"] = "x"  # expect: python/latent-mutated
        return (samples,)


class Ok1(LatentBase):
    def run(self, samples, mask):
        s = samples.copy()
        s["noise_mask"] = mask
        return (s,)


class Ok2(LatentBase):
    def run(self, samples, mask):
        return ({**samples, "noise_mask": mask},)


class Ok3(LatentBase):
    def run(self, samples, mask):
        samples = samples.copy()
        samples["noise_mask"] = mask
        return (samples,)


class Ok4(LatentBase):
    def run(self, samples, mask):
        s = dict(samples)
        s["noise_mask"] = mask
        return (s,)


class Ok5(LatentBase):
    def run(self, samples, mask):
        s = {}
        s["samples"] = samples["samples"]
        s["noise_mask"] = mask
        return (s,)


class Ok6(LatentBase):
    def run(self, samples, mask):
        import copy
        s = copy.deepcopy(samples)
        s["noise_mask"] = mask
        return (s,)


class Ok7(LatentBase):
    def run(self, samples, mask):
        s = copy_latent(samples)
        s["noise_mask"] = mask
        return (s,)


class Ok8(LatentBase):
    def run(self, samples, mask, mode):
        s = samples.copy() if mode == "a" else {"samples": samples["samples"]}
        s["noise_mask"] = mask
        return (s,)


class Ok9(LatentBase):
    def run(self, samples):
        info = {"samples": 1}
        info["x"] = 2
        return (samples,)


class Ok10(LatentBase):
    def run(self, samples):
        value = samples["samples"]
        return ({**samples, "samples": value},)


class Ok11(LatentBase):
    def run(self, samples, mask):
        s = {k: v for k, v in samples.items()}
        s["noise_mask"] = mask
        return (s,)


class Ok12(LatentBase):
    def run(self, samples, mask):
        out = {"samples": samples["samples"].clone()}
        out["noise_mask"] = mask
        return (out,)
