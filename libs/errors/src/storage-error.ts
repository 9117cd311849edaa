import { ExternalServiceError } from './platform-error.ts'

/** Why the operating system failed to read or write a file. */
export type StorageProblem = 'full' | 'read-only' | 'failing' | 'too-many-files'

/** Operating system messages, as printed by git and PostgreSQL. */
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

/** Finds a storage problem in a program's output; `undefined` if there is none. */
export function parseStorageProblem(printed: string): StorageProblem | undefined {
  return phrases.find(([, phrase]) => phrase.test(printed))?.[0]
}

/** Creates the error for a storage problem. The subject is what could not be written, e.g. a path. */
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
  full: ['No space left on the disk', 'Free up space or raise the quota, then try again.'],
  'read-only': [
    'The file system is read-only',
    'Remount it as writable (`mount -o remount,rw`), then try again.',
  ],
  failing: ['Disk I/O error', 'Check the disk and the system log. Restore a backup if files are damaged.'],
  'too-many-files': ['Too many open files', 'Try again. If it happens often, raise `ulimit -n`.'],
} as const satisfies Record<StorageProblem, readonly [message: string, hint: string]>

/** Returns the error for a Node.js file operation that failed because of the disk; `undefined` for any other failure. */
export function findStorageError(thrown: unknown): ExternalServiceError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined
  const problem = Object.hasOwn(codes, thrown.code) ? codes[thrown.code] : undefined
  if (problem === undefined) return undefined
  const path = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : undefined
  return storageError(problem, path, thrown)
}
