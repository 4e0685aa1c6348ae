#!/usr/bin/env node
/** `uplift`: the commands are declared in program.ts, one file per command, each loaded only when it is asked for. */
import { createProgram } from './program.ts'

// `uplift features | head` closes our stdout: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

await createProgram().parseAsync()
