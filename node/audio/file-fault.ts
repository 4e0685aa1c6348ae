/** What a file system says no with, as a sentence and what to do about it. */
import { AppError } from './app-error.ts'

/** The AppError for an error of the file system (disk full, no permission, …); null for anything else. */
export function fileFault(error: unknown): AppError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  const fault = faults[error.code]
  if (!fault) return null
  const path = 'path' in error && typeof error.path === 'string' ? `"${error.path}"` : 'a file'
  return new AppError({ code: fault.code, message: fault.message(path), action: fault.action, cause: error })
}

/** Throws the AppError in place of the file system's error; anything else as it is. */
export function throwFileFault(error: unknown): never {
  throw fileFault(error) ?? error
}

interface Fault {
  readonly code: string
  readonly message: (path: string) => string
  readonly action: string
}

const full: Fault = {
  code: 'DISK_FULL',
  message: path => `There is no room on the disk for ${path}. Nothing was changed.`,
  action: 'Free some space and do it again.',
}
const forbidden: Fault = {
  code: 'FILE_FORBIDDEN',
  message: path => `The system does not let Uplift write ${path} (or read it).`,
  action: 'Change its permissions, close the program that holds it, or choose another folder.',
}
const faults: Readonly<Record<string, Fault>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: { ...forbidden, action: 'This disk can only be read. Choose a folder on another one.' },
  EMFILE: {
    code: 'TOO_MANY_FILES',
    message: () => 'The system does not let Uplift open more files.',
    action: 'Close other programs and do it again.',
  },
  EIO: {
    code: 'DISK_FAULT',
    message: path => `The disk could not read or write ${path}.`,
    action: 'Copy what matters to another disk and check this one.',
  },
}
