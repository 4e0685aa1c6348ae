/** Decoded audio as every layer passes it: planar, full scale = ±1, all channels of one length. */
export interface Audio {
  readonly sampleRate: number
  readonly channels: readonly Float32Array[]
}

/** The left and right signal of any audio: mono is heard on both sides, channels beyond the second are ignored. */
export function stereoOf(audio: Audio): readonly [Float32Array, Float32Array] {
  const left = audio.channels[0]
  if (!left) throw new RangeError('audio must have at least one channel, got 0')
  return [left, audio.channels[1] ?? left]
}

export const frameCount = (audio: Audio) => audio.channels[0]?.length ?? 0

export const durationSeconds = (audio: Audio) => frameCount(audio) / audio.sampleRate
