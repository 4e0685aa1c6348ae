/** The 4× grid of the true peak by the WebAssembly kernels, in single precision; the twin is dsp/peak-grid.ts. */
import { copyAround } from '../copy-around.ts'
import {
  evenTaps,
  everything,
  gridBend,
  gridTaps,
  groupSize,
  halfTaps,
  oddTaps,
  type PeakGrid,
  type PeakNeeds,
} from '../peak-grid.ts'
import { instantiate, once } from './wasm-module.ts'

/** Per call: 0.1 s at 44.1 kHz, so that V8 can change to its optimised code between calls. */
const groupsPerCall = 256
const pairs = gridTaps / 2
/** What the kernels read before and after the samples of a call. */
const before = 32
const after = 32
/** Rounding of a grid point in single precision, relative to what bounds it. */
const rounding = 1.00001

/** Numbers the steps of `count` groups from 0 on; returns the last number. `numbered`: the step of each number. */
function stepsOf(
  group: number,
  count: number,
  stepsPerGroup: number,
  stepOf: Uint32Array,
  numbered: Float64Array,
): number {
  let last = 0
  numbered[0] = Math.floor(group * stepsPerGroup)
  for (let i = 0; i < count; i++) {
    const step = Math.floor((group + i) * stepsPerGroup)
    if (step !== numbered[last]) numbered[++last] = step
    stepOf[i] = last
  }
  return last
}

export const wasmPeakGrid: () => PeakGrid = once(() => {
  const { run, views } = instantiate({
    input: ['f32', before + groupsPerCall * groupSize + after],
    taps: ['f32', pairs * 12],
    values: ['f32', 60 + 3 * (groupsPerCall + 2)],
    peaks: ['f32', groupsPerCall],
    stepOf: ['u32', groupsPerCall],
    steps: ['f32', groupsPerCall],
    highest: ['f32', 1],
  })
  const { input, taps, values, peaks, stepOf, steps, highest } = views
  const stepHere = new Float64Array(groupsPerCall)
  const first = input.byteOffset + 4 * before
  for (let i = 0; i < pairs; i++) {
    taps.fill(evenTaps[i]!, 12 * i, 12 * i + 4)
    taps.fill(oddTaps[i]!, 12 * i + 4, 12 * i + 8)
    taps.fill(halfTaps[i]!, 12 * i + 8, 12 * i + 12)
  }

  // Not the needs themselves: their shape changes as `highest` does, and what V8 has compiled for one is lost.
  const peaksFrom = (
    channel: Float32Array,
    group: number,
    { steps: all, stepsPerGroup, share }: Readonly<Omit<PeakNeeds, 'highest'>>,
    result: Float32Array,
  ) => {
    const now = Math.min(groupsPerCall, result.length - group)
    copyAround(channel, group * groupSize - before, input)
    const last = stepsOf(group, now, stepsPerGroup, stepOf, stepHere)
    for (let i = 0; i <= last; i++) steps[i] = all[stepHere[i]!]!
    run.groupPeaks(
      first,
      now,
      taps.byteOffset,
      values.byteOffset,
      peaks.byteOffset,
      stepOf.byteOffset,
      steps.byteOffset,
      highest.byteOffset,
      share / rounding,
      gridBend * rounding,
    )
    for (let i = 0; i <= last; i++) all[stepHere[i]!] = steps[i]!
    result.set(peaks.subarray(0, now), group)
  }

  return {
    groupPeaks(channel, needs = everything()) {
      const groups = Math.ceil(channel.length / groupSize)
      const result = new Float32Array(groups)
      highest[0] = needs.highest
      const { steps: all, stepsPerGroup, share } = needs
      const wanted = { steps: all, stepsPerGroup, share }
      for (let group = 0; group < groups; group += groupsPerCall) peaksFrom(channel, group, wanted, result)
      needs.highest = highest[0]!
      return result
    },

    readGroup(channel, group, points) {
      const around = input.subarray(0, before + groupSize + after)
      copyAround(channel, group * groupSize - before, around)
      run.gridValues(first, taps.byteOffset, values.byteOffset)
      // The kernel started 4 samples earlier and left 4 quarters, 4 halves and 4 three quarters at a time.
      points[0] = values[8 + 3]!
      for (let i = 0; i < groupSize; i++) {
        const at = 12 * (1 + (i >> 2)) + (i & 3)
        points[1 + 4 * i] = Math.abs(input[before + i]!)
        points[2 + 4 * i] = values[at]!
        points[3 + 4 * i] = values[at + 4]!
        points[4 + 4 * i] = values[at + 8]!
      }
      points[1 + 4 * groupSize] = Math.abs(input[before + groupSize]!)
    },
  }
})
