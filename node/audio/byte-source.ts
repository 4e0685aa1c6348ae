/** Random access to the bytes of a file or of a buffer, so that one reader serves both. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from './app-error.ts'

export interface ByteSource {
  /** File name without folders, for sentences. */
  readonly name: string
  /** Bytes at the time of opening; a file that is being recorded may grow afterwards. */
  readonly size: number
  /** A fresh array, or the front of `into`, which must have room; shorter than `length` only at the end of the source. */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>
}

export interface OpenFile extends ByteSource {
  readonly path: string
  close(): Promise<void>
}

/** Opens a regular, non-empty file. Throws FILE_MISSING, FILE_IS_FOLDER, FILE_EMPTY or FILE_UNREADABLE. */
export async function openFile(path: string): Promise<OpenFile> {
  const name = basename(path)
  const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw openingFault(path, cause)
  })
  try {
    const status = await handle.stat()
    if (status.isDirectory()) throw folderFault(name)
    if (!status.isFile()) throw unreadableFault(name, 'it is not a regular file')
    if (status.size === 0) {
      throw new AppError({
        code: 'FILE_EMPTY',
        message: `"${name}" is empty (0 bytes).`,
        action: 'Export it again, or choose another file.',
      })
    }
    const read = async (offset: number, length: number, into?: Uint8Array) => {
      const present = Math.max(0, Math.min(length, status.size - offset))
      const bytes = into ? into.subarray(0, present) : new Uint8Array(present)
      let filled = 0
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled).catch(cause => {
          throw unreadableFault(name, String(cause.code ?? cause), cause)
        })
        if (bytesRead === 0) return bytes.subarray(0, filled)
        filled += bytesRead
      }
      return bytes
    }
    return { path, name, size: status.size, read, close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (offset, length, into) => {
      const present = bytes.subarray(offset, offset + length)
      if (!into) return new Uint8Array(present)
      into.set(present)
      return into.subarray(0, present.length)
    },
  }
}

/** The bytes as a DataView; shorter than `length` at the end of the source. */
export async function viewOf(source: ByteSource, offset: number, length: number): Promise<DataView> {
  const bytes = await source.read(offset, length)
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The name of a chunk or box: four bytes as Latin-1. */
export const fourCharacters = (view: DataView, at: number) =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

function openingFault(path: string, cause: NodeJS.ErrnoException): AppError {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') {
    return new AppError({
      code: 'FILE_MISSING',
      message: `There is no file "${path}".`,
      action: 'Check the path, or choose the file again.',
      cause,
    })
  }
  if (cause.code === 'EISDIR') return folderFault(basename(path))
  return unreadableFault(basename(path), String(cause.code ?? cause.message), cause)
}

const folderFault = (name: string) =>
  new AppError({
    code: 'FILE_IS_FOLDER',
    message: `"${name}" is a folder, not an audio file.`,
    action: 'Name one of the files in it.',
  })

const unreadableFault = (name: string, reason: string, cause?: unknown) =>
  new AppError({
    code: 'FILE_UNREADABLE',
    message: `"${name}" cannot be read: ${reason}.`,
    action: 'Check that you may read the file and that its disk is connected.',
    cause,
  })
