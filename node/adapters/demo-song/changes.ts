/** What faults do to a track: filters and widths baked into its audio, a compressor's threshold. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { Biquad, designBiquad, type FilterSettings } from '../../dsp/biquad.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import type { SimulatedDeviceSpec, SimulatedTrackSpec } from '../simulated/spec.ts'

export type Change = (track: SimulatedTrackSpec) => SimulatedTrackSpec

export const mudFilter = (gainDb: number): FilterSettings => ({ type: 'bell', hz: 280, q: 1, gainDb })
export const shelfFilter = (gainDb: number): FilterSettings => ({
  type: 'highshelf',
  hz: 6000,
  q: Math.SQRT1_2,
  gainDb,
})

export const mapAudio = (track: SimulatedTrackSpec, change: (audio: Audio) => Audio): SimulatedTrackSpec =>
  track.source ? { ...track, source: change(track.source) } : track

export const filtered =
  (settings: FilterSettings): Change =>
  track =>
    mapAudio(track, audio => ({
      ...audio,
      channels: audio.channels.map(channel => {
        const output = new Float32Array(channel.length)
        new Biquad(designBiquad(settings, audio.sampleRate)).process(channel, output)
        return output
      }),
    }))

/** Mid and side of the audio through `change`, back to left and right. */
function changedSides(audio: Audio, change: (mid: Float32Array, side: Float32Array) => void): Audio {
  const [left, right] = stereoOf(audio)
  const mid = new Float32Array(left.length)
  const side = new Float32Array(left.length)
  for (let n = 0; n < left.length; n++) {
    mid[n] = (left[n]! + right[n]!) / 2
    side[n] = (left[n]! - right[n]!) / 2
  }
  change(mid, side)
  return { ...audio, channels: [mid.map((m, n) => m + side[n]!), mid.map((m, n) => m - side[n]!)] }
}

export const narrowed =
  (factor: number): Change =>
  track =>
    mapAudio(track, audio =>
      changedSides(audio, (_, side) => {
        for (let n = 0; n < side.length; n++) side[n] = side[n]! * factor
      }),
    )

/** Adds a low-passed copy of the mid, late by a quarter period of 50 Hz, to the side: as a chorus on a bass does. */
export const widenedBelow120 =
  (sideToMid: number): Change =>
  track => {
    const unmono = (device: SimulatedDeviceSpec): SimulatedDeviceSpec => {
      if (device.className !== 'StereoGain') return device
      const width = Math.max(100, device.settings?.['Stereo Width'] ?? 100)
      return { ...device, settings: { ...device.settings, 'Bass Mono': 0, 'Stereo Width': width, Mono: 0 } }
    }
    const wide = mapAudio(track, audio =>
      changedSides(audio, (mid, side) => {
        const low = mid.slice()
        for (const q of [0.541, 1.307])
          new Biquad(designBiquad({ type: 'lowpass', hz: 120, q }, audio.sampleRate)).process(low)
        const late = Math.round(0.005 * audio.sampleRate)
        const gain = dbToGain(sideToMid)
        for (let n = late; n < side.length; n++) side[n] = side[n]! + gain * low[n - late]!
      }),
    )
    return { ...wide, ...(track.devices ? { devices: track.devices.map(unmono) } : {}) }
  }

export const duckerOf = (track: SimulatedTrackSpec) =>
  track.devices?.find(device => device.className === 'Compressor2' && device.sidechainSource !== undefined)

export const withThreshold =
  (change: (thresholdDb: number) => number): Change =>
  track =>
    changeSetting(track, duckerOf(track), 'Threshold', change)

/** Changes a setting of the track's first device of a class. */
export const withSetting =
  (className: SimulatedDeviceSpec['className'], parameter: string, change: (display: number) => number): Change =>
  track =>
    changeSetting(
      track,
      track.devices?.find(device => device.className === className),
      parameter,
      change,
    )

/** Puts a device at the end of the chain. */
export const withDevice =
  (device: SimulatedDeviceSpec): Change =>
  track => ({ ...track, devices: [...(track.devices ?? []), device] })

/** The right channel upside down. */
export const flipped: Change = track =>
  mapAudio(track, audio => ({ ...audio, channels: [audio.channels[0]!, audio.channels[1]!.map(x => -x)] }))

const changeSetting = (
  track: SimulatedTrackSpec,
  changed: SimulatedDeviceSpec | undefined,
  parameter: string,
  change: (display: number) => number,
): SimulatedTrackSpec => ({
  ...track,
  devices: (track.devices ?? []).map(device =>
    device === changed
      ? { ...device, settings: { ...device.settings, [parameter]: change(device.settings?.[parameter] ?? 0) } }
      : device,
  ),
})
