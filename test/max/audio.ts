/**
 * The signal part of a device, by vectors of 512 samples: what its recorders, meters and plugout~ hear is pulled through
 * the objects in front of them. Messages take effect between vectors, as in Max; hence the jitter of a recorder's start.
 */
import type { BoxContext } from './box.ts'
import type { Device } from './device.ts'
import type { Patch } from './patch.ts'

export const vectorFrames = 512

/** One vector of what Live plays at the device's place. */
export interface Vector {
  /** Counts vectors since Max came up. */
  readonly number: number
  readonly left: Float32Array
  readonly right: Float32Array
  /** Song position as plugphasor~ gives it: phase in the beat, 0 to 1. */
  readonly phase: Float32Array
}

/** An object with signals. Inputs are sums of what flows into an inlet; null: nothing is connected. */
export interface SignalBox {
  process(inputs: readonly (Float32Array | null)[], vector: Vector): readonly Float32Array[]
  /** Does something with its input even though nothing hangs on its outlets. */
  readonly isSink?: boolean
}

export class AudioPart {
  readonly #device: Device
  readonly #sinks: { readonly context: BoxContext; readonly patch: Patch }[] = []
  readonly #done = new Map<BoxContext, readonly Float32Array[]>()
  /** What left the device last. */
  output: readonly [Float32Array, Float32Array] = [new Float32Array(vectorFrames), new Float32Array(vectorFrames)]

  constructor(device: Device) {
    this.#device = device
    for (const { context } of device.patch.every()) {
      if (device.signals.get(context)?.isSink) this.#sinks.push({ context, patch: context.patch })
    }
  }

  run(vector: Vector): void {
    this.#done.clear()
    for (const { context, patch } of this.#sinks) {
      if (!this.#device.isMuted(patch)) this.#outputs(context, vector)
    }
  }

  #outputs(context: BoxContext, vector: Vector): readonly Float32Array[] {
    const known = this.#done.get(context)
    if (known) return known
    const box = this.#device.signals.get(context)
    if (!box) return context.fail('has no signal')
    // A loop of cords hears silence once, as a loop without delay does in Max.
    this.#done.set(context, [])
    const inputs = Array.from({ length: context.json.numinlets }, (_, inlet) =>
      this.#into(context.patch, context.json.id, inlet, vector),
    )
    const outputs = box.process(inputs, vector)
    this.#done.set(context, outputs)
    return outputs
  }

  #into(patch: Patch, id: string, inlet: number, vector: Vector): Float32Array | null {
    let sum: Float32Array | null = null
    for (const { from, outlet } of patch.cordsInto(id, inlet)) {
      const signal = this.#from(patch, from, outlet, vector)
      if (!signal) continue
      if (!sum) sum = signal
      else {
        const both: Float32Array = sum.slice()
        for (let n = 0; n < both.length; n++) both[n]! += signal[n]!
        sum = both
      }
    }
    return sum
  }

  #from(patch: Patch, id: string, outlet: number, vector: Vector): Float32Array | null {
    const context = patch.contexts.get(id)!
    const below = this.#device.subpatches.get(context)
    if (below) {
      const port = below.port('outlet', outlet)
      return port ? this.#into(below, port.json.id, 0, vector) : null
    }
    if (context.className === 'inlet') {
      const outer = this.#device.outerOf(patch)
      return outer ? this.#into(outer.patch, outer.json.id, patch.portIndex(context), vector) : null
    }
    const types = context.json['outlettype'] as string[] | undefined
    if (types?.[outlet] !== 'signal') return null
    return this.#outputs(context, vector)[outlet] ?? null
  }
}
