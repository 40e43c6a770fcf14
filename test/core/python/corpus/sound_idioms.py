import math
import os
import random

import cv2
import numpy as np
import torch
import torch.nn.functional as F
import torchvision.transforms.functional as TF
from einops import rearrange
from PIL import Image, ImageFilter, ImageOps

import comfy.utils
from .helpers import log, tensor2pil as imported_t2p


def pil2tensor(image):
    if isinstance(image, list):
        return torch.cat([pil2tensor(item) for item in image], dim=0)
    return torch.from_numpy(np.array(image).astype(np.float32) / 255.0).unsqueeze(0)


def tensor2pil(image):
    batch = image.size(0) if len(image.shape) > 3 else 1
    if batch > 1:
        out = []
        for i in range(batch):
            out.extend(tensor2pil(image[i]))
        return out
    return [Image.fromarray(np.clip(255.0 * image.cpu().numpy().squeeze(), 0, 255).astype(np.uint8))]


def to_mask(mask):
    if mask.ndim == 2:
        return mask.unsqueeze(0)
    if mask.ndim == 4 and mask.shape[1] == 1:
        return mask.squeeze(1)
    return mask


class Base:
    @classmethod
    def INPUT_TYPES(s):
        required = {"image": ("IMAGE",), "mask": ("MASK", {"tooltip": "where"})}
        required["size"] = ("INT", {"default": 64})
        optional = {"reference": ("IMAGE",), "samples": ("LATENT",)}
        return {"required": required, "optional": optional, "hidden": {"prompt": "PROMPT"}}

    RETURN_TYPES = ("IMAGE", "MASK")
    RETURN_NAMES = ("image", "mask")
    FUNCTION = "execute"


