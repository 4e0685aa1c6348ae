import type { LogMelSettings } from '../../node/dsp/log-mel.ts'

/** What the networks of the Music Technology Group hear, at 16 kHz. */
export const mtgMel = {
  sampleRate: 16_000,
  fft: 512,
  hop: 256,
  bands: 96,
  lowHz: 0,
  highHz: 8000,
  scale: 'slaney',
  triangles: 'area',
  window: 'symmetric',
  power: 2,
  log: 'log10-10000',
} as const satisfies LogMelSettings
