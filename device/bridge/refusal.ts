import type { FailureReason } from '../protocol.ts'

/** Live, or the script, says no. The message is one sentence for the user. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly reason: FailureReason
  constructor(reason: FailureReason, message: string) {
    super(message)
    this.reason = reason
  }
}

export const missing = (what: string) => new Refusal('missing', `${what} is not there any more.`)

/** Any error as what a reply says. Live's own "cannot be triggered by notifications" passes: ask again. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const message = error instanceof Error ? error.message : String(error)
  return new Refusal(/notification|undo/i.test(message) ? 'busy' : 'failed', message)
}
