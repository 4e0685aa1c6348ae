/** What an object of a patcher is to the interpreter. */
import type { Atom, Message } from './atoms.ts'
import type { Device } from './device.ts'
import type { Max } from './max.ts'
import type { Patch } from './patch.ts'

/** A box as the .maxpat has it. */
export interface BoxJson {
  readonly id: string
  readonly maxclass: string
  readonly numinlets: number
  readonly numoutlets: number
  readonly text?: string
  readonly varname?: string
  readonly patching_rect?: readonly number[]
  readonly patcher?: PatcherJson
  readonly [key: string]: unknown
}

export interface PatcherJson {
  readonly boxes: readonly { readonly box: BoxJson }[]
  readonly lines: readonly {
    readonly patchline: {
      readonly source: readonly [string, number]
      readonly destination: readonly [string, number]
      readonly order?: number
    }
  }[]
  readonly [key: string]: unknown
}

export interface BoxContext {
  readonly json: BoxJson
  /** First word of the text, or the maxclass. */
  readonly className: string
  /** Words after the first, attributes (@) left out; with `---` replaced. */
  readonly args: readonly Atom[]
  /** The same as text: "1." is a float where 1 is an int. */
  readonly words: readonly string[]
  /** @name value …, and attribute keys of the box. */
  readonly attributes: ReadonlyMap<string, Message>
  readonly max: Max
  readonly device: Device
  readonly patch: Patch
  out(outlet: number, message: Message): void
  /** Fails the test: in Max this would be a line in a console that nobody reads. */
  fail(problem: string): never
}

export interface Box {
  receive(inlet: number, message: Message): void
  /** While the device loads, after all objects and cords are there: what a parameter or a pattr has stored. */
  restore?(): void
  loadbang?(): void
  free?(): void
}

export type MakeBox = (context: BoxContext) => Box
