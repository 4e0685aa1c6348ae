/**
 * What Uplift's parts inside Max and outside of it say to each other, in one place: the names of messages, the shapes of
 * what they carry, the coding. Imported by the scripts in Max (device/), by the backend (node/adapters/max-bridge, which
 * holds the zod schemas) and by the patchers (patchers/), so that no name is written twice.
 *
 * Parts: the *hub* is the device on Main (one v8 script, one Node process), a *tap* is the light device on a track.
 * Two kinds of traffic. Streams are lists of numbers under a fixed selector. Everything else is a *letter*: JSON, sent as
 * numbers too, because every distinct string that passes a Max outlet stays in Max's symbol table for ever.
 */

/** Both sides refuse to work together when this differs, and the face says that a part is of another version. */
export const protocolVersion = 1

// ------------------------------------------------------------------------------------------------ names inside Max

/** Names that every Uplift device of a set shares (global in Max, hence never with "---"). */
export const sharedNames = {
  /** send/receive: taps → hub. */
  fromTaps: 'uplift-from-taps',
  /** send/receive: hub → taps. Every tap hears all and picks its key. */
  toTaps: 'uplift-to-taps',
  /** send/receive: hubs among themselves; the one that was there first stays. */
  hubs: 'uplift-hubs',
} as const

/** First word of what enters the hub's v8 (all in one inlet, behind deferlow). */
export const hubInputs = {
  /** live.thisdevice: the Live API is ready. */
  loaded: 'loaded',
  /** enabled 0|1: the device's on switch. */
  enabled: 'enabled',
  /** tap <selector of `tapToHub`> …: from `sharedNames.fromTaps`. */
  tap: 'tap',
  /** hubs <selector of `hubToHub`> …: from `sharedNames.hubs`; a hub hears itself too. */
  hubs: 'hubs',
  /** press <control of `faceControls`> <value…>: the user used the face. */
  press: 'press',
  /** audio <selector of `audioEvents`> …: from the device's own audio part. */
  audio: 'audio',
  /** process <event> …: node.script's life-cycle outlet. */
  process: 'process',
  /** stored <key>: what the set remembers (hidden pattr); without an argument nothing is remembered yet. */
  stored: 'stored',
  /** dropped <path>: a file or folder was dropped on the face. */
  dropped: 'dropped',
  /** window space: the space bar was pressed in the floating window; it belongs to Live's transport. */
  window: 'window',
} as const
/** Outlets of the hub's v8. */
export const hubOutlets = { node: 0, face: 1, taps: 2, audio: 3, hubs: 4, store: 5 } as const

/** First word of what enters a tap's v8. */
export const tapInputs = {
  loaded: 'loaded',
  /** enabled 0|1: the device's on switch. */
  enabled: 'enabled',
  /** device <liveId>: from live.path this_device. */
  device: 'device',
  /** hub <selector of `hubToTap`> …: from `sharedNames.toTaps`. */
  hub: 'hub',
  /** meters <numbers in the order of `tapMeters`>: polled while somebody listens. */
  meters: 'meters',
  /** rate <Hz>: the sample rate, at start and when it changes. */
  rate: 'rate',
  audio: 'audio',
  stored: 'stored',
} as const
/** Outlets of a tap's v8. */
export const tapOutlets = { hub: 0, face: 1, audio: 2, store: 3 } as const

/** Keys of taps and hubs: random integers, exact even where Max makes a 32-bit float of them. */
export const keyRange = { min: 1, max: 2 ** 24 - 1 } as const

// ------------------------------------------------------------------------------------- between v8 and the Node process

