/**
 * Mixes with known ducking: a generated song without its own side-chains, rendered part by part, and put together again
 * with one exact gain curve on what is meant to give way.
 */
import { addSupersaw } from '../../../node/adapters/demo-song/oscillators.ts'
import { between, pick, stream } from '../../../node/adapters/demo-song/random.ts'
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { addAt, envelopeFrames, shape, silence } from '../../../node/adapters/demo-song/sound.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import type { BeatGrid } from '../../../node/features/analysis.ts'
import type { TimeRange } from '../../../node/features/loudness.ts'

export interface SongParts {
  readonly seed: number
  readonly grid: BeatGrid
  /** Where the song's drops lie. */
  readonly drops: readonly TimeRange[]
  readonly kick: Audio
  /** Clap, hats, ride, percussion. */
  readonly drums: Audio
  readonly bass: Audio
  /** Lead and pad. */
  readonly sustained: Audio
  /** The pad alone. */
  readonly pad: Audio
  /** Pluck, arpeggio, effects, and the reverb of everything. */
  readonly others: Audio
}

/** The curve on one beat: down in `attackSeconds`, held, and back in a raised cosine (dB). */
export interface DuckCurve {
  readonly depthDb: number
  readonly delaySeconds: number
  readonly attackSeconds: number
  readonly holdSeconds: number
  readonly recoverySeconds: number
}

export async function renderParts(seed: number): Promise<SongParts> {
  const song = generateSong({ seed, length: 'short' })
  const spec = withoutDuckers(song.spec)
  const drumNames = ['Clap', 'Closed Hats', 'Open Hat', 'Ride', 'Perc']
  const render = async (wanted: (name: string) => boolean) =>
    (await createSimulatedSet(only(spec, wanted)).capture()).main
  const beat = 60 / song.tempo
  return {
    seed,
    grid: { tempo: song.tempo, firstBeatSeconds: 0, confidence: 1 },
    drops: song.sections
      .filter(({ type }) => type === 'drop')
      .map(({ startBeats, endBeats }) => ({ startSeconds: startBeats * beat, endSeconds: endBeats * beat })),
    kick: await render(name => name === 'Kick'),
    drums: await render(name => drumNames.includes(name)),
    bass: await render(name => name.endsWith('Bass') || name === 'Sub'),
    sustained: await render(name => name === 'Supersaw Lead' || name === 'Pad'),
    pad: await render(name => name === 'Pad'),
    others: await render(name => ['Pluck', 'Arp', 'FX', 'Reverb Print'].includes(name)),
  }
}

/** A supersaw lead of held notes, one or two bars each, over the whole grid; phases run free, as a synthesizer's do. */
export function renderHeldLead({ seed, grid, drops }: Pick<SongParts, 'seed' | 'grid' | 'drops'>): Audio {
  const sampleRate = 44_100
  const random = stream(seed, 'held lead')
  const voices = {
    detuneCents: between(random, 12, 30),
    spread: between(random, 0.4, 0.75),
    sides: between(random, 0.7, 1),
  }
  const root = Math.round(between(random, 60, 68))
  const bar = (4 * 60) / grid.tempo
  const sound = silence(2, Math.ceil(sampleRate * (drops.at(-1)!.endSeconds + 1)))
  for (const { startSeconds, endSeconds } of drops)
    for (let at = startSeconds; at < endSeconds - 0.1; ) {
      const length = bar * (random() < 0.5 ? 1 : 2)
      const envelope = {
        attack: 0.005,
        decay: 0.3,
        sustain: 0.85,
        gate: Math.min(length, endSeconds - at) - 0.02,
        release: 0.06,
      }
      const note = silence(2, envelopeFrames(envelope, sampleRate))
      const hz = 440 * 2 ** ((root + pick(random, [0, 2, 3, 5, 7, 8, 10]) - 69) / 12)
      addSupersaw(note, { hz, ...voices }, sampleRate, random)
      addAt(sound, shape(note, envelope, sampleRate), Math.round(at * sampleRate), 0.2)
      at += length
    }
  return { sampleRate, channels: sound }
}

/** Gain in dB, `t` seconds after a beat. */
export function duckGainDb(t: number, curve: DuckCurve): number {
  const { depthDb, delaySeconds, attackSeconds, holdSeconds, recoverySeconds } = curve
  const late = t - delaySeconds
  if (late < 0) return 0
  if (late < attackSeconds) return (-depthDb * late) / attackSeconds
  const u = (late - attackSeconds - holdSeconds) / recoverySeconds
  return u <= 0 ? -depthDb : u >= 1 ? 0 : -depthDb * (0.5 + 0.5 * Math.cos(Math.PI * u))
}

/** The audio with the curve on every beat of the grid. */
export function ducked(audio: Audio, { tempo, firstBeatSeconds }: BeatGrid, curve: DuckCurve): Audio {
  const { sampleRate } = audio
  const beat = 60 / tempo
  // A gain every sample of one beat; a sample's place in it is rounded down, 23 µs at most.
  const gains = Float64Array.from(
    { length: Math.ceil(beat * sampleRate) + 1 },
    (_, n) => 10 ** (duckGainDb(n / sampleRate, curve) / 20),
  )
  return {
    sampleRate,
    channels: audio.channels.map(x =>
      x.map((value, n) => {
        const t = n / sampleRate - firstBeatSeconds
        return value * gains[Math.floor(Math.max(0, t - beat * Math.floor(t / beat)) * sampleRate)]!
      }),
    ),
  }
}

export function sum(parts: readonly Audio[]): Audio {
  const frames = Math.max(...parts.map(({ channels }) => channels[0]!.length))
  const channels = [0, 1].map(c => {
    const total = new Float32Array(frames)
    for (const part of parts) {
      const x = part.channels[c] ?? part.channels[0]!
      for (let n = 0; n < x.length; n++) total[n] = total[n]! + x[n]!
    }
    return total
  })
  return { sampleRate: parts[0]!.sampleRate, channels }
}

function withoutDuckers(spec: SimulatedSetSpec): SimulatedSetSpec {
  return {
    ...spec,
    tracks: spec.tracks.map(track => ({
      ...track,
      ...(track.devices ? { devices: track.devices.filter(device => device.sidechainSource === undefined) } : {}),
    })),
  }
}

function only(spec: SimulatedSetSpec, wanted: (name: string) => boolean): SimulatedSetSpec {
  return {
    ...spec,
    tracks: spec.tracks.map(track => (track.source ? { ...track, mute: !wanted(track.name) } : track)),
  }
}
