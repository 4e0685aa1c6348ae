/**
 * What the user has settled once: a small file in the data folder, or one that is named. Each value can also come from the
 * environment. An option on the command line counts first, then the environment, then the file, then what is usual.
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { stages } from '../profile/stage.ts'
import { dataFolder } from './data-folder.ts'
import { DurableFile } from './durable-file.ts'

const port = z.int().min(1).max(65_535)
const text = z.string().min(1)

/** Every setting once: its kind and what it is for. Its variable is UPLIFT_ and its name in capitals. */
export const settings = {
  profile: { schema: text, about: 'the target: a learned profile, "prior", "demo", or a file' },
  stage: { schema: z.enum(['auto', ...stages]), about: 'what your mixes are' },
  strength: { schema: z.number().min(0).max(100), about: 'scales every amount, percent' },
  songs: { schema: text, about: 'where your song folders are, for --song' },
  userLibrary: { schema: text, about: "Live's User Library, where it is not found" },
  cache: { schema: text, about: 'where what was measured is kept' },
  oscPort: { schema: port, about: 'where AbletonOSC listens' },
  oscAnswerPort: { schema: port, about: 'where AbletonOSC answers to' },
  surfacePort: { schema: port, about: "where Uplift's own OSC surface listens" },
} as const satisfies Record<string, { readonly schema: z.ZodType; readonly about: string }>

export type SettingName = keyof typeof settings
export const settingNames = Object.keys(settings) as readonly SettingName[]
export const isSettingName = (name: string): name is SettingName => name in settings

const fileSchema = z.strictObject({
  version: z.literal(1),
  ...(Object.fromEntries(settingNames.map(name => [name, settings[name].schema.optional()])) as {
    [K in SettingName]: z.ZodOptional<(typeof settings)[K]['schema']>
  }),
})
type ConfigFile = z.infer<typeof fileSchema>

export interface Setting {
  readonly name: SettingName
  readonly value: string | number
  readonly from: 'environment' | 'file'
}

export interface Config {
  readonly file: string
  /** Those that are set, in the order of the table. */
  readonly settings: readonly Setting[]
}

type Environment = Readonly<Record<string, string | undefined>>

export const configFile = (env: Environment = process.env) => join(dataFolder(env), 'config.json')
export const variableOf = (name: SettingName) => `UPLIFT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`

/** A file that is not there has no settings, unless it was named. Throws AppError CONFIG_MISSING, CONFIG_INVALID. */
export async function readConfig(named?: string, env: Environment = process.env): Promise<Config> {
  const file = named === undefined ? configFile(env) : resolve(named)
  const held = await readFileOf(file, named !== undefined)
  return {
    file,
    settings: settingNames.flatMap((name): Setting[] => {
      const said = env[variableOf(name)]
      if (said !== undefined && said !== '')
        return [{ name, value: parsed(name, said, variableOf(name)), from: 'environment' }]
      const value = held[name]
      return value === undefined ? [] : [{ name, value, from: 'file' }]
    }),
  }
}

/** `value` null takes the setting out. Throws AppError CONFIG_INVALID; the file is as it was then. */
export async function changeConfig(
  name: SettingName,
  value: string | null,
  named?: string,
  env: Environment = process.env,
): Promise<void> {
  const file = named === undefined ? configFile(env) : resolve(named)
  const { [name]: _, ...rest } = await readFileOf(file, false)
  const changed = value === null ? rest : { ...rest, [name]: parsed(name, value, `"${name}"`) }
  await new DurableFile<ConfigFile>(file).write(fileSchema.parse(changed))
}

async function readFileOf(file: string, isNamed: boolean): Promise<ConfigFile> {
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && !isNamed) return { version: 1 }
    throw new AppError({
      code: 'CONFIG_MISSING',
      message: `${file} cannot be read.`,
      action: 'Name another file with --config, or leave it out.',
      cause,
    })
  }
  try {
    return fileSchema.parse(JSON.parse(content))
  } catch (cause) {
    const where = cause instanceof z.ZodError ? placeOf(cause) : 'it is not JSON'
    throw invalid(file, where, cause)
  }
}

/** What the environment and the command line say are words. */
function parsed(name: SettingName, said: string, place: string): string | number {
  const { schema } = settings[name]
  const result = schema.safeParse(schema instanceof z.ZodNumber ? Number(said) : said)
  if (result.success) return result.data
  throw invalid(place, `"${said}": ${result.error.issues[0]!.message}`, result.error)
}

const placeOf = ({ issues: [issue] }: z.ZodError) =>
  `${issue!.path.length > 0 ? `${issue!.path.join('.')}: ` : ''}${issue!.message}`

const invalid = (place: string, what: string, cause: unknown) =>
  new AppError({
    code: 'CONFIG_INVALID',
    message: `${place}: ${what}.`,
    action: 'uplift config --help names the settings; set it again, or take it out of the file.',
    cause,
  })
