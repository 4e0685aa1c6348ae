/** What Compressor and Glue Compressor have in common: from settings to curves, and back from their output to their input. */
import { decompressed } from './decompress.ts'
import { type Detection, detectorLevels, hearsOnlyKey } from './detector.ts'
import type { BandGainCurve, DynamicModel, Settings, StereoSignal } from './device-model.ts'
import { type CompressorLaw, gainCurve } from './gain-computer.ts'
import { dividedBy, noGain } from './gain-curve.ts'
import { stepSamples } from './level-steps.ts'
import { isOn, isSet, type Read, reader } from './settings.ts'

export interface CompressorDesign {
  readonly law: CompressorLaw
  readonly detection: Detection
}

/** A compressor with one band whose parameters `design` reads. */
export function feedForward(className: string, design: (read: Read) => CompressorDesign): DynamicModel {
  function curves(settings: Settings, input: StereoSignal, key: StereoSignal | null, sampleRate: number) {
    if (!isOn(settings)) return wholeSpectrum(noGain(input, sampleRate))
    const read = reader(className, settings)
    const { law, detection } = design(read)
    const { db, offsetDb } = detectorLevels(read, detection, { input, key, sampleRate })
    return wholeSpectrum(gainCurve(law, db, offsetDb, stepSamples(sampleRate) / sampleRate))
  }

  function inputOf(settings: Settings, output: StereoSignal, key: StereoSignal | null, sampleRate: number) {
    if (!isOn(settings)) return output
    const read = reader(className, settings)
    // What the detector hears is not the device's own doing: the curve is exact.
    if (hearsOnlyKey(read)) return dividedBy(output, curves(settings, output, key, sampleRate)[0]!.curve, sampleRate)
    if (read('S/C On') === 1 && read('S/C Mix') !== 0) return null
    const { law, detection } = design(read)
    const curve = decompressed(read, law, detection, output, sampleRate)
    return curve && dividedBy(output, curve, sampleRate)
  }

  return {
    kind: 'dynamic',
    className,
    curves,
    inputOf,
    unpredictable: settings =>
      isOn(settings) && isSet(settings, 'S/C Listen')
        ? 'S/C Listen is on: the key is heard instead of the track.'
        : null,
  }
}

export const wholeSpectrum = (curve: BandGainCurve['curve']): readonly BandGainCurve[] => [
  { fromHz: 0, toHz: Number.POSITIVE_INFINITY, curve },
]
