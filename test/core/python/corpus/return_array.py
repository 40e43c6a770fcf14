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


def tensor2pil(image):
    return Image.fromarray(np.clip(255.0 * image.cpu().numpy().squeeze(), 0, 255).astype(np.uint8))


def pil2tensor(image):
    return torch.from_numpy(np.array(image).astype(np.float32) / 255.0).unsqueeze(0)


class Fire1(Base):
    def run(self, image):
        return (image.cpu().numpy(),)  # expect: python/return-array


class Fire2(Base):
    def run(self, image):
        return (tensor2pil(image),)  # expect: python/return-array


class Fire3(Base):
    def run(self, image):
        array = np.clip(image.cpu().numpy() * 1.2, 0, 1)
        return (array,)  # expect: python/return-array


class Fire4(Base):
    def run(self, mode):
        picture = Image.open(mode).convert("RGB")
        return (picture,)  # expect: python/return-array


class Fire5(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mask):
        return (np.stack([m.cpu().numpy() for m in mask]),)  # expect: python/return-array


class Fire6(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        return (image, mask.cpu().numpy())  # expect: python/return-array


class Fire7(Base):
    def run(self, width, height):
        return (Image.new("RGB", (width, height)),)  # expect: python/return-array


class Fire8(Base):
    def run(self, width, height):
        canvas = np.zeros((1, height, width, 3), dtype=np.float32)
        return (canvas,)  # expect: python/return-array


class Fire9(Base):
    RETURN_TYPES = ("LATENT",)

    def run(self, image):
        return (np.zeros((1, 4, 8, 8)),)  # expect: python/return-array


class Ok1(Base):
    def run(self, image):
        return (pil2tensor(tensor2pil(image)),)


class Ok2(Base):
    def run(self, image):
        array = image.cpu().numpy()
        return (torch.from_numpy(array),)


class Ok3(Base):
    RETURN_TYPES = ("NUMPY",)

    def run(self, image):
        return (image.cpu().numpy(),)


class Ok4(Base):
    RETURN_TYPES = ("PIL",)

    def run(self, image):
        return (tensor2pil(image),)


class Ok5(Base):
    def run(self, image):
        array = np.array(image.cpu())
        return (torch.tensor(array),)


class Ok6(Base):
    def run(self, image):
        out = [pil2tensor(tensor2pil(frame)) for frame in image]
        return (torch.cat(out, dim=0),)


class Ok7(Base):
    def run(self, image):
        return (some_filter(image.cpu().numpy()),)


class Ok8(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, mode):
        i = Image.open(mode)
        m = np.array(i.getchannel("A")).astype(np.float32) / 255.0
        m = 1.0 - torch.from_numpy(m)
        return (m.unsqueeze(0),)


class Ok9(Base):
    def run(self, image):
        array = image.cpu().numpy()
        if isinstance(array, np.ndarray):
            array = torch.from_numpy(array)
        return (array,)


class Ok10(Base):
    def run(self, image):
        array = np.clip(image.cpu().numpy(), 0, 1)
        return (torch.as_tensor(array),)


class Ok11(Base):
    RETURN_TYPES = ("STRING",)

    def run(self, image):
        return (str(image.cpu().numpy().mean()),)


class Ok12(Base):
    def run(self, image, width):
        picture = tensor2pil(image)
        picture = picture.resize((width, width))
        return (pil2tensor(picture),)
