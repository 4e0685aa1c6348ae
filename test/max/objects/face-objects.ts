/** What is on the face: parameters, texts, lights, windows. */
import type { Message } from '../atoms.ts'
import type { Box, BoxContext, MakeBox } from '../box.ts'
import { isBang, isNumber, numberIn, refuse } from './arguments.ts'
import { declarationOf, longName } from './device-objects.ts'

/** What a test sees of an object of the face. */
export interface FaceObject {
  readonly name: string
  readonly className: string
  /** Attributes that were set since it was loaded, and those of the file. */
  readonly attributes: ReadonlyMap<string, Message>
  /** Of a comment. */
  readonly text: string
  /** Of a parameter or a number. */
  readonly value: number
  readonly isHidden: boolean
  readonly isActive: boolean
  /** What a click or a drag does: the value the user chose; for a button none. */
  use(value?: number): void
  /** What a file dropped on it does. */
  drop(path: string): void
}

/** Attributes that every visible object has; each class adds its own. */
const common = ['hidden', 'ignoreclick', 'active', 'presentation', 'presentation_rect', 'annotation', 'hint']

const isAttribute = (name: string) => common.includes(name) || /color$/.test(name)

/** `own`: how the class shows and emits its value. */
interface FaceClass {
  readonly attributes?: readonly string[]
  /** It holds a value. */
  readonly isParameter?: boolean
  readonly isText?: boolean
  /** Sends a value as a user's hand or a loaded set does. */
  emit?(context: BoxContext, value: number): void
  /** Its values when they are declared nowhere else. */
  readonly range?: readonly [number, number]
}

const items = (context: BoxContext): readonly string[] =>
  (declarationOf(context.json)?.['parameter_enum'] as string[] | undefined) ?? []

const withText = (context: BoxContext, value: number) => {
  context.out(2, [value / Math.max(1, items(context).length - 1)])
  const text = items(context)[value]
  if (text === undefined) context.fail(`has no item ${value}`)
  else context.out(1, [text])
  context.out(0, [value])
}

const withRaw = (context: BoxContext, value: number) => {
  const [low, high] = rangeOf(context)
  context.out(1, [(value - low) / (high - low)])
  context.out(0, [value])
}

function rangeOf(context: BoxContext): readonly [number, number] {
  const declared = declarationOf(context.json)
  const number = (key: string, fallback: number) =>
    (isNumberLike(declared?.[key]) ? declared![key] : fallback) as number
  return [number('parameter_mmin', 0), number('parameter_mmax', 127)]
}

const isNumberLike = (value: unknown) => typeof value === 'number'

