/** One way to break each rule, from the minimal hub (or tap). */
import { sharedNames } from '../../../device/protocol.ts'
import { box, type Keys, type Maxpat, version } from './builder.ts'

type Break = (maxpat: Maxpat) => void
const nested = (value: unknown) => value as Keys
export const valueof = (maxpat: Maxpat, name: string) =>
  nested(nested(box(maxpat, name)['saved_attribute_attributes'])['valueof'])
const project = ({ patcher }: Maxpat) => nested(patcher['project'])
const id = (maxpat: Maxpat, name: string) => String(box(maxpat, name)['id'])

function add({ patcher }: Maxpat, keys: Keys): string {
  const added = `obj-${patcher.boxes.length + 1}`
  const defaults = { id: added, maxclass: 'newobj', numinlets: 1, numoutlets: 0, patching_rect: [0, 0, 9, 9] }
  patcher.boxes.push({ box: { ...defaults, ...keys } })
  return added
}
const one = { numinlets: 1, numoutlets: 1, outlettype: [''] }
function cord({ patcher }: Maxpat, from: string, outlet: number, to: string, inlet = 0): void {
  patcher.lines.push({ patchline: { source: [from, outlet], destination: [to, inlet] } })
}
function cut(maxpat: Maxpat, from: string, to: string): void {
  const { patcher } = maxpat
  const [source, destination] = [id(maxpat, from), id(maxpat, to)]
  patcher.lines = patcher.lines.filter(
    ({ patchline }) => patchline.source[0] !== source || patchline.destination[0] !== destination,
  )
}
const set =
  (name: string, keys: Keys): Break =>
  maxpat =>
    void Object.assign(box(maxpat, name), keys)
const renumber =
  (from: RegExp, to: string): Break =>
  ({ patcher }) => {
    const { box } = patcher.boxes.find(({ box }) => from.test(String(box['text'])))!
    box['text'] = String(box['text']).replace(from, to)
  }

