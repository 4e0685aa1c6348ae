/** Tempo, beat phase, downbeat and patterns, against songs and patterns whose every hit is known. */
import type { Audio } from '../../../node/audio/audio.ts'
import { measureRhythm, type Rhythm } from '../../../node/features/rhythm/rhythm.ts'
import {
  addAt,
  type DrumPattern,
  drums,
  every,
  hat,
  kick,
  mono,
  noise,
  pad,
  silence,
} from '../../../test/support/beats.ts'
import {
  generatedSongs,
  type KnownSong,
  projectMixes,
  secondOpinions,
  songSeeds,
  tunedProjects,
} from './rhythm-material.ts'
import type { MeasureFamily, MeasureRow } from './row.ts'
import { percent, signed, worstOf } from './words.ts'

export const rhythmRows: MeasureFamily = async ({ corpus }) => {
  const songs: Reading[] = []
  for await (const song of generatedSongs()) songs.push(read(song))
  const projects: Reading[] = []
  if (corpus) for await (const song of projectMixes(corpus)) projects.push(read(song))
  const generated = `${songs.length} generated songs (seeds ${songSeeds[0]}–${songSeeds.at(-1)})`
  const others = `${projects.length} LMMS projects`
  const usual = projects.filter(({ song }) => song.tempo >= 120 && song.tempo <= 150)
  return [
    tempoRow(songs, 'Tempo', `${generated}, 132–142 BPM`, '±0.1 BPM in ≥ 95 %', 0.95),
    tempoRow(usual, 'Tempo of others’ songs, 120–150 BPM', others, '±0.1 BPM in ≥ 95 %', 0.95),
    tempoRow(projects, 'Tempo of others’ songs, 87–180 BPM', others, '±0.1 BPM in ≥ 90 % (our own)', 0.9),
    phaseRow(songs, 'Beat phase', `${generated}, off-beat bass, ducking, 0.137 s late, 44.1 and 48 kHz`),
    phaseRow(projects, 'Beat phase of others’ songs', others),
    downbeatRow(songs, 'Downbeat', generated),
    downbeatRow(
      projects.filter(({ song }) => !tunedProjects.includes(song.name)),
      'Downbeat of others’ songs, unseen',
      others,
    ),
    downbeatRow(
      projects.filter(({ song }) => tunedProjects.includes(song.name)),
      'Downbeat of others’ songs, used for the weights',
      others,
    ),
    patternRow(),
    deviationRow(songs),
    noBeatRow(),
  ]
}

interface Reading {
  readonly song: KnownSong
  readonly rhythm: Rhythm
  /** Whether the bar lines are right, of the song as it is and without its first one, two, three beats. */
  readonly downbeats: readonly ('right' | 'wrong' | 'unknown')[]
  readonly opinions: ReturnType<typeof secondOpinions>
}

function read({ audio, ...song }: KnownSong & { readonly audio: Audio }): Reading {
  const rhythm = measureRhythm(audio)
  const downbeats = [0, 1, 2, 3].map(beats => {
    const cut = Math.round((song.firstBarSeconds + (60 * beats) / song.tempo) * audio.sampleRate)
    const part = beats === 0 ? audio : { ...audio, channels: audio.channels.map(channel => channel.subarray(cut)) }
    const { grid } = beats === 0 ? rhythm : measureRhythm(part)
    if (!grid || grid.downbeat === null || grid.downbeat === undefined) return 'unknown'
    const start = beats === 0 ? -song.firstBarSeconds : (60 * beats) / song.tempo
    const bar = (grid.firstBeatSeconds + (60 * grid.downbeat) / grid.tempo + start) * (song.tempo / 240)
    return Math.abs(bar - Math.round(bar)) < 0.05 ? 'right' : 'wrong'
  })
  return { song, rhythm, downbeats, opinions: secondOpinions(audio) }
}

/** BPM; NaN without a grid. Half of it counts where the maker would say so. */
function tempoError({ song, rhythm }: Reading): number {
  const tempo = rhythm.grid?.tempo ?? Number.NaN
  const error = tempo - song.tempo
  return song.isHalfRight && Math.abs(tempo - song.tempo / 2) < Math.abs(error) ? tempo - song.tempo / 2 : error
}

const notRun = { result: 'not run: give --corpus', met: null, cases: [] } as const

