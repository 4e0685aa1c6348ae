/**
 * Uplift's own OSC surface: score, lights and fixes go out, presses come in, for TouchOSC and scripts. It works on what the
 * panel works on. On this computer only, unless another address is named; docs/osc.md has the addresses.
 */
import osc, { type OscArgument, type OscMessage, type OscSender } from 'osc'
import { AppError } from '../../audio/app-error.ts'
import type { PanelSource } from '../panel/source.ts'
import { actionOf, type SurfacePress } from './press.ts'
import { type OscValue, rowsOf } from './rows.ts'

export interface OscSurfaceOptions {
  readonly source: Pick<PanelSource, 'state' | 'watch' | 'act'>
  /** 0: a free one. */
  readonly port?: number
  /** 127.0.0.1 unless named: whoever reaches this address can press everything. */
  readonly host?: string
  readonly log?: (message: string) => void
  /** Milliseconds that never go back: with the time of day, a clock that is set back would refuse presses until it caught up. */
  readonly now?: () => number
}

export interface OscSurface {
  readonly port: number
  close(): void
}

/** Who said hello, and has not been told more than this. */
interface Listener {
  readonly address: string
  readonly port: number
  readonly told: Map<string, string>
}

/** The one who said hello longest ago makes room. */
const mostListeners = 8
/** Changes are told together, so often a second at most. */
const tellEveryMs = 100
/** Presses a second, and how many may come at once: a fader that is moved sends hundreds. */
const pressesPerSecond = 20
const mostAtOnce = 40
/** A list that has changed under the finger: a press that comes so soon after was meant for another. */
const settledMs = 600

/** Throws AppError OSC_PORT_IN_USE, OSC_FAILED. */
export async function openOscSurface(options: OscSurfaceOptions): Promise<OscSurface> {
  const { port = defaultSurfacePort, host = '127.0.0.1' } = options
  const udp = new osc.UDPPort({ localAddress: host, localPort: port })
  await new Promise<void>((resolve, reject) => {
    udp.on('ready', resolve)
    udp.on('error', cause => reject(notOpened(port, cause)))
    udp.open()
  })
  return new Surface(udp, options)
}

export const defaultSurfacePort = 9124

class Surface implements OscSurface {
  readonly port: number
  readonly #udp: InstanceType<typeof osc.UDPPort>
  readonly #source: OscSurfaceOptions['source']
  readonly #log: (message: string) => void
  readonly #now: () => number
  readonly #listeners: Listener[] = []
  readonly #unwatch: () => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #tokens = mostAtOnce
  #filledAt: number
  #dropped = 0
  #fixes = ''
  #fixesSince: number

  constructor(
    udp: InstanceType<typeof osc.UDPPort>,
    { source, log = () => {}, now = () => performance.now() }: OscSurfaceOptions,
  ) {
    this.#udp = udp
    this.#source = source
    this.#log = log
    this.#now = now
    this.#filledAt = now()
    // What is there at the start has been there before.
    this.#fixes = this.#offered()
    this.#fixesSince = now() - settledMs
    this.port = udp.socket.address().port
    udp.on('message', (message, _, from) => this.#receive(message, from))
    // Packets that are no OSC, and answers that nobody takes.
    udp.on('error', error => this.#log(`OSC: ${error.message}`))
    this.#unwatch = source.watch(() => this.#changed())
  }

  close(): void {
    this.#unwatch()
    if (this.#timer) clearTimeout(this.#timer)
    this.#udp.close()
  }

  #receive({ address, args: given }: OscMessage, from: OscSender): void {
    if (!this.#mayCome(from)) return
    const args = Array.isArray(given) ? given : given === undefined ? [] : [given]
    const press = actionOf(address, args, this.#source.state)
    this.#do(press, from)
  }

  #do(press: SurfacePress, from: OscSender): void {
    if (press.kind === 'hello') this.#hello({ address: from.address, port: press.port ?? from.port })
    else if (press.kind === 'bye') this.#bye({ address: from.address, port: press.port ?? from.port })
    else if (press.kind === 'refused') this.#refuse(from, press.why)
    else if (press.kind === 'act') {
      if (!press.isOnList || this.#now() - this.#fixesSince >= settledMs) void this.#source.act(press.action)
      else this.#refuse(from, 'The list of fixes has just changed. Press again.')
    }
  }

  #hello({ address, port }: Pick<Listener, 'address' | 'port'>): void {
    this.#bye({ address, port })
    if (this.#listeners.length >= mostListeners) this.#listeners.shift()
    const listener: Listener = { address, port, told: new Map() }
    this.#listeners.push(listener)
    this.#tell(listener)
  }

  #bye({ address, port }: Pick<Listener, 'address' | 'port'>): void {
    const at = this.#listeners.findIndex(each => each.address === address && each.port === port)
    if (at >= 0) this.#listeners.splice(at, 1)
  }

  #offered = () => JSON.stringify(this.#source.state.fixes.map(({ id, title }) => [id, title]))

  #changed(): void {
    const fixes = this.#offered()
    if (fixes !== this.#fixes) {
      this.#fixes = fixes
      this.#fixesSince = this.#now()
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      for (const listener of this.#listeners) this.#tell(listener)
    }, tellEveryMs)
  }

  /** Only what is new to this one. */
  #tell(listener: Listener): void {
    for (const { address, values } of rowsOf(this.#source.state)) {
      const text = JSON.stringify(values)
      if (listener.told.get(address) === text) continue
      listener.told.set(address, text)
      this.#send(listener, address, values)
    }
  }

  /** To whoever listens at the sender's address, and to the sender. */
  #refuse(from: OscSender, why: string): void {
    const at = this.#listeners.filter(({ address }) => address === from.address)
    for (const to of at.length > 0 ? at : [from]) this.#send(to, '/uplift/refused', [why])
  }

  #send({ address: to, port }: Pick<Listener, 'address' | 'port'>, address: string, values: readonly OscValue[]): void {
    try {
      this.#udp.send({ address, args: values.map(argument) }, to, port)
    } catch (error) {
      this.#log(`OSC: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  /** Too many: dropped, and said once. */
  #mayCome(from: OscSender): boolean {
    const now = this.#now()
    this.#tokens = Math.min(mostAtOnce, this.#tokens + ((now - this.#filledAt) / 1000) * pressesPerSecond)
    this.#filledAt = now
    if (this.#tokens >= 1) {
      this.#tokens--
      this.#dropped = 0
      return true
    }
    if (this.#dropped++ === 0) this.#refuse(from, `More than ${pressesPerSecond} messages a second: some were dropped.`)
    return false
  }
}

function argument(value: OscValue): OscArgument {
  if (typeof value === 'string') return { type: 's', value }
  return { type: Number.isInteger(value) ? 'i' : 'f', value }
}

function notOpened(port: number, cause: Error & { readonly code?: string }): AppError {
  const isTaken = cause.code === 'EADDRINUSE'
  return new AppError({
    code: isTaken ? 'OSC_PORT_IN_USE' : 'OSC_FAILED',
    message: isTaken ? `Port ${port} is taken by another program.` : `Port ${port} cannot be opened: ${cause.message}.`,
    action: 'Close the other program, or name another port.',
    cause,
  })
}
