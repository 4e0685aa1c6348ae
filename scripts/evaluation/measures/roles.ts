/**
 * Roles of tracks: on generated songs with and without their names, and on stems that others made. Tuned on seeds 200 to 205
 * of the generator and on stems of projects that are not in the table below; reported on seeds from 500 up.
 */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import { specOfStems } from '../../../node/app/stems/stems.ts'
import { decodeAudioFile, listAudioFiles } from '../../../node/audio/decode.ts'
import { analyze } from '../../../node/features/analyze.ts'
import { sectionsFromLocators } from '../../../node/features/sections.ts'
import type { LiveSet } from '../../../node/live/set.ts'
import { type RoleGuess, rolesOf } from '../../../node/mix/roles/guess-roles.ts'
import type { Role } from '../../../node/mix/roles/role.ts'
import type { MeasureContext, MeasureRow } from './row.ts'

const seeds = [500, 501, 502, 503, 504, 505, 506, 507]

/** What the generator's tracks are; several where one would be as right as the other. */
const generatedTruth: Readonly<Record<string, readonly Role[]>> = {
  Kick: ['kick'],
  'Ghost Kick': ['kick'],
  Clap: ['clap'],
  'Closed Hats': ['hats'],
  'Open Hat': ['hats'],
  Ride: ['hats'],
  Perc: ['other'],
  Sub: ['sub'],
  'Off-beat Bass': ['bass', 'sub'],
  'Rolling Bass': ['bass'],
  'Supersaw Lead': ['lead'],
  Pad: ['pad'],
  Pluck: ['pluck'],
  Arp: ['arp'],
  FX: ['fx'],
  // The wet part of lead, pluck and pad.
  'Reverb Print': ['fx', 'pad'],
}

/** Stems of LMMS projects by others, in a corpus's C/lmms: what their files are called, and what that means. */
const stemTruth: Readonly<Record<string, Readonly<Record<string, readonly Role[]>>>> = {
  'Saber-FinalStep': {
    'Kick_2.ds': ['kick'],
    'Hat-c.ds': ['hats'],
    'Hat_o.ds': ['hats'],
    'rim01.ogg': ['clap', 'other'],
    'Rimshot.ds': ['clap', 'other'],
    'snare_rim01.ogg': ['clap', 'other'],
    'Hat_c.ds': ['hats'],
    'sounding_kick.ds': ['kick'],
    'one_clap.ds': ['clap'],
  },
  'Settel-InnerRecreation': {
    Lead_1: ['lead'],
    Choir: ['pad', 'vocal'],
    Bass: ['bass', 'sub'],
    Strings: ['pad'],
    'Kick.ds': ['kick'],
    'Plain_Kick.ds': ['kick'],
    'lo-fi_tamb.ds': ['hats'],
    'bassdrum03.ogg': ['kick'],
    'JazzSnr.ds': ['clap'],
    'snare_acoustic01.ogg': ['clap'],
    'shaaka.ds': ['hats'],
    'timbale_sound.ds': ['other'],
    'hihat_closed01.ogg': ['hats'],
    'hihat_closed02.ogg': ['hats'],
    'hihat_closed03.ogg': ['hats'],
    'hihat_closed04.ogg': ['hats'],
    'hihat_closed05.ogg': ['hats'],
    FX_1_Zip: ['fx'],
    'FX_2_Wahwah-Whoosh': ['fx'],
    FX_3_Chimes: ['fx'],
  },
  'Surrender-Main': {
    Lead: ['lead'],
    Bass: ['bass', 'sub'],
    Strings: ['pad'],
    Arp: ['arp'],
    Kick_I: ['kick'],
    Kick_II: ['kick'],
  },
  'Shovon-ProgressiveHousePluckDemo': {
    'bassdrum04.ogg': ['kick'],
    'kick01.ogg': ['kick'],
    Progressive_Pluck: ['pluck'],
  },
  'EsoXLB-CPU': {
    'kick04.ogg': ['kick'],
    'shaker01.ogg': ['hats'],
    'ride02.ogg': ['hats'],
    'hihat_closed02.ogg': ['hats'],
    'clap03.ogg': ['clap'],
    'crash02.ogg': ['hats', 'fx'],
    'snare06.ogg': ['clap'],
    Arpeggio: ['arp'],
  },
}

