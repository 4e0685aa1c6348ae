/** A Live set file as text and as a document: what it holds, and its health. */
import { type Device, everyDevice, type LiveSet, type Parameter, type Track, type TrackPath } from '../live/set.ts'
import { columns, join, painter, printableData, type TextOptions, wrap } from './layout.ts'
import { type HealthMaterial, type HealthRemark, setHealth } from './set-health.ts'

/** What the reader of set files found (adapters/als). */
export interface AlsPage extends HealthMaterial {
  readonly file: string
  readonly set: LiveSet
  readonly creator: string
  readonly signature: { readonly numerator: number; readonly denominator: number }
  readonly tempoAutomation: { readonly min: number; readonly max: number; readonly points: number } | null
  readonly tracks: readonly {
    readonly path: TrackPath
    readonly isFrozen: boolean
    readonly clips: { readonly session: number; readonly arrangement: number }
    readonly input: string
    readonly output: string
  }[]
  readonly samples: readonly {
    readonly name: string
    readonly path: string
    readonly state: 'found' | 'missing' | 'elsewhere'
    readonly pack: string | null
  }[]
  readonly plugins: readonly string[]
  readonly devices: readonly { readonly className: string; readonly count: number }[]
  readonly unread: readonly string[]
}

export const alsDocument = (page: AlsPage) => ({
  uplift: 1,
  command: 'als',
  file: page.file,
  creator: page.creator,
  set: page.set,
  signature: page.signature,
  tempoAutomation: page.tempoAutomation,
  tracks: page.tracks,
  samples: page.samples,
  plugins: page.plugins,
  devices: page.devices,
  unread: page.unread,
  health: setHealth(page),
})

export function alsText(page: AlsPage, { color }: TextOptions): string {
  const paint = painter(color)
  const { set, creator, plugins, samples, unread } = printableData(page)
  const health = setHealth(page)
  return join([
    [paint('bold', `${set.name}, saved by ${creator}`), ...wrap(songWords(page)), ...locatorLines(set)],
    [
      paint('bold', 'Tracks'),
      ...columns([['', 'Fader', 'Pan', 'Devices'], ...set.tracks.map(each => trackRow(each, page))]),
    ],
    plugins.length === 0 ? [] : wrap(`Plug-ins: ${plugins.join(', ')}.`),
    samples.length === 0 ? [] : wrap(sampleWords(samples)),
    unread.length === 0 ? [] : wrap(`${unread.length} values could not be told and are left out (--json names them).`),
    [
      paint('bold', 'Health'),
      ...(health.length === 0 ? ['  Nothing found.'] : health.flatMap(each => healthLines(each))),
    ],
  ])
}

const healthLines = ({ text }: HealthRemark) => wrap(printableData(text), '  ')

function songWords({ set, signature, tempoAutomation }: AlsPage): string {
  const { numerator, denominator } = signature
  const minutes = Math.floor(set.lengthSeconds / 60)
  const seconds = String(Math.floor(set.lengthSeconds % 60)).padStart(2, '0')
  const tempo = `${number(set.tempo)} BPM`
  const moves = tempoAutomation
    ? `, automated between ${number(tempoAutomation.min)} and ${number(tempoAutomation.max)} BPM`
    : ''
  const length = set.lengthSeconds > 0 ? `, ${minutes}:${seconds} of arrangement` : ', no arrangement'
  return `${tempo}${moves}, ${numerator}/${denominator}${length}.`
}

const number = (value: number) => String(Number(value.toFixed(2)))

function locatorLines({ locators, beatsPerBar }: LiveSet): readonly string[] {
  if (locators.length === 0) return []
  const bar = (beats: number) => Math.floor(beats / beatsPerBar) + 1
  return wrap(`Locators: ${locators.map(({ name, beats }) => `${name || 'unnamed'} (bar ${bar(beats)})`).join(', ')}.`)
}

function trackRow(track: Track, { tracks, set }: AlsPage): string[] {
  const facts = tracks.find(({ path }) => path === track.path)
  const shown = (name: string) => marked(track.mixer.find(parameter => parameter.name === name))
  const isMuted = track.mixer.find(({ name }) => name === 'Track Activator')?.value === 0
  const notes = [isMuted ? 'muted' : '', track.solo ? 'solo' : '', facts?.isFrozen ? 'frozen' : ''].filter(Boolean)
  const depth = track.group === null ? '' : '  '.repeat(groupDepth(track, set))
  const name = `${depth}${track.name}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`
  return [name, shown('Track Volume'), shown('Track Panning'), deviceWords(track)]
}

function groupDepth(track: Track, set: LiveSet): number {
  const parent = set.tracks.find(({ path }) => path === track.group)
  return parent ? 1 + groupDepth(parent, set) : 0
}

/** Automated values carry a star. */
const marked = (parameter: Parameter | undefined) =>
  parameter ? `${parameter.display}${parameter.automation === 'none' ? '' : ' *'}` : ''

function deviceWords(track: Track): string {
  const inside = everyDevice(track).length - track.devices.length
  const words = track.devices.map(deviceWord)
  return `${words.join(', ')}${inside > 0 ? ` (and ${inside} in racks)` : ''}`
}

const deviceWord = ({ name, className, kind }: Device) => {
  const isPlain = kind !== 'rack' || name !== className
  return isPlain ? name : className.replace(/GroupDevice$/, ' Rack').replace(/([a-z])([A-Z])/g, '$1 $2')
}

function sampleWords(samples: AlsPage['samples']): string {
  const count = (state: AlsPage['samples'][number]['state']) => samples.filter(each => each.state === state).length
  const parts = [
    [count('found'), 'found'],
    [count('missing'), 'missing'],
    [count('elsewhere'), 'in packs or places only Live knows'],
  ] as const
  return `Samples: ${parts.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])).join(', ')}.`
}
