/**
 * What an isolated synth sound is made of. The loudest note is measured: its level gives the amplitude envelope, its
 * harmonics waveform and filter together, what moves between them the filter envelope or an LFO. Only ratios are used, so
 * the level of the file does not matter.
 */
import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { powerToDb } from '../dsp/decibel.ts'
import { sharpAttack } from './attack.ts'
import { effectsOf } from './effects.ts'
import { emptySound } from './empty-sound.ts'
import { envelopeAnswers, envelopeAt, fitEnvelope, releaseError } from './envelope.ts'
import { unknown } from './estimate.ts'
import { filterAnswers } from './filter-answers.ts'
import { bandPlaces, type Frame, framesAt, harmonicPlaces, type Places } from './harmonics.ts'
import { differences, levelsOf } from './level.ts'
import { lfoOf } from './lfo-answers.ts'
import { filterGainDb } from './models.ts'
import { type Note, notesOf } from './notes.ts'
import { type Timbre, timbreOf } from './oscillator.ts'
import { oscillatorAnswers } from './oscillator-answers.ts'
import { refinePitch } from './pitch.ts'
import type { SynthSound } from './sound.ts'
import { PieceReader } from './spectrum.ts'
import { stereoOfNote } from './stereo.ts'
import { tailOf } from './tail.ts'
import { CutoffReader } from './timbre.ts'
import { type Unison, unisonOf } from './unison.ts'

export interface CharacteriseOptions {
  /** BPM; LFO rates are named as note values only with it. */
  readonly tempo?: number
  /** What is known to leak in from others, against the sound, dB. */
  readonly bleedDb?: number
}

/** Quieter than this the sound is silence: full scale is 0 dBFS. */
const silence = 1e-6
const bodyFrames = 10
const longestSeconds = 12

export function characterise(audio: Audio, { tempo, bleedDb }: CharacteriseOptions = {}): SynthSound {
  const { sampleRate } = audio
  const all = stereoOf(audio)
  const seconds = durationSeconds(audio)
  const peak = all[0].reduce((most, each, n) => Math.max(most, Math.abs(each), Math.abs(all[1][n]!)), 0)
  const notes = peak > silence ? notesOf(all, sampleRate) : []
  if (notes.length === 0) return emptySound(seconds, peak > silence ? 'no sound is long enough' : 'the file is silent')
  const chosen = loudest(notes, all, sampleRate)
  const next = notes.find(({ startSeconds }) => startSeconds >= chosen.endSeconds - 0.005)
  // A margin before the note for its onset, and all of its end.
  const startsAt = Math.max(0, chosen.startSeconds - 0.05)
  const endsAt = Math.min(seconds, next?.startSeconds ?? seconds, chosen.startSeconds + longestSeconds)
  const cut = (x: Float32Array) => x.subarray(Math.round(startsAt * sampleRate), Math.round(endsAt * sampleRate))
  const channels = [cut(all[0]), all[1] === all[0] ? cut(all[0]) : cut(all[1])] as const
  return ofNote(channels, sampleRate, {
    chosen,
    onset: chosen.startSeconds - startsAt,
    notes,
    seconds,
    tempo: tempo ?? null,
    bleedDb: bleedDb ?? null,
  })
}

interface NoteContext {
  readonly chosen: Note
  /** Within the cut. */
  readonly onset: number
  readonly notes: readonly Note[]
  readonly seconds: number
  readonly tempo: number | null
  readonly bleedDb: number | null
}

