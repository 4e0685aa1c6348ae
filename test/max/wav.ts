/** WAV as sfrecord~ and buffer~ write it, and as sfplay~ reads it. */
import { readFileSync } from 'node:fs'

export type SampleType = 'int16' | 'int24' | 'float32'

export interface Sound {
  readonly sampleRate: number
  readonly channels: readonly Float32Array[]
}

/** `isFinished` false: as after a crash, with lengths of 0 in its header. */
export function wavBytes({ sampleRate, channels }: Sound, type: SampleType, isFinished = true): Buffer {
  const bytes = { int16: 2, int24: 3, float32: 4 }[type]
  const frames = channels[0]?.length ?? 0
  const size = frames * channels.length * bytes
  const file = Buffer.alloc(44 + size)
  file.write('RIFF', 0)
  file.writeUInt32LE(isFinished ? 36 + size : 0, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(type === 'float32' ? 3 : 1, 20)
  file.writeUInt16LE(channels.length, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * channels.length * bytes, 28)
  file.writeUInt16LE(channels.length * bytes, 32)
  file.writeUInt16LE(8 * bytes, 34)
  file.write('data', 36)
  file.writeUInt32LE(isFinished ? size : 0, 40)
  let at = 44
  for (let n = 0; n < frames; n++) {
    for (const channel of channels) {
      const sample = channel[n]!
      if (type === 'float32') file.writeFloatLE(sample, at)
      else file.writeIntLE(rounded(sample, 8 * bytes), at, bytes)
      at += bytes
    }
  }
  return file
}

const rounded = (sample: number, bits: number) => {
  const full = 2 ** (bits - 1)
  return Math.max(-full, Math.min(full - 1, Math.round(sample * full)))
}

/** null: no WAV that Max could read. */
export function readWavFile(path: string): Sound | null {
  let file: Buffer
  try {
    file = readFileSync(path)
  } catch {
    return null
  }
  if (file.toString('latin1', 0, 4) !== 'RIFF') return null
  let format: { channels: number; sampleRate: number; bytes: number; isFloat: boolean } | null = null
  for (let at = 12; at + 8 <= file.length; ) {
    const [name, size] = [file.toString('latin1', at, at + 4), file.readUInt32LE(at + 4)]
    if (name === 'fmt ') {
      format = {
        isFloat: file.readUInt16LE(at + 8) === 3,
        channels: file.readUInt16LE(at + 10),
        sampleRate: file.readUInt32LE(at + 12),
        bytes: file.readUInt16LE(at + 22) / 8,
      }
    }
    if (name === 'data' && format) return samplesOf(file.subarray(at + 8, at + 8 + size), format)
    at += 8 + size + (size % 2)
  }
  return null
}

function samplesOf(
  data: Buffer,
  {
    channels: count,
    sampleRate,
    bytes,
    isFloat,
  }: { channels: number; sampleRate: number; bytes: number; isFloat: boolean },
): Sound {
  const frames = Math.floor(data.length / (bytes * count))
  const channels = Array.from({ length: count }, () => new Float32Array(frames))
  for (let n = 0, at = 0; n < frames; n++) {
    for (const channel of channels) {
      channel[n] = isFloat ? data.readFloatLE(at) : data.readIntLE(at, bytes) / 2 ** (8 * bytes - 1)
      at += bytes
    }
  }
  return { sampleRate, channels }
}
