/**
 * Live's objects as a tree of properties and lists, for the scripts' unit tests. It cannot prove anything about Live: what
 * it does is what the facts say, and where they are uncertain, a switch does either.
 */
import type { Host, LiveObject } from '../../../device/host.ts'

export interface FakeNode {
  readonly id: number
  readonly type: string
  readonly properties: Record<string, unknown>
  /** Objects: one, or a list of them. */
  readonly children: Record<string, FakeNode[]>
  readonly functions: Record<string, (...args: unknown[]) => unknown>
  parent: FakeNode | null
  isGone: boolean
}

type Observer = { node: FakeNode | null; property: string; readonly onChange: (atoms: readonly unknown[]) => void }

export class FakeLive {
  readonly nodes = new Map<number, FakeNode>()
  readonly song = this.node('Song')
  readonly app = this.node('Application')
  readonly view = this.node('Song.View')
  readonly calls: string[] = []
  readonly #observers: Observer[] = []
  /** How a write that Live does not take shows: as an error, or not at all. */
  refusals: 'throw' | 'silent' = 'throw'
  /** Live refuses writes while it notifies. */
  #isNotifying = false
  thisDevice: FakeNode | null = null
  /** Clock cost of every use, milliseconds. */
  charge: (milliseconds: number) => void = () => {}
  callMs = 0

  node(type: string, properties: Record<string, unknown> = {}, children: Record<string, FakeNode[]> = {}): FakeNode {
    const node: FakeNode = {
      id: this.nodes.size + 10,
      type,
      properties,
      children,
      functions: {},
      parent: null,
      isGone: false,
    }
    for (const child of Object.values(children).flat()) child.parent = node
    this.nodes.set(node.id, node)
    return node
  }

  remove(node: FakeNode): void {
    node.isGone = true
    for (const [name, list] of Object.entries(node.parent?.children ?? {})) {
      const at = list.indexOf(node)
      if (at < 0) continue
      list.splice(at, 1)
      this.notify(node.parent!, name)
    }
  }

  add(parent: FakeNode, list: string, node: FakeNode, at = (parent.children[list] ?? []).length): void {
    node.parent = parent
    ;(parent.children[list] ??= []).splice(at, 0, node)
    this.notify(parent, list)
  }

  /** The user's hand, or automation. */
  change(node: FakeNode, property: string, value: unknown): void {
    node.properties[property] = value
    this.notify(node, property)
  }

