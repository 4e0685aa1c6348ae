/** Sixteen seconds of five simple tracks with an EQ Eight and a Utility each: enough mix for the loop to be closed on. */
import type { SimulatedDeviceSpec, SimulatedSetSpec, SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { Biquad, designBiquad, type FilterSettings } from '../../node/dsp/biquad.ts'

export const miniRate = 44_100
const seconds = 16
const tempo = 138
const beat = 60 / tempo
const frames = seconds * miniRate

function noise(seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: frames }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  })
}

const filtered = (x: Float32Array, ...filters: readonly FilterSettings[]) => {
  const out = x.slice()
  for (const settings of filters) new Biquad(designBiquad(settings, miniRate)).process(out)
  return out
}

const stereo = (mid: Float32Array, side: Float32Array, gain: number): Audio => ({
  sampleRate: miniRate,
  channels: [mid.map((m, n) => gain * (m + side[n]!)), mid.map((m, n) => gain * (m - side[n]!))],
})
const silence = new Float32Array(frames)

const kick = Float32Array.from({ length: frames }, (_, n) => {
  const t = (n / miniRate) % beat
  return Math.exp(-t / 0.09) * Math.sin(2 * Math.PI * (50 * t + 6 * (1 - Math.exp(-t / 0.02))))
})
const bass = Float32Array.from({ length: frames }, (_, n) => {
  const t = (n / miniRate) % (beat / 2)
  return (
    0.5 *
    Math.exp(-t / 0.15) *
    [1, 2, 3, 4, 5].reduce((x, h) => x + Math.sin(2 * Math.PI * 58 * h * (n / miniRate)) / h, 0)
  )
})

const devices: readonly SimulatedDeviceSpec[] = [{ className: 'Eq8' }, { className: 'StereoGain' }]
const track = (name: string, source: Audio): SimulatedTrackSpec => ({ name, kind: 'audio', source, devices })

const body: readonly FilterSettings[] = [
  { type: 'highpass', hz: 180, q: 0.7 },
  { type: 'lowpass', hz: 7000, q: 0.7 },
]

export const miniSong: SimulatedSetSpec = {
  name: 'Mini song',
  sampleRate: miniRate,
  tempo,
  beatsPerBar: 4,
  locators: [{ name: 'Drop', beats: 0 }],
  tracks: [
    track('Kick', stereo(kick, silence, 0.5)),
    track('Bass', stereo(bass, silence, 0.3)),
    track(
      'Lead',
      stereo(
        filtered(noise(11), ...body, { type: 'bell', hz: 1500, q: 0.8, gainDb: 6 }),
        filtered(noise(12), ...body).map(x => 0.4 * x),
        0.25,
      ),
    ),
    track(
      'Pads',
      stereo(
        filtered(noise(21), ...body, { type: 'bell', hz: 400, q: 0.8, gainDb: 8 }),
        filtered(noise(22), ...body).map(x => 0.8 * x),
        0.15,
      ),
    ),
    track(
      'Hats',
      stereo(
        filtered(noise(31), { type: 'highpass', hz: 6000, q: 0.7 }),
        filtered(noise(32), { type: 'highpass', hz: 6000, q: 0.7 }).map(x => 0.5 * x),
        0.12,
      ),
    ),
  ],
  // Below full scale: a premaster that clips has a gap of its own.
  master: { volumeDb: -6 },
}

export const changeTrack = (
  spec: SimulatedSetSpec,
  name: string,
  change: (track: SimulatedTrackSpec) => SimulatedTrackSpec,
): SimulatedSetSpec => ({ ...spec, tracks: spec.tracks.map(track => (track.name === name ? change(track) : track)) })

/** The track's audio through a filter: a fault in the sound, not in a parameter. */
export const filterTrack = (spec: SimulatedSetSpec, name: string, settings: FilterSettings) =>
  changeTrack(spec, name, track => ({
    ...track,
    source: { sampleRate: miniRate, channels: track.source!.channels.map(channel => filtered(channel, settings)) },
  }))

/** The track's side scaled, or replaced through `sideOf`. */
export const changeSide = (
  spec: SimulatedSetSpec,
  name: string,
  sideOf: (mid: Float32Array, side: Float32Array) => Float32Array,
) =>
  changeTrack(spec, name, track => {
    const [left, right] = track.source!.channels as [Float32Array, Float32Array]
    const mid = left.map((l, n) => (l + right[n]!) / 2)
    const side = sideOf(
      mid,
      left.map((l, n) => (l - right[n]!) / 2),
    )
    return { ...track, source: stereo(mid, side, 1) }
  })