/** Selectors in both directions between the hub's v8 and its Node process. */
export const wire = {
  /** hello <protocolVersion> <1 = answer me>: either side may begin; the other answers with 0. */
  hello: 'hello',
  /** beat <count>: every `heartbeatMs`. */
  beat: 'beat',
  /** letter <number> <part> <parts> <packed…>. */
  letter: 'letter',
  /** meter <tap key> <numbers in the order of `tapMeters`>: v8 → Node only. */
  meter: 'meter',
  /** transport <playing 0|1> <beats> <tempo>: v8 → Node only, while playing, every `transportMs`. */
  transport: 'transport',
} as const
export const heartbeatMs = 2_000
/** Nothing heard for so long: the other side is gone. */
export const silenceMs = 3 * heartbeatMs
export const transportMs = 200

/** Numbers in one `letter` message at most; three characters each. */
export const lettersPerMessage = 1_000

/** What a letter says. */
export type Letter =
  | { readonly kind: 'request'; readonly id: number; readonly op: Operation; readonly args: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: FailureReason; readonly message: string }
  | { readonly kind: 'event'; readonly event: EventName; readonly data: unknown }

/**
 * missing: no such track, device or parameter. out-of-range, disabled, unsupported: Live refuses. busy: Live notifies or
 * undoes; ask again. cancelled. failed: anything else; the message says what.
 */
export type FailureReason = 'missing' | 'out-of-range' | 'disabled' | 'unsupported' | 'busy' | 'cancelled' | 'failed'

/**
 * Text → numbers of 24 bits, three characters each; ASCII-only JSON, so that a number holds exactly three. `packed`: what stands
 * in front of them, which is added to.
 */
export function packText(text: string, packed: number[] = []): number[] {
  const ascii = text.replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  for (let i = 0; i < ascii.length; i += 3) {
    const [a, b, c] = [ascii.charCodeAt(i), ascii.charCodeAt(i + 1) || 0, ascii.charCodeAt(i + 2) || 0]
    packed.push(a | (b << 8) | (c << 16))
  }
  return packed
}

/**
 * Made in pieces: a text that grows by single characters is a chain of them in memory, thirty times as large as it reads, and
 * more arguments than the stack holds are refused.
 */
export function unpackText(packed: readonly number[]): string {
  const texts: string[] = []
  for (let from = 0; from < packed.length; from += lettersPerMessage) {
    const codes: number[] = []
    for (const number of packed.slice(from, from + lettersPerMessage)) {
      for (const code of [number & 255, (number >> 8) & 255, (number >> 16) & 255]) if (code > 0) codes.push(code)
    }
    texts.push(String.fromCharCode(...codes))
  }
  return texts.join('')
}

/** The argument lists of the `letter` messages that carry it, in order. `number`: counts a side's letters. */
export function encodeLetter(letter: Letter, number: number): number[][] {
  const packed = packText(JSON.stringify(letter))
  const parts = Math.max(1, Math.ceil(packed.length / lettersPerMessage))
  return Array.from({ length: parts }, (_, part) => [
    number,
    part,
    parts,
    ...packed.slice(part * lettersPerMessage, (part + 1) * lettersPerMessage),
  ])
}

/** Puts letters together again. Parts of one letter come in order; a new first part voids what was unfinished. */
export class LetterBox {
  /** Texts of the parts so far: read as they come, so that a long letter's last part has little left to do. */
  readonly #open = new Map<number, string[]>()

  /** The letter, once its last part is there. Throws SyntaxError when it is not JSON. */
  receive([number, part, parts, ...packed]: readonly number[]): Letter | undefined {
    if (number === undefined || part === undefined || parts === undefined) return undefined
    const held = part === 0 ? [] : this.#open.get(number)
    if (!held || held.length !== part) {
      this.#open.delete(number)
      return undefined
    }
    held.push(unpackText(packed))
    if (part + 1 < parts) {
      this.#open.set(number, held)
      return undefined
    }
    this.#open.delete(number)
    return JSON.parse(held.join('')) as Letter
  }
}

// ------------------------------------------------------------------------------------------------- requests and replies

/** "tracks 3", "return_tracks 0", "master_track". */
export type WireTrackPath = string
/** Where a parameter is: below the track, "devices 0 chains 1 devices 2"; a chain's path means its mixer, null the track's. */
export interface WireRef {
  readonly track: WireTrackPath
  readonly device: string | null
  /** Live's name of it. A device's older name for the same parameter is the asker's business. */
  readonly parameter: string
}

