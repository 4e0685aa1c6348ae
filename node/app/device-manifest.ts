/** The list of files that make up the Live devices, with checksums: written by scripts/ship.mjs, read back after copying. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'

export const manifestName = 'uplift-manifest.json'

/** Below the folder, "/" between folders; nothing that leads out of it. */
const pathSchema = z
  .string()
  .refine(path => path !== '' && !/[\\:]|^\//.test(path) && path.split('/').every(part => !/^\.{0,2}$/.test(part)))
const manifestSchema = z.object({
  uplift: z.literal(1),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  files: z.array(z.object({ path: pathSchema, bytes: z.number(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
})
export type DeviceManifest = z.infer<typeof manifestSchema>
export type DeviceFile = DeviceManifest['files'][number]

/** null: the folder has none. Throws DEVICES_MANIFEST when it is there and is no manifest. */
export async function readManifest(folder: string): Promise<DeviceManifest | null> {
  const path = join(folder, manifestName)
  const text = await unlessMissing(readFile(path, 'utf8'))
  if (text === null) return null
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError({
      code: 'DEVICES_MANIFEST',
      message: `${path} is not a list of Uplift's files.`,
      action: 'Move the folder away and install again.',
      cause,
    })
  }
}

/** null: there is no such file. */
export async function sha256Of(path: string): Promise<string | null> {
  const bytes = await unlessMissing(readFile(path))
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}
