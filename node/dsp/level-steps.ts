/** Largest magnitude and sum of squares of each step of a channel: the work behind the level grid. */

export interface LevelSteps {
  readonly peaks: Float32Array
  readonly energies: Float64Array
}

/**
 * Step i spans the samples boundaries[i] to boundaries[i + 1]. A NaN is no peak and makes its step's energy NaN. The reference
 * for the kernel that `kernels()` hands out.
 */
export function levelSteps(channel: Float32Array, boundaries: Uint32Array): LevelSteps {
  const count = Math.max(0, boundaries.length - 1)
  const peaks = new Float32Array(count)
  const energies = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const end = boundaries[i + 1]!
    let peak = 0
    let energy = 0
    for (let n = boundaries[i]!; n < end; n++) {
      const x = channel[n]!
      const magnitude = Math.abs(x)
      if (magnitude > peak) peak = magnitude
      energy += x * x
    }
    peaks[i] = peak
    energies[i] = energy
  }
  return { peaks, energies }
}