/**
 * `state`: 1 quantized + 2 enabled + 4 × automation_state (0 none, 1 playing, 2 overridden). `items`: texts of a quantized
 * parameter's values, from min on.
 */
export type WireParameter = readonly [
  name: string,
  value: number,
  min: number,
  max: number,
  state: number,
  display: string,
  items?: readonly string[],
]

export interface WireDevice {
  readonly path: string
  readonly className: string
  readonly name: string
  /** Of a plug-in or a Max device: none are read. */
  readonly parameters: readonly WireParameter[]
  readonly chains: readonly WireChain[]
  /** Name of the track that its side-chain hears, as Live shows it; null: none, or not to be known. */
  readonly sidechain: string | null
  /** Samples that it delays; null: Live does not say. */
  readonly latency: number | null
}
export interface WireChain {
  readonly path: string
  readonly name: string
  readonly isDrum: boolean
  readonly solo: boolean
  readonly mixer: readonly WireParameter[]
  readonly devices: readonly WireDevice[]
}
export interface WireTrack {
  readonly path: WireTrackPath
  readonly name: string
  /** 0xRRGGBB. */
  readonly color: number
  readonly kind: 'audio' | 'midi' | 'group' | 'return' | 'master'
  readonly group: WireTrackPath | null
  /** Live's text of where its output goes ("Main", "Sends Only", a group's or track's name). "" for Main. */
  readonly output: string
  readonly solo: boolean
  readonly frozen: boolean
  readonly mixer: readonly WireParameter[]
  readonly devices: readonly WireDevice[]
}
export interface WireSet {
  /** Live's name of the set where it says it, otherwise "". */
  readonly name: string
  readonly liveVersion: string
  readonly tempo: number
  /** Quarter notes in a bar. */
  readonly beatsPerBar: number
  readonly lengthBeats: number
  readonly locators: readonly { readonly name: string; readonly beats: number }[]
  /** Tracks, then returns, then Main. */
  readonly tracks: readonly WireTrack[]
}

export interface WireWrite {
  readonly ref: WireRef
  /** Raw. */
  readonly value: number
}
/** What the set holds after a write, or why it was refused. */
export type WireWritten =
  | { readonly parameter: WireParameter }
  | { readonly reason: FailureReason; readonly message: string }

export interface WireTransport {
  readonly playing: boolean
  readonly beats: number
  readonly tempo: number
  readonly loop: { readonly on: boolean; readonly startBeats: number; readonly lengthBeats: number }
}

/**
 * What is the matter with a tap. ready: it hears its track as it goes to the fader. The others are told to the user and never
 * taken for silence. stale: it has not answered.
 */
export type TapStatus = 'ready' | 'stale' | 'off' | 'in-rack' | 'not-last' | 'frozen' | 'muted' | 'other-version'
export interface WireTap {
  readonly key: number
  /** null: its place could not be found. */
  readonly track: WireTrackPath | null
  readonly trackName: string
  readonly status: TapStatus
  /** first: an optional tap in front of all else on Main, which hears before the limiter. last: any other. */
  readonly place: 'last' | 'first'
  /** Delay of the devices in front of it on its track, in samples; null: Live does not say. */
  readonly latency: number | null
}

