/**
 * Sounds with known voices and cents for the evaluation. Seeds here start at 1000 (stacks) and 41 (songs); the measure was
 * tuned on stacks with seeds below 200 and songs 11 to 13.
 */
import { reverberate } from '../../../node/adapters/demo-song/reverb.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import { Biquad, designBiquad } from '../../../node/dsp/biquad.ts'
import { addAt, duckDb, hat, kick, noise, random, saw, times } from '../../../test/support/beats.ts'
import { evenOffsets, held, renderStack, sequence, szaboOffsets } from '../../../test/support/saw-stacks.ts'

export interface StackCase {
  readonly what: string
  readonly audio: Audio
  readonly voices: number
  /** Half the distance of the outermost voices. */
  readonly cents: number
}

const sampleRate = 44_100
const seconds = 7
const tempo = 138
const bar = 240 / tempo

type Random = () => number
const between = (next: Random, low: number, high: number) => low + (high - low) * next()
const pick = <T>(next: Random, items: readonly T[]): T => items[Math.floor(next() * items.length)]!

const minor = [0, 2, 3, 5, 7, 8, 10]
const scale = (root: number, degree: number) => root + 12 * Math.floor(degree / 7) + minor[((degree % 7) + 7) % 7]!
const triad = (root: number, degree: number) => [0, 2, 4].map(step => scale(root, degree + step))

/** A stack of random voices, cents, spacing, width, notes, filter and room. */
export function stackCase(seed: number): StackCase {
  const next = random(seed)
  const voices = pick(next, [3, 5, 7, 7, 9])
  const cents = 5 * 10 ** next()
  const spacing = pick(next, ['even', 'uneven'])
  const even = evenOffsets(voices)
  const offsets =
    spacing === 'even'
      ? even
      : voices === 7
        ? szaboOffsets
        : even.map((offset, i) => (i === 0 || i === voices - 1 ? offset : offset + between(next, -0.25, 0.25) / voices))
  const root = 50 + Math.floor(between(next, 0, 12))
  const kind = pick(next, ['chords', 'note', 'melody'] as const)
  const steps = Array.from({ length: kind === 'chords' ? 4 : 16 }, () => Math.floor(between(next, 0, 7)))
  const notes =
    kind === 'chords'
      ? sequence(
          steps.map(degree => triad(root, degree)),
          bar,
        )
      : kind === 'note'
        ? held([root + 12], seconds)
        : sequence(
            steps.map(degree => [scale(root + 12, degree)]),
            bar / 4,
          )
  const stack = { offsets, cents, spread: next(), sides: between(next, 0.6, 1) }
  let audio = renderStack({ stack, notes, seconds, sampleRate, seed: seed + 1, tuning: between(next, -10, 10) })
  const corner = next() < 0.5 ? between(next, 1800, 8000) : null
  if (corner !== null) audio = lowpass(audio, corner)
  const wet = next() < 0.3 ? between(next, 0.1, 0.4) : 0
  if (wet > 0) audio = room(audio, wet, seed)
  const isChorused = next() < 0.15
  if (isChorused) audio = modulatedDelay(audio, { hz: 0.4, milliseconds: 1, wet: 0.3 })
  const effects = [corner && `low-pass ${Math.round(corner)}`, wet > 0 && 'reverb', isChorused && 'chorus']
  return {
    what: [`${voices} voices ±${cents.toFixed(1)}`, spacing, kind, ...effects].filter(Boolean).join(', '),
    audio,
    voices,
    cents: (cents * (offsets.at(-1)! - offsets[0]!)) / 2,
  }
}

/** The same under ducking, with kick, off-beat bass and hats at the levels of a mix. */
export function mixedCase(seed: number): StackCase {
  const { what, audio, voices, cents } = stackCase(seed)
  const next = random(seed + 7)
  const beat = bar / 4
  const shape = { depthDb: between(next, 2, 9), attackSeconds: 0.008, recoverySeconds: between(next, 0.15, 0.35) }
  const levels = { kick: between(next, 0.5, 0.9), hats: between(next, 0.1, 0.3), bass: between(next, 0.15, 0.3) }
  const note = saw(sampleRate, { hz: 440 * 2 ** ((33 - 69) / 12), seconds: 0.4 * beat, highestHz: 1200 })
  const channels = audio.channels.map(channel => {
    const mix = channel.map((x, n) => x * 10 ** (duckDb((n / sampleRate) % beat, shape) / 20))
    addAt(mix, sampleRate, times(0, seconds, beat), late => kick(sampleRate, late), levels.kick)
    addAt(mix, sampleRate, times(beat / 2, seconds, beat), () => hat(sampleRate), levels.hats)
    addAt(mix, sampleRate, times(0, seconds, beat / 4), () => hat(sampleRate, 9, 0.03), 0.4 * levels.hats)
    addAt(mix, sampleRate, times(beat / 2, seconds, beat), () => note, levels.bass)
    return mix
  })
  return { what: `${what}; ducked ${shape.depthDb.toFixed(1)} dB`, audio: { sampleRate, channels }, voices, cents }
}

