/**
 * The bench's parts: what things cost. CPU seconds of whole fresh processes with all their threads (what a user's first file
 * costs), unless it says "warm". Nothing else should run on the machine.
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { figuresOption, keepFigures, runOf } from '../figures.ts'
import { type BenchLine, benchFigures, textLine } from './figures.ts'
import { type Cost, costOfCommand, costOfTask, repeatedCost } from './process.ts'

const runs = 5
const folder = resolve('out/bench')
const cacheFolder = join(folder, 'cache')

/** What has been printed, for --figures. */
const printed: BenchLine[] = []
let under: { readonly heading: string; readonly columns: readonly string[] } = { heading: '', columns: [] }

const write = (label: string, cells: readonly string[]) =>
  process.stdout.write(`${label.padEnd(56)}${cells.map(cell => cell.padStart(14)).join('')}\n`)
const line = (label: string, ...cells: readonly string[]) => {
  printed.push({ ...under, label: label.trim(), cells })
  write(label, cells)
}
const seconds = (value: number) => `${value.toFixed(2)} s`
const megabytes = (value: number) => `${value.toFixed(0)} MB`
const heading = (text: string, ...cells: readonly string[]) => {
  process.stdout.write('\n')
  under = { heading: text, columns: cells }
  write(text, cells)
}
const costLine = (label: string, { cpuSeconds, peakMegabytes }: Cost, ...more: readonly string[]) =>
  line(label, seconds(cpuSeconds), megabytes(peakMegabytes), ...more)

const rangeOf = ({ range }: ReturnType<typeof repeatedCost>) => `${range.map(value => value.toFixed(2)).join('–')} s`

/** Loaded only by the parent: a child that measures one file must not pay for it. */
const material = () => import('./material.ts')

async function fileOf(minutes: number): Promise<string> {
  const { renderedMain, wavOf } = await material()
  return wavOf(folder, renderedMain, minutes)
}