export async function roleRows({ corpus }: MeasureContext): Promise<readonly MeasureRow[]> {
  const named: Case[] = []
  const nameless: Case[] = []
  for (const seed of seeds) {
    const { spec } = generateSong({ seed, length: 'short' })
    const both = await casesOf(`seed ${seed}`, spec, name => generatedTruth[name])
    named.push(...both.named)
    nameless.push(...both.nameless)
  }
  const against = `Generated songs, seeds ${seeds[0]} to ${seeds.at(-1)}`
  const rows = [
    accuracyRow('Role of a track by name and sound', named, { against, bar: 0.95 }),
    accuracyRow('Role by sound alone: kick, basses, hats, pad or lead', nameless.filter(isCore).map(leadOrPad), {
      against: `${against}, names taken away`,
      bar: 0.8,
    }),
    accuracyRow('Role by sound alone: every role', nameless, { against: `${against}, names taken away`, bar: null }),
    calibrationRow('generated songs', named),
    calibrationRow('generated songs, names taken away', nameless),
  ]
  return corpus === null ? rows : [...rows, ...(await stemRows(corpus))]
}

interface Case {
  readonly song: string
  readonly track: string
  readonly truth: readonly Role[]
  readonly guess: RoleGuess
}

const isRight = ({ truth, guess }: Case) => truth.includes(guess.role)

/** The roles that the planner's limits hang on most. */
const core: readonly Role[] = ['kick', 'sub', 'bass', 'hats', 'lead', 'pad']
const isCore = ({ truth }: Case) => core.includes(truth[0]!)
/** A sub may pass for a bass and a lead for a pad, and the other way round: limits are alike. */
const leadOrPad = (each: Case): Case => {
  const alike: readonly (readonly Role[])[] = [
    ['sub', 'bass'],
    ['lead', 'pad'],
  ]
  return { ...each, truth: [...each.truth, ...(alike.find(pair => pair.includes(each.truth[0]!)) ?? [])] }
}

async function casesOf(
  song: string,
  spec: SimulatedSetSpec,
  truthOf: (name: string) => readonly Role[] | undefined,
): Promise<{ named: Case[]; nameless: Case[] }> {
  const session = createSimulatedSet(spec)
  const set = await session.snapshot()
  const take = await session.capture()
  const sections = sectionsFromLocators(
    set.locators.map(({ name, beats }) => ({ name, seconds: (60 / set.tempo) * beats })),
    set.lengthSeconds,
  )
  const analysis = analyze(take.main, { name: song, ...(sections ? { sections } : {}) })
  const judged = (named: LiveSet, onlyHeard: boolean): Case[] => {
    const guesses = rolesOf(named, take, analysis)
    return set.tracks.flatMap(({ path, name }) => {
      const truth = truthOf(name)
      const guess = guesses.get(path)
      const isSilent = !take.taps.get(path)?.channels.some(channel => channel.some(x => Math.abs(x) > 1e-4))
      return truth && guess && !(onlyHeard && isSilent) ? [{ song, track: name, truth, guess }] : []
    })
  }
  return { named: judged(set, false), nameless: judged(withoutNames(set), true) }
}

/** As Live names new tracks; groups and instruments as well. */
const withoutNames = (set: LiveSet): LiveSet => ({
  ...set,
  tracks: set.tracks.map((track, i) => ({
    ...track,
    name: track.kind === 'master' ? track.name : `${i + 1}-${track.kind === 'group' ? 'Group' : 'Audio'}`,
    devices: track.devices.map(device => ({ ...device, name: device.className })),
  })),
})

const described = ({ song, track, truth, guess }: Case) =>
  `${song}, ${track}: ${guess.candidates.map(each => `${each.role} ${each.confidence.toFixed(2)}`).join(', ')} (true: ${truth[0]}). ${guess.because}`

