/** Kick, clap, hats, ride and percussion. Each hit is rendered once (or in a few variants) and copied. */
import type { Bar, Plan } from './arrangement.ts'
import { midiToHz } from './harmony.ts'
import { between, noise, pick, type Random, stream } from './random.ts'
import { addAt, envelopeFrames, filter, layered, type Sound, scale, shape, silence, sweep } from './sound.ts'

const hasBeat = (bar: Bar) => bar.kind !== 'breakdown' && bar.kind !== 'rise'

/** A sine that falls onto a note of the key, with a click; saturated a little. */
export function renderKick(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, harmony, bars, frameOf } = plan
  const random = stream(seed, 'kick')
  const hz = midiToHz(harmony.kickMidi)
  const body = between(random, 1.6, 2.8)
  const bodySeconds = between(random, 0.016, 0.026)
  const clickSeconds = between(random, 0.0025, 0.004)
  const drive = between(random, 1.4, 2.2)
  const hit = new Float32Array(Math.round(0.36 * sampleRate))
  let phase = 0
  for (let n = 0; n < hit.length; n++) {
    const t = n / sampleRate
    phase += (hz * (1 + body * Math.exp(-t / bodySeconds) + 14 * Math.exp(-t / clickSeconds))) / sampleRate
    hit[n] = Math.tanh(drive * Math.sin(2 * Math.PI * phase)) / Math.tanh(drive)
  }
  shape(
    [hit],
    { attack: 0.0005, decay: between(random, 0.18, 0.26), sustain: 0, gate: 0.22, release: 0.03 },
    sampleRate,
  )
  const click = filter(
    [noise(random, Math.round(0.02 * sampleRate))],
    { type: 'highpass', hz: 2500, q: 0.7 },
    sampleRate,
  )
  shape(click, { attack: 0.0003, decay: 0.004, sustain: 0, gate: 0.01, release: 0.002 }, sampleRate)
  addAt([hit], click, 0, between(random, 0.12, 0.28))

  const stem = silence(1, frames)
  for (const bar of bars) {
    if (!hasBeat(bar)) continue
    for (let beat = 0; beat < 4; beat++) {
      // The last beat of a sixteen-bar phrase breathes.
      if (beat === 3 && bar.lastOfEight && bar.barInSection % 16 === 15) continue
      addAt(stem, [hit], frameOf(bar.index * 4 + beat), 0.95)
    }
  }
  return stem
}

/** Short clicks under every kick, for side-chains only. */
export function renderGhostKick(plan: Plan): Sound {
  const { sampleRate, frames, bars, frameOf } = plan
  const hit = new Float32Array(Math.round(0.05 * sampleRate))
  for (let n = 0; n < hit.length; n++) hit[n] = 0.9 * Math.sin((2 * Math.PI * 60 * n) / sampleRate)
  shape([hit], { attack: 0.0005, decay: 0.05, sustain: 0, gate: 0.03, release: 0.004 }, sampleRate)
  const stem = silence(1, frames)
  for (const bar of bars) {
    if (!hasBeat(bar)) continue
    for (let beat = 0; beat < 4; beat++) addAt(stem, [hit], frameOf(bar.index * 4 + beat))
  }
  return stem
}

/** Two noises that share `common` of their signal: 1 mono, 0 uncorrelated. */
function stereoNoise(random: Random, frames: number, common: number): Sound {
  const centre = noise(random, frames)
  return [noise(random, frames), noise(random, frames)].map(x => {
    for (let n = 0; n < frames; n++) x[n] = common * centre[n]! + (1 - common) * x[n]!
    return x
  })
}

/** Claps on two and four; before a drop a roll that doubles and rises. */
export function renderClap(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf, sixteenthSeconds } = plan
  const random = stream(seed, 'clap')
  const centreHz = between(random, 1000, 1700)
  const tail = between(random, 0.05, 0.11)
  const hit = silence(2, Math.round(0.5 * sampleRate))
  for (const [at, gain] of [
    [0, 0.7],
    [0.009, 0.6],
    [0.019, 0.8],
    [0.03, 1],
  ] as const) {
    const envelope = { attack: 0.0004, decay: at === 0.03 ? tail : 0.006, sustain: 0, gate: 0.4, release: 0.01 }
    const burst = stereoNoise(random, envelopeFrames(envelope, sampleRate), 0.6)
    addAt(hit, shape(burst, envelope, sampleRate), Math.round(at * sampleRate), gain)
  }
  sweep(hit, { cutoffHz: () => centreHz, q: 0.8, output: 'band', sampleRate })
  filter(hit, { type: 'highshelf', hz: 5000, q: 0.7, gainDb: 4 }, sampleRate)
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (bar.kind === 'rise') {
      const step = bar.progress < 0.5 ? 4 : bar.progress < 0.75 ? 2 : 1
      for (let s = 0; s < 16; s += step)
        addAt(stem, hit, bar.frame + Math.round(s * sixteenthSeconds * sampleRate), 0.25 + 0.45 * bar.progress)
    } else if (bar.kind !== 'breakdown' && !(bar.kind === 'intro' && bar.progress < 0.5)) {
      for (const beat of [1, 3]) addAt(stem, hit, frameOf(bar.index * 4 + beat))
      if (bar.lastOfEight) addAt(stem, hit, frameOf(bar.index * 4 + 3.75), 0.5)
    }
  }
  return stem
}

