/**
 * Before and after, from what was heard: Main plus what the moves change in each track's signal on its way to Main. Nothing is
 * written to the set, and nothing that the moves leave alone is touched, so what is heard of it is what was recorded.
 *
 * Exact to rounding for faders, pans and activators; filters follow the device models. A bus that answers to level (a limiter
 * on Main) is followed by its model: what the model says changes is added to what was recorded. Where an answer is not known,
 * the bus keeps the gain it was measured with and the preview says that it is approximate, and why.
 */
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import type { TimeRange } from '../../features/loudness.ts'
import type { Take } from '../../live/session.ts'
import { type LiveSet, masterOf, type Track, type TrackPath, trackAt } from '../../live/set.ts'
import type { StereoSignal } from '../devices/device-model.ts'
import type { Move } from '../moves.ts'
import { type Key, run, stepsOf } from './chain-program.ts'
import { changeBehind } from './change-behind.ts'
import { changeThrough } from './change-through.ts'
import { deviceChain, sidechainSources } from './device-chain.ts'
import { type Connection, type Gains, routingOf } from './routing.ts'
import { accumulate, plus, scaled, summer } from './signals.ts'

export interface PreviewInput {
  readonly set: LiveSet
  readonly take: Take
  readonly moves: readonly Move[]
  /** The stretch to render; the whole take when absent. */
  readonly range?: TimeRange
}

export interface Rendered {
  readonly before: Audio
  readonly after: Audio
  /** Some of it follows a model of what Live's devices answer, or a measured gain; `notes` say which. */
  readonly approximate: boolean
  /** Sentences. */
  readonly notes: readonly string[]
  /** Moves that cannot be heard here, and why. The after does not hold them. */
  readonly leftOut: readonly { readonly move: Move; readonly reason: string }[]
}

/** Filters and compressors start from rest this long before the stretch. */
const leadInSeconds = 1.5

/** A track's signal behind its devices, and what the moves add to it; null: unknown, and nothing. */
interface Output {
  readonly signal: StereoSignal | null
  readonly change: StereoSignal | null
}

