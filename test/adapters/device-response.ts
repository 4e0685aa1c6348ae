/** What simulated devices do to test signals, and measuring it. */
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec } from '../../node/adapters/simulated/spec.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { biquadResponse, designBiquad, type FilterSettings } from '../../node/dsp/biquad.ts'

export const sampleRate = 44100

export type Pair = readonly [Float32Array, Float32Array]

/** What a track's devices make of a signal; `key` plays on a track that only triggers. */
export async function through(
  devices: readonly SimulatedDeviceSpec[],
  [left, right]: Pair,
  key?: Float32Array,
): Promise<Pair> {
  const audio = (...channels: Float32Array[]): Audio => ({ sampleRate, channels })
  const set = createSimulatedSet({
    name: 'Test',
    sampleRate,
    tempo: 138,
    beatsPerBar: 4,
    locators: [],
    tracks: [
      { name: 'Heard', kind: 'audio', source: audio(left, right), devices },
      { name: 'Key', kind: 'audio', output: 'none', ...(key ? { source: audio(key) } : {}) },
    ],
    master: {},
  })
  const { channels } = (await set.capture()).taps.get('tracks 0')!
  return [channels[0]!, channels[1]!]
}

export const device = (
  className: SimulatedDeviceSpec['className'],
  settings: Record<string, number>,
  sidechainSource?: string,
) => ({
  className,
  settings,
  ...(sidechainSource === undefined ? {} : { sidechainSource }),
})

export const samples = (seconds: number) => Math.round(seconds * sampleRate)
export const sine = (hz: number, peak: number, seconds = 1) =>
  new Float32Array(samples(seconds)).map((_, n) => peak * Math.sin((2 * Math.PI * hz * n) / sampleRate))
export const both = (signal: Float32Array): Pair => [signal, signal]
export const impulse = () => {
  const signal = new Float32Array(65536)
  signal[0] = 1
  return signal
}

/** Gain in dB and phase-free magnitude at one frequency, from an impulse response. */
export function gainDbAt(response: Float32Array, hz: number): number {
  let re = 0
  let im = 0
  for (let n = 0; n < response.length; n++) {
    re += response[n]! * Math.cos((2 * Math.PI * hz * n) / sampleRate)
    im -= response[n]! * Math.sin((2 * Math.PI * hz * n) / sampleRate)
  }
  return 10 * Math.log10(re * re + im * im)
}

export const expectedDb = (filters: readonly FilterSettings[], hz: number) =>
  filters.reduce((sum, filter) => {
    const { re, im } = biquadResponse(designBiquad(filter, sampleRate), hz, sampleRate)
    return sum + 10 * Math.log10(re * re + im * im)
  }, 0)

export const rmsDb = (signal: Float32Array, from = 0.5, to = 0.9) => {
  const part = signal.subarray(samples(from), samples(to))
  return 10 * Math.log10(part.reduce((sum, x) => sum + x * x, 0) / part.length)
}
export const peak = (signal: Float32Array) => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
export const mid = ([left, right]: Pair) => left.map((x, n) => (x + right[n]!) / 2)
export const side = ([left, right]: Pair) => left.map((x, n) => (x - right[n]!) / 2)
export const frequencies = [25, 60, 120, 240, 500, 1000, 3000, 8000, 16000]
