/**
 * `uplift fix`: solve, show, approve, apply. Five doors: stems, a bounce alone, the simulated set, a set file, Live through
 * AbletonOSC.
 */
import { findSong } from '../app/song-folder.ts'
import { type FixOptions, fixSettings } from './fix-settings.ts'
import { wrongUsage } from './options.ts'
import { printText } from './output.ts'

/** `audio`: a bounce of Main, where there is no export of the tracks. */
export async function fix(audio: string | undefined, given: FixOptions): Promise<void> {
  const settings = fixSettings(given)
  const { options, mix } = await withSong(given)
  const { als, osc, sim, stems } = options
  if (als !== undefined && osc) wrongUsage('--als and --osc exclude each other')
  if (als === undefined && !osc) {
    if (audio !== undefined && (sim || stems !== undefined)) {
      wrongUsage('--stems and --sim have a mix of their own: leave the bounce out, or name only the bounce')
    }
    // Loaded when they are needed: wrong usage answers at once, and OSC brings a library of its own.
    const { fixSession } = await import('./fix-session.ts')
    return fixSession(options, settings, stems === undefined && !sim ? (audio ?? mix) : undefined)
  }
  if (sim) wrongUsage('--sim has a set of its own: leave --als and --osc out')
  const folder = stems ?? audio ?? mix
  if (folder === undefined) {
    const what = als === undefined ? 'AbletonOSC carries no sound' : 'a set file makes no sound'
    wrongUsage(`${what}: name Live's export of its tracks with --stems <folder>, or a bounce of Main`)
  }
  const { fixExported } = await import('./fix-exported.ts')
  await fixExported(options, settings, folder)
}

/** The parts that a song folder has, where the user has named none. */
async function withSong(options: FixOptions): Promise<{ options: FixOptions; mix: string | undefined }> {
  if (options.song === undefined) return { options, mix: undefined }
  if (options.sim) wrongUsage('--song and --sim exclude each other')
  const { als, stems, mix, taken } = await findSong(options.song, options.songs)
  if (!options.json) printText(taken.join('\n'))
  const found: FixOptions = {
    ...options,
    ...(options.als === undefined && !options.osc && als !== null ? { als } : {}),
    ...(options.stems === undefined && stems !== null ? { stems } : {}),
  }
  return { options: found, mix: mix ?? undefined }
}
