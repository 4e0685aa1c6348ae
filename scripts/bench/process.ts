/** Costs of whole processes: CPU of a fresh Node with all its threads, of a foreign program, and peak memory. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Cost {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakMegabytes: number
  /** CPU seconds by name, where a task measured its parts. */
  readonly parts?: Readonly<Record<string, number>>
}

/** What a child prints as its last line: everything this process has cost since it started. */
export function reportCost(started: number, parts?: Readonly<Record<string, number>>): void {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const cost: Cost = {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMegabytes: peakMegabytes(),
    ...(parts ? { parts } : {}),
  }
  process.stdout.write(`${JSON.stringify(cost)}\n`)
}

/** Of this program alone: resourceUsage's maximum includes what the parent had when it forked. */
function peakMegabytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kilobytes) return Number(kilobytes) / 1024
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024
}

/** Runs one named task of bench.ts in a fresh process. Throws with the child's words when it fails. */
export function costOfTask(task: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Cost {
  const script = process.argv[1] ?? fileURLToPath(import.meta.url)
  // What this machine asks of every Node (reading extra certificates costs 0.05 s) is no cost of ours.
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...own } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--task', task, ...args], {
    env: { ...own, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`${task} failed: ${stderr.trim().split('\n').at(-1)}`)
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Cost
}

/** CPU seconds of a shell command and its children; null when its program is not installed. */
export function costOfCommand(program: string, command: string): number | null {
  if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return null
  // POSIX `times`: the shell's own time, then its children's, as 0m0.12s 0m0.01s.
  const { stdout, status } = spawnSync('sh', ['-c', `{ ${command} ; } >/dev/null 2>&1 </dev/null; times`], {
    encoding: 'utf8',
  })
  if (status !== 0) return null
  const children = stdout.trim().split('\n').at(-1)!
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0)
}

export const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Median CPU, with its range, and the largest memory, over `runs` fresh processes. */
export function repeatedCost(runs: number, run: () => Cost): Cost & { readonly range: readonly [number, number] } {
  const costs = Array.from({ length: runs }, run)
  const cpu = costs.map(({ cpuSeconds }) => cpuSeconds)
  return {
    cpuSeconds: median(cpu),
    wallSeconds: median(costs.map(({ wallSeconds }) => wallSeconds)),
    peakMegabytes: Math.max(...costs.map(({ peakMegabytes }) => peakMegabytes)),
    range: [Math.min(...cpu), Math.max(...cpu)],
  }
}
