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
        return {"samples": samples["samples"]}  # expect: python/return-dict


class Fire2(LatentBase):
    def run(self, samples):
        out = samples.copy()
        out["samples"] = out["samples"] * 2
        return out  # expect: python/return-dict


class Fire3(LatentBase):
    def run(self, samples):
        return samples  # expect: python/return-dict


class Fire4(LatentBase):
    def run(self, vae, image):
        return ({"samples": vae.encode(image[:, :, :, :3])})  # expect: python/return-dict


class Fire5(Base):
    def run(self, image):
        return {"image": image}  # expect: python/return-dict


class Fire6(LatentBase):
    def run(self, width, height):
        latent = torch.zeros([1, 4, height // 8, width // 8])
        return {"samples": latent, "batch_index": [0]}  # expect: python/return-dict


class Fire7(LatentBase):
    def run(self, samples, mask):
        s = {}
        s["samples"] = samples["samples"]
        s["noise_mask"] = mask
        return s  # expect: python/return-dict


class Fire8(Base):
    RETURN_TYPES = ("INT", "INT")

    def run(self, image):
        return {"width": image.shape[2], "height": image.shape[1]}  # expect: python/return-dict


class Ok1(LatentBase):
    def run(self, samples):
        return ({**samples, "samples": samples["samples"]},)


class Ok2(Base):
    RETURN_TYPES = ()

    def run(self, image):
        return {}


class Ok3(Base):
    def run(self, image):
        return {"ui": {"images": []}, "result": (image,)}


class Ok4(Base):
    def run(self, image):
        return {"result": (image,), "expand": {}}


class Ok5(Base):
    def run(self, image):
        return {}


class Ok6(Base):
    def run(self, image):
        out = {"ui": {}}
        out["result"] = (image,)
        return out


class Ok7(Base):
    def run(self, image):
        return save_images(image)


class Ok8(LatentBase):
    def run(self, samples):
        s = samples.copy()
        return (s,)


class Ok9(Base):
    def run(self, image, **kwargs):
        return kwargs


class Ok10(Base):
    RETURN_TYPES = ()

    def run(self, image):
        return {"anything": 1}


class Ok11(Base):
    def run(self, image):
        results = dict(ui={}, result=(image,))
        return results


class Ok12(Base):
    def run(self, image):
        info = {"x": image}
        info.update(build(image))
        return info


class Ok13(Base):
    def run(self, image):
        return {"ui": {"text": ["x"]}}
