/** What the encoder listens to: log-mel patches that do not tell how loud a track is; and altered copies for training. */
import type { Audio } from '../../audio/audio.ts'
import { LogMel } from '../../dsp/log-mel.ts'
import { patchBands, patchFrames } from './encoder.ts'
import { excerptsOf } from './excerpts.ts'

const mel = new LogMel({
  sampleRate: 16_000,
  fft: 1024,
  hop: 512,
  bands: patchBands,
  lowHz: 30,
  highHz: 8000,
  scale: 'slaney',
  triangles: 'area',
  window: 'periodic',
  power: 2,
  log: 'db',
})
const { sampleRate, fft, hop } = mel.settings
const samples = (patchFrames - 1) * hop + fft

/** Below the loudest spot of a track; what is softer is as good as silent. */
const rangeDb = 80
/** A patch is centred, and as wide as weights like it: ±2. */
const unitDb = rangeDb / 4

/** Patches of a track for each of its spans; by the level of the loudest spot of all. */
export function patchesOf(
  audio: Audio,
  spans: readonly { readonly startSeconds: number; readonly endSeconds: number }[],
  perSegment: number,
): readonly Float32Array[][] {
  const spectra = excerptsOf(audio, spans, { sampleRate, samples, perSegment }).map(pieces =>
    pieces.map(piece => mel.measure(piece)),
  )
  const top = spectra.flat().reduce((most, patch) => patch.reduce((a, b) => Math.max(a, b), most), -Infinity)
  return spectra.map(patches => patches.map(patch => patch.map(db => scaled(Math.max(db, top - rangeDb) - top))))
}

const scaled = (belowTopDb: number) => (belowTopDb + rangeDb / 2) / unitDb

/** As another mix of the same music: tilted, bowed, softer or louder, with a noise floor, with a stretch of time left out. */
export function alteredPatch(patch: Float32Array, uniform: () => number): Float32Array {
  const between = (low: number, high: number) => low + (high - low) * uniform()
  const [gainDb, tiltDb, bowDb] = [between(-6, 6), between(-8, 8), between(-5, 5)]
  const floor = uniform() < 0.5 ? -2 : scaled(-between(35, rangeDb))
  const [gap, from] = [Math.floor(between(0, patchFrames / 6)), Math.floor(between(0, patchFrames))]
  const delta = Float32Array.from({ length: patchBands }, (_, band) => {
    const x = (2 * band) / (patchBands - 1) - 1
    return (gainDb + tiltDb * x + bowDb * (x * x - 1 / 3)) / unitDb
  })
  return patch.map((value, i) => {
    const frame = Math.floor(i / patchBands)
    if (frame >= from && frame < from + gap) return -2
    return Math.max(floor, value + delta[i % patchBands]!)
  })
}