function tempoRow(readings: readonly Reading[], what: string, against: string, bar: string, least: number): MeasureRow {
  if (readings.length === 0) return { what, against, bar, ...notRun }
  const errors = readings.map(tempoError)
  const within = errors.filter(error => Math.abs(error) <= 0.1).length
  const peers = (['aubio', 'bpm-tools'] as const).map(peer => {
    const theirs = readings.map(({ song, opinions }) => (opinions[peer] === null ? null : opinions[peer] - song.tempo))
    const known = theirs.filter(error => error !== null)
    if (known.length === 0) return `${peer}: not here`
    return `${peer}: ${known.filter(error => Math.abs(error) <= 0.1).length} of ${known.length}`
  })
  return {
    what,
    against,
    bar,
    result: `${within} of ${readings.length} within 0.1 BPM, worst ${signed(worstOf(errors), 4)} (${peers.join(', ')})`,
    met: within >= least * readings.length,
    cases: readings.map(({ song, rhythm, opinions }, k) => {
      const theirs = Object.entries(opinions).map(([peer, bpm]) => `${peer} ${bpm?.toFixed(2) ?? '–'}`)
      const certainty = percent(rhythm.grid?.confidence ?? Number.NaN)
      return `${signed(errors[k]!, 4).padStart(9)} BPM, sure ${certainty}  ${song.name}, true ${song.tempo} (${theirs.join(', ')})`
    }),
  }
}

function phaseRow(readings: readonly Reading[], what: string, against: string): MeasureRow {
  const bar = '±10 ms in ≥ 95 %'
  if (readings.length === 0) return { what, against, bar, ...notRun }
  const errors = readings.map(({ song, rhythm }) => {
    if (!rhythm.grid) return Number.NaN
    const beats = ((rhythm.grid.firstBeatSeconds - song.firstBarSeconds) * song.tempo) / 60
    return (1000 * (beats - Math.round(beats)) * 60) / song.tempo
  })
  const within = errors.filter(error => Math.abs(error) <= 10).length
  return {
    what,
    against,
    bar,
    result: `${within} of ${readings.length} within 10 ms, worst ${signed(worstOf(errors), 1)} ms`,
    met: within >= 0.95 * readings.length,
    cases: readings.map(
      ({ song, rhythm }, k) =>
        `${signed(errors[k]!, 1).padStart(7)} ms, sure ${percent(rhythm.grid?.confidence ?? Number.NaN)}  ${song.name}`,
    ),
  }
}

function downbeatRow(readings: readonly Reading[], what: string, songs: string): MeasureRow {
  const against = `${songs}, each also without its first one, two and three beats`
  const bar = '≥ 90 % right (our own; chance is 25 %)'
  if (readings.length === 0) return { what, against, bar, ...notRun }
  const all = readings.flatMap(({ downbeats }) => downbeats)
  const count = (kind: (typeof all)[number]) => all.filter(downbeat => downbeat === kind).length
  return {
    what,
    against,
    bar,
    result: `${count('right')} of ${all.length} right, ${count('wrong')} wrong, ${count('unknown')} not known`,
    met: count('right') >= 0.9 * all.length,
    cases: readings.map(
      ({ song, rhythm, downbeats }) =>
        `${downbeats.join(' ')}, sure ${percent(rhythm.grid?.downbeatConfidence ?? Number.NaN)}  ${song.name}`,
    ),
  }
}

const floor = [0, 1, 2, 3]
const rolling = every(0.25).filter(k => k % 1 > 0)

/** Pattern, and the ranges of four-on-the-floor and off-beat hats that its name asks for. */
const patterns: readonly (readonly [string, DrumPattern, readonly [number, number], readonly [number, number]])[] = [
  ['trance: off-beat hats', { kick: floor, snare: [1, 3], hat: every(1, 0.5) }, [0.95, 1], [0.9, 1]],
  ['the same, rolling bass', { kick: floor, snare: [1, 3], hat: every(1, 0.5), bass: rolling }, [0.9, 1], [0.9, 1]],
  ['the same, off-beat bass', { kick: floor, hat: every(1, 0.5), bass: every(1, 0.5) }, [0.7, 1], [0.9, 1]],
  ['house: hats on eighths', { kick: floor, snare: [1, 3], hat: every(0.5) }, [0.95, 1], [0.3, 0.7]],
  ['techno: hats on sixteenths', { kick: floor, hat: every(0.25) }, [0.95, 1], [0, 0.2]],
  ['no hats', { kick: floor, snare: [1, 3] }, [0.95, 1], [0, 0.05]],
  ['breakbeat', { kick: [0, 0.5, 2.5], snare: [1, 3], hat: every(0.5) }, [0, 0.3], [0, 0.7]],
  ['drum break', { kick: [0, 0.5, 2.5, 2.75], snare: [1, 1.75, 2.25, 3] }, [0, 0.3], [0, 0.3]],
  ['rock', { kick: [0, 2], snare: [1, 3] }, [0.4, 0.6], [0, 0.05]],
]

