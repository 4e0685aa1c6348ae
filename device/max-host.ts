/** The only file of the scripts that touches Max's globals. */
import type { Host } from './host.ts'
import { steadyClock } from './steady-clock.ts'

interface PooledTask {
  readonly task: Task
  job: (() => void) | null
}

/** Max keeps a native object for every Task; they are used again instead of being made anew for every delay. */
const idle: PooledTask[] = []

function takeTask(): PooledTask {
  const free = idle.pop()
  if (free) return free
  const pooled: PooledTask = {
    job: null,
    task: new Task(() => {
      const { job } = pooled
      pooled.job = null
      idle.push(pooled)
      job?.()
    }),
  }
  return pooled
}

export const maxHost: Host = {
  outlet: (index, atoms) => outlet(index, atoms),
  post: text => post(`${text}\n`),
  now: steadyClock(() => Date.now()),
  schedule: (milliseconds, job) => {
    const pooled = takeTask()
    pooled.job = job
    pooled.task.schedule(milliseconds)
    return () => {
      if (pooled.job !== job) return
      pooled.task.cancel()
      pooled.job = null
      idle.push(pooled)
    }
  },
  live: (path, onChange = () => {}) => new LiveAPI(onChange, path),
  random: () => Math.random(),
}
