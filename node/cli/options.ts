/** Options that several commands share, checked once. */
import {
  type Category,
  type FeatureId,
  feature,
  featureIds,
  type Scope,
  type SectionType,
  scopes,
  sectionTypes,
} from '../features/catalogue.ts'
import type { Stage } from '../gap/objective.ts'
import { printable } from '../report/layout.ts'

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
    // A line that wraps could not be taken back; the width is asked each time, since windows are resized.
    step: text => void stderr.write(`\r\x1b[K${printable(text).slice(0, Math.max(10, stderr.columns - 3))} …`),
    done: () => void stderr.write('\r\x1b[K'),
  }
}

export const useColor = () => process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined

const categories = [...new Set(featureIds.map(id => feature(id).category))]

/** Categories of features by name. */
export function categoriesOption(name: string, values: readonly string[] | undefined): Category[] | undefined {
  return values?.map(
    value =>
      categories.find(category => category === value.toLowerCase()) ??
      wrongUsage(`--${name} must name ${categories.join(', ')}, got "${value}"`),
  )
}

/** "Lead/Track Volume", or with the device's class "Lead/Eq8/3 Gain A". */
export function parameterLockOption(value: string): { track: string; deviceClass: string | null; parameter: string } {
  const parts = value.split('/').map(part => part.trim())
  const [track, second, third] = parts
  if (parts.length === 2 && track && second) return { track, deviceClass: null, parameter: second }
  if (parts.length === 3 && track && second && third) return { track, deviceClass: second, parameter: third }
  return wrongUsage(`a parameter must be "track/parameter" or "track/device class/parameter", got "${value}"`)
}

/** "widthMid" everywhere, or "widthMid@drop". */
export function intentionOption(value: string): { feature: FeatureId; scope: Scope | null; track: null } {
  const [id, scope] = value.split('@')
  const known = featureIds.find(each => each === id)
  if (!known) return wrongUsage(`--intended must name a feature (uplift features lists them), got "${id}"`)
  const place = scope === undefined ? null : scopes.find(each => each === scope)
  if (place === undefined) return wrongUsage(`--intended: "${scope}" is not one of ${scopes.join(', ')}`)
  return { feature: known, scope: place, track: null }
}

/** Of AbletonOSC. */
export function oscPorts({ oscPort, oscAnswerPort }: { readonly oscPort: number; readonly oscAnswerPort: number }) {
  return {
    host: '127.0.0.1',
    remotePort: numberOption('osc-port', oscPort, 1, 65_535),
    localPort: numberOption('osc-answer-port', oscAnswerPort, 1, 65_535),
  }
}
