/** What `uplift fix` was asked for, checked once. */
import type { Category, SectionType } from '../features/catalogue.ts'
import type { Stage } from '../gap/objective.ts'
import {
  categoriesOption,
  intentionOption,
  numberOption,
  parameterLockOption,
  sectionOption,
  stageOption,
  wrongUsage,
} from './options.ts'

export interface FixOptions {
  readonly stems?: string
  readonly als?: string
  readonly osc?: boolean
  readonly oscPort: number
  readonly oscAnswerPort: number
  readonly sim?: boolean
  /** A song folder by name (app/song-folder.ts). */
  readonly song?: string
  readonly songs?: string
  readonly seed: number
  readonly profile?: string
  readonly target?: string
  readonly like?: string[]
  readonly stage: string
  readonly section?: string
  readonly apply?: boolean
  readonly dryRun?: boolean
  readonly passes: number
  readonly strength: number
  readonly only?: string[]
  readonly without?: string[]
  readonly lock?: string[]
  readonly lockParameter?: string[]
  readonly intended?: string[]
  /** "Pad 2.wav=Pads"; "Pad 2.wav=none" leaves the file out. */
  readonly match?: string[]
  readonly writeAutomated?: boolean
  readonly out?: string
  readonly json?: boolean
}

export interface FixSettings {
  readonly passes: number
  /** 0 to 1. */
  readonly strength: number
  readonly declared: SectionType | undefined
  readonly stage: Stage | 'auto'
  readonly only: Category[] | undefined
  readonly without: Category[] | undefined
  readonly lockedParameters: ReturnType<typeof parameterLockOption>[]
  readonly intended: ReturnType<typeof intentionOption>[]
  /** File → track; null: left out. */
  readonly matches: readonly { readonly file: string; readonly track: string | null }[]
}

/** Ends with wrong usage where options contradict each other or say nothing that is known. */
export function fixSettings(options: FixOptions): FixSettings {
  const { apply, dryRun, like, profile, target } = options
  if (apply && dryRun) wrongUsage('--apply and --dry-run exclude each other')
  if (like && profile !== undefined) wrongUsage('--like and --profile exclude each other')
  if (like && target !== undefined) wrongUsage('--like and --target exclude each other')
  return {
    passes: numberOption('passes', options.passes, 1, 3),
    strength: numberOption('strength', options.strength, 0, 100) / 100,
    declared: sectionOption(options.section),
    stage: stageOption(options.stage),
    only: categoriesOption('only', options.only),
    without: categoriesOption('without', options.without),
    lockedParameters: (options.lockParameter ?? []).map(parameterLockOption),
    intended: (options.intended ?? []).map(intentionOption),
    matches: (options.match ?? []).map(matchOption),
  }
}

/** A file's name may hold "=": the last one counts. */
function matchOption(value: string): FixSettings['matches'][number] {
  const at = value.lastIndexOf('=')
  const [file, track] = [value.slice(0, at).trim(), value.slice(at + 1).trim()]
  if (at < 1 || file === '' || track === '') wrongUsage(`--match wants "file=track" or "file=none", got "${value}"`)
  return { file, track: track === 'none' ? null : track }
}
