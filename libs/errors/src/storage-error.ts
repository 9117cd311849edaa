import { ExternalServiceError } from './platform-error.ts'

/** Why an operating system did not let a program write or read a file, although the program did nothing wrong. */
export type StorageProblem = 'full' | 'read-only' | 'failing' | 'too-many-files'

/** As the operating system words it, in what git and PostgreSQL print. */
const phrases: readonly (readonly [StorageProblem, RegExp])[] = [
  ['full', /: (?:No space left on device|Disk quota exceeded)|write error\. Out of diskspace/],
  ['read-only', /: Read-only file system/],
  ['failing', /: (?:Input\/output|I\/O) error/],
  ['too-many-files', /: Too many open files/],
]

const codes: Readonly<Record<string, StorageProblem | undefined>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EIO: 'failing',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
}

/** Reads the problem from what a program printed; `undefined` if it is another one. */
export function parseStorageProblem(printed: string): StorageProblem | undefined {
  return phrases.find(([, phrase]) => phrase.test(printed))?.[0]
}

/** The error for a problem of the disk; the subject says what could not be written, e.g. a path. */
export function storageError(
  problem: StorageProblem,
  subject?: string,
  cause?: unknown,
): ExternalServiceError {
  const of = subject === undefined ? '' : ` for ${subject}`
  const [message, hint] = wordings[problem]
  const retryable = problem === 'too-many-files'
  return new ExternalServiceError(`${message}${of}.`, { service: 'disk', hint, retryable, cause })
}

const wordings = {
  full: ['There is no space left on the disk', 'Free some space or raise the quota, then try again.'],
  'read-only': [
    'The file system is read-only',
    'Make it writable again (`mount -o remount,rw`), then try again.',
  ],
  failing: [
    'The disk failed to read or write',
    "Check the disk and the system's log before you continue; restore a backup if files are damaged.",
  ],
  'too-many-files': ['Too many files are open', 'Try again; if it happens often, raise `ulimit -n`.'],
} as const satisfies Record<StorageProblem, readonly [message: string, hint: string]>

/** The error for a failed file operation of Node.js if the disk is the reason, `undefined` for anything else. */
export function findStorageError(thrown: unknown): ExternalServiceError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined
  const problem = Object.hasOwn(codes, thrown.code) ? codes[thrown.code] : undefined
  if (problem === undefined) return undefined
  const path = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : undefined
  return storageError(problem, path, thrown)
}