/** In the hub. */
export const hubBreaks: Readonly<Record<string, Break>> = {
  // structure
  uniqueIds: ({ patcher }) => void (patcher.boxes[5]!.box['id'] = patcher.boxes[4]!.box['id']),
  knownObjects: set('capture', { maxclass: 'live.txt' }),
  knownKeys: set('capture', { textcolour: [1, 1, 1, 1] }),
  portCounts: set('prepend press', { numoutlets: 2, outlettype: ['', ''] }),
  declaredPorts: set('prepend press', { outlettype: [] }),
  numberedInlets: maxpat => {
    const boxes = [{ box: { id: 'obj-1', maxclass: 'inlet', numinlets: 0, numoutlets: 1, outlettype: [''], index: 2 } }]
    add(maxpat, { text: 'p inner', patcher: { boxes, lines: [] } })
  },
  cordsInRange: maxpat => cord(maxpat, id(maxpat, 'prepend press'), 1, id(maxpat, 'deferlow')),
  signalsToSignals: maxpat => cord(maxpat, id(maxpat, 'plugin~'), 0, id(maxpat, 'prepend press')),
  orderBySight: maxpat => {
    const sum = add(maxpat, { text: '+ 0', numinlets: 2, numoutlets: 1, outlettype: ['int'] })
    for (const inlet of [0, 1]) cord(maxpat, id(maxpat, 'prepend press'), 0, sum, inlet)
  },
  namesAreWords: set('score', { varname: '12' }),
  // messages
  knownMessages: renumber(/^open \$1$/, 'openn $1'),
  sentByName: renumber(/^open \$1$/, 'open $1; uplift-ring clear'),
  silentConsole: maxpat => void add(maxpat, { text: 'print' }),
  numericTimes: renumber(/^delay \d+$/, 'delay attenuationMs'),
  // names
  localNames: maxpat => void add(maxpat, { text: 'receive meters', ...one, numinlets: 0 }),
  sharedAreBare: maxpat => void add(maxpat, { text: `send ---${sharedNames.hubs}` }),
  noHashZero: maxpat => void add(maxpat, { text: 'value #0-level', ...one }),
  dashesInObjects: maxpat => void add(maxpat, { maxclass: 'message', text: 'set ---ring', ...one, numinlets: 2 }),
  nothingLost: maxpat => void add(maxpat, { text: 'send ---nobody' }),
  buffersExist: renumber(/^buffer~ ---ring/, 'buffer~ ---rings'),
  // parameters
  liveObjectsAreParameters: set('capture', { parameter_enable: 0 }),
  mapIsComplete: maxpat => void delete maxpat.patcher.parameters[id(maxpat, 'capture')],
  longNamesAreUnique: maxpat => void (valueof(maxpat, 'capture')['parameter_longname'] = 'undo'),
  scriptingNames: maxpat => void delete box(maxpat, 'capture')['varname'],
  enumSizes: maxpat => void (valueof(maxpat, 'mode')['parameter_mmax'] = 3),
  ranges: maxpat => {
    Object.assign(valueof(maxpat, 'mode'), { parameter_initial: [7], parameter_initial_enable: 1 })
  },
  valueofKeys: maxpat => void (valueof(maxpat, 'mode')['parameter_range'] = [0, 1]),
  modulationModes: maxpat => void (valueof(maxpat, 'mode')['parameter_modmode'] = 3),
  storedValues: maxpat => void (valueof(maxpat, 'stored-key')['parameter_invisible'] = 0),
  infoTexts: set('capture', { annotation: '' }),
  displaysAreHidden: maxpat => {
    Object.assign(valueof(maxpat, 'mode'), { parameter_invisible: 0, parameter_info: 'How much it does by itself.' })
    const readout = add(maxpat, { maxclass: 'message', text: '2', ...one, numinlets: 2 })
    cord(maxpat, readout, 0, id(maxpat, 'mode'))
  },
  banks: ({ patcher }) => {
    const found = nested(nested(patcher.parameters['parameterbanks'])['0'])
    ;(found['parameters'] as string[])[0] = 'Strength'
  },
  // presentation
  wholePixels: set('capture', { presentation_rect: [1.5, 20, 40, 16] }),
  insideFace: set('capture', { presentation_rect: [0, 160, 4, 16] }),
  noOverlaps: maxpat => {
    for (const name of ['capture', 'undo']) box(maxpat, name)['presentation_rect'] = [0, 100, 40, 16]
  },
  backgroundsBehind: maxpat =>
    void add(maxpat, {
      maxclass: 'panel',
      presentation: 1,
      presentation_rect: [0, 0, 600, 169],
      bgcolor: [0, 0, 0, 1],
    }),
  // loose ends
  everythingIsFed: maxpat => cut(maxpat, 'key', 'prepend dropped'),
  nothingIsLost: maxpat => cut(maxpat, 'prepend press', 'deferlow'),
  // device
  opensAsFace: ({ patcher }) => void (patcher['openrect'] = [0, 0, 600, 170]),
  projectBlock: maxpat => void (project(maxpat)['autoorganize'] = 1),
  latencyAndVersions: ({ patcher }) => void (patcher['latency'] = 64),
  noDates: maxpat => void (project(maxpat)['modificationdate'] = 3_870_000_000),
  // scripts
  oneScript: set(`v8 uplift-hub-${version}.js`, { numinlets: 2 }),
  deferredInput: maxpat => cord(maxpat, id(maxpat, 'prepend press'), 0, id(maxpat, `v8 uplift-hub-${version}.js`)),
  startedByLive: maxpat => {
    const bang = add(maxpat, { text: 'loadbang', ...one, outlettype: ['bang'] })
    cord(maxpat, bang, 0, id(maxpat, 'prepend loaded'))
  },
  nodeProcess: renumber(/@watch 0/, '@watch 1'),
  scriptFiles: renumber(/^v8 uplift-hub-.*$/, 'v8 uplift-hub.js'),
  // signal path
  directCords: maxpat => cut(maxpat, 'plugin~', 'plugout~'),
  neverMuted: maxpat => {
    const mute = add(maxpat, { text: 'mute~', ...one })
    cord(maxpat, mute, 0, id(maxpat, 'plugout~'))
  },
  silentAtRest: renumber(/^\*~ 0\.$/, '*~ 1.'),
  releasesItself: maxpat => {
    const { patcher } = maxpat
    const clock = patcher.boxes.find(({ box }) => String(box['text']).startsWith('delay'))!.box['id']
    patcher.lines = patcher.lines.filter(({ patchline }) => patchline.source[0] !== clock)
  },
  noOtherOutput: maxpat => void add(maxpat, { text: 'send~ ---leak' }),
  recorderChannels: maxpat => cut(maxpat, 'plugphasor~', 'sfrecord~ 3'),
  // selectors
  ordersAreRouted: renumber(/ attenuate/, ' attenuated'),
  faceIsRouted: maxpat => void (box(maxpat, 'score')['varname'] = 'points'),
  inputsAreSaid: renumber(/^prepend loaded$/, 'prepend load'),
  controlsSayTheirName: renumber(/^prepend apply-2$/, 'prepend apply-1'),
  choicesAgree: maxpat => void (valueof(maxpat, 'mode')['parameter_enum'] = ['Passive', 'Assist', 'On demand']),
  outletsEnd: renumber(new RegExp(`^send ${sharedNames.toTaps}$`), 'send ---taps'),
  sharedAreHeard: renumber(new RegExp(`^receive ${sharedNames.hubs}$`), 'receive ---hubs'),
  nodeIsHeard: maxpat => cut(maxpat, `node.script uplift-node-${version}.js @autostart 1 @watch 0`, 'deferlow'),
}

/** In the tap. */
export const tapBreaks: Readonly<Record<string, Break>> = {
  silentAtRest: maxpat => cord(maxpat, id(maxpat, 'cascade~'), 0, id(maxpat, 'plugout~')),
  nodeProcess: maxpat => void add(maxpat, { text: 'node.script a.js', numoutlets: 2, outlettype: ['', ''] }),
  metersAreComplete: renumber(/^pack 0\. 0\./, 'pack 0.'),
  filtersAreRouted: renumber(/^route k sub bass/, 'route k sub bas'),
  tapSaysBye: renumber(/^bye 0$/, 'hello 0'),
}
