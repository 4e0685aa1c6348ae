/** What an MP3 says about its own length: the Xing/Info frame with LAME's delay and padding, or Fraunhofer's VBRI frame. */

export interface Mp3Frame {
  /** 1, 2 or 2.5. */
  readonly mpeg: number
  readonly sampleRate: number
  readonly channels: number
  /** Length of the frame in the file. */
  readonly bytes: number
  /** Audio frames it decodes to. */
  readonly samples: number
}

export interface Mp3Length {
  readonly statedFrames: number
  /** How many frames fewer a sound file may decode to: decoders cannot flush their last half frame without a follower. */
  readonly tolerance: number
}

const bitrates = {
  1: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const rates = [44_100, 48_000, 32_000] as const

/** The Layer III frame header at `at` (ISO/IEC 11172-3, 2.4.1.3), or null when there is none. */
export function frameAt(view: DataView, at: number): Mp3Frame | null {
  if (at + 4 > view.byteLength) return null
  const header = view.getUint32(at)
  const mpeg = [2.5, null, 2, 1][(header >>> 19) & 3]
  const isLayer3 = ((header >>> 17) & 3) === 1
  if (header >>> 21 !== 0x7ff || !mpeg || !isLayer3) return null
  const kilobits = bitrates[mpeg === 1 ? 1 : 2][((header >>> 12) & 15) - 1]
  const rate = rates[(header >>> 10) & 3]
  if (!kilobits || !rate) return null
  const sampleRate = mpeg === 1 ? rate : mpeg === 2 ? rate / 2 : rate / 4
  const samples = mpeg === 1 ? 1152 : 576
  const bytes = Math.floor(((samples / 8) * kilobits * 1000) / sampleRate) + ((header >>> 9) & 1)
  return { mpeg, sampleRate, channels: ((header >>> 6) & 3) === 3 ? 1 : 2, bytes, samples }
}

/** The length that the first frame states; null for a stream without such a frame (a plain constant bit rate). */
export function statedLength(bytes: Uint8Array): Mp3Length | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 4 <= Math.min(view.byteLength, 1 << 16); at++) {
    const frame = frameAt(view, at)
    if (frame && frameAt(view, at + frame.bytes)) return lengthInFrame(view, at, frame)
  }
  return null
}

function lengthInFrame(view: DataView, at: number, frame: Mp3Frame): Mp3Length | null {
  const text = (offset: number, length: number) =>
    String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at + offset, length))
  if (at + Math.max(frame.bytes, 192) > view.byteLength) return null
  if (text(36, 4) === 'VBRI') {
    return { statedFrames: view.getUint32(at + 36 + 14) * frame.samples, tolerance: 2 * frame.samples }
  }
  const sideInformation = frame.mpeg === 1 ? (frame.channels === 1 ? 17 : 32) : frame.channels === 1 ? 9 : 17
  const tag = 4 + sideInformation
  if (!['Xing', 'Info'].includes(text(tag, 4))) return null
  const flags = view.getUint32(at + tag + 4)
  if (!(flags & 1)) return null
  const statedFrames = view.getUint32(at + tag + 8) * frame.samples
  const lame = tag + 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  if (!/^(LAME|L3\.99|Lavf|Lavc|GOGO)/.test(text(lame, 4))) return { statedFrames, tolerance: 2 * frame.samples }
  const gapless = (view.getUint8(at + lame + 21) << 16) | view.getUint16(at + lame + 22)
  const trimmed = statedFrames - (gapless >> 12) - (gapless & 0xfff)
  return { statedFrames: Math.max(0, trimmed), tolerance: frame.samples }
}
