/** Interleaved integer samples of two channels to two arrays, a frame at a time: what most files are made of. */

/**
 * `bytes`: left, right, left, … with the lowest byte first, as many frames as `left` and `right` are long. Samples come out
 * within [−1, 1), exactly. The references for the kernels that `kernels()` hands out.
 */
export type SplitStereo = (bytes: Uint8Array, left: Float32Array, right: Float32Array) => void

export const splitStereo16: SplitStereo = (bytes, left, right) => {
  for (let i = 0, p = 0; i < left.length; i++, p += 4) {
    // The highest byte lands in the sign's place.
    left[i] = ((bytes[p]! << 16) | (bytes[p + 1]! << 24)) / 2_147_483_648
    right[i] = ((bytes[p + 2]! << 16) | (bytes[p + 3]! << 24)) / 2_147_483_648
  }
}

export const splitStereo24: SplitStereo = (bytes, left, right) => {
  for (let i = 0, p = 0; i < left.length; i++, p += 6) {
    left[i] = ((bytes[p]! << 8) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 24)) / 2_147_483_648
    right[i] = ((bytes[p + 3]! << 8) | (bytes[p + 4]! << 16) | (bytes[p + 5]! << 24)) / 2_147_483_648
  }
}
