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
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB"))
        return (torch.from_numpy(array).unsqueeze(0),)  # expect: python/image-range


class Fire2(Base):
    def run(self, mode):
        picture = Image.open(mode).convert("RGB")
        array = np.array(picture).astype(np.float32)
        return (torch.from_numpy(array)[None,],)  # expect: python/image-range


class Fire3(Base):
    def run(self, image):
        return (image * 255,)  # expect: python/image-range


class Fire4(Base):
    def run(self, image):
        x = (image * 255.0).round()
        return (x,)  # expect: python/image-range


class Fire5(Base):
    def run(self, image):
        array = (image.cpu().numpy() * 255).astype(np.uint8)
        return (torch.from_numpy(array),)  # expect: python/image-range


class Fire6(Base):
    def run(self, image):
        return ((image * 255).to(torch.uint8),)  # expect: python/image-range


class Fire7(Base):
    def run(self, image):
        picture = Image.fromarray((image[0].cpu().numpy() * 255).astype(np.uint8)).convert("RGB")
        out = torch.tensor(np.array(picture)).unsqueeze(0)
        return (out,)  # expect: python/image-range


class Fire8(Base):
    def run(self, image):
        array = np.clip(255.0 * image.cpu().numpy(), 0, 255)
        return (torch.from_numpy(array),)  # expect: python/image-range


class Fire9(Base):
    def convert(self, picture):
        return torch.from_numpy(np.array(picture.convert("RGB")))[None]

    def run(self, mode):
        return (self.convert(Image.open(mode)),)  # expect: python/image-range


class Ok1(Base):
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB")).astype(np.float32) / 255.0
        return (torch.from_numpy(array)[None,],)


class Ok2(Base):
    def run(self, image):
        x = image * 255
        return (x / 255,)


class Ok3(Base):
    def run(self, image):
        x = (image * 255).to(torch.uint8)
        return (x.float() / 255.0,)


class Ok4(Base):
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB"))
        return ((torch.from_numpy(array) / 255.0).unsqueeze(0),)


class Ok5(Base):
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB")) * (1.0 / 255.0)
        return (torch.from_numpy(array)[None],)


class Ok6(Base):
    def run(self, image):
        return (image * 2.0,)


class Ok7(Base):
    def run(self, image):
        x = image * 255
        x = enhance(x)
        return (x,)


class Ok8(Base):
    def run(self, mode):
        array = load_array(mode)
        return (torch.from_numpy(array)[None],)


class Ok9(Base):
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB"))
        if array.max() > 1:
            array = array / 255.0
        return (torch.from_numpy(array)[None],)


class Ok10(Base):
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB"), dtype=np.float32)
        array /= 255.0
        return (torch.from_numpy(array)[None],)


class Ok11(Base):
    def run(self, mode):
        array = np.array(Image.open(mode).convert("RGB"))
        return (torch.from_numpy(array)[None].clamp(0, 1),)


class Ok12(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, image):
        return ((image * 255).mean(dim=-1) / 255,)


class Ok13(Base):
    def run(self, image):
        array = (image.cpu().numpy() * 255).astype(np.uint8)
        out = array.astype(np.float32)
        out = np.divide(out, 255.0)
        return (torch.from_numpy(out),)


class Ok14(Base):
    def run(self, mode):
        i = Image.open(mode)
        if i.mode == "I":
            i = i.point(lambda i: i * (1 / 255))
        i = i.convert("RGB")
        i = np.array(i).astype(np.float32) / 255.0
        return (torch.from_numpy(i)[None,],)
