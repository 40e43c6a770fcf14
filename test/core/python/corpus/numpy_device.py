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
        return (torch.from_numpy(image.numpy() * 0.5),)  # expect: python/numpy-device


class Fire2(Base):
    def run(self, image):
        array = image[0].numpy()  # expect: python/numpy-device
        return (use(array),)


class Fire3(Base):
    def run(self, image):
        for frame in image:
            use(frame.numpy())  # expect: python/numpy-device
        return (image,)


class Fire4(Base):
    def run(self, mask, image):
        m = mask.squeeze(0).numpy()  # expect: python/numpy-device
        return (use(m),)


class Fire5(Base):
    def run(self, image):
        array = (255.0 * image).numpy()  # expect: python/numpy-device
        return (use(array),)


class Fire6(Base):
    def run(self, image):
        array = image.detach().numpy()  # expect: python/numpy-device
        return (use(array),)


class Fire7(Base):
    def run(self, image):
        array = image.clone().permute(0, 3, 1, 2).numpy()  # expect: python/numpy-device
        return (use(array),)


class Fire8(Base):
    def picture(self, t):
        return Image.fromarray((t[0].numpy() * 255).astype(np.uint8))  # expect: python/numpy-device

    def run(self, image):
        return (use(self.picture(image)),)


class Ok1(Base):
    def run(self, image):
        return (torch.from_numpy(image.cpu().numpy()),)


class Ok2(Base):
    def run(self, image):
        return (use(image.detach().cpu().numpy()),)


class Ok3(Base):
    def run(self, image):
        return (use(image.to("cpu").numpy()),)


class Ok4(Base):
    def run(self, image):
        return (use(process(image).numpy()),)


class Ok5(Base):
    def run(self, image):
        x = torch.zeros((1, 8, 8, 3))
        return (use(x.numpy()),)


class Ok6(Base):
    def run(self, image):
        image = image.cpu()
        return (use(image[0].numpy()),)


class Ok7(Base):
    def run(self, image):
        frames = [frame.cpu().numpy() for frame in image]
        return (use(frames),)


class Ok8(Base):
    def run(self, image):
        array = np.array(image.cpu())
        return (use(array),)


class Ok9(Base):
    def run(self, image):
        x = torch.from_numpy(image.cpu().numpy())
        return (use(x.numpy()),)


class Ok10(Base):
    def run(self, image, samples):
        t = samples["samples"].cpu()
        return (use(t.numpy()),)


class Ok11(Base):
    def run(self, image):
        x = image.to(torch.device("cpu"))
        return (use(x.numpy()),)


class Ok12(Base):
    def run(self, image):
        return (use(image.cpu().float().clamp(0, 1).numpy()),)
