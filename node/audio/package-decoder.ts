/** Runs one of the WASM decoders over a file in memory, piece by piece so that the event loop keeps turning. */
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { requireFormat, requireLength } from './limits.ts'
import { wildLevel } from './pcm.ts'

export type Codec = 'MP3' | 'FLAC' | 'Vorbis' | 'Opus' | 'AAC' | 'ALAC'

interface Piece {
  readonly channelData: readonly Float32Array[]
  readonly sampleRate: number
}

interface PackageDecoder {
  decode(data: Uint8Array): Piece
  flush?(): Piece
  free(): void
}

/** Imported only when a file needs them: each carries its WASM, the AAC one also a GPL licence. */
const decoders: Readonly<Record<Codec, () => Promise<PackageDecoder>>> = {
  MP3: async () => (await import('@audio/decode-mp3')).decoder(),
  FLAC: async () => (await import('@audio/decode-flac')).decoder(),
  Vorbis: async () => (await import('@audio/decode-vorbis')).decoder(),
  Opus: async () => (await import('@audio/decode-opus')).decoder(),
  AAC: async () => (await import('@audio/decode-aac')).decoder(),
  ALAC: async () => (await import('@audio/decode-aac')).decoder(),
}

/**
 * A few seconds of audio, some 20 ms of decoding. FLAC gets more at a time: after damage its decoder keeps everything
 * that follows and copies it with each piece.
 */
const pieceBytes = (codec: Codec) => (codec === 'FLAC' || codec === 'ALAC' ? 1 << 19 : 1 << 16)

/**
 * Decodes `bytes` to planar channels. `firstPiece` is the least the decoder must see at once (an MP4 index).
 * Throws AppError for formats and lengths we do not read, the decoder's own Error for damage it cannot pass, and an
 * Error when nothing at all came out.
 */
export async function decodeWithPackage(
  name: string,
  codec: Codec,
  { bytes, firstPiece = 0 }: { readonly bytes: Uint8Array; readonly firstPiece?: number },
): Promise<{ sampleRate: number; channels: Float32Array[] }> {
  const decoder = await decoders[codec]()
  const pieces: Piece[] = []
  let frames = 0
  const take = (piece: Piece) => {
    const length = piece.channelData[0]?.length ?? 0
    if (length === 0) return
    const first = pieces[0] ?? piece
    if (piece.sampleRate !== first.sampleRate || piece.channelData.length !== first.channelData.length) {
      throw new Error('its sample rate or channel count changes midway')
    }
    requireFormat(name, { sampleRate: piece.sampleRate, channels: piece.channelData.length })
    frames += length
    requireLength(name, frames, piece.sampleRate)
    pieces.push(piece)
  }
  try {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.max(at + pieceBytes(codec), firstPiece)
      // A copy each time: the decoders keep what they are given, and lose samples when it is overwritten.
      take(decoder.decode(new Uint8Array(bytes.subarray(at, end))))
      at = end
      await yieldToEvents()
    }
    if (decoder.flush) take(decoder.flush())
  } finally {
    decoder.free()
  }
  const first = pieces[0]
  if (!first) throw new Error('no audio could be decoded')
  return { sampleRate: first.sampleRate, channels: join(pieces, first.channelData.length, frames) }
}

function join(pieces: readonly Piece[], channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, (_, channel) => {
    const whole = new Float32Array(frames)
    let at = 0
    for (const piece of pieces) {
      whole.set(piece.channelData[channel]!, at)
      at += piece.channelData[channel]!.length
    }
    return whole
  })
}

/** Damaged lossy streams decode to bursts of up to 130 times full scale: silences those in place and counts them. */
export function silenceBursts(channels: readonly Float32Array[]): number {
  let count = 0
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) {
      if (Math.abs(channel[i]!) <= wildLevel) continue // false for NaN
      channel[i] = 0
      count++
    }
  }
  return count
}