function ofNote(
  channels: readonly [Float32Array, Float32Array],
  sampleRate: number,
  { chosen, onset, notes, seconds, tempo, bleedDb }: NoteContext,
): SynthSound {
  const endSeconds = channels[0].length / sampleRate
  const f0 =
    chosen.hz === null
      ? null
      : refinePitch(channels, sampleRate, chosen.hz, onset, chosen.endSeconds - chosen.startSeconds)
  const windowSeconds =
    f0 === null
      ? noiseWindow(channels, sampleRate, onset)
      : Math.max(0.004, (hasSub(channels, sampleRate, onset, f0) ? 2 : 1) / f0)
  const levelTrack = (each: readonly Float32Array[]) => ({
    ...levelsOf(each, sampleRate, { windowSeconds, hopSeconds: 0.001 }),
    windowSeconds,
  })
  let levels = levelTrack(channels)
  let envelope = fitEnvelope(levels, onset)
  const { startSeconds } = envelope
  const places = f0 === null ? bandPlaces(sampleRate) : harmonicPlaces(f0, sampleRate)
  const from = startSeconds + Math.min(0.01, envelope.attack)
  const to = Math.max(
    from + 0.03,
    Math.min(endSeconds, bodyEnd(levels.values, levels.hopSeconds, from, envelope.gateSeconds)),
  )
  const frameSeconds = f0 === null ? 0.09 : Math.min(Math.max(8 / f0, 0.02), Math.max(4 / f0, (to - from) / 2))
  const times = evenly(from + frameSeconds / 2, Math.max(from + frameSeconds / 2, to - frameSeconds / 2), bodyFrames)
  const frames = heard(framesAt(channels, sampleRate, places, times, frameSeconds))
  const timbre = timbreOf(frames, places, sampleRate)
  const trackSeconds = f0 === null ? 0.05 : Math.max(4 / f0, 0.012)
  const trackTimes = evenly(from, to, Math.min(400, Math.max(12, Math.round((to - from) / 0.01))))
  const cutoffs = timbre.moves ? cutoffTrack(channels, sampleRate, places, trackTimes, trackSeconds, timbre.best) : []
  const beats = beatingOf(timbre) > 1 && f0 !== null
  if (beats) levels = levelTrack(channels.map(differences))
  if (timbre.moves) {
    const correction = filterLoss(timbre.best, places, cutoffs, { sampleRate, tilt: beats ? 1 : 0 })
    const values = levels.values.map((value, i) => value / correction(i * levels.hopSeconds))
    levels = { ...levels, values }
  }
  if (timbre.moves || beats) envelope = fitEnvelope(levels, onset)
  const sharp =
    f0 !== null && envelope.attack < 3 * windowSeconds
      ? sharpAttack(mono(channels), sampleRate, {
          f0,
          onsetSeconds: onset,
          settledSeconds: envelope.startSeconds + envelope.attack + windowSeconds,
        })
      : null
  if (sharp) envelope = { ...envelope, ...sharp }
  const lfo = lfoOf({
    channels,
    sampleRate,
    f0,
    levels,
    envelope,
    from,
    to,
    cutoffs,
    timbre,
    times: frames.map(({ atSeconds }) => atSeconds),
    tempo,
  })
  const stereo = stereoOfNote(channels, Math.round(from * sampleRate), Math.round(to * sampleRate))
  const tail = tailOf(channels, sampleRate, {
    f0,
    gateSeconds: envelope.gateSeconds,
    releaseSeconds: envelope.release,
    endSeconds,
    bodyCorrelation: stereo.correlation.value,
  })
  const moved = lfo.target.value
  const oscillator = oscillatorAnswers(timbre, { f0, channels, sampleRate, from, to })
  const noPitch = 'no single pitch: noise, a chord or a drum'
  const unison: Unison =
    f0 === null
      ? { voices: unknown('voices', noPitch), detune: unknown('cents', noPitch), spread: unknown('%', noPitch) }
      : unisonOf(channels, sampleRate, {
          f0,
          startSeconds,
          endSeconds: Math.min(envelope.gateSeconds, to),
          beating: beatingOf(timbre),
          moves: moved === null || moved === 'filter cutoff' ? null : `the movement of the ${moved}`,
        })
  // One voice does not beat: its harmonics move because the waveform does.
  const morphs =
    unison.voices.value === 1 && timbre.wavering > 2 && !timbre.moves && timbre.pulseWidths === null && moved === null
  const morphing = 'the waveform itself moves: pulse width or wavetable'
  return {
    seconds,
    notes: notes.length,
    pitch:
      f0 === null ? unknown('Hz', noPitch) : { value: f0, unit: 'Hz', confidence: Math.min(0.98, chosen.explained) },
    oscillator: morphs
      ? { ...oscillator, waveform: unknown('', morphing), pulseWidth: unknown('%', morphing) }
      : oscillator,
    unison,
    filter: filterAnswers(timbre, cutoffs, {
      envelope,
      lfoMoves: moved === 'filter cutoff',
      f0,
      waveformSure: morphs || oscillator.waveform.value === null ? 0 : oscillator.waveform.confidence,
    }),
    amplitude: envelopeAnswers(envelope, {
      endSeconds,
      // What the filter takes away is known as finely as its cutoff is followed.
      windowSeconds: timbre.moves ? Math.max(windowSeconds, trackSeconds) : windowSeconds,
      attackSure: sharp?.sure ?? null,
      moves: timbre.moves,
      tail,
      // Where the filter moves, what it takes away is known too coarsely to judge the end by it.
      unlikeRelease: timbre.moves ? 0 : releaseError(levels, envelope),
      bleedDb,
      trust: (moved === 'level' ? 0.5 : 1) * (timbre.moves && beats ? 0.4 : 1),
    }),
    lfo,
    stereo,
    effects: effectsOf({
      tail,
      echoes: notes
        .filter(({ hz }) => f0 !== null && hz !== null && Math.abs(12 * Math.log2(hz / f0)) < 0.3)
        .map(each => ({ startSeconds: each.startSeconds, level: each.level })),
    }),
    curves: {
      harmonics: harmonicPoints(timbre, places, sampleRate),
      level: curveOf(levels.values, levels.hopSeconds, envelope),
      cutoff: cutoffs.map(({ atSeconds, hz }) => ({ seconds: atSeconds - startSeconds, hz })),
    },
  }
}