/** Sounds of one voice that wobble, or of none. */
export function singleCases(): StackCase[] {
  const chords = sequence(
    [0, 3, 4, 5].map(degree => triad(57, degree)),
    bar,
  )
  const melody = sequence(
    [0, 2, 4, 6, 5, 3, 1, 0].map(degree => [scale(69, degree)]),
    bar / 2,
  )
  const one = (seed: number, notes = chords) =>
    renderStack({ stack: { offsets: [0], cents: 0 }, notes, seconds, sampleRate, seed })
  const note = held([64], seconds)
  const at = (audio: Audio, gain: (time: number) => number): Audio => ({
    ...audio,
    channels: audio.channels.map(channel => channel.map((x, n) => x * gain(n / sampleRate))),
  })
  const named = (what: string, audio: Audio): StackCase => ({ what, audio, voices: 1, cents: 0 })
  return [
    named('saw chords', one(1100)),
    named('saw melody', one(1101, melody)),
    named('saw note', one(1102, note)),
    named('saw chord of five', one(1103, held([57, 60, 64, 67, 71], seconds))),
    named('semitone cluster', one(1104, held([60, 61, 62], seconds))),
    named('octaves', one(1105, held([45, 57, 69], seconds))),
    named('saw chords in a room', room(one(1106), 0.5, 3)),
    named(
      'tremolo 5 Hz',
      at(one(1107), t => 0.6 + 0.4 * Math.sin(2 * Math.PI * 5 * t)),
    ),
    named(
      'sixteenth gate',
      at(one(1108), t => (((t * tempo) / 15) % 1 < 0.5 ? 1 : 0.02)),
    ),
    ...[8, 20, 40].map(cents => named(`vibrato ±${cents} cents`, vibrato(one(1109, note), 5.3, cents))),
    named('slow vibrato ±15 cents', vibrato(one(1110, note), 1.1, 15)),
    named('chorus of saw chords', modulatedDelay(one(1111), { hz: 0.6, milliseconds: 1.5, wet: 0.5 })),
    named('deep chorus of a note', modulatedDelay(one(1112, note), { hz: 0.9, milliseconds: 3, wet: 0.5 })),
    named('noise', { sampleRate, channels: [noise(seconds, sampleRate, 1113, 0.3)] }),
  ]
}

function lowpass(audio: Audio, hz: number): Audio {
  const channels = audio.channels.map(channel => channel.slice())
  for (const channel of channels) new Biquad(designBiquad({ type: 'lowpass', hz, q: 0.8 }, sampleRate)).process(channel)
  return { ...audio, channels }
}

function room(audio: Audio, wet: number, seed: number): Audio {
  const space = { seconds: 2, predelaySeconds: 0.02, damping: 0.3 }
  const tail = reverberate(audio.channels, space, sampleRate, random(seed))
  return {
    ...audio,
    channels: audio.channels.map((channel, c) => channel.map((x, n) => x + wet * (tail[c]?.[n] ?? 0))),
  }
}

/** A delay of 8 ms that swings, the right channel a quarter of a cycle later. */
function modulatedDelay(
  audio: Audio,
  { hz, milliseconds, wet }: { readonly hz: number; readonly milliseconds: number; readonly wet: number },
): Audio {
  const channels = audio.channels.map((channel, c) =>
    channel.map((x, n) => {
      const swing = Math.sin((2 * Math.PI * hz * n) / sampleRate + (c * Math.PI) / 2)
      const place = n - ((8 + milliseconds * swing) * sampleRate) / 1000
      const i = Math.floor(place)
      const delayed = i < 0 ? 0 : channel[i]! + (place - i) * (channel[i + 1]! - channel[i]!)
      return (1 - wet) * x + wet * delayed
    }),
  )
  return { ...audio, channels }
}

/** The depth of the swing that bends the pitch by so many cents: d′(t) = 2^(cents/1200) − 1. */
const vibrato = (audio: Audio, hz: number, cents: number) =>
  modulatedDelay(
    { ...audio, channels: audio.channels.slice(0, 1) },
    { hz, milliseconds: (1000 * (2 ** (cents / 1200) - 1)) / (2 * Math.PI * hz), wet: 1 },
  )