/** A pass of playback that records. Files are WAV, 3 channels: left, right, song position as phase in the beat, 0 to 1. */
export interface RecordArgs {
  /** Identifies the take; the same number in the events about it. */
  readonly take: number
  /** Absolute, exists, "/" between folders. Files: "<key>.wav" for a tap, "main.wav" for the hub. */
  readonly folder: string
  /** Keys of the taps that record. */
  readonly taps: readonly number[]
  readonly fromBeats: number
  readonly toBeats: number
  /** Played before `fromBeats` so that tails and compressors are as in the song, where there is song before it. */
  readonly prerollBeats: number
}
export interface Recorded {
  readonly take: number
  /** complete: the whole range, in one run. Otherwise why not; what was recorded until then is there, but is no take. */
  readonly end: 'complete' | 'cancelled' | 'stopped' | 'jumped' | 'tempo-changed' | 'edited' | 'device-off'
  /** What was edited meanwhile, in words; "" for the other ends. */
  readonly detail: string
  /** Of each recorder, by tap key ("main" for the hub): song position in beats when it was told to start, as Live gave it. */
  readonly startedAt: Readonly<Record<string, number>>
  readonly sampleRate: number
}

/** Node asks, v8 answers. */
export interface Operations {
  snapshot: { args: Record<string, never>; result: WireSet }
  read: { args: { readonly refs: readonly WireRef[] }; result: readonly (WireParameter | null)[] }
  /** At most `writesPerRequest`. As few undo steps as Live allows; how many, at most, in the result. */
  write: {
    args: { readonly writes: readonly WireWrite[] }
    result: { readonly written: readonly WireWritten[]; readonly undoSteps: number }
  }
  texts: { args: { readonly ref: WireRef; readonly values: readonly number[] }; result: readonly string[] }
  solo: { args: { readonly track: WireTrackPath; readonly on: boolean }; result: boolean }
  /** `name`: the device's name in Live's browser ("EQ Eight"). Result: its path. */
  insert: {
    args: {
      readonly track: WireTrackPath
      readonly chain: string | null
      readonly name: string
      readonly className: string
      readonly index: number
    }
    result: string
  }
  remove: { args: { readonly track: WireTrackPath; readonly device: string }; result: null }
  /** `source`: a track; null: none. */
  sidechain: {
    args: { readonly track: WireTrackPath; readonly device: string; readonly source: WireTrackPath | null }
    result: null
  }
  /** Replaces what was observed before. Changes come as `changed` events. */
  observe: { args: { readonly refs: readonly WireRef[] }; result: null }
  transport: { args: { readonly do: 'look' | 'play' | 'stop'; readonly beats?: number }; result: WireTransport }
  /** Selects the track and the device in Live. */
  show: { args: { readonly track: WireTrackPath; readonly device: string | null }; result: null }
  taps: { args: Record<string, never>; result: readonly WireTap[] }
  /** Which taps stream their meters from now on. */
  listen: { args: { readonly taps: readonly number[] }; result: null }
  /** Answers when the recorders run; then come `recording` events and one `recorded`. */
  record: { args: RecordArgs; result: null }
  cancelRecord: { args: { readonly take: number }; result: null }
  /**
   * Writes what Main played last to a WAV (2 channels). Result: seconds of sound in it, and where in the file (0 to 1) they
   * end; what lies behind that point comes first in time.
   */
  ring: { args: { readonly file: string }; result: { readonly seconds: number; readonly endsAt: number } }
  /** Plays a file instead of nothing while the transport stands still; null stops. The hub refuses it while Live plays. */
  audition: { args: { readonly file: string | null }; result: null }
  /** Lowers what passes the hub by so many dB (≥ 0) for a live comparison; released by itself after `attenuationMs`. */
  attenuate: { args: { readonly db: number }; result: null }
  /** What this Live can do. */
  capabilities: {
    args: Record<string, never>
    result: { readonly liveVersion: string; readonly insert: boolean; readonly hubKey: number; readonly last: boolean }
  }
  face: { args: FaceState; result: null }
  /** Opens an address in the system's browser or in the device's own window. */
  open: { args: { readonly url: string; readonly where: 'browser' | 'window' }; result: null }
}
export type Operation = keyof Operations
export const writesPerRequest = 50
export const attenuationMs = 30_000

