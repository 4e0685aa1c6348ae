/**
 * Interleaved integer samples of two channels to two arrays. The twin is dsp/split-stereo.ts; every result is exact, so both
 * give the same bits.
 *
 * `input`: frames of two little-endian samples. Four frames are read and written at a time: `left`, `right` have room for the
 * next multiple of four, and up to 16 bytes after the input are read.
 */
export function splitStereo16(input: usize, frames: i32, left: usize, right: usize): void {
  const scale = f32x4.splat(<f32>(1.0 / 32768.0))
  for (const end = left + ((<usize>frames) << 2); left < end; left += 16, right += 16, input += 16) {
    const x = v128.load(input)
    v128.store(left, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(x, 16), 16)), scale))
    v128.store(right, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(x, 16)), scale))
  }
}

export function splitStereo24(input: usize, frames: i32, left: usize, right: usize): void {
  const scale = f32x4.splat(<f32>(1.0 / 8388608.0))
  for (const end = left + ((<usize>frames) << 2); left < end; left += 16, right += 16, input += 24) {
    const a = v128.load(input)
    const b = v128.load(input, 8)
    // Each sample in the upper bytes of its lane; what is in the lowest byte is shifted out with the sign coming in.
    const l = v128.shuffle<u8>(a, b, 0, 0, 1, 2, 0, 6, 7, 8, 0, 20, 21, 22, 0, 26, 27, 28)
    const r = v128.shuffle<u8>(a, b, 0, 3, 4, 5, 0, 9, 10, 11, 0, 23, 24, 25, 0, 29, 30, 31)
    v128.store(left, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(l, 8)), scale))
    v128.store(right, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(r, 8)), scale))
  }
}
