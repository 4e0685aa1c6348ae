/**
 * Writes patchers/max-objects.json from the evidence about Max's objects (facts/max-objects.json, valueof-presence.json and
 * max-for-live-serialization.md, beside the project): the objects that our patchers use or may use. Run by hand when the
 * evidence or the list below changes; patchers and lint only read the table.
 *
 *   node scripts/make-object-table.mjs [facts folder]
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const facts = process.argv[2] ?? fileURLToPath(new URL('../../shared/facts', import.meta.url))
const read = name => readFileSync(`${facts}/${name}`, 'utf8')
const evidence = JSON.parse(read('max-objects.json'))
const presence = JSON.parse(read('valueof-presence.json'))
const survey = read('max-for-live-serialization.md')

/** By their full names; short names are in `aliases`. */
const names = `
  live.text live.menu live.tab live.dial live.numbox live.slider live.toggle live.button live.comment live.line live.meter~
  live.drop live.step live.arrows live.gain~ live.scope~ live.thisdevice live.path live.object live.observer live.remote~
  live.banks live.colors
  comment panel message button toggle number flonum multislider textbutton umenu textedit dropfile jweb fpic bpatcher led
  meter~ inlet outlet
  plugin~ plugout~ plugphasor~ plugsync~ dspstate~ adstatus mute~ pcontrol thispatcher patcher active
  v8 js node.script pattr autopattr dict coll value freebang loadbang loadmess closebang deferlow defer
  send receive forward route routepass select trigger prepend append pack pak unpack join unjoin zl zl.slice zl.group zl.join
  zl.nth zl.iter zl.reg zl.len zl.rev zl.sub zl.stream iter uzi funnel spray gate switch gswitch gswitch2 change onebang
  speedlim qlim delay pipe metro qmetro clocker timer counter accum int float expr vexpr if sprintf regexp tosymbol fromsymbol
  bangbang buddy swap split past minimum maximum maximum~ minimum~ clip scale atoi itoa strippath absolutepath conformpath
  filepath relativepath opendialog savedialog maxurl combine substitute repl match print bondo thresh quickthresh key
  !- !/ * + - / % < <= > >= == != & && | || << >> abs
  !-~ !/~ *~ +~ -~ /~ %~ <~ <=~ >~ >=~ ==~ !=~
  sig~ line~ curve~ snapshot~ average~ avg~ peakamp~ minmax~ abs~ sqrt~ pow~ log~ clip~ slide~ rampsmooth~ change~ delta~
  edge~ zerox~ sah~ thresh~ phasor~ cycle~ noise~ biquad~ cascade~ onepole~ svf~ lores~ cross~ filtercoeff~ gate~ selector~
  matrix~ send~ receive~ pass~ delay~ tapin~ tapout~ rate~ count~ sampstoms~ mstosamps~ atodb~ dbtoa~ atodb dbtoa
  buffer~ record~ play~ groove~ sfplay~ sfrecord~ sfinfo~ sflist~ index~ peek~ poke~ wave~ info~ stutter~ spike~ loudness~
  bitsafe~ equals~ times~ plus~ minus~ div~
`
  .trim()
  .split(/\s+/)

const aliases = {
  t: 'trigger',
  sel: 'select',
  r: 'receive',
  s: 'send',
  p: 'patcher',
  b: 'bangbang',
  i: 'int',
  f: 'float',
  v: 'value',
}

/**
 * Where the evidence has no row, or one that depends on arguments (inlets 0/0). Ports that depend on arguments or a script
 * are counted in scripts/lint/ports.ts and are null here.
 */
const added = {
  'node.script': {
    class: 'newobj',
    inlets: 1,
    outlets: ['', ''],
    messages: ['anything'],
    attributes: nodeAttributes(),
  },
  v8: { class: 'newobj', inlets: null, outlets: null },
  js: { class: 'newobj', inlets: null, outlets: null },
  patcher: { class: 'newobj', inlets: null, outlets: null, messages: ['anything'] },
  bpatcher: { class: 'bpatcher', inlets: null, outlets: null, messages: ['anything'] },
  select: { class: 'newobj', inlets: 2, outlets: ['bang', ''] },
  send: { class: 'newobj', inlets: 1, outlets: [] },
  receive: { class: 'newobj', inlets: 0, outlets: [''] },
  value: { class: 'newobj', inlets: 1, outlets: [''] },
  'peek~': { class: 'newobj', inlets: 3, outlets: ['float'] },
  'poke~': { class: 'newobj', inlets: 3, outlets: [] },
  'index~': { class: 'newobj', inlets: 2, outlets: ['signal'] },
  // Their ports depend on arguments.
  expr: { inlets: null, outlets: null },
  vexpr: { inlets: null, outlets: null },
  if: { inlets: null, outlets: null },
  sprintf: { inlets: null, outlets: null },
  adstatus: { inlets: 2, outlets: ['', 'int'] },
  // The reference page lists its messages as "bang, getid": one comma-separated entry.
  'live.path': { messages: ['bang', 'getid', 'getchildren', 'getcount', 'getpath', 'goto', 'path'] },
  'live.scope~': { attributes: [], messages: ['signal', 'anything'] },
}

