/** What the tests of this folder measure with; simple enough to be right by inspection. */

/** Amplitude of the sine at `hz`, by correlation over a whole number of its periods in the middle half of `x`. */
export function toneAmplitude(x: Float32Array, { hz, sampleRate }: { hz: number; sampleRate: number }): number {
  const start = x.length >> 2
  const periods = Math.floor((x.length / 2) * (hz / sampleRate))
  const length = Math.round((periods * sampleRate) / hz)
  let re = 0
  let im = 0
  for (let i = 0; i < length; i++) {
    const phase = (2 * Math.PI * hz * i) / sampleRate
    re += x[start + i]! * Math.cos(phase)
    im += x[start + i]! * Math.sin(phase)
  }
  return (2 * Math.hypot(re, im)) / length
}

/** Frequency by rising zero crossings in the middle half, in Hz. */
export function pitch(x: Float32Array, sampleRate: number): number {
  let first = -1
  let last = -1
  let count = 0
  for (let i = x.length >> 2; i < (x.length * 3) >> 2; i++) {
    const before = x[i - 1]!
    const after = x[i]!
    if (!(before < 0 && after >= 0)) continue
    last = i - after / (after - before)
    if (first < 0) first = last
    else count++
  }
  return (count * sampleRate) / (last - first)
}

/** The rejection of a promise, or an Error that says that there was none. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it did not reject'),
    error => error,
  )
