/** A node with one finding: its return types are a string, not a tuple. */
export const NODE = `class Bad:
    RETURN_TYPES = ("IMAGE")
    FUNCTION = "run"
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}
    def run(self, image):
        return (image,)
NODE_CLASS_MAPPINGS = {"Bad": Bad}
`;

/** The rule that finds it. */
export const RULE = 'python/return-types-string';
