/** What can be said of the oscillators, and how sure: against the next best waveform, and by how well the models fit. */
import { powerToDb } from '../dsp/decibel.ts'
import { median } from '../dsp/statistics.ts'
import { type Estimate, estimate, ramp, unknown } from './estimate.ts'
import type { Timbre } from './oscillator.ts'
import type { Oscillator, Waveform } from './sound.ts'
import { PieceReader } from './spectrum.ts'
import type { TimbreFit } from './timbre.ts'

interface Context {
  readonly f0: number | null
  readonly channels: readonly Float32Array[]
  readonly sampleRate: number
  readonly from: number
  readonly to: number
}

/** Errors of a source that synthesizers have; from `complexDb` on it is none of them. */
const goodDb = 1.4
const complexDb = 4.5
/** Alternatives within this cost of the best are named. */
const nearDb = 1

export function oscillatorAnswers(timbre: Timbre, context: Context): Oscillator {
  const spectrum = spectrumOf(context)
  if (context.f0 === null) return withoutPitch(spectrum)
  const { f0 } = context
  const power = (hz: number, reach: number) => spectrum.between(hz - reach, hz + reach)
  const fundamental = power(f0, 0.25 * f0)
  const sub = power(f0 / 2, 0.2 * f0)
  const subDb = powerToDb(sub / Math.max(1e-30, fundamental) + 1e-12)
  const others = power(1.5 * f0, 0.2 * f0)
  const hasSub = subDb > -30 && others < 0.1 * sub
  const waveform = waveformAnswer(timbre)
  const width = timbre.best.waveform.pulseWidth
  return {
    waveform,
    pulseWidth:
      waveform.value === 'pulse' && timbre.pulseWidths === null && width !== null
        ? estimate(100 * width, '%', waveform.value ? (waveform.confidence ?? 0) : 0, 'the width cannot be told')
        : waveform.value === 'square'
          ? { value: 50, unit: '%', confidence: 0.9 }
          : unknown('%', timbre.pulseWidths ? 'it moves' : 'not a pulse'),
    sub: hasSub ? estimate(subDb, 'dB', 0.8, '') : unknown('dB', 'nothing an octave below'),
    interval: unknown('semitones', 'one series of harmonics: an octave or a unison cannot be told from one oscillator'),
    noise: noiseAnswer(timbre),
    alternatives: alternativesOf(timbre.fits, waveform),
  }
}

function waveformAnswer({ best, fits, pulseWidths, wavering, moves }: Timbre): Estimate<Waveform> {
  if (pulseWidths) return estimate<Waveform>('pulse', '', 0.85, '')
  const rival = fits.find(({ waveform }) => waveform.waveform !== best.waveform.waveform)
  const margin = rival ? rival.cost - best.cost : 3
  // A still sound shows its harmonics exactly; beating and movement blur them, and excuse an error.
  const excuse = Math.min(1.5, 0.35 * wavering) + (moves ? 0.8 : 0)
  const error = best.errorDb - excuse
  if (error > complexDb) return estimate<Waveform>('complex', '', 0.6 + 0.3 * ramp(error, 9, complexDb), '')
  const exact = wavering < 0.3 && !moves
  const fits0 = exact ? ramp(best.errorDb, 0.4, 1.05) : ramp(error, goodDb, complexDb)
  const confidence = 0.97 * fits0 * ramp(margin, 1.2, 0)
  const near =
    rival && margin < 0.6
      ? `${best.waveform.waveform} and ${rival.waveform.waveform} fit alike`
      : 'no simple waveform fits well'
  return estimate<Waveform>(best.waveform.waveform, '', confidence, near)
}

/** Power between the harmonics against theirs; detuned voices fill the gaps between high ones, so the low ones count. */
function noiseAnswer({ mean, wavering }: Timbre): Estimate {
  let [tone, between] = [0, 0]
  for (let i = 0; i < Math.min(8, mean.power.length); i++) {
    tone += mean.power[i]!
    between += mean.floor[i]! * (1 / 0.6)
  }
  if (!(tone > 0)) return unknown('dB', 'no harmonics')
  if (wavering > 3) return unknown('dB', 'movement covers it')
  const db = powerToDb(between / tone + 1e-12)
  return db < -60 ? unknown('dB', 'none is heard') : { value: db, unit: 'dB', confidence: 0.5 }
}

function alternativesOf(fits: readonly TimbreFit[], waveform: Estimate<Waveform>): string[] {
  const best = fits[0]!
  return fits
    .slice(waveform.value === null ? 0 : 1)
    .filter(({ cost }) => cost - best.cost < nearDb)
    .slice(0, 3)
    .map(fitWords)
}

export function fitWords({ waveform, filter, cutoffs }: TimbreFit): string {
  const width = waveform.waveform === 'pulse' ? ` ${Math.round(100 * (waveform.pulseWidth ?? 0.5))} %` : ''
  const source = `${waveform.waveform}${width}`
  if (filter.type === 'none') return `${source}, no filter`
  const cutoff = cutoffs[0]
  const at = cutoffs.length === 1 && cutoff ? ` at ${Math.round(cutoff)} Hz` : ''
  return `${source} through a ${filter.slopeDbPerOctave} dB ${filter.type}${at}`
}

function spectrumOf({ channels, sampleRate, from, to }: Context) {
  const length = Math.max(256, Math.round(Math.min(0.6, to - from) * sampleRate))
  return new PieceReader(length, sampleRate).read(channels, Math.round(from * sampleRate))
}

/** A line stands so far out of what lies around it; of noise, by chance, a few percent of the power do. */
const lineRatio = 8
/** Cells to either side that a cell is held against. */
const around = 12

/** Noise or a chord: a chord's power is in lines that stand out of their surroundings, whatever the filter. */
function withoutPitch(spectrum: ReturnType<typeof spectrumOf>): Oscillator {
  const step = 4 * spectrum.binHz
  const cells = Array.from({ length: Math.floor(Math.min(12_000, spectrum.highestHz) / step) - 1 }, (_, i) =>
    spectrum.between(i * step, (i + 1) * step),
  )
  const total = cells.reduce((sum, each) => sum + each, 1e-30)
  const lines = cells.filter(
    (each, i) => each > lineRatio * median(cells.slice(Math.max(0, i - around), i + around + 1))!,
  )
  const narrow = lines.reduce((sum, each) => sum + each, 0) / total
  const reason = 'no single pitch'
  return {
    waveform:
      narrow < 0.5
        ? estimate<Waveform>('noise', '', 0.9 * ramp(narrow, 0.35, 0.6), 'between noise and tones')
        : unknown('', 'several notes at once, or a drum: give one note alone'),
    pulseWidth: unknown('%', reason),
    sub: unknown('dB', reason),
    interval: unknown('semitones', reason),
    noise: unknown('dB', reason),
    alternatives: [],
  }
}
