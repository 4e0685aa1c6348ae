/**
 * Writes presets/devices.json from the evidence table of Live's devices (facts/live-devices.json, beside the project).
 * Run by hand when the evidence changes; the project itself only reads the preset.
 *
 *   node scripts/make-device-table.mjs [facts/live-devices.json]
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = path => fileURLToPath(new URL(path, import.meta.url))
const facts = JSON.parse(readFileSync(process.argv[2] ?? at('../../shared/facts/live-devices.json'), 'utf8'))
const target = at('../presets/devices.json')

const why = {
  StereoGain: 'level, width, bass mono and balance of one track: the moves with the surest prediction',
  Eq8: 'the equaliser producers have on every track; its unused bands are where cuts go first',
  Compressor2: 'the side-chain ducker of trance and the usual dynamics device',
  GlueCompressor: 'the usual bus compressor',
  Limiter: 'the usual last device on Main',
  Saturator: 'common drive on bass and leads; not linear, so its prediction is weak',
  ChannelEq: 'a quick equaliser that many producers use instead of EQ Eight',
  FilterEQ3: 'the DJ equaliser: three bands that can be killed',
  AutoFilter2: 'the filter of builds and breakdowns (Live 12.2 and newer)',
  AutoFilter: 'Auto Filter Legacy: the filter of sets made before Live 12.2',
  MultibandDynamics: 'compression per band, on buses and Main',
  DrumBuss: 'drive and boom of drum groups; not linear, so only its direction is known',
  Reverb: 'the space on returns: how much is heard is its Dry/Wet and the send',
  Delay: 'echoes on returns and leads',
  AudioEffectGroupDevice: 'a rack is entered; its macros move what is mapped to them',
  InstrumentGroupDevice: 'layers of one sound: a chain per layer, each with its own volume and pan',
  DrumGroupDevice: 'a chain per drum: its volume is that drum’s fader',
}

/** Devices whose newest list is older than the dump it was read from. */
const redrawn = { Limiter: '12.1' }

/** Devices that were new between two dumps: their first list has the names from before 12.4. */
const introduced = { AutoFilter2: '12.2' }

/** First Live version that shows the list dumped from this version. */
function since(className, live) {
  if (live === '12.4.6') return redrawn[className] ?? '12.4'
  return live === '12.1' ? '12.0' : '10.0'
}

/** Redesigned devices: the new name of the same control (facts/live-devices.md, section 5; notes of the device). */
const redesigned = {
  Limiter: { Gain: 'Input Gain', 'Release time': 'Release', 'Link Channels': 'Link' },
  Saturator: {
    Base: 'Color Amt Low',
    Depth: 'Color Amt Hi',
    Color: 'Color On',
    'Soft Clip': 'Post Clip Mode',
    Width: 'Color Width',
    Frequency: 'Color Freq',
    'WS Lin': 'WS Linearity',
  },
}

function law({ mapping }) {
  switch (mapping?.type) {
    case 'identity':
    case 'ratio_inf':
    case 'utility_gain':
    case 'midi_note_hz':
      return { type: mapping.type }
    case 'linear':
    case 'log':
    case 'gain_linear':
      return { type: mapping.type, display: mapping.display }
    case 'log10raw':
      return { type: 'log10raw', scale: mapping.scale }
    case 'power':
      return { type: 'power', display: mapping.display, exponent: mapping.exponent }
    case 'root':
      return { type: 'root', display: mapping.display, n: mapping.n }
    case 'fader':
      return { type: 'fader', maxDb: mapping.max_db }
    case 'steps':
      return { type: 'steps', labels: mapping.labels }
    default:
      return { type: 'unknown' }
  }
}

/** How sure the law is: only "measured" and "verified" laws may carry an amount without asking Live. */
function confidence({ mapping, conf }) {
  const words = typeof conf === 'string' ? conf : (conf?.mapping ?? '')
  if (!mapping || mapping.type === 'unknown') return 'unknown'
  if (/inferred/.test(words)) return 'inferred'
  return /measured/.test(words) ? 'measured' : 'verified'
}

/**
 * How Live writes the number. "classic": three digits (0.00, 10.0, 100); "coarse": one decimal below 10, none above;
 * "tenths": always one decimal. Decided from the text that Live 12.4.6 shows at the default.
 */
