/** What an exported folder sounds like as a whole: whether its tracks make up Main, on which side of the fader, and which do not. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { mixerState } from '../../live/mixer.ts'
import { panGains } from '../../live/pan.ts'
import { type LiveSet, type Track, type TrackPath, trackAt } from '../../live/set.ts'

export interface ExportedTracks {
  readonly set: LiveSet
  readonly files: ReadonlyMap<TrackPath, Audio>
  readonly main: Audio
}

export interface ExportSound {
  /** Where the files were taken. Live's export is behind the fader; before: only when the sum says so clearly. */
  readonly side: 'after-fader' | 'before-fader'
  /** Share of Main's power that the sum of the tracks explains at one gain, 0 to 1. */
  readonly explained: number
  /** How much of each file is in Main, 1: as much as of the others; about 0: it does not sound there. */
  readonly presence: ReadonlyMap<TrackPath, number>
}

/** The sum before the faders must leave this share of what the other leaves, to be believed. */
const clearlyLess = 0.5
/** And that must be something: where both leave nothing, all faders stand at 0 dB. */
const somethingLeft = 0.01

/** Judged by a minute that is spread over the song. */
export function soundOf({ set, files, main }: ExportedTracks): ExportSound {
  const probes = {
    set,
    main: probeOf(main),
    files: new Map([...files].map(([path, audio]) => [path, probeOf(audio)] as const)),
  }
  const after = explain(probes, 'after-fader')
  const before = explain(probes, 'before-fader')
  const leftAfter = 1 - after.explained
  const isBefore = leftAfter > somethingLeft && 1 - before.explained < clearlyLess * leftAfter
  return isBefore ? before : after
}

const probeSeconds = 60
const probeBlock = 4096

/** Blocks evenly spread over the audio; the same ones of every file. */
function probeOf(audio: Audio): Audio {
  const frames = audio.channels[0]!.length
  const blocks = Math.floor(frames / probeBlock)
  const kept = Math.min(blocks, Math.ceil((probeSeconds * audio.sampleRate) / probeBlock))
  if (kept === blocks) return audio
  const channels = audio.channels.map(channel => {
    const out = new Float32Array(kept * probeBlock)
    for (let k = 0; k < kept; k++) {
      const from = Math.floor((k * blocks) / kept) * probeBlock
      out.set(channel.subarray(from, from + probeBlock), k * probeBlock)
    }
    return out
  })
  return { sampleRate: audio.sampleRate, channels }
}

/** What a fader and a pan do: gains of the left and the right side. */
export function faderGains(track: Track): { readonly left: number; readonly right: number } {
  const { gain, pan } = mixerState(track)
  const sides = panGains(pan)
  return { left: gain * sides.left, right: gain * sides.right }
}

/**
 * Files that play into Main, each with what is still to come behind where it was taken. A group's own file stands for all in
 * it; without one its children pass its fader.
 */
export function sumToMain({ set, files, main }: ExportedTracks, side: ExportSound['side']): SumToMain {
  const frames = main.channels[0]!.length
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  const gains = new Map<TrackPath, number>()
  for (const [path, audio] of files) {
    const track = trackAt(set, path)!
    const around = groupsOf(set, track)
    const isInAFile = around.some(group => files.has(group.path))
    const outlet = around.at(-1) ?? track
    const isMuted = [track, ...around].some(each => !mixerState(each).active)
    if (track.kind === 'master' || isInAFile || isMuted || outlet.output !== 'main') continue
    const passed = side === 'after-fader' ? around : [track, ...around]
    const leftGain = passed.reduce((gain, each) => gain * faderGains(each).left, 1)
    const rightGain = passed.reduce((gain, each) => gain * faderGains(each).right, 1)
    gains.set(path, (leftGain + rightGain) / 2)
    const [l, r] = stereoOf(audio)
    for (let n = 0; n < frames; n++) {
      left[n]! += leftGain * l[n]!
      right[n]! += rightGain * r[n]!
    }
  }
  return { audio: { sampleRate: main.sampleRate, channels: [left, right] }, gains }
}

interface SumToMain {
  readonly audio: Audio
  /** What each file that is in the sum was multiplied by, both sides together. */
  readonly gains: ReadonlyMap<TrackPath, number>
}

/** Innermost first. */
function groupsOf(set: LiveSet, track: Track): Track[] {
  const group = track.group === null ? undefined : trackAt(set, track.group)
  return group ? [group, ...groupsOf(set, group)] : []
}

function explain(exported: ExportedTracks, side: ExportSound['side']): ExportSound {
  const { files, main } = exported
  const { audio: sum, gains } = sumToMain(exported, side)
  const power = product(sum, sum)
  const whole = product(main, main)
  const gain = power > 0 ? product(sum, main) / power : 0
  const presence = new Map<TrackPath, number>()
  for (const [path, weight] of gains) {
    const audio = files.get(path)!
    const own = product(audio, audio) * weight * gain
    // Where a file is missing in Main, Main less the sum has as much of it as the sum, with the sign turned.
    const rest = product(audio, main) - gain * product(audio, sum)
    if (own > 0) presence.set(path, 1 + rest / own)
  }
  return { side, explained: whole > 0 ? (gain ** 2 * power) / whole : 0, presence }
}

function product(a: Audio, b: Audio): number {
  const [aLeft, aRight] = stereoOf(a)
  const [bLeft, bRight] = stereoOf(b)
  let total = 0
  for (let n = 0; n < Math.min(aLeft.length, bLeft.length); n++)
    total += aLeft[n]! * bLeft[n]! + aRight[n]! * bRight[n]!
  return total
}
