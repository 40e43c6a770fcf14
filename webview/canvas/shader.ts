import { INSIDE } from '../../src/core/render/maskOverlay';
import { LOWEST_LOG } from '../../src/core/render/normalise';

/** Covers the canvas with one triangle. */
export const VERTEX_SHADER = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** The same arithmetic as core/render/paint.ts, pixel by pixel; output is premultiplied. */
export const FRAGMENT_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2DArray;
precision highp sampler2D;
uniform sampler2DArray values;
uniform sampler2D colors;
uniform sampler2DArray mask;
uniform ivec2 size;
uniform int channelCount;
uniform ivec4 channels;
uniform int scale;
uniform vec4 threshold;
uniform vec4 start;
uniform vec4 factor;
uniform float power;
uniform vec3 nanColor;
uniform vec3 posInfColor;
uniform vec3 negInfColor;
uniform bool masked;
uniform ivec2 maskSize;
uniform vec3 maskColor;
uniform float maskOpacity;
uniform bool maskInverted;
uniform float maskThreshold;
uniform int maskStyle;
out vec4 result;

bool isFinite(float v) { return (floatBitsToUint(v) & 0x7f800000u) != 0x7f800000u; }
bool isNan(float v) { return (floatBitsToUint(v) & 0x7fffffffu) > 0x7f800000u; }

float bend(float v, float threshold) {
  if (scale == 0) return v;
  if (scale == 1) return v > 0.0 ? log2(v) : ${LOWEST_LOG.toFixed(1)};
  float bent = log2(1.0 + abs(v) / threshold);
  return v < 0.0 ? -bent : bent;
}

float tone(float v, int i) {
  float unit = (bend(v, threshold[i]) - start[i]) * factor[i];
  if (!(unit > 0.0)) return 0.0;
  if (unit >= 1.0) return 1.0;
  return power == 1.0 ? unit : pow(unit, power);
}

float maskAt(ivec2 at) {
  float raw = texelFetch(mask, ivec3(at, 0), 0).r;
  float value = raw > 0.0 && !isNan(raw) ? min(raw, 1.0) : 0.0;
  if (maskInverted) value = 1.0 - value;
  if (maskThreshold < 0.0) return value;
  return value > maskThreshold ? 1.0 : 0.0;
}

bool outside(ivec2 at) {
  if (any(lessThan(at, ivec2(0))) || any(greaterThanEqual(at, maskSize))) return false;
  return maskAt(at) < ${INSIDE.toFixed(1)};
}

float cover(ivec2 pixel) {
  ivec2 at = ivec2(floor((vec2(pixel) + 0.5) * vec2(maskSize) / vec2(size)));
  float value = maskAt(at);
  if (maskStyle != 0 && value >= ${INSIDE.toFixed(1)} &&
      (outside(at - ivec2(1, 0)) || outside(at + ivec2(1, 0)) ||
       outside(at - ivec2(0, 1)) || outside(at + ivec2(0, 1)))) return 1.0;
  return maskStyle == 1 ? 0.0 : value * maskOpacity;
}

vec4 plain(ivec2 pixel) {
  bool positive = false;
  bool negative = false;
  vec4 read = vec4(0.0);
  for (int i = 0; i < channelCount; i++) {
    float v = texelFetch(values, ivec3(pixel, channels[i]), 0).r;
    if (isNan(v)) return vec4(nanColor, 1.0);
    if (!isFinite(v)) { if (v > 0.0) positive = true; else negative = true; }
    read[i] = v;
  }
  if (positive) return vec4(posInfColor, 1.0);
  if (negative) return vec4(negInfColor, 1.0);
  if (channelCount == 1) {
    float place = tone(read[0], 0) * 255.0;
    int low = min(int(place), 254);
    vec3 from = texelFetch(colors, ivec2(low, 0), 0).rgb;
    vec3 to = texelFetch(colors, ivec2(low + 1, 0), 0).rgb;
    return vec4(mix(from, to, place - float(low)), 1.0);
  }
  float alpha = channelCount == 4 ? clamp(read[3], 0.0, 1.0) : 1.0;
  return vec4(tone(read[0], 0), tone(read[1], 1), tone(read[2], 2), alpha);
}

void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  pixel.y = size.y - 1 - pixel.y;
  vec4 color = plain(pixel);
  color.rgb *= color.a;
  if (masked) {
    float share = cover(pixel);
    color = vec4(maskColor * share, share) + color * (1.0 - share);
  }
  result = color;
}`;