function accuracyRow(
  what: string,
  cases: readonly Case[],
  { against, bar }: { readonly against: string; readonly bar: number | null },
): MeasureRow {
  const wrong = cases.filter(each => !isRight(each))
  const share = 1 - wrong.length / cases.length
  const confusions = new Map<string, number>()
  for (const { truth, guess } of wrong) {
    const key = `${truth[0]} taken for ${guess.role}`
    confusions.set(key, (confusions.get(key) ?? 0) + 1)
  }
  const worst = [...confusions].sort((a, b) => b[1] - a[1]).slice(0, 4)
  return {
    what,
    against,
    bar: bar === null ? 'none' : `at least ${Math.round(100 * bar)} %`,
    result: `${cases.length - wrong.length} of ${cases.length} (${(100 * share).toFixed(1)} %)${worst.length > 0 ? `; ${worst.map(([key, count]) => `${key} ${count}×`).join(', ')}` : ''}`,
    met: bar === null ? null : cases.length > 0 && share >= bar,
    cases: wrong.map(described),
  }
}

/** What is promised and what is kept, in bins of confidence. Promising less than is kept misleads nobody. */
function calibrationRow(which: string, cases: readonly Case[]): MeasureRow {
  const edges = [0, 0.5, 0.7, 0.85, 1.01]
  const bins = edges.slice(1).flatMap((to, i) => {
    const within = cases.filter(({ guess: { confidence } }) => confidence >= edges[i]! && confidence < to)
    if (within.length === 0) return []
    const said = within.reduce((sum, { guess }) => sum + guess.confidence, 0) / within.length
    return [{ count: within.length, said, kept: within.filter(isRight).length / within.length }]
  })
  const mean = (of: (bin: (typeof bins)[number]) => number) =>
    bins.reduce((sum, bin) => sum + (bin.count / cases.length) * of(bin), 0)
  const over = mean(({ said, kept }) => Math.max(0, said - kept))
  return {
    what: `Confidence of roles: ${which}`,
    against: 'Share of the guesses that are right, in bins of confidence',
    bar: 'promises at most 0.10 too much on average',
    result: `${over.toFixed(2)} too much, ${mean(({ said, kept }) => Math.max(0, kept - said)).toFixed(2)} too little; ${bins.map(({ count, said, kept }) => `said ${said.toFixed(2)}, right ${kept.toFixed(2)} (${count})`).join('; ')}`,
    met: cases.length > 0 && over <= 0.1,
    cases: [],
  }
}

/** Taken from a quarter of the song on: enough for every role to play, little enough to hold 26 stems. */
const excerptSeconds = 90

async function stemRows(corpus: string): Promise<MeasureRow[]> {
  const named: Case[] = []
  const nameless: Case[] = []
  const missing: string[] = []
  for (const [song, truth] of Object.entries(stemTruth)) {
    const folder = join(corpus, 'C/lmms', song)
    if (!existsSync(folder)) {
      missing.push(song)
      continue
    }
    const both = await casesOf(song, await stemsOf(song, folder), name => truth[name.replace(/^\d+_/, '')])
    named.push(...both.named)
    nameless.push(...both.nameless)
  }
  const what = 'Role on stems by others'
  if (named.length === 0) {
    const result = `none of ${missing.join(', ')} in the corpus`
    return [{ what, against: 'names of the files', bar: 'none', result, met: null, cases: [] }]
  }
  const against = `Names of ${named.length} files of ${Object.keys(stemTruth).length - missing.length} LMMS projects, read by hand`
  return [
    accuracyRow(`${what}, by name and sound`, named, { against, bar: 0.95 }),
    accuracyRow(`${what}, by sound alone: kick, basses, hats, pad or lead`, nameless.filter(isCore).map(leadOrPad), {
      against,
      bar: 0.8,
    }),
    accuracyRow(`${what}, by sound alone: every role`, nameless, { against, bar: null }),
    calibrationRow('stems by others', named),
    calibrationRow('stems by others, names taken away', nameless),
  ]
}

async function stemsOf(name: string, folder: string): Promise<SimulatedSetSpec> {
  const stems = []
  for (const path of await listAudioFiles(folder)) {
    const stem = basename(path).replace(/\.flac$/, '')
    if (/^mix|\.nosc$/.test(stem)) continue
    const { sampleRate, channels } = await decodeAudioFile(path)
    const from = Math.floor(channels[0]!.length / 4)
    const cut = channels.map(channel => channel.slice(from, from + excerptSeconds * sampleRate))
    stems.push({ name: stem, audio: { sampleRate, channels: cut } })
  }
  return specOfStems(name, stems)
}
