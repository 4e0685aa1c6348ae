/** Writing protocol buffers: a message is a list of fields, a field a number and what it holds (protobuf.dev, Encoding). */

export type Field = Uint8Array

/** An integer of up to 53 bits; negative ones as the ten bytes of their two's complement. */
export function varintField(number: number, value: number): Field {
  return Uint8Array.from([...varint(number << 3), ...varint(value)])
}

export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return joined([Uint8Array.from(varint((number << 3) | 5)), bytes])
}

export function bytesField(number: number, value: Uint8Array): Field {
  return joined([Uint8Array.from([...varint((number << 3) | 2), ...varint(value.length)]), value])
}

export const textField = (number: number, value: string): Field => bytesField(number, new TextEncoder().encode(value))

export const messageField = (number: number, fields: readonly Field[]): Field => bytesField(number, joined(fields))

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function varint(value: number): number[] {
  if (!Number.isSafeInteger(value)) throw new RangeError(`value must be an integer of at most 53 bits, got ${value}`)
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return [...bytes, Number(rest)]
}
