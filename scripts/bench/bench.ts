/**
 * `npm run bench`. A child process measures one task and loads nothing else: what its parent needs to print and to keep
 * figures (0.07 s of CPU) is no cost of ours.
 */
import { argv } from 'node:process'

const [flag, task = '', ...args] = argv.slice(2)

if (flag === '--task') await (await import('./tasks.ts')).runTask(task, args)
else await import('./parts.ts')
