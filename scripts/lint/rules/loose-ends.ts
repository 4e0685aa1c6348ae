/** A cord that is missing leaves an object that nothing reaches, or one whose result nobody takes: both are found here. */
import type { Rule } from '../finding.ts'
import { type Box, boxWithId, label } from '../patch.ts'
import { portsOf } from '../ports.ts'

/** Objects that begin by themselves, by the user, by Live, or by their name; and what is only looked at. */
const sources = new Set(
  `inlet loadbang loadmess freebang closebang live.thisdevice receive receive~ node.script plugin~ plugphasor~ plugsync~
   dspstate~ adstatus buffer~ dropfile key comment panel live.comment live.line fpic live.banks live.colors autopattr
   noise~ sflist~ jweb active`.split(/\s+/),
)
/** Those that work without both of their inlets only when an argument stands for the other. */
const twoHanded = /^([-+*/%!<>=]+)~$/

/** What waits for messages or signals gets some: at its first inlet, and at all inlets where it is nothing without them. */
export const everythingIsFed: Rule = ({ boxes }) =>
  boxes
    .filter(box => !sources.has(box.name) && !box.name.startsWith('live.'))
    .flatMap(box =>
      needed(box)
        .filter(inlet => !isFed(box, inlet))
        .map(inlet => ({ at: label(box), message: `nothing enters inlet ${inlet}` })),
    )

function needed(box: Box): number[] {
  const { name, args } = box
  const count = Number(box.raw['numinlets'] ?? 0)
  if (count === 0) return []
  if (name === 'gate' || name === 'pack' || box.inner) return upTo(count)
  if (name === 'record~') return upTo(count - 2)
  return twoHanded.test(name) && args.length === 0 ? [0, 1] : [0]
}

/** Objects that are there for what they send. */
const senders = new Set(
  `prepend append message deferlow defer trigger select route routepass gate delay pipe metro qmetro loadbang loadmess freebang
   receive inlet pack pak unpack join zl.slice zl.reg iter int float change expr clip snapshot~ avg~ average~ peakamp~ biquad~
   cascade~ onepole~ line~ sig~ abs~ sqrt~ sfplay~ play~ mute~ plugphasor~ plugin~`.split(/\s+/),
)

/** What an object sends goes somewhere: every outlet that it was put there for. */
export const nothingIsLost: Rule = ({ boxes }) =>
  boxes
    .filter(({ name, inner }) => senders.has(name) || /^[-+*/%!<>=]+~?$/.test(name) || inner !== null)
    .flatMap(box =>
      meant(box)
        .filter(outlet => !isUsed(box, outlet))
        .map(outlet => ({ at: label(box), message: `nothing takes what its outlet ${outlet} sends` })),
    )

function meant(box: Box): number[] {
  const { name, raw } = box
  const count = Number(raw['numoutlets'] ?? 0)
  switch (name) {
    case 'route':
    case 'routepass':
    case 'select': {
      // What matches nothing may be dropped on purpose, and so may all that matches, where the rest goes on.
      const matching = upTo(count - 1)
      const isFilter = isUsed(box, count - 1) && !matching.some(outlet => isUsed(box, outlet))
      return isFilter ? [] : matching
    }
    case 'change':
    case 'line~':
    case 'plugphasor~':
      return [0]
    // A message that only sends by name.
    case 'message':
      return /^\s*;/.test(String(raw['text'] ?? '')) ? [] : [0]
    case 'sfplay~':
    case 'play~':
      return upTo(portsOf(box)?.outlets.filter(type => type === 'signal').length ?? 0)
    default:
      return upTo(count)
  }
}

const upTo = (count: number) => Array.from({ length: Math.max(0, count) }, (_, index) => index)
/** Of a recorder by a signal: its first inlet takes messages too. */
const isFed = ({ id, name, level }: Box, inlet: number) =>
  level.cords.some(({ source, destination }) => {
    if (destination[0] !== id || destination[1] !== inlet) return false
    const from = boxWithId(level, source[0])
    return name !== 'record~' || (from !== undefined && portsOf(from)?.outlets[source[1]] === 'signal')
  })
const isUsed = ({ id, level }: Box, outlet: number) =>
  level.cords.some(({ source }) => source[0] === id && source[1] === outlet)
