/** `uplift doctor`: what works on this machine. Exit code 1 when something that is needed does not. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { examine, type HealthState } from '../app/doctor.ts'
import { painter, printable, wrap } from '../report/layout.ts'
import { useColor } from './options.ts'
import { printJson, printText } from './output.ts'

export interface DoctorOptions {
  /** The User Library. */
  readonly to?: string
  readonly config?: string
  readonly json?: boolean
}

const signs = { good: '✓', missing: '–', bad: '✗' } as const satisfies Record<HealthState, string>
const colours = { good: 'green', missing: 'dim', bad: 'red' } as const

export async function doctor({ to, config, json }: DoctorOptions): Promise<void> {
  const lines = await examine({
    devices: fileURLToPath(new URL('Uplift', import.meta.url)),
    ...(config === undefined ? {} : { config }),
    ...(to === undefined ? {} : { userLibrary: resolve(to) }),
  })
  const works = lines.every(({ state }) => state !== 'bad')
  if (!works) process.exitCode = 1
  if (json) return void printJson({ uplift: 1, command: 'doctor', works, lines })
  const paint = painter(useColor())
  printText(
    lines
      .flatMap(({ state, says, advice }) => [
        ...wrap(printable(says), `${paint(colours[state], signs[state])} `, '  '),
        ...(advice === null ? [] : wrap(printable(advice), '  → ', '    ')),
      ])
      .join('\n'),
  )
}