/** v8 tells, unasked. */
export interface Events {
  /** Observed parameters whose value changed, at most every 100 ms. */
  changed: readonly { readonly ref: WireRef; readonly parameter: WireParameter }[]
  /** Tracks, devices or their order changed: paths of an older snapshot may be void. */
  'set-changed': null
  /** A tap came, went, moved or changed its status. */
  taps: readonly WireTap[]
  press: { readonly control: FaceControl; readonly value: number }
  /** A file or folder was dropped on the face; absolute path as Max gives it. */
  dropped: { readonly path: string }
  recording: { readonly take: number; readonly beats: number }
  recorded: Recorded
  /** Another hub is in charge of this set: this one stays passive. */
  passive: { readonly passive: boolean }
}
export type EventName = keyof Events

// ---------------------------------------------------------------------------------------------------- taps and hub

/** Selectors from taps (via `sharedNames.fromTaps`); the key follows each. */
export const tapToHub = {
  /** hello <key> <liveId> <protocolVersion>. */
  hello: 'hello',
  /** bye <key>: the device is being removed. */
  bye: 'bye',
  /** meter <key> <numbers in the order of `tapMeters`>. */
  meter: 'meter',
  /** alive <key> <enabled 0|1>: answer to `who`. */
  alive: 'alive',
  /** recording <key> <take>: the recorder runs. */
  recording: 'recording',
  /** recorded <key> <take>: the file is closed. */
  recorded: 'recorded',
} as const

/** Selectors to taps (via `sharedNames.toTaps`). */
export const hubToTap = {
  /** who: every tap answers `alive`, or `hello` when the hub does not know it yet. */
  who: 'who',
  /** rekey <liveId> <new key>: to the tap with this Live id; a duplicated device came with its original's key. */
  rekey: 'rekey',
  /** welcome <key> <track name>: known, and what its face shows. */
  welcome: 'welcome',
  /** status <key> <index in `tapStatuses`>. "stale" to a tap that hears it: the hub does not know it, it says hello again. */
  status: 'status',
  /** listen <key> 0|1. */
  listen: 'listen',
  /** arm <key> <take> <absolute path>: open the file. */
  arm: 'arm',
  /** start <take>, stop <take>: to all that are armed for it. */
  start: 'start',
  stop: 'stop',
} as const
export const tapStatuses: readonly TapStatus[] = [
  'ready',
  'stale',
  'off',
  'in-rack',
  'not-last',
  'frozen',
  'muted',
  'other-version',
]

/** Among hubs: claim <key>: I am in charge, or want to be. held <key>: I was here first. */
export const hubToHub = { claim: 'claim', held: 'held' } as const

export const meterBands = ['sub', 'bass', 'low-mid', 'mid', 'presence', 'brilliance', 'air'] as const
/** How often a tap that is listened to reports: two reports are a momentary value, fifteen a short-term one (ITU-R BS.1771). */
export const tapMeterMs = 200
/**
 * What a tap streams, in this order. Means and peaks since the last report; powers are means of squares, full scale 1.
 * kPower: both channels K-weighted, summed. ll, rr, lr: products of left and right. band …: mid channel.
 */
export const tapMeters = [
  'kPower',
  'peakLeft',
  'peakRight',
  'll',
  'rr',
  'lr',
  ...meterBands.map(band => `band ${band}` as const),
] as const

// ------------------------------------------------------------------------------------------------------ audio parts

