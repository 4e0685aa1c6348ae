/** Settings (app/config.ts) in the place of options that nobody gave. */
import type { Command } from 'commander'
import { readConfig, type SettingName } from '../app/config.ts'

/** Options that are called otherwise than their setting: by command. */
const others: Readonly<Record<string, Readonly<Partial<Record<SettingName, string>>>>> = {
  devices: { userLibrary: 'to' },
  doctor: { userLibrary: 'to' },
  'osc-surface': { surfacePort: 'port' },
}
/** They mean something else there: a profile's own name, a seed of the demo. */
const unconfigured = new Set(['config', 'completion', 'demo', 'export', 'import'])

/** Called before the command runs. Throws AppError CONFIG_MISSING, CONFIG_INVALID. */
export async function applyConfig(command: Command): Promise<void> {
  if (unconfigured.has(command.name())) return
  const { config } = command.optsWithGlobals<{ readonly config?: string }>()
  const { settings } = await readConfig(config)
  for (const { name, value } of settings) {
    if (name === 'cache') process.env['UPLIFT_CACHE'] ||= String(value)
    const attribute = others[command.name()]?.[name] ?? name
    const option = command.options.find(each => each.attributeName() === attribute)
    if (!option || isGiven(command, attribute)) continue
    // These say what the target is in another way; on the simulated set the demo's own is meant.
    if (name === 'profile' && (isGiven(command, 'like') || isGiven(command, 'sim'))) continue
    command.setOptionValueWithSource(attribute, value, 'config')
  }
}

function isGiven(command: Command, attribute: string): boolean {
  const source = command.getOptionValueSource(attribute)
  return source !== undefined && source !== 'default'
}
