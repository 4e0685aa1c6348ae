/** What can be said of the filter. */

import { median } from '../dsp/statistics.ts'
import type { EnvelopeFit } from './envelope.ts'
import { type Estimate, estimate, ramp, unknown } from './estimate.ts'
import { type CutoffPoint, fitFilterEnvelope } from './filter-envelope.ts'
import type { FilterType } from './models.ts'
import type { Timbre } from './oscillator.ts'
import type { FilterAnswers } from './sound.ts'

interface Context {
  readonly envelope: EnvelopeFit
  readonly lfoMoves: boolean
  readonly f0: number | null
  /** Confidence of the waveform: a filter is what the waveform does not explain. */
  readonly waveformSure: number
}

/** A fit with a filter must beat the one without by so much, dB, before a filter is named. */
const doubtDb = 0.25
const clearDb = 1

export function filterAnswers(timbre: Timbre, cutoffs: readonly CutoffPoint[], context: Context): FilterAnswers {
  const { best, fits, moves, pulseWidths } = timbre
  const keyTracking = unknown('%', 'one pitch only: give two notes some octaves apart')
  if (pulseWidths) return allUnknown('the moving pulse width shapes the spectrum', keyTracking)
  if (best.waveform.waveform === 'sine' && best.filter.type === 'none')
    return allUnknown('a sine has nothing to filter', keyTracking)
  const rival = fits.find(({ filter }) => (filter.type === 'none') !== (best.filter.type === 'none'))
  const margin = rival ? rival.cost - best.cost : 2
  const sameShape = fits.find(
    fit =>
      fit !== best &&
      fit.filter.type === best.filter.type &&
      fit.filter.slopeDbPerOctave !== best.filter.slopeDbPerOctave,
  )
  const otherWave = fits.find(fit => fit.waveform.waveform !== best.waveform.waveform && fit.filter.type !== 'none')
  const excuse = Math.min(1.5, 0.35 * timbre.wavering) + (moves ? 0.8 : 0)
  const quality = ramp(best.errorDb - excuse, 1.2, 4.5) * Math.min(1, context.waveformSure / 0.8)
  if (best.filter.type === 'none') {
    const confidence = 0.95 * quality * ramp(margin, doubtDb, -0.2)
    const reason = 'no filter is heard'
    return {
      ...allUnknown(reason, keyTracking),
      type: estimate<FilterType>('none', '', confidence, 'hardly any filter, or none'),
    }
  }
  const sure = 0.95 * quality * ramp(margin, clearDb, 0) * (otherWave ? ramp(otherWave.cost - best.cost, 0.7, 0) : 1)
  const doubt = 'several filters fit alike'
  const slopeSure = sure * (sameShape ? ramp(sameShape.cost - best.cost, 0.6, 0) : 1)
  const shared = {
    type: estimate<FilterType>(best.filter.type, '', sure, doubt),
    slope: estimate(best.filter.slopeDbPerOctave, 'dB/oct', slopeSure, 'the slope cannot be told'),
    resonance: estimate(best.filter.q, 'Q', 0.9 * slopeSure, 'the peak cannot be told'),
    keyTracking,
  }
  if (!moves) {
    const cutoff = best.cutoffs[0]
    return {
      ...shared,
      cutoff: cutoff == null ? unknown('Hz', doubt) : estimate(cutoff, 'Hz', slopeSure, doubt),
      envelope: noEnvelope('the cutoff does not move'),
    }
  }
  if (context.lfoMoves) {
    const middle = median(cutoffs.filter(({ weight }) => weight > 0).map(({ hz }) => Math.log2(hz)))
    return {
      ...shared,
      cutoff: middle === null ? unknown('Hz', doubt) : estimate(2 ** middle, 'Hz', 0.8 * slopeSure, doubt),
      envelope: noEnvelope('an LFO moves the cutoff'),
    }
  }
  return { ...shared, ...moving(cutoffs, context, slopeSure) }
}

function moving(
  cutoffs: readonly CutoffPoint[],
  { envelope, f0 }: Context,
  sure: number,
): Pick<FilterAnswers, 'cutoff' | 'envelope'> {
  const fit = fitFilterEnvelope(cutoffs, envelope)
  const unclear = 'its movement is no clear envelope'
  if (!fit)
    return {
      cutoff: unknown('Hz', 'too short to follow the cutoff'),
      envelope: noEnvelope('too short to follow the cutoff'),
    }
  const follows = ramp(fit.error / Math.max(1e-9, fit.staticError), 0.25, 0.8)
  const clear = 0.9 * Math.sqrt(Math.max(0.01, sure)) * follows
  const length = envelope.gateSeconds - envelope.startSeconds
  const falls = fit.sustain < 0.9
  const settled = fit.attack + fit.decay <= 1.05 * length
  // A cutoff far below the fundamental leaves nothing to read it from.
  const readable = f0 === null ? 1 : ramp(Math.log2(fit.baseHz / f0), -0.2, -1.5)
  // A cutoff that the envelope never comes down to trades off against its sustain: the two sound alike.
  const shows = ramp(fit.nearestToBase, 0.2, 0.45)
  const baseSure = clear * readable * (falls && !settled ? 0.3 : 1) * shows
  const below =
    shows < 0.5 ? 'it trades off against the sustain of its envelope' : 'the envelope ends below what the sound shows'
  return {
    cutoff: estimate(fit.baseHz, 'Hz', baseSure, below),
    envelope: {
      amount: estimate(fit.octaves, 'oct', baseSure, below),
      attack: estimate(fit.attack, 's', clear, unclear),
      decay: falls
        ? estimate(fit.decay, 's', clear * (settled ? 1 : 0.4) * (0.5 + 0.5 * readable), unclear)
        : unknown('s', 'no decay is heard: the cutoff holds'),
      sustain: estimate(100 * (falls ? fit.sustain : 1), '%', baseSure, below),
    },
  }
}

const noEnvelope = (reason: string): FilterAnswers['envelope'] => ({
  amount: unknown('oct', reason),
  attack: unknown('s', reason),
  decay: unknown('s', reason),
  sustain: unknown('%', reason),
})

export const allUnknown = (reason: string, keyTracking: Estimate): FilterAnswers => ({
  type: unknown('', reason),
  cutoff: unknown('Hz', reason),
  slope: unknown('dB/oct', reason),
  resonance: unknown('Q', reason),
  keyTracking,
  envelope: noEnvelope(reason),
})