export function renderClosedHats(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf } = plan
  const random = stream(seed, 'closed hats')
  const cornerHz = between(random, 5500, 7500)
  const decay = between(random, 0.016, 0.032)
  const hits = Array.from({ length: 4 }, () => {
    const envelope = { attack: 0.0005, decay, sustain: 0, gate: 0.08, release: 0.005 }
    const hit = stereoNoise(random, envelopeFrames(envelope, sampleRate), 0.5)
    filter(hit, { type: 'highpass', hz: cornerHz, q: 0.9 }, sampleRate)
    filter(hit, { type: 'lowpass', hz: 13_000, q: 0.6 }, sampleRate)
    return shape(hit, envelope, sampleRate)
  })
  const accents = pick(random, [
    [0.55, 0.35, 0.9, 0.45],
    [0.5, 0.5, 1, 0.6],
    [0.8, 0.3, 0.6, 0.4],
  ])
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (!hasBeat(bar) || (bar.kind === 'intro' && bar.barInSection < Math.min(4, bar.barsInSection / 4))) continue
    for (let s = 0; s < 16; s++)
      addAt(stem, hits[s % 4]!, frameOf(bar.index * 4 + s / 4), accents[s % 4]! * between(random, 0.9, 1.1))
  }
  return stem
}

/** The off-beat hat that carries the groove. */
export function renderOpenHat(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf } = plan
  const random = stream(seed, 'open hat')
  const envelope = { attack: 0.001, decay: between(random, 0.07, 0.14), sustain: 0.1, gate: 0.16, release: 0.02 }
  const cornerHz = between(random, 4000, 6000)
  const hits = Array.from({ length: 2 }, () => {
    const hit = stereoNoise(random, envelopeFrames(envelope, sampleRate), 0.55)
    filter(hit, { type: 'highpass', hz: cornerHz, q: 0.8 }, sampleRate)
    filter(hit, { type: 'lowpass', hz: 12_500, q: 0.6 }, sampleRate)
    filter(hit, { type: 'bell', hz: cornerHz * 1.4, q: 1.5, gainDb: 4 }, sampleRate)
    return shape(hit, envelope, sampleRate)
  })
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (!hasBeat(bar) || (bar.kind === 'intro' && bar.progress < 0.5) || (bar.kind === 'outro' && bar.progress >= 0.75))
      continue
    for (let beat = 0; beat < 4; beat++) addAt(stem, hits[beat % 2]!, frameOf(bar.index * 4 + beat + 0.5))
  }
  return stem
}

/** Ride in the second half of a drop: inharmonic partials with noise. */
export function renderRide(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf } = plan
  const random = stream(seed, 'ride')
  const base = between(random, 420, 560)
  const hit = stereoNoise(random, Math.round(0.4 * sampleRate), 0.4)
  scale(hit, 0.5)
  for (const ratio of [8.1, 11.37, 13.9, 17.2, 19.6, 23.1]) {
    const phase = random()
    for (const x of hit)
      for (let n = 0; n < x.length; n++)
        x[n] = x[n]! + 0.16 * Math.sin(2 * Math.PI * (phase + (base * ratio * n) / sampleRate))
  }
  filter(hit, { type: 'highpass', hz: 4500, q: 0.7 }, sampleRate)
  shape(hit, { attack: 0.001, decay: between(random, 0.09, 0.16), sustain: 0, gate: 0.3, release: 0.02 }, sampleRate)
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (!(bar.kind === 'drop' && bar.progress >= 0.5) && !(bar.kind === 'groove' && bar.progress >= 0.5)) continue
    for (let eighth = 0; eighth < 8; eighth++)
      addAt(stem, hit, frameOf(bar.index * 4 + eighth / 2), eighth % 2 === 0 ? 0.6 : 0.85)
  }
  return stem
}

/** A short tuned blip on a syncopated pattern. */
export function renderPerc(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf } = plan
  const random = stream(seed, 'perc')
  const hz = midiToHz(plan.harmony.tonic + pick(random, [60, 67, 72]))
  const body = new Float32Array(Math.round(0.16 * sampleRate))
  for (let n = 0; n < body.length; n++) {
    const t = n / sampleRate
    const fall = hz * (t + 0.02 * (1 - Math.exp(-t / 0.02)))
    body[n] = Math.sin(2 * Math.PI * fall + 1.4 * Math.exp(-t / 0.03) * Math.sin(2 * Math.PI * 2.76 * hz * t))
  }
  const air = sweep([noise(random, body.length)], { cutoffHz: () => hz * 4, q: 1.2, output: 'band', sampleRate })
  const hit = layered([
    { sound: [body], gain: 0.6 },
    { sound: air, gain: between(random, 0.2, 0.6) },
  ])
  shape(
    hit,
    { attack: 0.0008, decay: between(random, 0.025, 0.05), sustain: 0, gate: 0.12, release: 0.006 },
    sampleRate,
  )
  const pattern = pick(random, [
    [3, 6, 11, 14],
    [2, 5, 10, 13, 15],
    [3, 7, 10, 14],
    [1, 6, 9, 14],
  ])
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (!hasBeat(bar) || (bar.kind === 'intro' && bar.progress < 0.25)) continue
    for (const s of pattern) addAt(stem, hit, frameOf(bar.index * 4 + s / 4), between(random, 0.6, 1))
    if (bar.lastOfEight) for (const s of [12, 13]) addAt(stem, hit, frameOf(bar.index * 4 + s / 4), 0.7)
  }
  return stem
}
