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
        image[:, :, :, 0] = 0  # expect: python/input-mutated
        return (image,)


class Fire2(Base):
    def run(self, image, strength):
        image *= strength  # expect: python/input-mutated
        return (image,)


class Fire3(Base):
    def run(self, image):
        image.clamp_(0, 1)  # expect: python/input-mutated
        return (image,)


class Fire4(Base):
    def run(self, image):
        x = image
        x[0] = 1.0  # expect: python/input-mutated
        return (x,)


class Fire5(Base):
    def run(self, image):
        for frame in image:
            frame[0, 0] = 0.5  # expect: python/input-mutated
        return (image,)


class Fire6(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mask):
        mask[mask > 0.5] = 1.0  # expect: python/input-mutated
        return (mask,)


class Fire7(Base):
    def run(self, image):
        x = image.permute(0, 3, 1, 2)
        x[:, 0] += 0.1  # expect: python/input-mutated
        return (x.permute(0, 2, 3, 1),)


class Fire8(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mask):
        mask.mul_(2.0).clamp_(0, 1)  # expect: python/input-mutated, python/input-mutated
        return (mask,)


class Fire9(Base):
    def paint(self, x):
        x[:, :8] = 0  # expect: python/input-mutated
        return x

    def run(self, image):
        return (self.paint(image),)


class Ok1(Base):
    def run(self, image):
        image = image.clone()
        image[:, :, :, 0] = 0
        return (image,)


class Ok2(Base):
    def run(self, image, strength):
        image = image * strength
        image[0] = 0
        return (image,)


class Ok3(Base):
    def run(self, image):
        out = torch.zeros_like(image)
        out[:, :8] = image[:, :8]
        return (out,)


class Ok4(Base):
    def run(self, image):
        return (image.clone().clamp_(0, 1),)


class Ok5(Base):
    def run(self, image):
        x = process(image)
        x[0] = 1.0
        return (x,)


class Ok6(Base):
    def run(self, image):
        out = []
        for frame in image:
            f = frame.clone()
            f[0, 0] = 0.5
            out.append(f)
        return (torch.stack(out),)


class Ok7(Base):
    def run(self, image, mode):
        if mode == "a":
            image = image.clone()
        else:
            image = image * 1.0
        image[0] = 0
        return (image,)


class Ok8(Base):
    def run(self, image):
        image = torch.clamp(image, 0, 1)
        image += 0.1
        return (image,)


class Ok9(Base):
    def run(self, image):
        array = np.array(image.cpu())
        array[0] = 0
        return (torch.from_numpy(array),)


class Ok10(Base):
    def run(self, image, mask):
        image = image.to("cpu").float() + 0.0
        image[:, 0] = 1
        return (image,)


class Ok11(Base):
    def run(self, image, width):
        width += 8
        return (image[:, :width],)


class Ok12(Base):
    def run(self, image):
        out = image.repeat(2, 1, 1, 1)
        out[0] = 0
        return (out,)


class Ok13(Base):
    def run(self, image):
        pair = [image, image]
        pair[0] = image * 0.5
        return (torch.cat(pair),)


class Ok14(Base):
    def run(self, image):
        x = image.detach().clone()
        x.mul_(0.5)
        return (x,)
