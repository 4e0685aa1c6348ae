/** `into` becomes the samples from `start` on (may be negative or run past the end), zeros where there are none. */
export function copyAround(samples: Float32Array, start: number, into: Float32Array | Float64Array): void {
  const from = Math.min(into.length, Math.max(0, -start))
  const to = Math.max(from, Math.min(into.length, samples.length - start))
  into.fill(0, 0, from)
  into.set(samples.subarray(start + from, start + to), from)
  into.fill(0, to)
}