const mono = ([left, right]: readonly [Float32Array, Float32Array]) => left.map((each, n) => (each + right[n]!) / 2)

/** What makes the harmonics waver against each other besides a moving filter, dB: voices, a moving waveform, a room. */
const beatingOf = ({ moves, best, wavering }: Timbre) => (moves ? best.errorDb : wavering)

function loudest(notes: readonly Note[], channels: readonly Float32Array[], sampleRate: number): Note {
  const energy = ({ startSeconds, endSeconds, explained }: Note) => {
    let sum = 0
    for (const x of channels)
      for (let n = Math.round(startSeconds * sampleRate); n < Math.min(x.length, endSeconds * sampleRate); n++)
        sum += x[n]! ** 2
    return sum * (0.2 + explained)
  }
  return notes.map(note => ({ note, score: energy(note) })).reduce((a, b) => (b.score > a.score ? b : a)).note
}

/** A narrow noise has a level only over a time: twenty times the reciprocal of its bandwidth, within reason. */
function noiseWindow(channels: readonly Float32Array[], sampleRate: number, onset: number): number {
  const spectrum = new PieceReader(Math.round(0.3 * sampleRate), sampleRate).read(
    channels,
    Math.round((onset + 0.02) * sampleRate),
  )
  const step = 25
  let [sum, squares] = [0, 1e-30]
  for (let hz = step; hz < spectrum.highestHz; hz += step) {
    const power = spectrum.between(hz - step / 2, hz + step / 2)
    sum += power
    squares += power * power
  }
  return Math.min(0.1, Math.max(0.012, 20 / Math.max(step, (step * sum * sum) / squares)))
}

/** Something an octave below the note: its period is the one that repeats. */
function hasSub(channels: readonly Float32Array[], sampleRate: number, onset: number, f0: number): boolean {
  const spectrum = new PieceReader(Math.round(0.3 * sampleRate), sampleRate).read(
    channels,
    Math.round((onset + 0.02) * sampleRate),
  )
  return spectrum.between(0.4 * f0, 0.6 * f0) > 0.02 * spectrum.between(0.8 * f0, 1.2 * f0)
}

/** Where the level has fallen 30 dB below its loudest, at the latest at the gate. */
function bodyEnd(values: Float64Array, hop: number, from: number, gate: number): number {
  const loud = values.reduce((most, each) => Math.max(most, each), 0)
  const last = values.findLastIndex((value, i) => value > loud * 0.03 && i * hop <= gate)
  return Math.max(from, last * hop)
}

const evenly = (from: number, to: number, count: number) =>
  to > from ? Array.from({ length: count }, (_, i) => from + (i / (count - 1)) * (to - from)) : [from]

