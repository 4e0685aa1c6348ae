/** All rules over one patcher. */
import { ZodError, z } from 'zod'
import type { Finding, LintContext, Rule } from './finding.ts'
import { readPatch } from './patch.ts'
import * as device from './rules/device.ts'
import * as looseEnds from './rules/loose-ends.ts'
import * as messages from './rules/messages.ts'
import * as meters from './rules/meters.ts'
import * as names from './rules/names.ts'
import * as parameters from './rules/parameters.ts'
import * as presentation from './rules/presentation.ts'
import * as scripts from './rules/scripts.ts'
import * as selectors from './rules/selectors.ts'
import * as signalPath from './rules/signal-path.ts'
import * as structure from './rules/structure.ts'

const files = {
  structure,
  messages,
  names,
  parameters,
  presentation,
  device,
  scripts,
  signalPath,
  selectors,
  meters,
  looseEnds,
}

/** By name. Rule files export rules only. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  Object.values(files).flatMap(file => Object.entries<Rule>(file)),
)

/** `maxpat`: the parsed JSON of a .maxpat. */
export function lintPatcher(maxpat: unknown, context: LintContext): Finding[] {
  try {
    const patch = readPatch(maxpat)
    return [...rules].flatMap(([rule, check]) => check(patch, context).map(found => ({ rule, ...found })))
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    return [{ rule: 'shape', at: '', message: z.prettifyError(error).replaceAll('\n', ' ') }]
  }
}
