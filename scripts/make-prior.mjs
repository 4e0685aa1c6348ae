/**
 * Writes presets/profiles/trance-prior.json: target ranges from published figures, with the source of each, for use until
 * the producer has a profile of their own. Ranges are wide on purpose: sources disagree, and a prior is nobody's taste.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** low..high is the range the sources span; σ is a quarter of it, as if it were p10–p90 of a normal (2.56 σ), widened. */
const range = (low, median, high, source) => ({ median, scale: round((high - low) / 2.2), low, high, count: 0, source })
const round = value => Number(value.toFixed(3))

const sources = {
  loudness: 'iZotope (ten dance hits −8.3 ±1 LUFS), Beatport −9…−7, roadmap −10…−6',
  shortTerm: 'Published mastering analyses: drops −7…−6, hard dance to −5, softer trance to −8.5',
  truePeak: 'Ceilings −1 (streaming) to −0.3 dBTP (club); commercial records measured to +1.2',
  plr: 'ableton-sonic-analyzer: trance PLR 7–11',
  crest: 'Crest 6–11 (ableton-sonic-analyzer), 8–12 (AbletonAIAnalysis), 7–13 (OpenDock)',
  lra: 'ableton-auto-mix: LRA 3–7.5',
  tempo: 'Sub-styles 126–148, uplifting 136–142; GiantSteps trance median 139',
  bands:
    'ableton-auto-mix trance target (sub −3, bass −4, low-mid −7, mid −7, high-mid −8, high −12), ±4 to 6 dB for the spread of AbletonAIAnalysis’ and OpenDock’s targets',
  tilt: '−4.5 dB/oct looks flat on dance masters (dusk-audio), −5 dB/oct 100 Hz–4 kHz (Pestana 2013); per hertz, which is 3 dB/oct less steep in third octaves',
  thirds: 'Line of the published tilt through the anchor, ±6 dB',
  width: 'OpenDock progressive: side to mid ≤ .15 low, ≥ .40 high; hats 30–60 %, pads 60–90 %',
  correlation: 'AbletonAIAnalysis config: bass correlation ≥ .85, mono ≥ .4',
  fold: 'Warn on measured mono loss above 1 dB in the low end (mixinggpt, spinnertownblanks); 3 dB is uncorrelated',
  balance: 'Finished mixes are centred; a shift of about 1 dB is heard (just-noticeable interaural level difference)',
  mono: 'Roadmap: 95 % mono below 150 Hz; mono below 120 Hz (izo.zip)',
}

const nominals = [
  50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300,
  8000, 10000,
]

/** Spectrum relative to the mid-range anchor (the level of one third octave at 1 kHz). */
const spectrum = extra => ({
  bandSub: range(4 - extra, 11, 17, sources.bands),
  bandBass: range(6 - extra / 2, 12, 17, sources.bands),
  bandLowMid: range(3, 7.5, 12 + extra / 3, sources.bands),
  bandMid: range(5, 7.5, 10, sources.bands),
  bandPresence: range(1, 5.5, 9 + extra / 3, sources.bands),
  bandBrilliance: range(-4, 1.5, 6 + extra / 3, sources.bands),
  bandAir: range(-10, -3, 3 + extra / 3, sources.bands),
  mud: range(4, 9, 13 + extra / 3, sources.bands),
  spectralTilt: range(-6.5, -4.8, -3.3 + extra / 10, sources.tilt),
  ...Object.fromEntries(
    nominals.map(hz => {
      const line = round(-1.8 * Math.log2(hz / 1000))
      const below = hz < 200 ? extra : 0
      return [`third${hz}`, range(round(line - 6 - below), line, round(line + 6), sources.thirds)]
    }),
  ),
})

const stereo = {
  widthSub: range(-30, -26, -16, sources.width),
  widthBass: range(-30, -21, -12, sources.width),
  widthLowMid: range(-22, -14, -7, sources.width),
  widthMid: range(-17, -10, -4.5, sources.width),
  widthPresence: range(-15, -8.5, -3, sources.width),
  widthBrilliance: range(-14, -7.5, -2, sources.width),
  widthAir: range(-14, -7.5, -2, sources.width),
  correlationSub: range(0.85, 0.97, 1, sources.correlation),
  correlationBass: range(0.8, 0.95, 1, sources.correlation),
  correlationLowMid: range(0.5, 0.85, 1, sources.correlation),
  correlationMid: range(0.4, 0.75, 1, sources.correlation),
  correlationPresence: range(0.3, 0.7, 1, sources.correlation),
  correlationBrilliance: range(0.25, 0.65, 1, sources.correlation),
  correlationAir: range(0.2, 0.6, 1, sources.correlation),
  monoFoldLossSub: range(0, 0.05, 0.3, sources.fold),
  monoFoldLossBass: range(0, 0.1, 0.7, sources.fold),
  monoFoldLossLowMid: range(0, 0.3, 1.2, sources.fold),
  monoFoldLossMid: range(0, 0.5, 1.6, sources.fold),
  monoFoldLossPresence: range(0, 0.7, 2, sources.fold),
  monoFoldLossBrilliance: range(0, 0.8, 2.2, sources.fold),
  monoFoldLossAir: range(0, 0.8, 2.3, sources.fold),
  bassMononess: range(92, 97, 100, sources.mono),
  balanceLow: range(-1, 0, 1, sources.balance),
  balanceMid: range(-1, 0, 1, sources.balance),
  balanceHigh: range(-1.5, 0, 1.5, sources.balance),
}

const lowEnd = Object.fromEntries(Object.entries(stereo).filter(([id]) => /Sub$|Bass$|bassMononess/.test(id)))

const profile = {
  version: 1,
  name: 'Trance prior',
  kind: 'prior',
  description:
    'Ranges from published figures and peers’ targets; a starting point until you have learned a profile from your own references.',
  stage: 'master',
  scopes: {
    drop: { crestFactor: range(6, 9, 12, sources.crest), ...spectrum(0), ...stereo },
    build: { ...spectrum(8), ...stereo },
    // A breakdown may have next to no low end: only too much of it is a fault.
    breakdown: { ...spectrum(25), ...stereo },
    intro: lowEnd,
    outro: lowEnd,
    overall: {
      integratedLoudness: range(-10, -8.3, -6.5, sources.loudness),
      shortTermMax: range(-8.5, -6.5, -5, sources.shortTerm),
      truePeak: range(-2, -0.5, 0.5, sources.truePeak),
      peakToLoudnessRatio: range(7, 9, 11, sources.plr),
      crestFactor: range(6, 9, 12, sources.crest),
      loudnessRange: range(3, 5, 9, sources.lra),
      tempo: range(126, 138, 148, sources.tempo),
      ...spectrum(4),
      ...stereo,
    },
  },
}

const file = fileURLToPath(new URL('../presets/profiles/trance-prior.json', import.meta.url))
writeFileSync(file, `${JSON.stringify(profile, null, 2)}\n`)
