/** `uplift panel`: the panel in the browser, until Ctrl-C: on stems, a set file, Live by AbletonOSC, or the simulated set. */
import { PanelRemote, type PanelWork } from '../app/panel/remote.ts'
import { readPage } from '../panel/page-file.ts'
import { openPanelServer } from '../panel/server.ts'
import { numberOption, progress, wrongUsage } from './options.ts'
import { printText } from './output.ts'

export interface PanelOptions {
  readonly stems?: string
  readonly als?: string
  readonly osc?: boolean
  readonly sim?: boolean
  readonly seed: number
  readonly profile?: string
  readonly port: number
  readonly out: string
}

export async function panel(options: PanelOptions): Promise<void> {
  const what = whatOf(options)
  numberOption('port', options.port, 0, 65_535)
  const page = await readPage()
  const { step, done } = progress(false)
  step(openingWords[what.kind])
  const source = await PanelRemote.open({ what, folder: options.out, profile: options.profile ?? null })
  done()
  const server = await openPanelServer({ source, page, port: options.port }).catch(async error => {
    await source.close()
    throw error
  })
  printText(`The panel: ${server.url}\nOpen it in a browser on this computer; Ctrl-C ends it.`)
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
  await source.close()
}

const openingWords = {
  simulated: 'Producing a song and spoiling its mix',
  stems: 'Reading the stems',
  als: 'Reading the set',
  osc: 'Looking for Live',
} as const

/** A set may come with the stems that Live exported of it. */
function whatOf({ stems, als, osc, sim, seed }: PanelOptions): PanelWork['what'] {
  const sets = [als !== undefined, osc === true, sim === true].filter(Boolean).length
  if (sets > 1 || (sets === 0 && stems === undefined) || (sim && stems !== undefined)) {
    wrongUsage(
      'name one thing to work on: --stems <folder>, --als <file>, --osc or --sim; --als and --osc take --stems',
    )
  }
  if (als !== undefined) return { kind: 'als', file: als, stems: stems ?? null }
  if (osc) return { kind: 'osc', stems: stems ?? null }
  return stems === undefined ? { kind: 'simulated', seed } : { kind: 'stems', folder: stems }
}
