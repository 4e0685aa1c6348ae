/**
 * Multiband Dynamics: in three bands, what is above one threshold and what is below another is made louder or quieter.
 * Assumed (device/FACTS.md): Linkwitz-Riley crossovers of 24 dB per octave; a ratio's law is unknown, taken as slope
 * 1 − raw, which makes Above 1 : 0…2 and Below 1 : 0…4; a knee of 6 dB when soft; gains move by at most 36 dB, attack
 * towards more of it, release back; Time Scaling stretches both; the external side-chain is split like the signal.
 */
import { dbToGain, gainToDb, powerToDb } from '../../../dsp/decibel.ts'
import { addTo, type Bands, splitBands } from './crossover.ts'
import { curveGainDb, decayPerSample } from './dynamics.ts'
import { applyGain, type Effect, type Stereo } from './effect.ts'

const bandNames = ['Low', 'Mid', 'High'] as const
const softKneeDb = 6
const mostDb = 36
const rmsMs = 10
/** The peak detector falls this slowly, or every zero crossing would count as quiet. */
const peakMs = 50
/** The gain is worked out every so many samples and drawn straight between. */
const step = 8

interface Band {
  readonly isActive: boolean
  readonly input: number
  readonly output: number
  readonly above: { readonly thresholdDb: number; readonly slope: number }
  readonly below: { readonly thresholdDb: number; readonly slope: number }
  readonly attackMs: number
  readonly releaseMs: number
}

type Value = (parameter: string) => number

function bandOf(name: (typeof bandNames)[number], value: Value, raw: Value): Band {
  const time = value('Time Scaling') / 100
  return {
    isActive: value(`Band Activator (${name})`) === 1,
    input: dbToGain(value(`Input Gain (${name})`)),
    output: dbToGain(value(`Output Gain (${name})`)),
    above: { thresholdDb: value(`Above Threshold (${name})`), slope: -raw(`Above Ratio (${name})`) },
    below: { thresholdDb: value(`Below Threshold (${name})`), slope: -raw(`Below Ratio (${name})`) },
    attackMs: time * value(`Attack Time (${name})`),
    releaseMs: time * value(`Release Time (${name})`),
  }
}

const movesLevel = ({ above, below }: Band) => above.slope !== 0 || below.slope !== 0
const isNeutral = (band: Band) => !band.isActive || (band.input === 1 && band.output === 1 && !movesLevel(band))

export function multibandDynamics(value: Value, raw: Value): Effect | null {
  const bands = bandNames.map(name => bandOf(name, value, raw))
  const output = dbToGain(value('Output'))
  const amount = value('Amount') / 100
  if (bands.every(isNeutral) && output === 1) return null
  const crossover = { lowHz: value('Low-Mid Crossover'), highHz: value('Mid-High Crossover'), slope: 24 } as const
  const isPeak = value('Peak/RMS Mode') === 1
  const kneeDb = value('Soft Knee On/Off') === 1 ? softKneeDb : 0
  return (signal, { sampleRate, key }) => {
    const split = splitBands(signal, crossover, sampleRate)
    const heard: Bands = value('S/C On') === 1 ? splitBands(blend(signal, key, value), crossover, sampleRate) : split
    for (const channel of signal) channel.fill(0)
    for (const [i, band] of bands.entries()) {
      const own = split[i]!
      if (band.isActive) {
        // Before the gains, which act on what is heard from outside as well.
        const gain = movesLevel(band) ? bandGain(heard[i]!, band, { kneeDb, amount, isPeak }, sampleRate) : null
        applyGain(own, band.input * band.output)
        if (gain)
          for (const channel of own) for (let n = 0; n < channel.length; n++) channel[n] = gain[n]! * channel[n]!
      }
      addTo(signal, own, output)
    }
  }
}

/** The device's own input and the key × S/C Gain, blended by S/C Mix. */
function blend([left, right]: Stereo, key: Stereo | null, value: Value): Stereo {
  const wet = value('S/C Mix') / 100
  const gain = wet * dbToGain(value('S/C Gain'))
  const side = (own: Float32Array, other: Float32Array | undefined) =>
    own.map((x, n) => (1 - wet) * x + gain * (other?.[n] ?? 0))
  return [side(left, key?.[0]), side(right, key?.[1])]
}

/** The gain over time that a band's thresholds ask for. */
function bandGain(
  [left, right]: Stereo,
  { input, above, below, attackMs, releaseMs }: Band,
  { kneeDb, amount, isPeak }: { readonly kneeDb: number; readonly amount: number; readonly isPeak: boolean },
  sampleRate: number,
): Float32Array {
  const attack = decayPerSample(attackMs, sampleRate) ** step
  const release = decayPerSample(releaseMs, sampleRate) ** step
  const average = decayPerSample(rmsMs, sampleRate) ** step
  const fall = decayPerSample(peakMs, sampleRate) ** step
  const gain = new Float32Array(left.length)
  const inputDb = gainToDb(input)
  let power = 0
  let highest = 0
  let smooth = 0
  let before = 1
  for (let from = 0; from < left.length; from += step) {
    const end = Math.min(from + step, left.length)
    let sum = 0
    highest *= fall
    for (let n = from; n < end; n++) {
      const l = left[n]!
      const r = right[n]!
      highest = Math.max(highest, Math.abs(l), Math.abs(r))
      sum += Math.max(l * l, r * r)
    }
    power = average * power + ((1 - average) * sum) / (end - from)
    const levelDb = inputDb + (isPeak ? gainToDb(highest) : powerToDb(power))
    const wanted = amount * wantedDb(levelDb, above, below, kneeDb)
    const share = Math.abs(wanted) > Math.abs(smooth) ? attack : release
    smooth = share * smooth + (1 - share) * wanted
    const after = dbToGain(smooth)
    const rise = (after - before) / step
    for (let n = from, now = before + rise; n < end; n++, now += rise) gain[n] = now
    before = after
  }
  return gain
}

function wantedDb(levelDb: number, above: Band['above'], below: Band['below'], kneeDb: number): number {
  const up = curveGainDb({ ...above, kneeDb }, levelDb)
  // The same curve, mirrored: how far below the threshold.
  const down = curveGainDb({ thresholdDb: -below.thresholdDb, slope: -below.slope, kneeDb }, -levelDb)
  const sum = up + down
  return Number.isNaN(sum) ? 0 : Math.max(-mostDb, Math.min(mostDb, sum))
}
