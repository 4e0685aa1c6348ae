/** Options that several commands share, checked once. */
import { type SectionType, sectionTypes } from '../features/catalogue.ts'
import type { Stage } from '../gap/objective.ts'

/** Exit code of wrong usage. */
export function wrongUsage(message: string): never {
  process.stderr.write(`error: ${message}\n`)
  process.exit(2)
}

export function sectionOption(value: string | undefined): SectionType | undefined {
  if (value === undefined) return undefined
  const found = sectionTypes.find(type => type === value)
  return found ?? wrongUsage(`--section must be one of ${sectionTypes.join(', ')}, got "${value}"`)
}

export function stageOption(value: string): Stage | 'auto' {
  if (value === 'auto' || value === 'premaster' || value === 'master') return value
  return wrongUsage(`--stage must be auto, premaster or master, got "${value}"`)
}

export function numberOption(name: string, value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value
  return wrongUsage(`--${name} must be from ${low} to ${high}, got ${value}`)
}

/** Progress on a terminal: one line that is rewritten; plain lines otherwise; nothing with --json. */
export function progress(json: boolean | undefined): { step(text: string): void; done(): void } {
  const { stderr } = process
  if (json) return { step: () => {}, done: () => {} }
  if (!stderr.isTTY) return { step: text => void stderr.write(`${text} …\n`), done: () => {} }
  return {
    step: text => void stderr.write(`\r\x1b[K${text} …`),
    done: () => void stderr.write('\r\x1b[K'),
  }
}

export const useColor = () => process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
