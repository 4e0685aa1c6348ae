/** One failure in a script must not end its clocks, nor be silent. */
import type { Host, Script } from './host.ts'

export function guarded(host: Host): Host {
  return { ...host, schedule: (milliseconds, job) => host.schedule(milliseconds, () => attempt(host, job)) }
}

export function guardedInputs(host: Host, inputs: Script['inputs']): Script['inputs'] {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, handle]) => [name, atoms => attempt(host, () => handle(atoms))]),
  )
}

export function attempt(host: Host, work: () => void): void {
  try {
    work()
  } catch (error) {
    host.post(`Uplift: ${error instanceof Error ? error.message : String(error)}`)
  }
}
