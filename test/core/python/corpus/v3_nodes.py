import torch
import torch.nn.functional as F
import comfy.utils
from comfy_api.latest import ComfyExtension, io
from comfy_api.latest import io as IO
import comfy_api.v0_0_2 as versioned


class BareTensor(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(node_id="a", inputs=[io.Image.Input("image")], outputs=[io.Image.Output()])

    @classmethod
    def execute(cls, image):
        return image * 0.5  # expect: python/return-bare


class ChannelFirst(IO.ComfyNode):
    @classmethod
    def define_schema(cls):
        return IO.Schema(
            node_id="b",
            inputs=[IO.Image.Input(id="image"), IO.Int.Input("width", default=512)],
            outputs=[IO.Image.Output(display_name="image")],
        )

    @classmethod
    def execute(cls, image, width) -> IO.NodeOutput:
        x = image.movedim(-1, 1)
        x = F.interpolate(x, size=(width, width))
        return IO.NodeOutput(x)  # expect: python/image-channel-first


class Arity(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(
            node_id="c",
            inputs=[io.Image.Input("image"), io.Mask.Input("mask", optional=True)],
            outputs=[io.Image.Output(), io.Mask.Output()],
        )

    @classmethod
    def execute(cls, image, mask=None):
        if mask:  # expect: python/truthiness
            return io.NodeOutput(image, mask)
        return io.NodeOutput(image)  # expect: python/return-arity


class MaskRank(versioned.IO.ComfyNode):
    @classmethod
    def define_schema(cls):
        inputs = [io.Mask.Input("mask")]
        outputs = [io.Mask.Output()]
        return io.Schema(node_id="d", inputs=inputs, outputs=outputs)

    @classmethod
    def execute(cls, mask):
        return io.NodeOutput(mask.unsqueeze(1))  # expect: python/mask-rank


class Latents(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(
            node_id="e",
            inputs=[io.Latent.Input("samples"), io.Vae.Input("vae"), io.Image.Input("image")],
            outputs=[io.Latent().Output(), io.Latent.Output()],
        )

    @classmethod
    def execute(cls, samples, vae, image):
        samples["noise_mask"] = None  # expect: python/latent-mutated
        return io.NodeOutput(vae.encode(image), {"samples": samples["samples"]})  # expect: python/latent-dict, python/latent-keys-dropped


class ListOutput(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(
            node_id="f",
            inputs=[io.Image.Input("image")],
            outputs=[io.Image.Output(is_output_list=True), io.Image.Output()],
        )

    @classmethod
    def execute(cls, image):
        frames = [image[i : i + 1] for i in range(image.shape[0])]
        return io.NodeOutput(frames, frames)  # expect: python/return-list


class Sound(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(
            node_id="g",
            inputs=[
                io.Image.Input("image"),
                io.Mask.Input("mask", optional=True),
                io.Autogrow.Input("extra", template=None),
                io.Combo.Input("method", options=["a", "b"]),
                io.MultiType.Input("any", types=[io.Image, io.Mask]),
            ],
            outputs=[io.Image.Output(), io.Mask.Output()],
        )

    @classmethod
    def execute(cls, image, extra, method, any, mask=None) -> io.NodeOutput:
        if mask is None:
            mask = torch.ones((image.shape[0], image.shape[1], image.shape[2]))
        for name, value in extra.items():
            image = torch.cat((image, value), dim=0)
        any = any[0]
        return io.NodeOutput(image, mask, ui=any)


class SoundTuple(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(node_id="h", inputs=[io.Image.Input("image")], outputs=[io.Image.Output()])

    @classmethod
    def execute(cls, image):
        return (image,)


class SoundOutputNode(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(node_id="i", inputs=[io.Image.Input("image")], is_output_node=True)

    @classmethod
    def execute(cls, image):
        return io.NodeOutput(ui=image)


class SoundBlocked(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(node_id="j", inputs=[io.Image.Input("image")], outputs=[io.Image.Output(), io.Mask.Output()])

    @classmethod
    def execute(cls, image):
        if image.shape[0] > 4:
            return io.NodeOutput(block_execution="too many")
        values = [image, image[..., 0]]
        return io.NodeOutput(*values)


class SoundInputList(io.ComfyNode):
    @classmethod
    def define_schema(cls):
        return io.Schema(
            node_id="k",
            is_input_list=True,
            inputs=[io.Image.Input("images"), io.Int.Input("size")],
            outputs=[io.Image.Output()],
        )

    @classmethod
    def execute(cls, images, size):
        size = size[0]
        scaled = []
        for image in images:
            x = comfy.utils.common_upscale(image.movedim(-1, 1), size, size, "bilinear", "center")
            scaled.append(x.movedim(1, -1))
        return io.NodeOutput(torch.cat(scaled))
