/** `uplift osc-surface`: score, fixes and buttons over OSC, for TouchOSC and scripts, until Ctrl-C. */
import { openOscSurface } from '../app/osc/surface.ts'
import { PanelRemote } from '../app/panel/remote.ts'
import { numberOption, progress, wrongUsage } from './options.ts'
import { printText } from './output.ts'

export interface OscSurfaceCommandOptions {
  readonly stems?: string
  readonly sim?: boolean
  readonly seed: number
  readonly profile?: string
  readonly port: number
  readonly host: string
  readonly out: string
}

export async function oscSurface(options: OscSurfaceCommandOptions): Promise<void> {
  const { stems, sim, seed, profile, port, host, out } = options
  if ((stems === undefined) === (sim === undefined)) wrongUsage('name what to work on: --stems <folder> or --sim')
  numberOption('port', port, 0, 65_535)
  const { step, done } = progress(false)
  step(stems === undefined ? 'Producing a song and spoiling its mix' : 'Reading the stems')
  const source = await PanelRemote.open({
    what: stems === undefined ? { kind: 'simulated', seed } : { kind: 'stems', folder: stems },
    folder: out,
    profile: profile ?? null,
  })
  done()
  const surface = await openOscSurface({ source, port, host }).catch(async error => {
    await source.close()
    throw error
  })
  const open = host === '127.0.0.1' || host === 'localhost'
  printText(
    [
      `OSC on ${host}, port ${surface.port}: send /uplift/hello and the port you listen on. Ctrl-C ends it.`,
      ...(open ? [] : ['Whoever reaches this address can press everything: use it in a network you trust.']),
    ].join('\n'),
  )
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  surface.close()
  await source.close()
}