function nodeAttributes() {
  return ['args', 'autostart', 'defer', 'log', 'node_bin_path', 'npm_bin_path', 'watch']
}

/** Arithmetic has no page of its own in the evidence: numbers in both inlets, signals too where the name ends with ~. */
const numbers = ['bang', 'float', 'int', 'list']

function row(name) {
  const found = evidence[name] ?? {}
  const isSignal = name.endsWith('~')
  const own = added[name] ?? {}
  const inlets = own.inlets !== undefined ? own.inlets : (found.savedInlets ?? found.referenceInlets)
  const outlets =
    own.outlets !== undefined ? own.outlets : (found.outletTypes ?? Array(found.referenceOutlets ?? 0).fill(''))
  if (inlets === undefined) throw new Error(`no evidence for "${name}"`)
  return {
    class: own.class ?? found.maxclass ?? 'newobj',
    inlets,
    outlets,
    messages: (own.messages ?? found.messages ?? (isSignal ? [...numbers, 'signal'] : numbers)).filter(
      m => m[0] !== '(',
    ),
    attributes: [...new Set([...(own.attributes ?? found.attributes ?? []), ...surveyed(name)])].sort(),
  }
}

/** Keys that real files hold for a box of this class (survey, section 1). */
function surveyed(name) {
  const section = survey.split(/^### /m).find(part => part.split(/\s/, 1)[0] === name)
  if (!section) return []
  return [...section.matchAll(/^- (?:always|often|rare): (.*)$/gm)].flatMap(([, list]) =>
    list.split(', ').map(key => key.replace(/ \(\d+\)$/, '').trim()),
  )
}

/** The keys that any box may have, and that any box with a face understands as a message. */
const boxAttributes = `annotation annotation_name background color fontface fontname fontsize hidden hint id ignoreclick
  linecount maxclass numinlets numoutlets outlettype parameter_enable parameter_mappable patching_rect presentation
  presentation_linecount presentation_rect prototypename saved_attribute_attributes saved_object_attributes style text
  textcolor textjustification varname`.split(/\s+/)

/** Keys of `valueof` by class: in every file that Max 9 wrote, and in any file. */
function valueofKeys(name) {
  const { presence: seen, by_major } = presence[name]
  const nine = by_major['9']
  const all = Object.keys(seen)
    .filter(key => /^parameter_[a-z_]+$/.test(key))
    .sort()
  return { always: nine ? all.filter(key => nine[key] === nine.n) : [], seen: all }
}

const table = {
  source:
    'facts/max-objects.json (Max 9 reference, boxes saved by Max 8.6), max-for-live-serialization.md and valueof-presence.json (148 public device files); written by scripts/make-object-table.mjs',
  why: 'Names, ports, messages and attributes of the objects that our patchers use or may use: Max drops what it does not know in silence, the lint does not. Ports that depend on arguments are counted in scripts/lint/ports.ts; null where they depend on a script or a subpatcher.',
  aliases,
  boxAttributes,
  objects: Object.fromEntries(names.map(name => [name, row(name)])),
  parameters: Object.fromEntries(
    Object.keys(presence)
      .sort()
      .map(name => [name, valueofKeys(name)]),
  ),
}

/** One row to a line: a table to be read, and changes that show in a diff. */
const rows = section =>
  `{\n${Object.entries(section)
    .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n  }`
const text = `{\n${Object.entries(table)
  .map(
    ([key, value]) =>
      `  ${JSON.stringify(key)}: ${key === 'objects' || key === 'parameters' ? rows(value) : JSON.stringify(value)}`,
  )
  .join(',\n')}\n}\n`
JSON.parse(text)
const target = fileURLToPath(new URL('../patchers/max-objects.json', import.meta.url))
writeFileSync(target, text)
execFileSync('npx', ['biome', 'format', '--write', target], { stdio: 'inherit' })