function patternRow(): MeasureRow {
  const results = patterns.flatMap(([name, pattern, four, hats]) =>
    [124, 133.3, 145].map(tempo => {
      const signal = drums(pattern, { seconds: 20, tempo, firstBeatSeconds: 0.137 })
      const { values } = measureRhythm(mono(signal, 44_100), { tempo }).row
      const inside = (value: number | null | undefined, [low, high]: readonly [number, number]) =>
        (value ?? 0) >= low && (value ?? 0) <= high
      const isRight = inside(values.fourOnTheFloor, four) && inside(values.offbeatHats, hats)
      const figures = [values.fourOnTheFloor, values.offbeatHats].map(value => value?.toFixed(2) ?? '–')
      return { isRight, line: `four ${figures[0]}, hats ${figures[1]}  ${name}, ${tempo} BPM` }
    }),
  )
  const right = results.filter(({ isRight }) => isRight).length
  return {
    what: 'Four on the floor and off-beat hats',
    against: `${results.length} rendered drum patterns`,
    bar: 'every reading in the range its pattern asks for (our own)',
    result: `${right} of ${results.length}`,
    met: right === results.length,
    cases: results.map(({ isRight, line }) => `${isRight ? 'right' : 'WRONG'}  ${line}`),
  }
}

function deviationRow(songs: readonly Reading[]): MeasureRow {
  const steady = songs.map(({ rhythm }) => rhythm.row.values.tempoStability ?? Number.NaN)
  const wandering = [4, 8, 16].map(ms => {
    const signal = silence(90, 22_050)
    const beat = 60 / 130
    const late = (k: number) => (ms / 1000) * Math.sin((2 * Math.PI * k) / 96)
    const times = Array.from({ length: 192 }, (_, k) => 0.1 + k * beat + late(k))
    addAt(signal, 22_050, times, offset => kick(22_050, offset), 0.8)
    const { values } = measureRhythm(mono(signal, 22_050), { tempo: 130 }).row
    return { truth: ms / Math.SQRT2, found: values.tempoStability ?? Number.NaN }
  })
  // Eight beats of a swing over 96 average to within 3 % of it.
  const isFollowed = wandering.every(({ truth, found }) => Math.abs(found / truth - 1) <= 0.2)
  return {
    what: 'Grid deviation',
    against: `${songs.length} generated songs, which have none; kicks that swing by a known amount`,
    bar: '< 2 ms where there is none; a known one ±20 % (our own)',
    result: `at most ${Math.max(...steady).toFixed(2)} ms; ${wandering.map(({ truth, found }) => `${found.toFixed(1)} for ${truth.toFixed(1)} ms`).join(', ')}`,
    met: steady.every(value => value < 2) && isFollowed,
    cases: songs.map(({ song }, k) => `${steady[k]!.toFixed(2)} ms  ${song.name}`),
  }
}

/** Nothing here has one steady tempo: a number would be made up. */
function noBeatRow(): MeasureRow {
  const rate = 16_000
  const beatOf = (tempo: number, seconds: number) =>
    drums({ kick: floor, hat: every(1, 0.5) }, { seconds, sampleRate: rate, tempo })
  const change = (first: number, second: number) => {
    const signal = silence(100, rate)
    signal.set(beatOf(first, 50))
    signal.set(beatOf(second, 50), 50 * rate)
    return signal
  }
  const ramp = silence(60, rate)
  for (let t = 0.1; t < 59; t += 60 / (120 + t / 3)) addAt(ramp, rate, [t], late => kick(rate, late), 0.8)
  const rubato = noise(60, rate, 903, 0.003)
  for (let t = 0.5, k = 0; t < 59; t += 0.3 + 0.12 * Math.sin(k * 1.7) + 0.05 * Math.sin(k * 0.31), k++)
    addAt(rubato, rate, [t], () => (k % 4 === 0 ? kick(rate) : hat(rate)), 0.4)
  const cases: readonly (readonly [string, Float32Array])[] = [
    ['noise', noise(40, rate, 901)],
    ['pads', pad(40, rate, 902)],
    ['rubato', rubato],
    ['a ramp from 120 to 140 BPM', ramp],
    ['128, then 140 BPM', change(128, 140)],
    ['136, then 138 BPM', change(136, 138)],
    ['140, then 100 BPM', change(140, 100)],
  ]
  const results = cases.map(([name, signal]) => ({ name, rhythm: measureRhythm(mono(signal, rate)) }))
  const silent = results.filter(({ rhythm }) => rhythm.grid === null).length
  return {
    what: 'No tempo where there is none',
    against: `${cases.length} signals without one steady tempo`,
    bar: 'a reason instead of a number, every time (our own)',
    result: `${silent} of ${cases.length}`,
    met: silent === cases.length,
    cases: results.map(
      ({ name, rhythm }) =>
        `${name}: ${rhythm.reason ?? `${rhythm.grid!.tempo.toFixed(2)} BPM, sure ${percent(rhythm.grid!.confidence)}`}`,
    ),
  }
}
