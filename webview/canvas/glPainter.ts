import { colormapTable, LUT_SIZE } from '../../src/core/render/colormaps';
import { MASK_STYLES, type MaskOverlay, type Rgb } from '../../src/core/render/maskOverlay';
import { SCALES } from '../../src/core/render/normalise';
import { type PaintOptions, toneCurves } from '../../src/core/render/paint';
import type { Picture } from '../../src/core/render/picture';
import { fitCanvas, type Painter } from './painter';
import { FRAGMENT_SHADER, VERTEX_SHADER } from './shader';

/** Textures are kept for this many pictures: a stage holds at most a coarse and a fine one, and masks. */
const MAX_TEXTURES = 8;

interface Program {
  readonly program: WebGLProgram;
  uniform(name: string): WebGLUniformLocation | null;
}

/**
 * Paints on one hidden WebGL2 canvas and copies the result to the visible 2-D canvas: pages may have
 * few WebGL contexts, and what is on screen outlives a lost one.
 */
export class GlPainter implements Painter {
  readonly id = 'webgl2';
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #textures = new Map<Picture, WebGLTexture>();
  #program: Program;
  #colors: { key: string; texture: WebGLTexture } | null = null;
  readonly #maxSize: number;
  readonly #maxLayers: number;

  /** `fast` takes only a real GPU. @throws Error when there is no WebGL2 here. */
  constructor(speed: 'fast' | 'any', onRestored: () => void) {
    this.#canvas = document.createElement('canvas');
    const gl = this.#canvas.getContext('webgl2', {
      antialias: false,
      preserveDrawingBuffer: true,
      failIfMajorPerformanceCaveat: speed === 'fast',
    });
    if (!gl) throw new Error('This browser gives no WebGL2');
    if (speed === 'fast' && isDrawnByProcessor(gl)) {
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      throw new Error('This WebGL2 is drawn by the processor');
    }
    this.#gl = gl;
    this.#program = linkProgram(gl);
    this.#maxSize = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    this.#maxLayers = gl.getParameter(gl.MAX_ARRAY_TEXTURE_LAYERS) as number;
    this.#canvas.addEventListener('webglcontextlost', event => event.preventDefault());
    this.#canvas.addEventListener('webglcontextrestored', () => {
      this.#textures.clear();
      this.#colors = null;
      this.#program = linkProgram(gl);
      onRestored();
    });
  }

  /** False while the context is lost, or for a picture beyond this GPU's limits. */
  canPaint(picture: Picture): boolean {
    return (
      !this.#gl.isContextLost() &&
      Math.max(picture.width, picture.height) <= this.#maxSize &&
      picture.channelCount <= this.#maxLayers
    );
  }

  paint(target: HTMLCanvasElement, picture: Picture, options: PaintOptions): void {
    const context = fitCanvas(target, picture);
    if (picture.width === 0 || picture.height === 0) return;
    const gl = this.#gl;
    if (this.#canvas.width !== picture.width) this.#canvas.width = picture.width;
    if (this.#canvas.height !== picture.height) this.#canvas.height = picture.height;
    gl.viewport(0, 0, picture.width, picture.height);
    gl.useProgram(this.#program.program);
    this.#bind(0, gl.TEXTURE_2D_ARRAY, this.#valuesOf(picture));
    this.#bind(1, gl.TEXTURE_2D, this.#colorsOf(options));
    this.#setTone(picture, options);
    this.#setMask(picture, options.mask);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    context.clearRect(0, 0, picture.width, picture.height);
    context.drawImage(this.#canvas, 0, 0);
  }

  /** Loses the context on purpose, and gets it back: for tests. */
  loseContext(): { restore(): void } {
    const extension = this.#gl.getExtension('WEBGL_lose_context');
    extension?.loseContext();
    return { restore: () => extension?.restoreContext() };
  }

  dispose(): void {
    for (const texture of this.#textures.values()) this.#gl.deleteTexture(texture);
    this.#textures.clear();
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #bind(unit: number, kind: number, texture: WebGLTexture): void {
    this.#gl.activeTexture(this.#gl.TEXTURE0 + unit);
    this.#gl.bindTexture(kind, texture);
  }

  #setTone(picture: Picture, options: PaintOptions): void {
    const gl = this.#gl;
    const at = (name: string) => this.#program.uniform(name);
    const curves = toneCurves(options);
    const four = (pick: (i: number) => number) => [0, 1, 2, 3].map(pick);
    gl.uniform1i(at('values'), 0);
    gl.uniform1i(at('colors'), 1);
    gl.uniform2i(at('size'), picture.width, picture.height);
    gl.uniform1i(at('channelCount'), options.channels.length);
    gl.uniform4iv(
      at('channels'),
      four(i => options.channels[i] ?? 0),
    );
    gl.uniform1i(at('scale'), SCALES.indexOf(options.scale));
    gl.uniform4fv(
      at('threshold'),
      four(i => curves[i]?.threshold ?? 1),
    );
    gl.uniform4fv(
      at('start'),
      four(i => curves[i]?.start ?? 0),
    );
    gl.uniform4fv(
      at('factor'),
      four(i => curves[i]?.factor ?? 1),
    );
    gl.uniform1f(at('power'), 1 / options.gamma);
    gl.uniform3fv(at('nanColor'), unitColor(options.notFinite.nan));
    gl.uniform3fv(at('posInfColor'), unitColor(options.notFinite.posInf));
    gl.uniform3fv(at('negInfColor'), unitColor(options.notFinite.negInf));
  }

  #setMask(picture: Picture, mask: MaskOverlay | undefined): void {
    const gl = this.#gl;
    const at = (name: string) => this.#program.uniform(name);
    this.#bind(2, gl.TEXTURE_2D_ARRAY, this.#valuesOf(mask?.picture ?? picture));
    gl.uniform1i(at('mask'), 2);
    gl.uniform1i(at('masked'), mask ? 1 : 0);
    if (!mask) return;
    gl.uniform2i(at('maskSize'), mask.picture.width, mask.picture.height);
    gl.uniform3fv(at('maskColor'), unitColor(mask.color));
    gl.uniform1f(at('maskOpacity'), mask.opacity);
    gl.uniform1i(at('maskInverted'), mask.inverted ? 1 : 0);
    gl.uniform1f(at('maskThreshold'), mask.threshold ?? -1);
    gl.uniform1i(at('maskStyle'), MASK_STYLES.indexOf(mask.style));
  }

  #valuesOf(picture: Picture): WebGLTexture {
    const known = this.#textures.get(picture);
    if (known) {
      this.#textures.delete(picture);
      this.#textures.set(picture, known);
      return known;
    }
    const gl = this.#gl;
    const texture = newTexture(gl, gl.TEXTURE_2D_ARRAY);
    const { width, height, channelCount, data } = picture;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    gl.texImage3D(
      gl.TEXTURE_2D_ARRAY,
      0,
      gl.R32F,
      width,
      height,
      channelCount,
      0,
      gl.RED,
      gl.FLOAT,
      data,
    );
    this.#textures.set(picture, texture);
    this.#dropOldest();
    return texture;
  }

  #dropOldest(): void {
    if (this.#textures.size <= MAX_TEXTURES) return;
    const oldest = this.#textures.entries().next().value;
    if (!oldest) return;
    this.#gl.deleteTexture(oldest[1]);
    this.#textures.delete(oldest[0]);
  }

  #colorsOf(options: PaintOptions): WebGLTexture {
    const key = `${options.colormap}${options.inverted}`;
    if (this.#colors?.key === key) return this.#colors.texture;
    const gl = this.#gl;
    const texture = this.#colors?.texture ?? newTexture(gl, gl.TEXTURE_2D);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    const table = colormapTable(options.colormap, options.inverted);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, LUT_SIZE, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, table);
    this.#colors = { key, texture };
    return texture;
  }
}

function unitColor(color: Rgb): [number, number, number] {
  return [color[0] / 255, color[1] / 255, color[2] / 255];
}

function newTexture(gl: WebGL2RenderingContext, kind: number): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(kind, texture);
  gl.texParameteri(kind, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(kind, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(kind, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(kind, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

/** Whether no GPU stands behind a context: not every browser counts that as a performance caveat. */
function isDrawnByProcessor(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : '';
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer);
}

function linkProgram(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('This browser gives no shaders');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`The shader does not link: ${gl.getProgramInfoLog(program) ?? ''}`);
  const known = new Map<string, WebGLUniformLocation | null>();
  const uniform = (name: string) => {
    if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name));
    return known.get(name) ?? null;
  };
  return { program, uniform };
}
