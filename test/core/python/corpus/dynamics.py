# loupe: ignore[python/batch-dropped]
"""What Python decides late: closures, attributes that a method sets, declarations that grow, loops that run."""
import threading

import numpy as np
import torch
from PIL import Image

_seen = None


def remember(value):
    global _seen
    _seen = value


class Base:
    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {"image": ("IMAGE",), "mask": ("MASK",)},
            "optional": {"mode": (["a", "b"],), "strength": ("FLOAT", {})},
        }

    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    CATEGORY = "test"


class OuterNameIsReadLate(Base):
    def run(self, image, mask):
        def apply(x):
            return x * mask

        mask = mask.unsqueeze(-1)
        return (apply(image),)


class LambdaReadsLate(Base):
    def run(self, image, mask):
        apply = lambda x: x * weight
        weight = mask[..., None]
        return (apply(image),)


class HelpersOfOneFunction(Base):
    def run(self, image, mask):
        def weigh(x):
            return x * weight

        def both(x):
            return weigh(x) + weigh(1 - x)

        weight = mask.unsqueeze(-1)
        return (both(image),)


class NonlocalWrite(Base):
    def run(self, image):
        def widen():
            nonlocal out
            out = out.unsqueeze(0)

        out = image[0]
        widen()
        return (out,)


class MethodSetsAttribute(Base):
    def run(self, image):
        self.result = image[0]
        self.finish()
        return (self.result,)

    def finish(self):
        self.result = self.result.unsqueeze(0)


class AttributeStays(Base):
    def run(self, image):
        self.weight = image[..., :1]
        scaled = self.scale(image)
        return (scaled * self.weight, )

    def scale(self, x):
        return x * 0.5


class TypesGrow(Base):
    RETURN_TYPES = ("IMAGE",)
    RETURN_TYPES += ("MASK",)

    def run(self, image):
        return (image, image[..., 0])


class TypesByBranch(Base):
    RETURN_TYPES = ("IMAGE",)
    if hasattr(torch, "compile") or True:
        RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image):
        return (image, image[..., 0])


class TypesSetLater(Base):
    def run(self, image):
        return (image, image[..., 0])


TypesSetLater.RETURN_TYPES = ("IMAGE", "MASK")


class GlobalSetElsewhere(Base):
    def run(self, image):
        remember(image)
        out = image[0] if _seen is None else _seen
        return (out,)


class WorkersFillAList(Base):
    def run(self, image):
        frames = []

        def work():
            frames.append(image.clone())

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        out = image[0] if len(frames) == 0 else frames[0]
        return (out,)


class ClassListGrows(Base):
    frames = []

    def run(self, image):
        self.frames.append(image)
        out = image[0] if len(self.frames) == 0 else self.frames[0]
        return (out,)


class AlphaAddedInPlace(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mask):
        picture = Image.fromarray((image[0, :, :, :3].cpu().numpy() * 255).astype(np.uint8))
        alpha = Image.fromarray((mask[0].cpu().numpy() * 255).astype(np.uint8)).resize(picture.size)
        picture.putalpha(alpha)
        array = torch.from_numpy(np.array(picture).astype(np.float32) / 255.0)
        return (array[None], array[None, :, :, 3])


class ThumbnailInPlace(Base):
    def run(self, image):
        picture = Image.fromarray((image[0, :, :, :3].cpu().numpy() * 255).astype(np.uint8))
        picture.thumbnail((8, 8))
        small = torch.from_numpy(np.array(picture).astype(np.float32) / 255.0)
        return (small[None],)


class LoopOverABatchRuns(Base):
    def run(self, image):
        out = None
        for frame in image:
            frame = frame * 0.5
            out = frame if out is None else torch.cat((out, frame))
        return (out,)  # expect: python/image-rank


class LoopOverACountMayNot(Base):
    def run(self, image, strength=0):
        out = image
        for _ in range(int(strength)):
            out = out[:1]
        return (out,)


class OneWayOfAWidget(Base):
    def run(self, image, mode="a"):
        if mode == "a":
            out = image[0]
        else:
            out = image
        return (out,)  # expect: python/image-rank


class OneWayInTheReturn(Base):
    def run(self, image, mode="a"):
        return (image[0] if mode == "b" else image,)  # expect: python/image-rank


class FewerValuesOneWay(Base):
    RETURN_TYPES = ("IMAGE", "MASK")

    def run(self, image, mode="a"):
        return (image,) if mode == "b" else (image, image[..., 0])  # expect: python/return-arity


class TwoTestsOfOneWidget(Base):
    def run(self, image, mode="a"):
        x = image
        if mode == "a":
            x = image[0]
        x = x * 0.5
        if mode == "a":
            x = x.unsqueeze(0)
        return (x,)


class LayoutIsAsked(Base):
    def run(self, image):
        x = image.permute(0, 3, 1, 2)
        if x.shape[1] in (1, 3, 4):
            x = x.permute(0, 2, 3, 1)
        return (x,)


class Unregistered(Base):
    def run(self, image):
        return (image, image[..., 0])


class Derived(Unregistered):
    RETURN_TYPES = ("IMAGE", "MASK")


NODE_CLASS_MAPPINGS = {"Derived": Derived}
