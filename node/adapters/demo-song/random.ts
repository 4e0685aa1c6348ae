/** Seeded randomness: the same seed gives the same song on every machine. */
export type Random = () => number

/** Tommy Ettinger's mulberry32: uniform in [0, 1), period 2^32, enough for sound and choice. */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** An independent stream per instrument: changing one part leaves the others as they were. */
export function stream(seed: number, label: string): Random {
  // FNV-1a over the label, then MurmurHash3's finaliser so that neighbouring seeds share nothing.
  let hash = 0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return mulberry32(hash ^ (hash >>> 16))
}

export const between = (random: Random, low: number, high: number) => low + (high - low) * random()

export function pick<T>(random: Random, items: readonly T[]): T {
  if (items.length === 0) throw new RangeError('items must not be empty')
  return items[Math.floor(random() * items.length)]!
}

/** White noise in ±1. */
export function noise(random: Random, frames: number): Float32Array {
  const x = new Float32Array(frames)
  for (let n = 0; n < frames; n++) x[n] = random() * 2 - 1
  return x
}
