/** What messages say, and whether their receiver knows the word. */
import { sharedNames } from '../../../device/protocol.ts'
import { isNumber, messageParts } from '../atoms.ts'
import type { Rule } from '../finding.ts'
import { links } from '../flow.ts'
import { type Box, label } from '../patch.ts'
import { firstWords, understands } from '../ports.ts'

/** A word that a message box or a prepend says is one that the object behind it understands. */
export const knownMessages: Rule = patch =>
  links(patch).flatMap(({ from, to }) =>
    said(from.box)
      .filter(({ word, isList }) => to.box.name !== 'send' && !understands(to.box, word, isList))
      // The right inlet of a message box and cold inlets hold what is sent to them.
      .filter(() => !(to.box.name === 'message' && to.port === 1))
      .map(({ word }) => ({ at: label(from.box), message: `${label(to.box)} has no message "${word}"` })),
  )

function said(box: Box): { word: string; isList: boolean }[] {
  if (box.name === 'message') return firstWords(box)
  if (box.name === 'prepend' && box.args[0] !== undefined) return [{ word: box.args[0], isList: true }]
  return []
}

/** A message box that sends by name (";") reaches Max itself, a shared name, or a name of this device. */
export const sentByName: Rule = ({ boxes }) =>
  boxes
    .filter(({ name }) => name === 'message')
    .flatMap(box =>
      messageParts(String(box.raw['text'] ?? ''))
        .sent.map(([receiver]) => receiver!)
        .filter(name => name !== 'max' && !name.startsWith('---') && !isShared(name))
        .map(name => ({ at: label(box), message: `it sends to "${name}", which every patch of this Live would hear` })),
    )

const isShared = (name: string) => Object.values<string>(sharedNames).includes(name)

/** Nothing is printed in normal use (Ableton's guidelines). */
export const silentConsole: Rule = ({ boxes }) =>
  boxes
    .filter(({ name }) => name === 'print')
    .map(box => ({ at: label(box), message: 'it prints into the Max window' }))

/** A delay, metro or speed that is a word instead of a number does not run. */
export const numericTimes: Rule = ({ boxes }) =>
  boxes
    .filter(({ name, args }) => ['delay', 'metro', 'qmetro', 'speedlim', 'qlim'].includes(name) && args.length > 0)
    .filter(({ args }) => !isNumber(args[0]!))
    .map(box => ({ at: label(box), message: `"${box.args[0]}" is not a time in ms` }))