const makeFace =
  (kind: FaceClass): MakeBox =>
  context => {
    const { json, device } = context
    const declared = declarationOf(json)
    const parameter = kind.isParameter && json['parameter_enable'] !== 0 ? longName(json) : undefined
    const isButton = context.className === 'live.text' && json['mode'] === 0
    const attributes = new Map<string, Message>()
    const initial = (declared?.['parameter_initial'] as number[] | undefined)?.[0]
    const isInitial = declared?.['parameter_initial_enable'] === 1
    const invisible = Number(declared?.['parameter_invisible'] ?? 0)
    const isStored = parameter !== undefined && invisible < 2
    let value = (isInitial ? initial : undefined) ?? kind.range?.[0] ?? 0
    let text = String(json.text ?? '')
    const stored = isStored ? device.stored.get(parameter)?.[0] : undefined
    if (isNumber(stored)) value = stored

    const checked = (wanted: number) => {
      if (!parameter) return wanted
      const [low, high] = kind.range ?? (items(context).length > 0 ? [0, items(context).length - 1] : rangeOf(context))
      return Math.min(high, Math.max(low, wanted))
    }
    const hold = (wanted: number) => {
      const next = checked(wanted)
      if (isStored && next !== value) device.store(parameter, [next])
      value = next
    }
    const emit = () => {
      if (isButton) context.out(0, ['bang'])
      else kind.emit?.(context, value)
    }
    const flag = (name: string, fallback: number) => attributes.get(name)?.[0] ?? (json[name] as number) ?? fallback

    const face: FaceObject = {
      name: json.varname ?? '',
      className: context.className,
      attributes,
      get text() {
        return text
      },
      get value() {
        return value
      },
      get isHidden() {
        return flag('hidden', 0) === 1
      },
      get isActive() {
        return flag('active', 1) === 1 && flag('ignoreclick', 0) === 0
      },
      use(chosen) {
        if (face.isHidden || !face.isActive) context.fail('the user cannot touch what is hidden or inactive')
        if (!kind.emit) context.fail('the user cannot touch it')
        if (!isButton) hold(chosen ?? context.fail('a value is wanted'))
        emit()
      },
      drop(path) {
        if (context.className !== 'dropfile') context.fail('takes no files')
        context.out(1, ['fold'])
        context.out(0, [path])
      },
    }
    if (json.varname) device.face.set(json.varname, face)

    const receive: Box['receive'] = (inlet, message) => {
      const [selector, ...rest] = message
      if (typeof selector === 'string' && (isAttribute(selector) || kind.attributes?.includes(selector))) {
        if (selector === 'active' && !context.className.startsWith('live.')) return refuse(context, inlet, message)
        attributes.set(selector, rest)
        if (selector === 'text') text = String(rest[0])
      } else if (kind.isText && (selector === 'set' || selector === 'setwithtruncation')) text = rest.join(' ')
      else if (kind.emit && (isNumber(selector) || selector === 'set' || isBang(message))) {
        const isSet = selector === 'set'
        if (!isBang(message)) {
          const before = value
          hold(numberIn(context, isSet ? rest : message))
          // Live writes down every change of a visible parameter that the patch makes: the user's undo history.
          if (isStored && value !== before) context.max.undoFlood.push(`${json.varname ?? parameter} ${value}`)
        }
        if (!isSet) emit()
      } else refuse(context, inlet, message)
    }
    return {
      receive,
      restore() {
        if (isStored && !isButton && (isInitial || stored !== undefined)) emit()
      },
    }
  }

const parameter = (emit: FaceClass['emit'], more: Partial<FaceClass> = {}) =>
  makeFace({ isParameter: true, ...more, ...(emit ? { emit } : {}) })

const single = (context: BoxContext, value: number) => context.out(0, [value])

/** jweb: shows a page; what it is told is kept for the test. */
const jweb: MakeBox = context => {
  context.max.fromPages.push(message => {
    context.out(0, message)
    context.max.clock.settle()
  })
  return {
    receive(inlet, message) {
      const known = [
        'url',
        'read',
        'readfile',
        'reload',
        'executejavascript',
        'back',
        'forward',
        'hidden',
        'rendermode',
      ]
      if (!known.includes(String(message[0]))) refuse(context, inlet, message)
      context.max.pages.push(message)
    },
  }
}

const picture = makeFace({ attributes: ['pic', 'alpha', 'offset', 'rounded', 'border', 'bgfillcolor'] })

export const faceObjects: Readonly<Record<string, MakeBox>> = {
  'live.text': parameter(
    (context, value) => {
      context.out(1, [value / 1])
      context.out(0, [value])
    },
    { attributes: ['text', 'texton', 'mode', 'automation', 'automationon'], range: [0, 1] },
  ),
  'live.button': parameter(context => context.out(0, ['bang']), { range: [0, 1] }),
  'live.toggle': parameter(single, { range: [0, 1] }),
  'live.menu': parameter(withText),
  'live.tab': parameter(withText),
  'live.dial': parameter(withRaw, { attributes: ['showname', 'shownumber', 'appearance', 'triangle'] }),
  'live.numbox': parameter(withRaw, { attributes: ['appearance'] }),
  'live.slider': parameter(withRaw, { attributes: ['orientation'] }),
  'live.comment': makeFace({ isText: true, attributes: ['text', 'textjustification', 'fontsize'] }),
  'live.line': picture,
  comment: makeFace({ isText: true, attributes: ['text', 'textjustification', 'fontsize'] }),
  panel: picture,
  fpic: picture,
  multislider: makeFace({ emit: single, attributes: ['setminmax', 'size', 'setstyle'] }),
  number: makeFace({ emit: single }),
  flonum: makeFace({ emit: single }),
  dropfile: makeFace({ attributes: ['types', 'border', 'folderslash'] }),
  jweb,
}
