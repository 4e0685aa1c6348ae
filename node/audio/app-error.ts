/**
 * A fault of the outside world (a file, Live, a preset) that the user can act on. The CLI prints it without a stack,
 * the panel shows the same sentence. Faults of our own code are RangeErrors instead.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  /** Stable identifier in capitals, e.g. FILE_MISSING. */
  readonly code: string
  /** What the user can do about it, one sentence. */
  readonly action: string

  /** `message` is one sentence that names the file (or track, or preset) and the reason. */
  constructor(fault: { code: string; message: string; action: string; cause?: unknown }) {
    super(fault.message, fault.cause === undefined ? undefined : { cause: fault.cause })
    this.code = fault.code
    this.action = fault.action
  }
}
