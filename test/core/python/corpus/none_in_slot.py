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
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None,)  # expect: python/none-in-slot


class Fire2(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image, None)  # expect: python/none-in-slot


class Fire3(Base):
    RETURN_TYPES = ("LATENT",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None,)  # expect: python/none-in-slot


class Fire4(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        out = None
        return (out,)  # expect: python/none-in-slot


class Fire5(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if count > 3:
            return (None,)  # expect: python/none-in-slot
        return (image,)


class Fire6(Base):
    RETURN_TYPES = ("MASK", "IMAGE")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            return (None, image)  # expect: python/none-in-slot
        return (mask, image)


class Fire7(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return {"ui": {"text": [text]}, "result": (None,)}  # expect: python/none-in-slot


class Fire8(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if other is None:
            return (other,)  # expect: python/none-in-slot
        return (image,)


class Ok1(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image,)


class Ok2(Base):
    RETURN_TYPES = ("STRING",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None,)


class Ok3(Base):
    RETURN_TYPES = ("MODEL",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None,)


class Ok4(Base):
    RETURN_TYPES = ()

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None,)


class Ok5(Base):
    RETURN_TYPES = ("BBOX", "IMAGE")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None, image)


class Ok6(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        out = None
        if out is None:
            out = image
        return (out,)


class Ok7(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        out = None
        for frame in image:
            out = frame.unsqueeze(0)
        return (out,)


class Ok8(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if image is None:
            return (None,)
        return (image,)


class Ok9(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if len(image) == 0:
            return (None,)
        return (image,)


class Ok10(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (other if other is not None else image,)


class Ok11(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        other = image if other is None else other
        return (other,)


class Ok12(Base):
    RETURN_TYPES = ("INT", "STRING")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (None, None)
