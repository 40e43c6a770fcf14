import { describe, expect, test } from 'vitest';
import type { Picture } from '../../src/core/render/picture';
import { CancelledError } from '../../src/protocol/rpc';
import { PictureLoader, type Planes } from '../../webview/canvas/pictureLoader';
import type { Plane, PlaneRequest, PlaneSource } from '../../webview/canvas/pictures';

const MIB = 2 ** 20;

function planesOf(side: number, tensor = 0): Planes {
  const main: Plane = {
    tensor,
    axes: { rows: 0, columns: 1, channels: null },
    index: [0, 0],
    channels: [],
    width: side,
    height: side,
    channelCount: 1,
    reduce: 'mean',
  };
  return { main, mask: null };
}

function pictureOf({ region, maxWidth, maxHeight }: PlaneRequest, sampled?: boolean): Picture {
  const [width, height] = [Math.min(maxWidth, region.width), Math.min(maxHeight, region.height)];
  return {
    width,
    height,
    channelCount: 1,
    data: new Float32Array(width * height),
    region,
    exact: true,
    ranges: [{ min: 0, max: 0 }],
    nanCount: 0,
    infCount: 0,
    ...(sampled ? { sampled: true } : {}),
  } as Picture;
}

/** A source that answers when the test says so. */
class Source implements PlaneSource {
  readonly asked: {
    readonly request: PlaneRequest;
    readonly signal: AbortSignal;
    readonly answer: (sampled?: boolean) => void;
    readonly fail: (error: unknown) => void;
  }[] = [];

  fetch(request: PlaneRequest, signal: AbortSignal): Promise<Picture> {
    return new Promise((resolve, reject) => {
      const answer = (sampled?: boolean) => resolve(pictureOf(request, sampled));
      this.asked.push({ request, signal, answer, fail: reject });
    });
  }
}

const VIEW = { width: 400, height: 300 };
const at = (centerX: number, centerY: number, scale = 1) => ({ centerX, centerY, scale });

/** A loader over planes, shown again after each change, as the stage does it. */
function shown(planes: Planes, zoom = at(0, 0), view = VIEW) {
  const source = new Source();
  const now = { planes, zoom, view };
  const opens = () => () => undefined;
  const loader = new PictureLoader(source, () => show(), opens);
  const show = (next: Partial<typeof now> = {}) => {
    Object.assign(now, next);
    loader.show(now.planes, now.zoom, now.view, 1);
  };
  show();
  return { source, loader, show, last: () => source.asked.at(-1)! };
}

/** All that was started by an answer has run. */
const settled = () => new Promise(resolve => setImmediate(resolve));

const bytesOf = ({ maxWidth, maxHeight }: PlaneRequest) => maxWidth * maxHeight * 4;