  notify(node: FakeNode, property: string): void {
    this.#isNotifying = true
    for (const observer of this.#observers) {
      if (observer.node === node && observer.property === property) {
        observer.onChange([property, ...this.#read(node, property)])
      }
    }
    this.#isNotifying = false
  }

  get observing(): number {
    return this.#observers.filter(({ property }) => property !== '').length
  }

  open(path: string, onChange: (atoms: readonly unknown[]) => void = () => {}): LiveObject {
    const roots: Record<string, FakeNode | null> = {
      live_set: this.song,
      live_app: this.app,
      'live_set view': this.view,
      this_device: this.thisDevice,
    }
    const observer: Observer = { node: roots[path] ?? null, property: '', onChange }
    this.#observers.push(observer)
    onChange(['id', observer.node?.id ?? 0])
    return this.#object(observer)
  }

  #object(observer: Observer): LiveObject {
    const use = () => this.charge(this.callMs)
    const alive = () => (observer.node && !observer.node.isGone ? observer.node : null)
    const tell = () => {
      const node = alive()
      if (node && observer.property !== '')
        observer.onChange([observer.property, ...this.#read(node, observer.property)])
    }
    const live = this
    return {
      get id() {
        use()
        return String(alive()?.id ?? 0)
      },
      set id(id: number | string) {
        use()
        observer.node = live.nodes.get(Number(id)) ?? null
        tell()
      },
      get info() {
        const { properties = {}, children = {}, functions = {} } = alive() ?? {}
        return [
          ...Object.keys(properties).map(name => `property ${name} any`),
          ...Object.keys(children).map(name => `children ${name} any`),
          ...Object.keys(functions).map(name => `function ${name}`),
        ].join('\n')
      },
      get property() {
        return observer.property
      },
      set property(property: string) {
        observer.property = property
        tell()
      },
      get: property => {
        use()
        const node = alive()
        return node ? this.#read(node, property) : ['id', 0]
      },
      set: (property, value) => {
        use()
        const node = alive()
        if (node) this.#write(node, property, value)
      },
      call: (name, ...args) => {
        use()
        const node = alive()
        this.calls.push(`${node?.type} ${[name, ...args].join(' ')}`)
        const work = node?.functions[name]
        if (!work) return this.#refuse(`${node?.type} has no ${name}`)
        return work(...args)
      },
    }
  }

  #read(node: FakeNode, property: string): unknown[] {
    const list = node.children[property]
    if (list) return list.length === 0 ? ['id', 0] : list.flatMap(({ id }) => ['id', id])
    const value = node.properties[property]
    if (value === undefined) return []
    return Array.isArray(value) ? value : [value]
  }

  #write(node: FakeNode, property: string, value: unknown): void {
    if (this.#isNotifying) throw new Error('Changes cannot be triggered by notifications.')
    const { min, max, is_enabled } = node.properties
    if (property === 'value' && is_enabled === 0) {
      this.#refuse('Value cannot be set, the parameter is disabled')
      return
    }
    if (property === 'value' && !(Number(value) >= Number(min) && Number(value) <= Number(max))) {
      this.#refuse('Invalid value. Check the parameters range with min/max')
      return
    }
    // Live holds single-precision floats.
    this.change(node, property, property === 'value' ? Math.fround(Number(value)) : value)
  }

  #refuse(message: string): undefined {
    if (this.refusals === 'throw') throw new Error(message)
  }
}

/** A small set: two tracks in a group, a return, Main, a rack, a plug-in; parameters whose text is their value in "u". */
export function smallSet() {
  const live = new FakeLive()
  const parameter = (name: string, options: Record<string, unknown> = {}) => {
    const node = live.node('DeviceParameter', {
      name,
      value: 0.5,
      min: 0,
      max: 1,
      is_quantized: 0,
      is_enabled: 1,
      automation_state: 0,
      ...options,
    })
    node.functions['str_for_value'] = value => `${Number(value)} u`
    return node
  }
  const onSwitch = () => {
    const node = parameter('Device On', { value: 1, is_quantized: 1 })
    node.functions['str_for_value'] = value => (Number(value) === 0 ? 'Off' : 'On')
    return node
  }
  const device = (className: string, name: string, parameters: FakeNode[], chains: FakeNode[] = []) =>
    live.node(
      'Device',
      { class_name: className, name, latency_in_samples: 64, is_active: 1 },
      { parameters: [onSwitch(), ...parameters], ...(className.endsWith('GroupDevice') ? { chains } : {}) },
    )
  const mixer = (kind: 'track' | 'main' | 'chain', sends = 0) => {
    const volume = parameter('Live calls it what it likes', { value: 0.85 })
    return live.node(
      'MixerDevice',
      {},
      {
        volume: [volume],
        panning: [parameter('Pan', { value: 0, min: -1 })],
        ...(kind === 'main' ? {} : { [kind === 'track' ? 'track_activator' : 'chain_activator']: [onSwitch()] }),
        sends: Array.from({ length: sends }, () => parameter('A-Reverb', { value: 0 })),
      },
    )
  }
  const routing = (display_name: string) => JSON.stringify({ output_routing_type: { display_name, identifier: 1 } })
  const track = (
    name: unknown,
    options: Record<string, unknown>,
    devices: FakeNode[],
    kind: 'track' | 'main' = 'track',
  ) => {
    const node = live.node(
      'Track',
      {
        name,
        color: 0xff8800,
        is_foldable: 0,
        has_midi_input: 0,
        solo: 0,
        mute: 0,
        muted_via_solo: 0,
        is_frozen: 0,
        output_routing_type: routing('Main'),
        ...options,
      },
      {
        devices,
        mixer_device: [mixer(kind, kind === 'main' ? 0 : 1)],
        group_track: [],
        view: [live.node('Track.View', {}, { selected_device: [] })],
      },
    )
    for (const one of devices) one.children['canonical_parent'] = [node]
    return node
  }
  const eq = device('Eq8', 'EQ Eight', [parameter('1 Gain A', { value: 0, min: -15, max: 15 })])
  const inner = device('StereoGain', 'Utility', [parameter('Stereo Width', { value: 1, max: 2 })])
  const chain = live.node('Chain', { name: 'Wide', solo: 0 }, { devices: [inner], mixer_device: [mixer('chain')] })
  const rack = device('AudioEffectGroupDevice', 'My rack', [parameter('Macro 1', { value: 64, max: 127 })], [chain])
  const plugin = device('PluginDevice', 'Some Limiter', [parameter('Gain')])
  const compressor = device('Compressor2', 'Compressor', [parameter('Threshold')])
  inner.children['canonical_parent'] = [chain]
  const group = track('Synths', { is_foldable: 1 }, [])
  const lead = track('Lead', { has_midi_input: 1, output_routing_type: routing('Synths') }, [eq, rack])
  const pad = track(808, { output_routing_type: routing('Synths') }, [plugin, compressor])
  const reverb = track('Reverb', {}, [])
  const main = track('Main', {}, [], 'main')
  for (const one of [lead, pad]) one.children['group_track'] = [group]
  chain.children['canonical_parent'] = [rack]
  rack.children['canonical_parent'] = [lead]
  Object.assign(live.song.properties, {
    tempo: 138,
    signature_numerator: 4,
    signature_denominator: 4,
    last_event_time: 512,
    is_playing: 0,
    current_song_time: 0,
    loop: 0,
    loop_start: 0,
    loop_length: 16,
    start_time: 0,
    record_mode: 0,
  })
  Object.assign(live.song.children, {
    tracks: [group, lead, pad],
    return_tracks: [reverb],
    master_track: [main],
    cue_points: [live.node('CuePoint', { name: 'Drop 1', time: 64 })],
  })
  Object.assign(live.view.children, { selected_track: [], selected_parameter: [] })
  const { song, app } = live
  song.functions['stop_playing'] = () => live.change(song, 'is_playing', 0)
  song.functions['continue_playing'] = () => live.change(song, 'is_playing', 1)
  song.functions['start_playing'] = () => live.change(song, 'is_playing', 1)
  song.functions['begin_undo_step'] = () => undefined
  song.functions['end_undo_step'] = () => undefined
  for (const [name, part] of [
    ['major', 12],
    ['minor', 4],
    ['bugfix', 1],
  ] as const) {
    app.functions[`get_${name}_version`] = () => part
  }
  for (const one of [group, lead, pad, reverb, main]) one.parent = song
  return { live, eq, inner, chain, rack, plugin, compressor, group, lead, pad, reverb, main, device, parameter, track }
}

/** A clock that only the test moves, and Max's outlets as a list. */
export function fakeHost(live: FakeLive = new FakeLive()) {
  let time = 1_000_000
  let order = 0
  const queue: { at: number; order: number; job: (() => void) | null }[] = []
  const out: (string | number)[][] = []
  const posts: string[] = []
  let chance = 0
  live.charge = milliseconds => {
    time += milliseconds
  }
  const host: Host = {
    outlet: (index, atoms) => void out.push([index, ...atoms]),
    post: text => void posts.push(text),
    now: () => time,
    schedule: (milliseconds, job) => {
      const entry = { at: time + milliseconds, order: order++, job: job as (() => void) | null }
      queue.push(entry)
      return () => {
        entry.job = null
      }
    },
    live: (path, onChange) => live.open(path, onChange),
    random: () => (chance = (chance + 0.377) % 1),
  }
  const advance = (milliseconds: number) => {
    const end = time + milliseconds
    for (;;) {
      const due = queue.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (!due) break
      queue.splice(queue.indexOf(due), 1)
      time = Math.max(time, due.at)
      due.job?.()
    }
    time = Math.max(time, end)
  }
  /** Live stands still: time passes and nothing is called. */
  const stall = (milliseconds: number) => {
    time += milliseconds
  }
  /** What came out of an outlet since the last call, without the outlet's number. */
  const take = (index: number) => {
    const taken = out.filter(([outlet]) => outlet === index).map(atoms => atoms.slice(1))
    for (const atoms of [...out]) if (atoms[0] === index) out.splice(out.indexOf(atoms), 1)
    return taken
  }
  return { host, live, advance, stall, take, posts, out }
}
