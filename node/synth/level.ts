/** The level of a signal over time: RMS of a window around every hop, mean power of the channels. */
export interface Levels {
  readonly hopSeconds: number
  /** Linear RMS; value i is centred on i · hopSeconds. */
  readonly values: Float64Array
}

/**
 * The differences of successive samples: a saw's harmonics all count alike in them, and the beating of detuned voices, at
 * another rate in every harmonic, averages out of the level.
 */
export function differences(x: Float32Array): Float32Array {
  return x.map((each, n) => (n > 0 ? each - x[n - 1]! : 0))
}

export function levelsOf(
  channels: readonly Float32Array[],
  sampleRate: number,
  { windowSeconds, hopSeconds }: { readonly windowSeconds: number; readonly hopSeconds: number },
): Levels {
  const length = channels[0]?.length ?? 0
  const sums = new Float64Array(length + 1)
  for (let n = 0; n < length; n++) {
    let power = 0
    for (const channel of channels) power += channel[n]! ** 2
    sums[n + 1] = sums[n]! + power / channels.length
  }
  const half = Math.max(1, Math.round((windowSeconds * sampleRate) / 2))
  const values = Float64Array.from({ length: Math.floor(length / sampleRate / hopSeconds) + 1 }, (_, i) => {
    const centre = Math.round(i * hopSeconds * sampleRate)
    const from = Math.max(0, centre - half)
    const to = Math.min(length, centre + half)
    // A difference of running sums leaves rounding behind loud passages: what is below it is silence.
    const sum = sums[Math.max(from, to)]! - sums[from]!
    return sum > sums[length]! * 1e-14 ? Math.sqrt(sum / (2 * half)) : 0
  })
  return { hopSeconds, values }
}
