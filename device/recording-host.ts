/** What a take's recording needs of Max and of Live. */
import type { FailureReason, Recorded, WireTransport } from './protocol.ts'

export interface RecordingHost {
  /** To `sharedNames.toTaps`. */
  toTaps(selector: string, ...rest: readonly (string | number)[]): void
  /** To the hub's own audio part. */
  audio(order: string, ...rest: readonly (string | number)[]): void
  readonly transport: RecordingTransport
  /** Milliseconds of any clock that only goes forward. */
  now(): number
  /** Calls back once; returns what prevents it. */
  schedule(milliseconds: number, callback: () => void): () => void
  /** Hz. */
  sampleRate(): number
  /** All recorders that will run do: the answer to the request. */
  running(take: number): void
  /** There will be no take: the answer to the request. */
  refused(take: number, reason: FailureReason, message: string): void
  progress(take: number, beats: number): void
  finished(recorded: Recorded): void
}

export interface RecordingTransport {
  look(): WireTransport
  /** Plays on from where the position is, not from Live's start marker (continue_playing). */
  play(): void
  stop(): void
  /** Where the song stands and where it starts from: current_song_time and, where Live has it, start_time. */
  moveTo(beats: number): void
  loop(on: boolean): void
  /** Arrangement Record is on: to play would write into the song (record_mode). */
  records(): boolean
}
