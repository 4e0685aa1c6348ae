/** A generated device in the fake Max, with a script that only repeats what it hears: what the patcher does by itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { hubOutlets, tapOutlets } from '../../../device/protocol.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { maxpats } from '../../../scripts/build-patchers.ts'
import type { Message } from '../../max/atoms.ts'
import { vectorFrames } from '../../max/audio.ts'
import type { Device } from '../../max/device.ts'
import { Max, type MaxOptions } from '../../max/max.ts'
import { whiteNoise } from '../../support/signals.ts'

export const sampleRate = 44_100
const version = '1.2.3'
const folders: string[] = []
const running: Max[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(max => max.close()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const makeSet = () =>
  createSimulatedSet({
    name: 'Small',
    sampleRate,
    tempo: 120,
    beatsPerBar: 4,
    locators: [],
    tracks: [{ name: 'Noise', kind: 'audio', source: { sampleRate, channels: [whiteNoise(sampleRate, 1, 0.1)] } }],
    master: {},
  })

const echo = (outlets: number) =>
  `var inlets = 1; var outlets = ${outlets}
   function anything() { post([messagename].concat(Array.prototype.slice.call(arguments)).join(' ')) }`

export interface Loaded {
  readonly max: Max
  readonly device: Device
  readonly folder: string
  /** What the script has been told since it was asked last. */
  heard(): string[]
}

/** @param stored what the set remembers of the device */
export function load(
  name: 'Uplift' | 'Uplift Tap',
  options: Partial<MaxOptions> = {},
  stored?: ReadonlyMap<string, Message>,
): Loaded {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-patch-'))
  folders.push(folder)
  writeFileSync(join(folder, `uplift-hub-${version}.js`), echo(Object.keys(hubOutlets).length))
  writeFileSync(join(folder, `uplift-tap-${version}.js`), echo(Object.keys(tapOutlets).length))
  // Without the Node process: what is tested here must not need it.
  writeFileSync(join(folder, `${name}.maxpat`), maxpats(version)[name].replace('@autostart 1', '@autostart 0'))
  const max = new Max({ set: makeSet(), folder, ...options })
  running.push(max)
  const device = max.load(join(folder, `${name}.maxpat`), max.live.track('Noise'), stored ? { stored } : {})
  max.clock.advance(100)
  return { max, device, folder, heard: () => max.posts.splice(0) }
}

/** As if the script said it. */
export function say(device: Device, outlet: number, ...message: Message): void {
  const script = [...device.patch.every()].find(({ context }) => context.className === 'v8')!
  script.context.out(outlet, message)
  device.max.clock.settle()
}

let vectors = 0
/** One vector through the device; returns what leaves it. */
export function hear(device: Device, left: Float32Array, right = left, phase = new Float32Array(vectorFrames)) {
  device.hear({ number: vectors++, left, right, phase })
  return device.output
}

export const noise = (seed: number, level = 0.5): Float32Array => whiteNoise(vectorFrames, seed, level)
