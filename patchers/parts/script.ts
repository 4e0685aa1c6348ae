/** The device's v8 script, behind deferlow: Live's objects may be touched from the main thread's queue only. */
import type { Box, Patch } from '../lib/patch.ts'

/** @param file name of the script, beside the device. `args`: for the script, in its box */
export function script(
  patch: Patch,
  file: string,
  outlets: number,
  args = '',
): { readonly toScript: Box; readonly v8: Box } {
  patch.group('Script')
  const toScript = patch.object('deferlow')
  const v8 = patch.object(`v8 ${file}${args && ` ${args}`}`, {
    ports: { inlets: 1, outlets: Array<string>(outlets).fill('') },
    keys: {
      filename: file,
      saved_object_attributes: { parameter_enable: 0 },
      textfile: { autowatch: 0, embed: 0, filename: file, flags: 0 },
    },
  })
  patch.chain(toScript, v8)
  return { toScript, v8 }
}
