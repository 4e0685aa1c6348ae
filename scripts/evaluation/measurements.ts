/**
 * What is measured of a song's states, kept by the samples of Main: the loop, the controls and the guards of both targets come
 * upon the same states again, and the renderer gives equal states equal buffers. Kept as long as those live.
 */
import { type Measured, measureSession, measureTrackMasking } from '../../node/app/measure.ts'
import type { Analysis } from '../../node/features/analysis.ts'
import type { Masking } from '../../node/features/masking/masking.ts'
import type { LiveSession } from '../../node/live/session.ts'

export class Measurements {
  readonly #bars: Pick<Analysis, 'sections' | 'grid'>
  readonly #analyses = new WeakMap<Float32Array, Analysis>()
  readonly #maskings = new WeakMap<Float32Array, Masking>()

  /** Every state is measured over these bars, the healthy original's: a fault does not move the arrangement. */
  constructor({ sections, grid }: Pick<Analysis, 'sections' | 'grid'>) {
    this.#bars = { sections, grid }
  }

  async measure(session: LiveSession): Promise<Measured> {
    const take = await session.capture()
    const known = this.#analyses.get(mainOf({ take }))
    if (known) return { set: await session.snapshot(), take, analysis: known }
    const measured = await measureSession(session, this.#bars)
    this.remember(measured)
    return measured
  }

  /** Something that was measured elsewhere, over the same bars. */
  remember(measured: Measured): void {
    this.#analyses.set(mainOf(measured), measured.analysis)
  }

  masking(measured: Measured): Masking {
    const main = mainOf(measured)
    const known = this.#maskings.get(main)
    if (known) return known
    const masking = measureTrackMasking(measured)
    this.#maskings.set(main, masking)
    return masking
  }
}

const mainOf = ({ take }: Pick<Measured, 'take'>) => take.main.channels[0]!
