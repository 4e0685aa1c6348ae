/** How a command ends when the world says no: one sentence and what to do, exit code 1, no stack. */
import { AppError } from '../audio/app-error.ts'
import { fileFault } from '../audio/file-fault.ts'

export function reportFailure(json: boolean | undefined) {
  return (error: unknown): void => {
    process.exitCode = 1
    const fault = error instanceof AppError ? error : fileFault(error)
    if (!fault) throw error
    const { code, message, action } = fault
    if (json) process.stdout.write(`${JSON.stringify({ uplift: 1, error: { code, message, action } })}\n`)
    else process.stderr.write(`${message}\n${action}\n`)
  }
}
