/** Reads a Live set file (.als) of Live 8 to 12 into a snapshot. Track by track: a set of any size takes the memory of its largest track. */
import { basename } from 'node:path'
import type { LiveSet, Locator, Track, TrackPath } from '../../live/set.ts'
import { deviceKind } from '../../live/set.ts'
import type { AlsDeviceCount, AlsSet, AlsTrack } from './als-set.ts'
import type { DraftDevice } from './devices.ts'
import { type AlsElement, at, attributeOf, numberAt, valueAt } from './element.ts'
import type { AlsPlace } from './parameters.ts'
import { type AlsSample, uniqueSamples } from './samples.ts'
import { type DraftTrack, type Gathered, trackOf } from './tracks.ts'
import { damaged, readElements } from './xml.ts'

/** Throws AppError FILE_MISSING, ALS_DAMAGED, ALS_TOO_LARGE. Nothing is written. */
export async function readAls(file: string): Promise<AlsSet> {
  const reading = new Reading(file)
  await readElements(file, reading)
  return reading.finish()
}

/** Large or in every parameter, and of no use here: notes, warp markers, plug-in states, views, ids of other programs. */
const useless = new Set([
  'AutomationLanes',
  'Buffer',
  'ClipEnvelopeChooserViewState',
  'ControllerState',
  'Data',
  'EnvelopeChooser',
  'LastPresetRef',
  'LockEnvelope',
  'LockedScripts',
  'LomId',
  'LomIdView',
  'MidiControllers',
  'ModulationAutomation',
  'ModulationTarget',
  'Notes',
  'OriginalFileRef',
  'ProcessorState',
  'SearchHint',
  'SourceContext',
  'TakeLanes',
  'ViewData',
  'WarpMarkers',
])
/** What a macro does to a parameter: nobody but a rack around it has macros, and most parameters stand in none. */
const ofMacros = new Set(['KeyMidi', 'MidiCCOnOffThresholds', 'MidiControllerRange'])
/** Of automation only its presence counts, except that of Main, which holds the tempo. */
const keptEvents = 2
const isEvent = (tag: string) => tag === 'FloatEvent' || tag === 'BoolEvent' || tag === 'EnumEvent'

class Reading {
  readonly #file: string
  readonly #drafts: DraftTrack[] = []
  readonly #samples: AlsSample[] = []
  readonly #counts = new Map<string, number>()
  readonly #plugins = new Set<string>()
  readonly #sidechains: { readonly device: DraftDevice; readonly trackId: string }[] = []
  readonly #places = new Map<string, AlsPlace>()
  readonly #unread: string[] = []
  #locators: Locator[] = []
  #creator = ''
  #returns = 0
  #isMain = false

  constructor(file: string) {
    this.#file = file
  }

  root(root: AlsElement): void {
    if (root.tag !== 'Ableton') throw damaged(this.#file, `its root is <${root.tag}>, not <Ableton>`)
    this.#creator = attributeOf(root, 'Creator') ?? ''
  }

  wants(path: readonly string[]): 'tree' | 'inside' | 'nothing' {
    if (path[1] !== 'LiveSet') return 'nothing'
    this.#isMain = path[2] === 'MainTrack' || path[2] === 'MasterTrack'
    if (path.length === 2 || (path.length === 3 && path[2] === 'Tracks')) return 'inside'
    return path.length === 4 || this.#isMain || path[2] === 'Locators' ? 'tree' : 'nothing'
  }

  drops(tag: string, parent: AlsElement, path: readonly string[]): boolean {
    if (useless.has(tag) || (ofMacros.has(tag) && !path.includes('Branches'))) return true
    return isEvent(tag) && !this.#isMain && parent.children.length >= keptEvents
  }

  take(element: AlsElement): void {
    if (element.tag === 'Locators') this.#locators = locatorsOf(element)
    else {
      const draft = trackOf(element, this.#gathered)
      this.#drafts.push(draft)
      if (draft.kind === 'return') this.#returns++
    }
  }

  get #gathered(): Gathered {
    return {
      file: this.#file,
      liveVersion: this.#liveVersion,
      tracksBefore: this.#drafts.length - this.#returns,
      returnsBefore: this.#returns,
      places: this.#places,
      unread: this.#unread,
      samples: this.#samples,
      onDevice: (className, name) => {
        this.#counts.set(className, (this.#counts.get(className) ?? 0) + 1)
        if (deviceKind(className) === 'plugin') this.#plugins.add(name)
      },
      onSidechain: (device, trackId) => this.#sidechains.push({ device, trackId }),
    }
  }

  /** "12.4" of "Ableton Live 12.4.5b10". */
  get #liveVersion(): string {
    const version = /(\d+\.\d+)/.exec(this.#creator)?.[1]
    if (version === undefined) throw damaged(this.#file, `it does not say which Live saved it ("${this.#creator}")`)
    return version
  }

  finish(): AlsSet {
    const main = this.#drafts.find(({ kind }) => kind === 'master')
    if (!main) throw damaged(this.#file, 'it has no Main track')
    const { tempo, signature } = main
    if (tempo === null) throw damaged(this.#file, 'it has no tempo')
    const paths = new Map(this.#drafts.map(({ id, path }) => [id, path]))
    for (const { device, trackId } of this.#sidechains) device.sidechainSource = paths.get(trackId) ?? null
    const isReturn = ({ kind }: DraftTrack) => kind === 'return'
    const ordered = [
      ...this.#drafts.filter(each => each !== main && !isReturn(each)),
      ...this.#drafts.filter(isReturn),
      main,
    ]
    const beats = Math.max(0, ...ordered.map(({ endBeats }) => endBeats), ...this.#locators.map(each => each.beats))
    const set: LiveSet = {
      name: basename(this.#file).replace(/\.als$/i, ''),
      liveVersion: this.#liveVersion,
      tempo: tempo.value,
      beatsPerBar: (signature.numerator * 4) / signature.denominator,
      lengthSeconds: (beats * 60) / tempo.value,
      locators: this.#locators,
      tracks: ordered.map(draft => finished(draft, paths, this.#returns)),
    }
    return {
      file: this.#file,
      set,
      creator: this.#creator,
      signature,
      tempoAutomation: tempo.automation,
      tracks: ordered.map(({ path, name, facts }): AlsTrack => ({ path, name, ...facts })),
      samples: uniqueSamples(this.#samples),
      plugins: [...this.#plugins].sort(),
      devices: [...this.#counts].map(([className, count]): AlsDeviceCount => ({ className, count })).sort(byClass),
      unread: this.#unread,
      places: this.#places,
    }
  }
}

const byClass = (a: AlsDeviceCount, b: AlsDeviceCount) => (a.className < b.className ? -1 : 1)

/** `returns`: a track may hold sends to returns that are gone. */
function finished(draft: DraftTrack, paths: ReadonlyMap<string, TrackPath>, returns: number): Track {
  const { path, name, kind, groupId, output, solo, mixer, sends, devices } = draft
  const group = paths.get(groupId) ?? null
  return {
    path,
    name,
    kind,
    group,
    output: output === 'group' && group === null ? 'main' : output,
    solo,
    mixer: [...mixer, ...sends.slice(0, returns)],
    devices,
  }
}

/** In order of time: the file's order is that in which they were made. */
const locatorsOf = (element: AlsElement): Locator[] =>
  (at(element, 'Locators')?.children ?? [])
    .map(locator => ({ name: valueAt(locator, 'Name') ?? '', beats: numberAt(locator, 'Time') ?? 0 }))
    .sort((a, b) => a.beats - b.beats)