class RoundTrip(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        out = []
        for frame in image:
            picture = tensor2pil(frame)[0].convert("RGBA")
            picture = picture.filter(ImageFilter.GaussianBlur(size))
            picture = ImageOps.mirror(picture)
            out.append(pil2tensor(picture)[..., :3])
        return (torch.cat(out, dim=0), to_mask(mask))


class RgbaHandling(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        if image.shape[-1] == 4:
            alpha = image[..., 3]
            image = image[..., :3]
        else:
            alpha = torch.ones_like(image[..., 0])
        if reference is not None and reference.shape[-1] != image.shape[-1]:
            reference = reference[..., : image.shape[-1]]
            image = image * 0.5 + reference * 0.5
        alpha = F.interpolate(alpha.unsqueeze(1), size=mask.shape[-2:], mode="bilinear").squeeze(1)
        return (image, alpha * mask)


class Crop(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        mask = mask.reshape((-1, mask.shape[-2], mask.shape[-1]))
        if mask.shape[0] < image.shape[0]:
            mask = mask.repeat(math.ceil(image.shape[0] / mask.shape[0]), 1, 1)[: image.shape[0]]
        boxes = []
        for m in mask:
            ys, xs = torch.where(m > 0.5)
            if len(ys) == 0:
                boxes.append((0, 0, m.shape[1], m.shape[0]))
                continue
            boxes.append((xs.min().item(), ys.min().item(), xs.max().item() + 1, ys.max().item() + 1))
        crops = []
        masks = []
        for i, (x0, y0, x1, y1) in enumerate(boxes):
            crop = image[i : i + 1, y0:y1, x0:x1, :]
            crop = comfy.utils.common_upscale(crop.movedim(-1, 1), size, size, "lanczos", "center").movedim(1, -1)
            crops.append(crop)
            masks.append(F.interpolate(mask[i][None, None, y0:y1, x0:x1], size=(size, size))[:, 0])
        return (torch.cat(crops), torch.cat(masks))


class OpenCv(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        results = []
        for frame, m in zip(image, mask):
            array = (frame.cpu().numpy() * 255).astype(np.uint8)
            array = cv2.cvtColor(array, cv2.COLOR_RGB2BGR)
            array = cv2.GaussianBlur(array, (size * 2 + 1, size * 2 + 1), 0)
            array = cv2.cvtColor(array, cv2.COLOR_BGR2RGB)
            results.append(torch.from_numpy(array).float() / 255.0)
        edges = [cv2.Canny((f.cpu().numpy() * 255).astype(np.uint8), 100, 200) for f in image]
        edges = np.stack(edges).astype(np.float32) / 255.0
        return (torch.stack(results), torch.from_numpy(edges))


class ManyChecks(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        if not isinstance(image, torch.Tensor):
            image = torch.cat(image)
        dims = image.dim()
        if dims == 3:
            image = image.unsqueeze(0)
        elif dims == 5:
            image = image.flatten(0, 1)
        elif dims != 4:
            raise ValueError("bad")
        try:
            b, c, h, w = image.shape
            assert c in (1, 3, 4)
            image = image.permute(0, 2, 3, 1)
        except AssertionError:
            b, h, w, c = image.shape
        mask = mask if mask.shape[0] == image.shape[0] else mask[:1].expand(image.shape[0], -1, -1)
        return (image, mask)


class Einops(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        x = rearrange(image, "b h w c -> b c h w")
        x = TF.resize(x, [size, size])
        x = TF.gaussian_blur(x, 5)
        grid = rearrange(x, "b c h w -> b h w c")
        return (grid, mask)


class LatentPass(Base):
    RETURN_TYPES = ("LATENT", "IMAGE")

    def execute(self, image, mask, size, reference=None, samples=None):
        if samples is None:
            samples = {"samples": torch.zeros((image.shape[0], 4, size, size))}
        out = samples.copy()
        x = out["samples"]
        if x.ndim == 5:
            x = x.squeeze(2)
        out["samples"] = torch.cat([x, x])
        if "noise_mask" in out:
            out["noise_mask"] = torch.cat([out["noise_mask"]] * 2, dim=0)
        return (out, image)


class Grid(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        b, h, w, c = image.shape
        columns = int(math.sqrt(b))
        rows = []
        for i in range(0, b, columns):
            row = torch.cat([image[j] for j in range(i, min(i + columns, b))], dim=1)
            rows.append(row)
        grid = torch.cat(rows, dim=0).unsqueeze(0)
        mask = mask.squeeze()
        if mask.dim() < 3:
            mask = mask[None]
        return grid, mask


class Noise(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        generator = torch.Generator().manual_seed(size)
        noise = torch.randn(image.shape, generator=generator)
        noise = noise.mean(dim=-1, keepdim=True).repeat(1, 1, 1, image.shape[-1])
        lum = (image * torch.tensor([0.299, 0.587, 0.114])).sum(dim=-1, keepdim=True) if image.shape[-1] == 3 else image[..., :1]
        result = torch.lerp(image, noise, lum * mask.unsqueeze(-1))
        result = result.clone()
        result[mask < 0.1] = 0.0
        result[..., 0] *= 0.9
        return (torch.clamp(result, 0.0, 1.0), (lum > 0.5).float().squeeze(-1))


class StaticHelpers(Base):
    @staticmethod
    def blend(a, b, t):
        while t.dim() < a.dim():
            t = t.unsqueeze(-1)
        return a * (1 - t) + b * t

    def execute(self, image, mask, size, reference=None, samples=None):
        other = reference if reference is not None else torch.zeros_like(image)
        blended = StaticHelpers.blend(image, other, mask)
        self.last = blended[0]
        return {"ui": {"images": []}, "result": (blended, 1.0 - mask)}


class Padding(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        image = F.pad(image, (0, 0, size, size, size, size), value=0.5)
        mask = F.pad(mask, (size, size, size, size), value=1.0)
        kernel = torch.ones((1, 1, 3, 3))
        soft = F.conv2d(mask.unsqueeze(1), kernel / kernel.sum(), padding=1).squeeze(1)
        pooled = F.max_pool2d(mask.unsqueeze(1), 3, stride=1, padding=1)[:, 0]
        return (image, torch.maximum(soft, pooled))


class FromFile(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        picture = Image.open(os.path.join("x", "y.png"))
        picture = ImageOps.exif_transpose(picture)
        alpha = None
        if "A" in picture.getbands():
            alpha = 1.0 - torch.from_numpy(np.array(picture.getchannel("A")).astype(np.float32) / 255.0)
        else:
            alpha = torch.zeros((64, 64), dtype=torch.float32)
        loaded = torch.from_numpy(np.array(picture.convert("RGB")).astype(np.float32) / 255.0)[None,]
        log(loaded.shape)
        return (loaded, alpha.unsqueeze(0))


class Imported(Base):
    def execute(self, image, mask, size, reference=None, samples=None):
        pictures = [imported_t2p(frame) for frame in image]
        random.shuffle(pictures)
        return (pil2tensor(pictures), mask)