/** Frames within 36 dB of the loudest: a gate's silences and a pluck's end tell nothing. */
function heard(frames: readonly Frame[]): readonly Frame[] {
  const power = frames.map(frame => frame.power.reduce((sum, each) => sum + each, 0))
  const most = Math.max(...power)
  return frames.filter((_, i) => power[i]! >= most * 10 ** -3.6)
}

type Cutoffs = readonly { readonly atSeconds: number; readonly hz: number; readonly weight: number }[]

function cutoffTrack(
  channels: readonly Float32Array[],
  sampleRate: number,
  places: Places,
  times: readonly number[],
  seconds: number,
  pair: ConstructorParameters<typeof CutoffReader>[0],
): Cutoffs {
  const reader = new CutoffReader(pair, places, sampleRate)
  const frames = framesAt(channels, sampleRate, places, times, seconds)
  const power = frames.map(frame => frame.power.reduce((sum, each) => sum + each, 0))
  const most = Math.max(...power)
  return frames.map((frame, i) => {
    const { hz, errorDb } = reader.read(frame)
    const level = power[i]! / most
    return { atSeconds: frame.atSeconds, hz, weight: level < 1e-4 ? 0 : level ** 0.25 / (1 + errorDb) ** 2 }
  })
}

/** What the filter leaves of the source's amplitude, by time. */
function filterLoss(
  best: {
    readonly waveform: { readonly levelDb: (k: number) => number }
    readonly filter: Parameters<typeof filterGainDb>[0]
  },
  places: Places,
  cutoffs: Cutoffs,
  {
    sampleRate,
    tilt,
  }: { readonly sampleRate: number /** Octaves of 6 dB that the level was measured with. */; readonly tilt: number },
) {
  const used = cutoffs.filter(({ weight }) => weight > 0)
  const source = places.numbers.map(k => 10 ** (best.waveform.levelDb(k) / 10) * k ** (2 * tilt))
  const gains = used.map(({ hz }) => {
    const power = places.hz.reduce(
      (sum, at, i) => sum + source[i]! * 10 ** (filterGainDb(best.filter, hz, at, sampleRate) / 10),
      0,
    )
    return Math.sqrt(power / source.reduce((sum, each) => sum + each, 0))
  })
  return (seconds: number) => {
    const next = used.findIndex(({ atSeconds }) => atSeconds >= seconds)
    if (next < 0) return gains.at(-1) ?? 1
    if (next === 0) return gains[0]!
    const [a, b] = [used[next - 1]!, used[next]!]
    const share = (seconds - a.atSeconds) / Math.max(1e-9, b.atSeconds - a.atSeconds)
    return gains[next - 1]! + share * (gains[next]! - gains[next - 1]!)
  }
}

function harmonicPoints({ best, mean, moves }: ReturnType<typeof timbreOf>, places: Places, sampleRate: number) {
  const loud = mean.power.reduce((most, each) => Math.max(most, each), 1e-30)
  const model = places.hz.map((hz, i) => {
    const cutoff = best.cutoffs[0] ?? null
    if (moves) return null
    return (
      best.waveform.levelDb(places.numbers[i]!) +
      (cutoff === null ? 0 : filterGainDb(best.filter, cutoff, hz, sampleRate))
    )
  })
  const top = Math.max(...model.map(each => each ?? Number.NEGATIVE_INFINITY))
  return places.hz.map((hz, i) => {
    const own = model[i] ?? null
    return {
      hz,
      levelDb: Math.max(-90, powerToDb(mean.power[i]! / loud + 1e-12)),
      modelDb: own === null ? null : Math.max(-90, own - top),
    }
  })
}

function curveOf(values: Float64Array, hop: number, envelope: ReturnType<typeof fitEnvelope>) {
  const step = Math.max(1, Math.floor(values.length / 240))
  const peak = envelope.peak > 0 ? envelope.peak : 1
  return Array.from({ length: Math.floor(values.length / step) }, (_, i) => {
    const at = i * step * hop
    return { seconds: at - envelope.startSeconds, measured: values[i * step]! / peak, model: envelopeAt(envelope, at) }
  })
}
