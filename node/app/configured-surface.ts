/** The OSC surface of the device in Live: there where `surfacePort` is set (uplift config set surfacePort 9124). */
import { AppError } from '../audio/app-error.ts'
import { readConfig } from './config.ts'
import type { OscSurface, OscSurfaceOptions } from './osc/surface.ts'

/** null: not asked for, or it cannot be opened, which is logged: the device works without. */
export async function openConfiguredSurface(
  options: Pick<OscSurfaceOptions, 'source'> & { readonly log: (message: string) => void },
): Promise<OscSurface | null> {
  try {
    const { settings } = await readConfig()
    const port = settings.find(({ name }) => name === 'surfacePort')?.value
    if (typeof port !== 'number') return null
    const { openOscSurface } = await import('./osc/surface.ts')
    const surface = await openOscSurface({ ...options, port })
    options.log(`OSC surface on port ${surface.port}.`)
    return surface
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    options.log(`${error.message} ${error.action}`)
    return null
  }
}