const parts = {
  /** One 6-minute file: the bar of the issue, its floor, and others' programs on the same file. */
  file: async () => {
    const file = await fileOf(6)
    heading(`One 6-minute stereo WAV, median of ${runs}`, 'CPU', 'peak memory')
    const floor = repeatedCost(runs, () => costOfTask('floor', [file]))
    const all = repeatedCost(runs, () => costOfTask('analyze', [file]))
    const keyless = repeatedCost(runs, () => costOfTask('keyless', [file]))
    const opinion = repeatedCost(runs, () => costOfTask('opinion', []))
    const empty = repeatedCost(runs, () => costOfTask('nothing', []))
    costLine('full analysis', all, rangeOf(all))
    costLine('  without looking for a key', keyless, rangeOf(keyless))
    costLine("  a key in doubt: essentia's opinion, a process of its own", opinion)
    costLine('  floor: decode, loudness, true peak, one STFT pass', floor)
    costLine('  Node that does nothing', empty)
    line('  full analysis over floor', (all.cpuSeconds / floor.cpuSeconds).toFixed(1))
    const plain = costOfTask('analyze', [file], { UPLIFT_KERNELS: 'ts' })
    costLine('full analysis, plain TypeScript kernels', plain)

    heading('Loudness and true peak of the same file', 'CPU', 'ours ×')
    const ours = repeatedCost(runs, () => costOfTask('loudness', [file]))
    line('ours', seconds(ours.cpuSeconds))
    peer('ffmpeg ebur128=peak=true', 'ffmpeg', `ffmpeg -nostdin -i '${file}' -af ebur128=peak=true -f null -`, ours)
    peer('loudgain (libebur128, true peak)', 'loudgain', `loudgain -O '${file}'`, ours)

    heading('Tempo of the same file', 'CPU', 'ours ×')
    const tempo = repeatedCost(runs, () => costOfTask('tempo', [file]))
    line('ours', seconds(tempo.cpuSeconds))
    peer('aubio tempo', 'aubio', `aubio tempo '${file}'`, tempo)
    peer('bpm-tools (through sox)', 'bpm', `sox '${file}' -t raw -r 44100 -e float -c 1 - | bpm`, tempo)
  },
  /** Warm medians of the parts, in one process. */
  breakdown: async () => {
    const file = await fileOf(6)
    heading('Parts of it, warm (median of 5 in one process)', 'CPU')
    for (const [label, cpu] of Object.entries(costOfTask('breakdown', [file]).parts ?? {}))
      line(`  ${label}`, seconds(cpu))
  },
  library: async () => {
    const { renderedMain, wavOf } = await material()
    const main = await renderedMain()
    const files: string[] = []
    for (let n = 0; n < 20; n++) files.push(await wavOf(folder, async () => main, 6, `library-${n}`, n))
    rmSync(cacheFolder, { recursive: true, force: true })
    heading(`Twenty 6-minute WAV files, ${cpus().length} cores`, 'wall', 'CPU', 'peak memory')
    for (const label of ['first run', 'second run, from the cache']) {
      const { wallSeconds, cpuSeconds, peakMegabytes } = costOfTask('library', [cacheFolder, ...files])
      line(`  ${label}`, seconds(wallSeconds), seconds(cpuSeconds), megabytes(peakMegabytes))
    }
    for (const file of files) rmSync(file, { force: true })
    rmSync(cacheFolder, { recursive: true, force: true })
  },
  growth: async () => {
    heading('Growth with length', 'CPU', 'peak memory', 'CPU a minute')
    for (const minutes of [1, 3, 6, 12, 60]) {
      const file = await fileOf(minutes)
      const cost = costOfTask('analyze', [file])
      costLine(`  ${minutes} min`, cost, seconds(cost.cpuSeconds / minutes))
      if (minutes === 60) rmSync(file, { force: true })
    }
  },
  stems: () => {
    const columns = ['model', 'masking', 'ducking', 'plan', 'plan of a master']
    heading('Growth with tracks (about 75 s), warm', 'mix model', 'masking', 'ducking', 'plan', '… of a master')
    for (const tracks of [4, 8, 16, 24, 32]) {
      const found = costOfTask('stems', [String(tracks)]).parts!
      line(`  ${tracks} tracks`, ...columns.map(name => seconds(found[name]!)))
    }
  },
  loop: () => {
    heading('The loop on the simulated set, warm', 'CPU')
    for (const [label, cpu] of Object.entries(costOfTask('loop', []).parts!)) line(`  ${label}`, seconds(cpu))
  },
  guide: async () => {
    const { guideCost } = await import('./guide.ts')
    const { median, p99, worst, heap } = guideCost()
    heading('The guide: a simulated hour, 32 taps and Main at 5 frames a second', 'median', 'p99', 'worst')
    line('  CPU of a block, of the thread that answers', ...[median, p99, worst].map(value => `${value.toFixed(1)} ms`))
    heading('The same hour: live heap after a quarter', 'first', 'second', 'third', 'fourth')
    line('  of the guide', ...heap.map(value => `${value.toFixed(1)} MB`))
    heading('From a tap to the face and the page, in the fake Max')
    inFakeMax('face', minutes)
  },
  /** Bars of the issue: 300 ms, 1 s. */
  start: async () => {
    const { startCosts } = await import('./start.ts')
    heading('Start of a fresh process, 7 times', 'median', 'longest', 'CPU', 'bar', '')
    for (const { label, median, longest, cpu, bar } of await startCosts()) {
      const figures = [median, longest, cpu, bar].map(value => (value === null ? 'not here' : `${value.toFixed(0)} ms`))
      line(`  ${label}`, ...figures, median < bar ? 'met' : 'not met')
    }
  },
  /** Bar of EVALUATION.md: 1 s, aim 300 ms. */
  panel: async () => {
    const { panelPaint } = await import('./panel.ts')
    const found = await panelPaint(folder)
    heading('The panel in Chromium, from its server', 'median', 'worst', 'CPU of the page')
    if (!found) line('  not here: there is no Chromium')
    for (const { label, median, worst, cpu } of found ?? [])
      line(`  ${label}`, ...[median, worst, cpu].map(value => `${value.toFixed(0)} ms`))
  },
  /** Bar of EVALUATION.md for a query: 50 ms, aim 5 ms. */
  similar: () => {
    heading('Similarity in a library of 10,000 tracks, warm (median of 21 fresh queries)', 'CPU')
    for (const [label, cpu] of Object.entries(costOfTask('similar', []).parts!))
      line(`  ${label}`, `${(1000 * cpu).toFixed(1)} ms`)
  },
  /** Bars of the issue: 5 s and 500 MB. */
  als: async () => {
    const { largeSet, sampleSet } = await import('./als.ts')
    const file = largeSet(folder, als ?? sampleSet(folder))
    heading('A set file of 50 MB of XML, read into a snapshot', 'CPU', 'peak memory')
    const cost = repeatedCost(3, () => costOfTask('als', [file]))
    costLine(`  ${als ?? 'small tracks with Utility, Compressor and a rack'}`, cost)
    rmSync(file, { force: true })
  },
  /** The built devices in the fake Max: our share, with an assumed cost of Live's calls (test/max/max.ts). */
  devices: () => {
    heading('The devices in the fake Max')
    inFakeMax()
  },
} satisfies Record<string, () => void | Promise<void>>

function inFakeMax(...args: readonly string[]): void {
  const program = fileURLToPath(new URL('measure-devices.mjs', import.meta.url))
  const text = execFileSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.stdout.write(text)
  printed.push(...text.split('\n').map(each => textLine(under.heading, each)))
}

function peer(label: string, program: string, command: string, ours: Cost): void {
  const costs = Array.from({ length: 3 }, () => costOfCommand(program, command))
  const best = costs.includes(null) ? null : Math.min(...(costs as number[]))
  if (best === null) line(label, 'not here')
  else line(label, seconds(best), (best / ours.cpuSeconds).toFixed(1))
}

const command = new Command('bench')
  .description('What things cost on this machine.')
  .option('--only <part...>', `of ${Object.keys(parts).join(', ')}`, Object.keys(parts))
  .option('--als <file>', 'a set whose tracks make up the large set file; a generated one otherwise')
  .option('--minutes <n>', 'how long the guide runs in the fake Max, in its own time', '60')
  .option(...figuresOption)
  .parse()
const { only, als, minutes, figures } = command.opts<{
  only: (keyof typeof parts)[]
  als?: string
  minutes: string
  figures?: string
}>()

const { date, commit, machine } = runOf()
process.stdout.write(`${date}, commit ${commit}, ${machine}\n`)
for (const name of only) await parts[name]()
if (figures) keepFigures(figures, { script: 'bench', rows: benchFigures(printed), printed: [] })