/** Throws RangeError for a range outside the take. */
export function renderPreview({ set, take, moves, range }: PreviewInput): Rendered {
  const { sampleRate } = take.main
  const frames = frameCount(take.main)
  const from = Math.round((range?.startSeconds ?? 0) * sampleRate)
  const to = range ? Math.round(range.endSeconds * sampleRate) : frames
  if (!(from >= 0 && from < to && to <= frames))
    throw new RangeError(
      `range must lie in the take of ${frames / sampleRate} s, got ${from / sampleRate} to ${to / sampleRate}`,
    )
  const start = Math.max(0, from - Math.round(leadInSeconds * sampleRate))
  const cut = (audio: Audio): StereoSignal => {
    const [left, right] = stereoOf(audio)
    return [left.subarray(start, to), right.subarray(start, to)]
  }

  const routing = routingOf(set, moves)
  const notes = new Set<string>()
  const leftOut: { move: Move; reason: string }[] = []
  const outputs = new Map<TrackPath, Output>()
  const length = to - start

  /** Depth first: what plays into a track, or makes it duck, before the track itself. Live's routing has no circles. */
  const outputOf = (path: TrackPath): Output => {
    let output = outputs.get(path)
    if (!output) {
      outputs.set(path, { signal: null, change: null })
      outputs.set(path, (output = work(trackAt(set, path)!)))
    }
    return output
  }

  const work = (track: Track): Output => {
    const tap = take.taps.get(track.path)
    const heard = track.kind === 'master' ? mainBehindDevices() : tap ? cut(tap) : null
    const isBus = track.kind === 'group' || track.kind === 'return' || track.kind === 'master'
    const inputs = isBus ? routing.inputsOf(track) : []
    const change = changeOf(inputs)
    const keys = new Map(sidechainSources(track, moves).map(source => [source, keyOf(source)]))
    const isMoved = moves.some(({ kind, node }) => kind === 'device' && node === track.path)
    // Most tracks stay as they are: their devices are not even read.
    if (!isMoved && change === null && [...keys.values()].every(key => key.before === key.after))
      return { signal: heard ?? (isBus ? unheardBus(track, inputs, keys) : null), change: null }
    const { stages, leftOut: refused } = deviceChain(track, moves)
    leftOut.push(...refused)
    const chain = { track, stages, keys, sampleRate }
    const result = isBus
      ? changeThrough(chain, { change, entering: () => enteringOf(track, inputs), measured: heard })
      : heard && changeBehind(chain, heard)
    for (const note of result?.notes ?? []) notes.add(note)
    for (const { device, reason } of result?.unheard ?? [])
      for (const move of moves)
        if (move.kind === 'device' && move.node === track.path && move.device === device) leftOut.push({ move, reason })
    const signal = heard ?? (isBus ? unheardBus(track, inputs, keys) : null)
    return { signal, change: result?.change ?? null }
  }

  function enteringOf(track: Track, inputs: readonly Connection[]): StereoSignal | null {
    return track.kind === 'master' && take.beforeMain ? cut(take.beforeMain) : sumOf(inputs)
  }

  /** A bus without a tap, from what plays into it. */
  function unheardBus(track: Track, inputs: readonly Connection[], keys: ReadonlyMap<TrackPath, Key>) {
    const entering = sumOf(inputs)
    const { stages } = deviceChain(track, moves)
    return entering && run(stepsOf(stages, keys, sampleRate), entering, 'before', sampleRate)
  }

  const keyOf = (path: TrackPath): Key => {
    const { signal, change } = outputOf(path)
    return { before: signal, after: signal && plus(signal, change) }
  }

  /** What the moves add to a sum; null: nothing. */
  function changeOf(inputs: readonly Connection[]): StereoSignal | null {
    const sum = summer(length)
    for (const { from: path, before, after } of inputs) {
      const { signal, change } = outputOf(path)
      if (change) sum.add(change, after)
      if (before.left === after.left && before.right === after.right) continue
      if (signal) sum.add(signal, { left: after.left - before.left, right: after.right - before.right })
      else notHeard(path)
    }
    return sum.result()
  }

  /** What entered a bus when it was recorded; null where a part of it was not heard. */
  function sumOf(inputs: readonly Connection[]): StereoSignal | null {
    const sum = summer(length)
    for (const { from: path, before } of inputs) {
      if (before.left === 0 && before.right === 0) continue
      const { signal } = outputOf(path)
      if (!signal) return null
      sum.add(signal, before)
    }
    return sum.result() ?? [new Float32Array(length), new Float32Array(length)]
  }

  function notHeard(path: TrackPath): void {
    const { name } = trackAt(set, path)!
    for (const move of moves)
      if (move.node === path && !leftOut.some(left => left.move === move))
        leftOut.push({ move, reason: `${name} was not heard: put a Tap on it or import its stem.` })
  }

  /** Main's recording with its fader taken back. */
  function mainBehindDevices(): StereoSignal | null {
    const { before } = routing.fader(main)
    if (before.left === 0 || before.right === 0) return null
    return scaled(cut(take.main), { left: 1 / before.left, right: 1 / before.right })
  }

  const main = masterOf(set)
  const { signal: behind, change } = outputOf(main.path)
  for (const move of moves) {
    const isDevice = move.kind === 'device' && !take.taps.has(move.node) && trackAt(set, move.node)?.kind !== 'master'
    if (isDevice && outputs.get(move.node)?.signal === null) notHeard(move.node)
  }
  const recorded = cut(take.main)
  const after = [...recorded].map(x => x.slice()) as [Float32Array, Float32Array]
  const fader = routing.fader(main)
  if (behind) addMain(after, behind, change, fader)
  else notes.add('Main was silent: nothing of the moves can be heard.')
  const excerpt = (channels: readonly Float32Array[]): Audio => ({
    sampleRate,
    channels: channels.map(channel => channel.subarray(from - start)),
  })
  return { before: excerpt(recorded), after: excerpt(after), approximate: notes.size > 0, notes: [...notes], leftOut }
}

/** recorded + what the change adds behind the fader + what the fader's own move adds. */
function addMain(
  into: readonly [Float32Array, Float32Array],
  behind: StereoSignal,
  change: StereoSignal | null,
  { before, after }: { readonly before: Gains; readonly after: Gains },
): void {
  for (const [side, channel] of into.entries()) {
    const gain = side === 0 ? after.left : after.right
    const moved = gain - (side === 0 ? before.left : before.right)
    if (moved !== 0) accumulate(channel, behind[side]!, moved)
    if (change) accumulate(channel, change[side]!, gain)
  }
}
