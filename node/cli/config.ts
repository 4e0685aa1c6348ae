/** `uplift config`: the settings, where each comes from, and changing them. */
import {
  changeConfig,
  configFile,
  isSettingName,
  readConfig,
  type SettingName,
  settingNames,
  settings,
  variableOf,
} from '../app/config.ts'
import { columns } from '../report/layout.ts'
import { wrongUsage } from './options.ts'
import { printJson, printText } from './output.ts'

export interface ConfigOptions {
  readonly config?: string
  readonly json?: boolean
}

export async function config(
  action: 'show' | 'set' | 'unset' | 'path',
  name: string | undefined,
  value: string | undefined,
  { config: file, json }: ConfigOptions,
): Promise<void> {
  if (action === 'set') {
    if (value === undefined) wrongUsage('uplift config set <name> <value>')
    await changeConfig(settingOf(name), value, file)
  } else if (action === 'unset') await changeConfig(settingOf(name), null, file)
  else if (action === 'path') {
    const path = file ?? configFile()
    if (json) printJson({ uplift: 1, command: 'config', file: path, settings: [] })
    else printText(path)
    return
  }
  const shown = await readConfig(file)
  if (json) return void printJson({ uplift: 1, command: 'config', file: shown.file, settings: shown.settings })
  const rows = settingNames.map(each => {
    const set = shown.settings.find(setting => setting.name === each)
    const from = set === undefined ? '' : set.from === 'environment' ? variableOf(each) : 'file'
    return [each, set === undefined ? '–' : String(set.value), from, settings[each].about]
  })
  printText(
    [
      ...columns([['Setting', 'Value', 'From', ''], ...rows]),
      '',
      'An option counts first, then the environment, then the file.',
      `File: ${shown.file}`,
    ].join('\n'),
  )
}

function settingOf(name: string | undefined): SettingName {
  if (name !== undefined && isSettingName(name)) return name
  return wrongUsage(`there is no setting "${name ?? ''}"; there are ${settingNames.join(', ')}`)
}
