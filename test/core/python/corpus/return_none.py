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
        if count > 3:
            return  # expect: python/return-none
        return (image,)


class Fire2(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if count > 3:
            return None  # expect: python/return-none
        return (image,)


class Fire3(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if other is None:
            print("nothing linked")
            return  # expect: python/return-none
        return (other,)


class Fire4(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):  # expect: python/return-none
        if count > 3:
            return (image,)
        print("too few")


class Fire5(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):  # expect: python/return-none
        try:
            return (torch.load(text),)
        except Exception as error:
            print(error)


class Fire6(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):  # expect: python/return-none
        if count > 3:
            return (image,)
        else:
            print("too few")


class Fire7(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):  # expect: python/return-none
        if count > 3:
            return (image,)
        out = image * 0.5
        print(out)


class Fire8(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if other is not None and other.shape[-2:] != image.shape[-2:]:
            return  # expect: python/return-none
        return (image, mask)


class Ok1(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return (image,)


class Ok2(Base):
    RETURN_TYPES = ()

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        print(text)


class Ok3(Base):
    RETURN_TYPES = ()

    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        return


class Ok4(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        raise NotImplementedError


class Ok5(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        """What a subclass does."""


class Ok6(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            return (image,)
        elif mode == "b":
            return (image * 0.5,)


class Ok7(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            return (image,)
        elif mode == "b":
            return (image * 0.5,)
        else:
            return


class Ok8(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if mode == "a":
            out = image
        elif mode == "b":
            out = image * 0.5
        else:
            print(mode)
            return
        return (out,)


class Ok9(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if image is None:
            return
        return (image,)


class Ok10(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        if len(image) == 0:
            return None
        return (image,)


class Ok11(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        while True:
            if count > 0:
                return (image,)
            count += 1


class Ok12(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        with torch.no_grad():
            return (image,)


class Ok13(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        try:
            return (image,)
        except Exception:
            raise


class Ok14(Base):
    def run(self, image, mask, latent, other=None, mode="a", text="", count=1):
        def helper():
            print(text)
        
        helper()
        return (image,)
