/** Parts of a plain drop at 138 BPM: what compressors are tried on. */
import type { StereoSignal } from '../../../node/mix/devices/device-model.ts'
import { add, addAt, kick, noise, pad, saw, silence, times } from '../../support/beats.ts'
import { sampleRate } from './rendered.ts'

export const beat = 60 / 138
export const firstBeatSeconds = 0.1

/** Kicks on every beat that peak at about −2 dBFS. */
export function kicks(seconds: number): StereoSignal {
  const track = silence(seconds, sampleRate)
  addAt(track, sampleRate, times(firstBeatSeconds, seconds - 0.31, beat), late => kick(sampleRate, late), 0.8)
  return [track, track]
}

/** Detuned saws, different on both sides. */
export const pads = (seconds: number): StereoSignal => [pad(seconds, sampleRate, 3), pad(seconds, sampleRate, 5)]

/** Sixteenth notes that swell over four beats. */
export function bass(seconds: number): StereoSignal {
  const note = saw(sampleRate, { hz: 55, seconds: 0.2 * beat, highestHz: 2000 })
  const track = silence(seconds, sampleRate)
  let k = 0
  for (const time of times(firstBeatSeconds, seconds - beat, beat / 4)) {
    add(track, note, Math.round(time * sampleRate), 0.08 + 0.02 * (k++ % 16))
  }
  return [track, track]
}

/** All of it and some air: about what enters Main's last devices. */
export function mixture(seconds: number): StereoSignal {
  const parts = [kicks(seconds), pads(seconds), bass(seconds)]
  return [0, 1].map(side => {
    const sum = noise(seconds, sampleRate, 11 + side, 0.02)
    for (const part of parts) add(sum, part[side as 0 | 1], 0, 0.6)
    return sum
  }) as unknown as StereoSignal
}

/** What `after` is of `before`, millisecond by millisecond, against the gains said: errors in dB where there is a signal. */
export function gainErrors(
  { stepSeconds, gain }: { readonly stepSeconds: number; readonly gain: Float32Array },
  before: StereoSignal,
  after: StereoSignal,
): { readonly p95: number; readonly power: number } {
  const step = Math.round(stepSeconds * sampleRate)
  const errors: number[] = []
  let predicted = 0
  let measured = 0
  for (let k = 0; k < gain.length; k++) {
    let xx = 0
    let xy = 0
    let yy = 0
    for (const side of [0, 1] as const) {
      for (let n = k * step; n < Math.min((k + 1) * step, before[side].length); n++) {
        xx += before[side][n]! ** 2
        xy += before[side][n]! * after[side][n]!
        yy += after[side][n]! ** 2
      }
    }
    if (xx > 1e-8 * step) errors.push(Math.abs(20 * Math.log10((gain[k]! * xx) / xy)))
    predicted += gain[k]! ** 2 * xx
    measured += yy
  }
  errors.sort((a, b) => a - b)
  return { p95: errors[Math.floor(0.95 * errors.length)]!, power: 10 * Math.log10(predicted / measured) }
}
