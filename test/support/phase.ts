/** What plugphasor~ gives: the phase in the beat as 32-bit floats, 0 while the transport stands still. */
export interface PhasePass {
  /** Samples in which the song stands still before it runs; Max's phase is 0 then, or what it was last. */
  readonly still?: number
  readonly stillPhase?: number
  readonly fromBeats: number
  readonly tempo: number
  readonly frames: number
}

export function phaseChannel(sampleRate: number, ...passes: readonly PhasePass[]): Float32Array {
  const parts = passes.map(({ still = 0, stillPhase = 0, fromBeats, tempo, frames }) => {
    const part = new Float32Array(still + frames).fill(stillPhase)
    for (let n = 0; n < frames; n++) {
      const beats = fromBeats + (n * tempo) / 60 / sampleRate
      part[still + n] = beats - Math.floor(beats)
    }
    return part
  })
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** As a file of 16 bits holds it. */
export const in16Bits = (phase: Float32Array) =>
  phase.map(value => Math.min(32_767, Math.round(value * 32_768)) / 32_768)
