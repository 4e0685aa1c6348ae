/** The simulated set as oracle for the device models: what its time-domain renderer makes of a signal. */
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec } from '../../../node/adapters/simulated/spec.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import { Fft } from '../../../node/dsp/fft.ts'
import { deviceRows } from '../../../node/live/device-table.ts'
import { displayForRaw, rawForDisplay } from '../../../node/live/value.ts'
import type { Settings, StereoResponse, StereoSignal } from '../../../node/mix/devices/device-model.ts'

export const sampleRate = 44_100

type ClassName = SimulatedDeviceSpec['className']

/** All of a device's parameters: the defaults, then `wanted`, as Live would hold them (32-bit raw values). */
export function settingsOf(className: string, wanted: Settings = {}): Settings {
  const rows = deviceRows(className)
  const unknown = Object.keys(wanted).find(name => !rows.some(row => row.name === name))
  if (unknown) throw new RangeError(`${className} has no "${unknown}"`)
  return Object.fromEntries(
    rows.flatMap(row => {
      const raw = wanted[row.name] === undefined ? row.default : rawForDisplay(row, wanted[row.name]!)
      if (raw === null) throw new RangeError(`${row.name} cannot be ${wanted[row.name]}`)
      const display = displayForRaw(row, Math.fround(raw))
      return display === null ? [] : [[row.name, display]]
    }),
  )
}

/** What comes out of a track with these devices; `key` plays on a track that only triggers. */
export async function render(
  devices: readonly (readonly [className: string, settings: Settings])[],
  [left, right]: StereoSignal,
  key: StereoSignal | null = null,
): Promise<StereoSignal> {
  const audio = (...channels: readonly Float32Array[]): Audio => ({ sampleRate, channels })
  const set = createSimulatedSet({
    name: 'Test',
    sampleRate,
    tempo: 138,
    beatsPerBar: 4,
    locators: [],
    tracks: [
      {
        name: 'Heard',
        kind: 'audio',
        source: audio(left, right),
        devices: devices.map(([className, settings]) => ({
          className: className as ClassName,
          ...bySimulatedName(className, settings),
          ...(key && 'S/C On' in settings ? { sidechainSource: 'Key' } : {}),
        })),
      },
      { name: 'Key', kind: 'audio', output: 'none', ...(key ? { source: audio(...key) } : {}) },
    ],
    master: {},
  })
  const { channels } = (await set.capture()).taps.get('tracks 0')!
  return [channels[0]!, channels[1]!]
}

/** Ratios "1 : x" of Multiband Dynamics have no known law: the simulated set takes them raw, as slope 1 − raw. */
function bySimulatedName(className: string, settings: Settings) {
  const isRaw = (name: string) => deviceRows(className).some(row => row.name === name && row.law.type === 'unknown')
  const entries = Object.entries(settings)
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !isRaw(name))),
    rawSettings: Object.fromEntries(entries.filter(([name]) => isRaw(name)).map(([name, x]) => [name, 1 - x])),
  }
}

const size = 1 << 16

/** Bins of the impulse response's spectrum at about these frequencies, with the bins' exact frequencies. */
export function binsNear(wanted: readonly number[]): { readonly bins: number[]; readonly hz: number[] } {
  const bins = [...new Set(wanted.map(hz => Math.max(1, Math.round((hz * size) / sampleRate))))]
  return { bins, hz: bins.map(bin => (bin * sampleRate) / size) }
}

/** The 2 × 2 response that an impulse on one channel after the other shows: [to][from][bin] as re, im. */
export async function impulseResponse(className: string, settings: Settings, bins: readonly number[]) {
  const impulse = new Float32Array(size)
  impulse[0] = 1
  const nothing = new Float32Array(size)
  const fft = new Fft(size)
  const spectrum = (signal: Float32Array) => {
    const re = Float64Array.from(signal)
    const im = new Float64Array(size)
    fft.transform(re, im)
    return bins.map(bin => ({ re: re[bin]!, im: im[bin]! }))
  }
  const fromLeft = await render([[className, settings]], [impulse, nothing])
  const fromRight = await render([[className, settings]], [nothing, impulse])
  return [0, 1].map(to => [spectrum(fromLeft[to as 0 | 1]), spectrum(fromRight[to as 0 | 1])])
}

/** Largest difference between a model's response and the rendered one, in dB relative to `floorDb` or the larger of the two. */
export async function worstDifferenceDb(
  className: string,
  settings: Settings,
  response: (hz: readonly number[]) => StereoResponse,
  { wanted = manyFrequencies, floorDb = -60 }: { wanted?: readonly number[]; floorDb?: number } = {},
): Promise<number> {
  const { bins, hz } = binsNear(wanted)
  const rendered = await impulseResponse(className, settings, bins)
  const { mRe, mIm, sRe, sIm, left, right } = response(hz)
  let worst = 0
  for (let k = 0; k < bins.length; k++) {
    for (const to of [0, 1]) {
      for (const from of [0, 1]) {
        const gain = to === 0 ? left : right
        const sign = to === from ? 1 : -1
        const re = (gain * (mRe[k]! + sign * sRe[k]!)) / 2
        const im = (gain * (mIm[k]! + sign * sIm[k]!)) / 2
        const measured = rendered[to]![from]![k]!
        const error = Math.hypot(re - measured.re, im - measured.im)
        const reference = Math.max(10 ** (floorDb / 20), Math.hypot(measured.re, measured.im))
        worst = Math.max(worst, 20 * Math.log10(1 + error / reference))
      }
    }
  }
  return worst
}

/** 20 Hz to 20 kHz in third octaves. */
export const manyFrequencies: readonly number[] = Array.from({ length: 31 }, (_, k) => 20 * 2 ** (k / 3))
