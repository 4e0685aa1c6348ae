/**
 * A plain late reverb: eight delay lines fed back through a Hadamard matrix (J.-M. Jot, 1991), at half the sample rate,
 * which a damped room does not miss. It stands for the reverb a return would hold: the simulated set has none.
 */
import type { Random } from './random.ts'
import { filter, type Sound, silence } from './sound.ts'

/** Mutually prime delay lengths in half-rate frames at 44.1 kHz, 35 to 85 ms. */
const lengths = [769, 887, 1019, 1181, 1327, 1493, 1667, 1861]

export interface Room {
  /** Time for the tail to fall by 60 dB. */
  readonly seconds: number
  readonly predelaySeconds: number
  /** One-pole damping per pass, 0 (bright) to 1. */
  readonly damping: number
}

export function reverberate(input: Sound, room: Room, sampleRate: number, random: Random): Sound {
  const halfBand = { type: 'lowpass', hz: sampleRate / 5, q: 0.6 } as const
  const dry = filter(
    input.map(x => x.slice()),
    halfBand,
    sampleRate,
  )
  const frames = dry[0]!.length
  const half = Math.ceil(frames / 2)
  const scaleBy = sampleRate / 44_100
  const lines = lengths.map(length => new Float32Array(Math.round(length * scaleBy * (1 + 0.03 * (random() * 2 - 1)))))
  const gains = lines.map(line => 10 ** ((-3 * line.length) / (room.seconds * (sampleRate / 2))) * Math.SQRT1_2 * 0.5)
  const at = new Int32Array(8)
  const lowpass = new Float64Array(8)
  const v = new Float64Array(8)
  const predelay = Math.round((room.predelaySeconds * sampleRate) / 2)
  const wet = silence(2, frames)
  const [wetLeft, wetRight] = wet as [Float32Array, Float32Array]
  const left = dry[0]!
  const right = dry[1] ?? left
  let lastLeft = 0
  let lastRight = 0
  for (let m = 0; m < half; m++) {
    const source = 2 * (m - predelay)
    const inLeft = source >= 0 ? left[source]! : 0
    const inRight = source >= 0 ? right[source]! : 0
    for (let i = 0; i < 8; i++) v[i] = lines[i]![at[i]!]!
    const outLeft = v[0]! - v[2]! + v[4]! - v[6]!
    const outRight = v[1]! - v[3]! + v[5]! - v[7]!
    for (let span = 1; span < 8; span <<= 1)
      for (let i = 0; i < 8; i += span << 1)
        for (let j = i; j < i + span; j++) {
          const a = v[j]!
          const b = v[j + span]!
          v[j] = a + b
          v[j + span] = a - b
        }
    for (let i = 0; i < 8; i++) {
      const line = lines[i]!
      const damped = v[i]! * gains[i]! * (1 - room.damping) + lowpass[i]! * room.damping
      lowpass[i] = Math.abs(damped) < 1e-15 ? 0 : damped
      line[at[i]!] = damped + (i % 2 === 0 ? inLeft : inRight)
      at[i] = at[i]! + 1 === line.length ? 0 : at[i]! + 1
    }
    const n = 2 * m
    wetLeft[n] = outLeft
    wetRight[n] = outRight
    if (n > 0) {
      wetLeft[n - 1] = (outLeft + lastLeft) / 2
      wetRight[n - 1] = (outRight + lastRight) / 2
    }
    lastLeft = outLeft
    lastRight = outRight
  }
  return filter(wet, halfBand, sampleRate)
}