function digits(row, shown) {
  if (row.unit === '%' || row.unit === 'deg') return 'coarse'
  if (row.unit === 'st' || /^Macro \d+$/.test(row.name)) return 'whole'
  if (row.unit === 'dB' && shown && /^-?\d\.\d dB$|^-?\d\d dB$/.test(shown)) return 'coarse'
  return 'classic'
}

/** "deg" is written °; steps and macros have no unit of their own. */
const unitOf = ({ unit = '' }) => ({ deg: '°', step: '' })[unit] ?? (unit.startsWith('0..127') ? '' : unit)

/** The raw default, or null where only its text is known and no law leads from one to the other. */
function defaultOf({ default_raw, default_display, mapping }) {
  if (typeof default_raw === 'number') return default_raw === 0 ? 0 : default_raw
  if (mapping?.type === 'steps') return mapping.labels.indexOf(default_display)
  const shown = Number(/([-\d.]+)\D*$/.exec(default_display ?? '')?.[1])
  return mapping?.points?.find(([, display]) => display === shown)?.[0] ?? null
}

function rowOf(row, newest) {
  const shown = row.default_display ?? newest?.default_display
  return {
    name: row.name,
    min: row.min,
    max: row.max,
    default: defaultOf(row),
    ...(row.is_quantized
      ? { items: row.value_items }
      : { unit: unitOf(row), law: law(row), digits: digits(row, shown), confidence: confidence(row) }),
  }
}

function deviceOf(className) {
  const device = facts.devices.find(candidate => candidate.class_name === className)
  const newest = device.variants.at(-1)
  const renamed = { ...device.renames_12_4, ...redesigned[className] }
  const oldNames = Object.fromEntries(Object.entries(device.renames_12_4 ?? {}).map(([old, name]) => [name, old]))
  const first = introduced[className]
  return {
    className,
    // What `insert_device` calls it.
    name: className === 'AutoFilter' ? 'Auto Filter Legacy' : device.class_display_name,
    source: [...new Set(device.variants.flatMap(v => v.parameters.flatMap(p => p.src ?? [])))].sort().join(', '),
    why: why[className],
    renamed,
    variants: [
      ...(first
        ? [
            {
              since: first,
              parameters: newest.parameters.map(row => rowOf({ ...row, name: oldNames[row.name] ?? row.name }, row)),
            },
          ]
        : []),
      ...device.variants.map(({ live, parameters }) => ({
        since: since(className, live),
        parameters: parameters.map(row =>
          rowOf(
            row,
            newest.parameters.find(p => p.name === (renamed[row.name] ?? row.name)),
          ),
        ),
      })),
    ],
  }
}

function mixerRow(name, newName = name) {
  const row = facts.mixer.find(candidate => candidate.name === name)
  return {
    ...rowOf({ ...row, unit: row.mapping.unit, conf: { mapping: row.conf } }),
    name: newName,
    ...(row.mapping.type === 'fader' ? { digits: 'tenths' } : {}),
  }
}

const table = {
  version: 1,
  source: `facts/live-devices.json of ${facts.generated}: ${Object.entries(facts.sources)
    .map(([id, { what }]) => `${id} = ${what}`)
    .join('; ')}`,
  why: 'Parameter names, ranges and raw-to-display laws of the devices that Uplift reads and writes. Laws serve planning and the simulated set; a real adapter asks Live for its own text.',
  fader: {
    source: `FB, AO44, PP (${facts.curves.fader.conf})`,
    why: 'dB below the top by position: straight, then quadratic, then (last 16 dB) only these points',
    points: facts.curves.fader.points.filter(([v]) => v < 0.0347).map(([v, db]) => [v, db - facts.curves.fader.top_db]),
    quadratic: [-199.8107, 201.8145, -48.7576 - 24],
    linearFrom: 0.4,
    dbPerUnit: 40,
  },
  mixer: [mixerRow('Track Volume'), mixerRow('Track Panning'), mixerRow('Track Activator'), mixerRow('Send')],
  devices: Object.keys(why).map(deviceOf),
}

/** One row to a line: a table to be read, and changes that show in a diff. */
const text = JSON.stringify(
  table,
  (key, value) => (key === 'parameters' || key === 'mixer' ? value.map(row => `row ${JSON.stringify(row)}`) : value),
  2,
)
const lines = text.replace(/"row (\{.*\})"/g, (_, row) => JSON.parse(`"${row}"`))
JSON.parse(lines)
writeFileSync(target, `${lines}\n`)
execFileSync('npx', ['biome', 'format', '--write', target], { stdio: 'inherit' })
