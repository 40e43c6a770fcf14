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
        return (image[0],)  # expect: python/image-rank


class Fire2(Base):
    def run(self, mask):
        return (mask,)  # expect: python/image-rank


class Fire3(Base):
    def run(self, image):
        grey = image.mean(dim=-1)
        return (grey,)  # expect: python/image-rank


class Fire4(Base):
    def run(self, image):
        return (image.unsqueeze(0),)  # expect: python/image-rank


class Fire5(Base):
    def run(self, image):
        first = image[0].cpu().numpy()
        picture = Image.fromarray((first * 255).astype(np.uint8))
        return (torch.from_numpy(np.array(picture.convert("RGB")).astype(np.float32) / 255.0),)  # expect: python/image-rank


class Fire6(Base):
    OUTPUT_IS_LIST = (True,)

    def run(self, image):
        return ([frame for frame in image],)  # expect: python/image-rank


class Fire7(Base):
    def run(self, image):
        return (torch.stack([image, image], dim=0),)  # expect: python/image-rank


class Fire8(Base):
    def run(self, width, height):
        return (torch.zeros((height, width, 3)),)  # expect: python/image-rank


class Fire9(Base):
    def run(self, image):
        if image.shape[0] == 1:
            image = image.squeeze(0)
            return (image,)  # expect: python/image-rank
        return (image,)


class Fire10(Base):
    OUTPUT_IS_LIST = (True,)

    def run(self, image):
        return (image,)  # expect: python/image-rank


class Fire13(Base):
    def run(self, image):
        out = None
        for frame in image:
            out = frame
        return (out,)  # expect: python/image-rank


class Fire12(Base):
    def crop(self, x):
        return x[0, :64, :64, :]

    def run(self, image):
        return (self.crop(image),)  # expect: python/image-rank


class Ok1(Base):
    def run(self, image):
        return (image[0].unsqueeze(0),)


class Ok2(Base):
    def run(self, image):
        return (image[0:1],)


class Ok3(Base):
    def run(self, image):
        return (image[[0]],)


class Ok4(Base):
    def run(self, image):
        return (image.squeeze(0),)


class Ok5(Base):
    def run(self, image):
        x = image.squeeze()
        if x.dim() == 3:
            x = x.unsqueeze(0)
        return (x,)


class Ok6(Base):
    def run(self, mask):
        return (mask.reshape((-1, 1, mask.shape[-2], mask.shape[-1])).movedim(1, -1).expand(-1, -1, -1, 3),)


class Ok7(Base):
    def run(self, image):
        if image.dim() == 3:
            image = image.unsqueeze(0)
        return (image,)


class Ok8(Base):
    def run(self, vae, samples):
        images = vae.decode(samples["samples"])
        if len(images.shape) == 5:
            images = images.reshape(-1, images.shape[-3], images.shape[-2], images.shape[-1])
        return (images,)


class Ok9(Base):
    def run(self, image):
        return (image[None, 0],)


class Ok10(Base):
    def run(self, image):
        picture = Image.fromarray((image[0].cpu().numpy() * 255).astype(np.uint8))
        return (torch.from_numpy(np.array(picture).astype(np.float32) / 255.0)[None,],)


class Ok11(Base):
    def run(self, image):
        return (torch.stack([frame for frame in image]),)


class Ok12(Base):
    OUTPUT_IS_LIST = (True,)

    def run(self, image):
        return ([frame.unsqueeze(0) for frame in image],)


class Ok13(Base):
    def run(self, image, mode):
        out = image[0]
        if mode == "a":
            out = image
        else:
            out = out[None]
        return (out,)


class Ok14(Base):
    def run(self, image):
        return (upscale_model(image[0]),)


class Ok15(Base):
    def run(self, image, mode):
        frame = image[0]
        while frame.dim() < 4:
            frame = frame.unsqueeze(0)
        return (frame,)
