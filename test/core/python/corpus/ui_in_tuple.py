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
    RETURN_TYPES = ("INT",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (count, {"ui": {"text": ["shown"]}})  # expect: python/ui-in-tuple


class Fire2(Base):
    RETURN_TYPES = ("STRING",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (text, {"ui": {"string": text}})  # expect: python/ui-in-tuple


class Fire3(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image, {"ui": {"images": []}, "result": (image,)})  # expect: python/ui-in-tuple


class Fire4(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ({"ui": {"images": []}},)  # expect: python/ui-in-tuple


class Fire5(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image, {"ui": {"images": []}})  # expect: python/ui-in-tuple


class Fire6(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        preview = {"ui": {"images": []}}
        return (image, preview)  # expect: python/ui-in-tuple


class Fire7(Base):
    RETURN_TYPES = ()

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image, {"ui": {"images": []}})  # expect: python/ui-in-tuple


class Fire8(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            return (image, mask)
        return (image, mask, {"ui": {"text": [text]}})  # expect: python/ui-in-tuple


class Ok1(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return {"ui": {"images": []}, "result": (image,)}


class Ok2(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return {"result": (image,), "ui": {"text": [text]}}


class Ok3(Base):
    RETURN_TYPES = ()

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return {"ui": {"images": []}}


class Ok4(Base):
    RETURN_TYPES = ("DICT",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ({"ui": {"text": [text]}},)


class Ok5(Base):
    RETURN_TYPES = ("WIDGETS", "IMAGE")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ({"ui": {"text": [text]}, "result": (1,)}, image)


class Ok6(Base):
    RETURN_TYPES = ("LATENT",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ({"samples": latent["samples"] * 0.5, **{k: v for k, v in latent.items() if k != "samples"}},)


class Ok7(Base):
    RETURN_TYPES = ("DICT",)

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return ({"colour": "red", "ui": 1},)


class Ok8(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        shown = {"ui": {"images": []}}
        shown["result"] = (image,)
        return shown


class Ok9(Base):
    RETURN_TYPES = ("IMAGE", "JSON")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image, {"text": text})


class Ok10(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        ui = {"images": []}
        return {"ui": ui, "result": (image,)}


class Ok11(Base):
    RETURN_TYPES = ("JSON", "IMAGE")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        settings = {}
        settings[text] = 1
        return (settings, image)


class Ok12(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        result = {"ui": {"images": []}, "result": (image,)}
        if mode == "a":
            return result
        return (image,)
