/** Live is busy at times (undoing, notifying) or does not answer: the same request may succeed a little later. */
import { type LiveSession, ReadFailed, WriteRefused } from '../live/session.ts'
import type { Parameter, ParameterRef } from '../live/set.ts'
import { isSolo, readSolo } from './solo.ts'

export interface WriteOptions {
  /** Waits; tests need not. */
  readonly sleep?: (milliseconds: number) => Promise<void>
}

const retryPausesMs = [20, 40, 80, 160, 320]

export const pause = (milliseconds: number, { sleep }: WriteOptions) =>
  sleep ? sleep(milliseconds) : new Promise<void>(done => setTimeout(done, milliseconds))

/** Again while Live is busy (undoing, notifying) or does not answer: five times, with growing pauses. */
export async function soon<T>(attempt: () => Promise<T>, options: WriteOptions): Promise<T> {
  for (const milliseconds of retryPausesMs) {
    try {
      return await attempt()
    } catch (error) {
      const isPassing = error instanceof ReadFailed || (error instanceof WriteRefused && error.reason === 'busy')
      if (!isPassing) throw error
      await pause(milliseconds, options)
    }
  }
  return attempt()
}

/** Parameters, and a track's solo as if it were one. */
export const readSoon = (
  session: LiveSession,
  ref: ParameterRef,
  options: WriteOptions,
): Promise<Parameter | undefined> => soon(() => (isSolo(ref) ? readSolo(session, ref) : session.read(ref)), options)
