/**
 * Limiter: looks ahead, so that no sample passes the ceiling. Assumed (device/FACTS.md): the gain is the least needed
 * within the look-ahead, released exponentially and averaged over the look-ahead; Auto releases in 100 ms; Maximize
 * lifts Threshold to full scale, then Output. Routing M/S and the modes Soft Clip and True Peak act as L/R, Standard.
 */
import { dbToGain } from '../../../dsp/decibel.ts'
import { decayPerSample } from './dynamics.ts'
import { applyGain, type Effect, type Stereo } from './effect.ts'

const lookaheadMs = [1.5, 3, 6] as const
const autoReleaseMs = 100

/** The largest 32-bit value not above `x`: rounding must not lift a sample over the ceiling. */
const floatBelow = (x: number) => (Math.fround(x) > x ? Math.fround(x * (1 - 2 ** -23)) : Math.fround(x))

/**
 * The least of `values[n] … values[n + width − 1]` for every n, in place; beyond the end counts as 1. Van Herk's
 * method: minima from both ends of blocks of `width`, of which every window needs two.
 */
function slidingMinimum(values: Float32Array, width: number): void {
  const { length } = values
  /** Least from each place to the end of its block. */
  const toEnd = new Float32Array(width)
  /** Least from the start of the next block to each place. */
  const fromStart = new Float32Array(width)
  for (let block = 0; block < length; block += width) {
    let least = 1
    for (let i = width - 1; i >= 0; i--) {
      if (block + i < length && values[block + i]! < least) least = values[block + i]!
      toEnd[i] = least
    }
    least = 1
    for (let i = 0; i < width; i++) {
      const at = block + width + i
      if (at < length && values[at]! < least) least = values[at]!
      fromStart[i] = least
    }
    const end = Math.min(width, length - block)
    values[block] = toEnd[0]!
    for (let i = 1; i < end; i++) values[block + i] = Math.min(toEnd[i]!, fromStart[i - 1]!)
  }
}

/**
 * Makes a usable gain of the gain needed at each sample, in place: 0…1, never above what is needed, moving over
 * `width` samples. Every average takes in only minima of windows that contain its own sample.
 */
function smoothGain(gain: Float32Array, width: number, release: number): void {
  slidingMinimum(gain, width)
  // The minimum, released exponentially, and its average over the last `width` samples.
  const lap = new Float64Array(width).fill(gain[0] ?? 1)
  let released = gain[0] ?? 1
  let sum = released * width
  for (let n = 0, place = 0; n < gain.length; n++) {
    const least = gain[n]!
    const risen = 1 - release * (1 - released)
    released = least < risen ? least : risen > 1 - 1e-7 ? 1 : risen
    sum += released - lap[place]!
    lap[place] = released
    place++
    if (place === width) {
      place = 0
      // Added anew each lap, so that rounding errors do not pile up.
      sum = 0
      for (let i = 0; i < width; i++) sum += lap[i]!
    }
    gain[n] = Math.min(1, sum / width)
  }
}

/** The gain each channel needs at each sample; one array for both when the channels are fully linked. */
function neededGains([left, right]: Stereo, ceiling: number, link: number): Stereo {
  const gainLeft = new Float32Array(left.length).fill(1)
  const gainRight = link === 1 ? gainLeft : gainLeft.slice()
  for (let n = 0; n < left.length; n++) {
    const l = Math.abs(left[n]!)
    const r = Math.abs(right[n]!)
    if (l <= ceiling && r <= ceiling) continue
    const linked = ceiling / Math.max(l, r)
    gainLeft[n] = linked
    if (link === 1) continue
    gainLeft[n] = Math.min(1, ceiling / l) ** (1 - link) * linked ** link
    gainRight[n] = Math.min(1, ceiling / r) ** (1 - link) * linked ** link
  }
  return [gainLeft, gainRight]
}

/** `top` is met only by what the gain's own rounding lets through. */
function applyBounded(channel: Float32Array, gain: Float32Array, top: number): void {
  for (let n = 0; n < channel.length; n++) {
    const y = gain[n]! * channel[n]!
    channel[n] = Math.abs(y) > top ? Math.sign(y) * top : y
  }
}

function limit(signal: Stereo, ceiling: number, link: number, width: number, release: number): void {
  const gains = neededGains(signal, ceiling, link)
  for (const gain of new Set(gains)) smoothGain(gain, width, release)
  const top = floatBelow(ceiling)
  applyBounded(signal[0], gains[0], top)
  applyBounded(signal[1], gains[1], top)
}

export function limiter(value: (parameter: string) => number): Effect | null {
  const inputGain = dbToGain(value('Input Gain'))
  const maximizes = value('Maximize On') === 1
  const ceiling = dbToGain(value(maximizes ? 'Threshold' : 'Ceiling'))
  const outputGain = maximizes ? dbToGain(value('Output')) / ceiling : 1
  return (signal, { sampleRate }) => {
    if (inputGain !== 1) applyGain(signal, inputGain)
    const width = Math.max(1, Math.round((lookaheadMs[value('Lookahead')]! / 1000) * sampleRate))
    const releaseMs = value('Auto') === 1 ? autoReleaseMs : value('Release')
    limit(signal, ceiling, value('Link') / 100, width, decayPerSample(releaseMs, sampleRate))
    if (outputGain !== 1) applyGain(signal, outputGain)
  }
}
