/** Where Uplift keeps what must not be lost (receipts): unlike the cache, nothing here can be computed again. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** UPLIFT_DATA, or the place that the operating system has for such data. */
export function dataFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (env['UPLIFT_DATA']) return resolve(env['UPLIFT_DATA'])
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Uplift')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Uplift')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'uplift')
}

/** The profile that is meant where nobody has named one. */
export const firstProfileName = 'my taste'