/** From the v8 scripts to their device's audio part, outlet `audio`. */
export const audioOrders = {
  /** open <path>, start, stop: the recorder (sfrecord~ of 3 channels). */
  recordOpen: 'record-open',
  recordStart: 'record-start',
  recordStop: 'record-stop',
  /** Tap: meters 0|1: runs the meters and their clock. coefficients <name of `tapFilters`> <a0 a1 a2 b1 b2 …>: a filter's sections. */
  meters: 'meters',
  coefficients: 'coefficients',
  /** Hub: ring-write <path>: writes the ring buffer. ring-run 0|1. */
  ringWrite: 'ring-write',
  ringRun: 'ring-run',
  /** Hub: audition-open <path>, audition-play 0|1. */
  auditionOpen: 'audition-open',
  auditionPlay: 'audition-play',
  /** Hub: attenuate <−1 to 0>: times the input, added to it; 0 is bit-transparent. Max's own clock releases it. */
  attenuate: 'attenuate',
  /** Hub: browse <url>, window-open <url>, window-close. */
  browse: 'browse',
  windowOpen: 'window-open',
  windowClose: 'window-close',
} as const
/** From a device's audio part to its v8 (behind the word `audio`). */
export const audioEvents = {
  /** ring-written: the file is closed. ring-at <0 to 1>: where the ring was written last when it was stopped. */
  ringWritten: 'ring-written',
  ringAt: 'ring-at',
  /** audition-ended. */
  auditionEnded: 'audition-ended',
  /** rate <Hz>. */
  rate: 'rate',
} as const
/** Length of the hub's ring buffer, seconds. */
export const ringSeconds = 20
/** Filters of a tap's meters: K-weighting and one for each of `meterBands`; each a cascade of two sections. */
export const tapFilters = ['k', ...meterBands] as const

// -------------------------------------------------------------------------------------------------------- the face

/** Traffic lights, in the order on the face. */
export const faceLights = ['loudness', 'dynamics', 'tone', 'low-end', 'sidechain', 'stereo'] as const
export type FaceLight = (typeof faceLights)[number]

/** What the user can touch. Buttons send 1 when pressed; switches their index or value. */
export const faceControls = [
  'capture',
  'analyze',
  'apply-all',
  'undo',
  'redo',
  'compare',
  'learn',
  'open-panel',
  'cancel',
  'apply-1',
  'apply-2',
  'apply-3',
  'show-1',
  'show-2',
  'show-3',
  'intended-1',
  'intended-2',
  'intended-3',
  'lock-1',
  'lock-2',
  'lock-3',
  'strength',
  'stage',
  'part',
  'mode',
  'range',
  'panel-in',
] as const
export type FaceControl = (typeof faceControls)[number]
/** Texts of the switches. They are parameters of the device, stored in the set. `strength` is a dial, 0 to 100 %. */
export const faceChoices = {
  stage: ['Auto', 'Premaster', 'Master'],
  part: ['Whole song', 'Drop', 'Breakdown', 'Build'],
  mode: ['Passive', 'On demand', 'Assist'],
  range: ['Drop + breakdown', 'Loop', 'Whole song'],
  'panel-in': ['Browser', 'Window'],
  compare: ['Now', 'Before', 'After', 'Reference'],
} as const

export interface FaceFix {
  /** "Cut 2.8 dB at 240 Hz", at most 34 characters. */
  readonly title: string
  /** Where: the track's name. */
  readonly track: string
  /** What it is worth: "gap −12 %". */
  readonly effect: string
  readonly state: 'offered' | 'applying' | 'applied' | 'by-hand'
}
/** All that the hub's face shows; the same state gives the same face. */
/** In the order of their numbers on the face. */
export const faceTones = ['neutral', 'good', 'warning', 'error'] as const
export type FaceTone = (typeof faceTones)[number]

export interface FaceState {
  /** One line: what is going on or what to do next. At most 392 px (node/app/hub/face-line.ts). */
  readonly line: string
  /** All of what the line had to cut short; "" where it did not. */
  readonly detail: string
  readonly tone: FaceTone
  /** 0 to 1; null: nothing is running. */
  readonly progress: number | null
  /** 0 to 100; null: not measured yet. */
  readonly score: number | null
  /** "your taste: trance 2026", "prior, not your taste". At most 40 characters. */
  readonly against: string
  readonly lights: Readonly<Record<FaceLight, 'off' | 'good' | 'minor' | 'warning' | 'critical'>>
  /** At most three. */
  readonly fixes: readonly FaceFix[]
  /** "7 of 24 tracks heard explain 81 %". At most 48 characters; "" before the first take. */
  readonly heard: string
  /** Controls that do something now. Switches always do. */
  readonly enabled: readonly FaceControl[]
}
