/** `uplift panel`: the panel in the browser, on a folder of stems or on the simulated set, until Ctrl-C. */
import { PanelRemote } from '../app/panel-remote.ts'
import { readPage } from '../panel/page-file.ts'
import { openPanelServer } from '../panel/server.ts'
import { numberOption, progress, wrongUsage } from './options.ts'
import { printText } from './output.ts'

export interface PanelOptions {
  readonly stems?: string
  readonly sim?: boolean
  readonly seed: number
  readonly profile?: string
  readonly port: number
  readonly out: string
}

export async function panel({ stems, sim, seed, profile, port, out }: PanelOptions): Promise<void> {
  if ((stems === undefined) === (sim === undefined)) wrongUsage('name what to work on: --stems <folder> or --sim')
  numberOption('port', port, 0, 65_535)
  const page = await readPage()
  const { step, done } = progress(false)
  step(stems === undefined ? 'Producing a song and spoiling its mix' : 'Reading the stems')
  const source = await PanelRemote.open({
    what: stems === undefined ? { kind: 'simulated', seed } : { kind: 'stems', folder: stems },
    folder: out,
    profile: profile ?? null,
  })
  done()
  const server = await openPanelServer({ source, page, port }).catch(async error => {
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
