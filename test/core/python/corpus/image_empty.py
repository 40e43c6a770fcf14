# loupe: ignore[python/batch-dropped]
import torch


class Base:
    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {"image": ("IMAGE",), "mask": ("MASK",), "latent": ("LATENT",)},
            "optional": {"other": ("IMAGE",), "mode": (["a", "b"],), "text": ("STRING", {}), "count": ("INT", {})},
        }

    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    CATEGORY = "test"


class Fire1(Base):
    RETURN_TYPES = ("IMAGE", "STRING")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            return (torch.empty(0), text)  # expect: python/image-empty
        return (image, text)


class Fire2(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            return (torch.zeros(0),)  # expect: python/image-empty
        return (image,)


class Fire3(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.zeros((0, 64, 64, 3)),)  # expect: python/image-empty


class Fire4(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        height, width = image.shape[1], image.shape[2]
        return (torch.zeros((0, height, width, 3), dtype=image.dtype),)  # expect: python/image-empty


class Fire5(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image, torch.zeros((0, 64, 64)))  # expect: python/image-empty


class Fire6(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.empty(0),)  # expect: python/image-empty


class Fire7(Base):
    RETURN_TYPES = ("IMAGE", "STRING")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ((), text)  # expect: python/image-empty


class Fire8(Base):
    RETURN_TYPES = ("IMAGE", "STRING")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ([], text)  # expect: python/image-empty


class Ok1(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.zeros((1, 64, 64, 3)),)


class Ok2(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.empty(1, 8, 8, 3),)


class Ok3(Base):
    RETURN_TYPES = ("MASK",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.zeros((1, 64, 64)),)


class Ok4(Base):
    RETURN_TYPES = ("SIGMAS",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.empty(0),)


class Ok5(Base):
    RETURN_TYPES = ("STRING",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ([],)


class Ok6(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.zeros((count, 64, 64, 3)),)


class Ok7(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (torch.zeros_like(image),)


class Ok8(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image[:1],)


class Ok9(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if len(image) == 0:
            return (torch.empty(0),)
        return (image,)


class Ok10(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if image.shape[0] < 1:
            return (torch.empty(0),)
        return (image,)


class Ok11(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if image.numel() == 0 or not len(image):
            return (torch.empty(0),)
        return (image,)


class Ok12(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        empty = torch.empty(0)
        if mode == "a":
            empty = image
        else:
            empty = image * 0.5
        return (empty,)