describe('a loader of pictures', () => {
  test('asks for a small plane once, whole, and says that it is busy until it is there', async () => {
    const { source, loader } = shown(planesOf(64));
    expect(source.asked.map(({ request }) => request.maxWidth)).toEqual([64]);
    expect(loader.busy).toBe(true);
    source.asked[0]!.answer();
    await settled();
    expect(source.asked).toHaveLength(1);
    expect(loader.busy).toBe(false);
    expect(loader.base?.picture.width).toBe(64);
  });

  test('shows a larger plane small first, then in full', async () => {
    const { source, loader, last } = shown(planesOf(1024));
    expect(bytesOf(last().request)).toBeLessThanOrEqual(MIB);
    expect(last().request.opening).toBeDefined();
    last().answer();
    await settled();
    expect(source.asked).toHaveLength(2);
    expect(last().request.maxWidth).toBe(1024);
    expect(last().request.opening).toBeUndefined();
    last().answer();
    await settled();
    expect(source.asked).toHaveLength(2);
    expect(loader.base?.picture.width).toBe(1024);
  });

  test('calls off what other planes outdate, and never shows it', async () => {
    const { source, loader, show } = shown(planesOf(64));
    show({ planes: planesOf(64, 1) });
    expect(source.asked[0]!.signal.aborted).toBe(true);
    source.asked[0]!.answer();
    await settled();
    expect(loader.base).toBeNull();
    source.asked[1]!.answer();
    await settled();
    expect(loader.basePlanes?.main.tensor).toBe(1);
  });

  test('keeps the last picture on screen for planes of the same size only', async () => {
    const { loader, show, last } = shown(planesOf(64));
    last().answer();
    await settled();
    show({ planes: planesOf(64, 1) });
    expect(loader.base?.picture.width).toBe(64);
    show({ planes: planesOf(32, 2) });
    expect(loader.base).toBeNull();
  });

  test('tells of a failure, not of what was called off, and asks again on demand', async () => {
    const { source, loader, show, last } = shown(planesOf(64));
    last().fail(new CancelledError());
    await settled();
    expect(loader.error).toBeNull();
    last().fail(new Error('gone'));
    await settled();
    expect(loader.error).toContain('gone');
    const before = source.asked.length;
    show();
    expect(source.asked).toHaveLength(before);
    loader.retry();
    expect(loader.error).toBeNull();
    expect(source.asked).toHaveLength(before + 1);
  });

  test('calls everything off at its end', () => {
    const { source, loader } = shown(planesOf(4096), at(2048, 2048));
    loader.dispose();
    expect(source.asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(loader.busy).toBe(false);
  });
});

describe('of what is in sight of a large plane', () => {
  /** Everything that is asked for is answered. */
  async function answered({ source }: ReturnType<typeof shown>, from = 0): Promise<number> {
    let next = from;
    while (next < source.asked.length) {
      source.asked[next++]!.answer();
      await settled();
    }
    return next;
  }

  test('asks at full resolution, a little beyond the view, and for nothing within it', async () => {
    const stage = shown(planesOf(2048), at(1000, 1000));
    const count = await answered(stage);
    const { region, maxWidth } = stage.last().request;
    expect(maxWidth).toBe(region.width);
    expect(region.width).toBeGreaterThan(VIEW.width);
    expect(region.width).toBeLessThan(2 * VIEW.width);
    stage.show({ zoom: at(1010, 1000) });
    expect(stage.source.asked).toHaveLength(count);
  });

  test('asks after a pan for what came into sight alone, and after a jump for all', async () => {
    const stage = shown(planesOf(2048), at(1000, 1000));
    const before = await answered(stage);
    const whole = stage.loader.detail!.picture.region;
    stage.show({ zoom: at(1150, 1000) });
    await settled();
    const parts = stage.source.asked.slice(before).map(({ request }) => request.region);
    const area = parts.reduce((sum, { width, height }) => sum + width * height, 0);
    expect(parts.length).toBeGreaterThan(0);
    expect(area).toBeLessThan(0.7 * whole.width * whole.height);
    const after = await answered(stage, before);
    stage.show({ zoom: at(1550, 1000) });
    await settled();
    const jumped = stage.source.asked.slice(after).map(({ request }) => request.region);
    expect(jumped).toHaveLength(1);
  });

  test('calls off what the next pan outdates', async () => {
    const stage = shown(planesOf(2048), at(500, 500));
    const detail = stage.last();
    stage.show({ zoom: at(1500, 1500) });
    expect(detail.signal.aborted).toBe(true);
    expect(stage.last().request.region).not.toEqual(detail.request.region);
  });

  test('keeps to its budget in a view of many pixels', async () => {
    const stage = shown(planesOf(8192), at(4096, 4096), { width: 4000, height: 4000 });
    const detail = stage.source.asked.find(({ request }) => request.region.width < 8192)!;
    expect(bytesOf(detail.request)).toBeLessThan(12.1 * MIB);
    expect(bytesOf(detail.request)).toBeGreaterThan(6 * MIB);
  });
});

describe('a plane that takes a while to read', () => {
  const LARGE = 4096;

  test('is shown from samples first; only those are what a page opens with', async () => {
    const { source, last } = shown(planesOf(LARGE), at(2048, 2048, 0.01));
    expect(last().request.quality).toBe('coarse');
    expect(last().request.opening).toBeDefined();
    last().answer(true);
    await settled();
    expect(source.asked).toHaveLength(2);
    expect(last().request.quality).toBeUndefined();
    expect(last().request.opening).toBeUndefined();
  });

  test('is not read again where no samples were taken', async () => {
    const { source, loader, last } = shown(planesOf(LARGE), at(2048, 2048, 0.01));
    last().answer();
    await settled();
    expect(source.asked).toHaveLength(1);
    expect(loader.busy).toBe(false);
  });
});
