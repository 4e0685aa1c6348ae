/**
 * The face has one line, 392 px wide. What does not fit is cut where it hurts least: in what happened, never in what to do
 * about it. The whole of it is in the line's hint and in the panel.
 */
import { textWidth } from '../../report/text-width.ts'

/** px of the line and size of its letters (patchers/face/display.ts), less what a comment keeps free left and right. */
const line = { width: 392, size: 10 } as const

export const fits = (text: string): boolean => textWidth(text, line.size) <= line.width

/** "What happened. What to do." or "What is so: what to do." */
export function fittingLine(text: string): string {
  if (fits(text)) return text
  const at = Math.max(text.lastIndexOf(': '), text.slice(0, -1).lastIndexOf('. '))
  if (at < 0) return cutTo(text, line.width)
  const advice = text.slice(at + 2)
  return withAdvice(text.slice(0, at + 1), advice.charAt(0).toUpperCase() + advice.slice(1))
}

/** Of a fault: what happened, and what to do. */
export const faultLine = (message: string, action: string): string => {
  const whole = `${message} ${action}`
  return fits(whole) ? whole : withAdvice(message, action)
}

function withAdvice(message: string, action: string): string {
  const advice = adviceOf(action)
  const room = line.width - textWidth(` ${advice}`, line.size)
  const what = room < leastMessage ? '' : cutTo(message, room)
  return what === '' ? advice : `${what} ${advice}`
}

/** All of it, its first sentence, or the first of its alternatives, without what is in brackets. */
function adviceOf(action: string): string {
  const first = (end: RegExp) =>
    `${action
      .replace(/ \([^)]*\)/g, '')
      .split(end)[0]!
      .trim()}.`
  const shorter = [action, first(/[;.:](?: |$)/), first(/[;.:](?: |$)|, or /)]
  return shorter.find(fits) ?? cutTo(shorter.at(-1)!, line.width)
}

/** Room in px that tells what a fault is about. */
const leastMessage = 110

/** Cut behind a word, with an ellipsis. */
function cutTo(text: string, width: number): string {
  const words = text.split(' ')
  while (words.length > 1 && textWidth(`${words.join(' ')}…`, line.size) > width) words.pop()
  return words.length === text.split(' ').length ? text : `${words.join(' ').replace(/[,;:.]$/, '')}…`
}

/** To so many characters, behind a word, with an ellipsis. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}
