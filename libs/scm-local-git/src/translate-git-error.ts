import { ExternalServiceError, InputError, NotFoundError, type PlatformError } from '@groundplan/errors'

interface FailedCommand {
  /** The repository's address as shown to people. */
  readonly subject: string
  readonly status?: number | undefined
  readonly cause?: unknown
}

/** What git prints, and what it means for the user; the first that fits counts. */
const meanings: readonly {
  readonly pattern: RegExp
  readonly toError: (subject: string, failed: FailedCommand) => PlatformError
}[] = [
  {
    pattern: /spawn git ENOENT|program "git" was not found/,
    toError: () =>
      new ExternalServiceError('The program "git" was not found.', { service: 'git', hint: 'Install git.' }),
  },
  {
    pattern: /dubious ownership/,
    toError: (subject) =>
      new InputError(`Git refuses to read ${subject}: it belongs to another user.`, {
        hint: 'Allow it with `git config --global --add safe.directory <path>`.',
      }),
  },
  {
    pattern: /directory that does not exist/,
    toError: (subject) =>
      new NotFoundError(`There is no folder ${subject}.`, {
        hint: 'Give the path of a git repository, or its URL.',
      }),
  },
  {
    pattern: /\.lock': File exists/,
    toError: (subject, failed) =>
      outside(`Another git works on ${subject}, or one was stopped there in the middle.`, failed, {
        retryable: true,
        hint: 'Try again; if no git runs there any more, remove its .lock files.',
      }),
  },
  {
    pattern:
      /could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Invalid username or|returned error: 40[13]/,
    toError: (subject, failed) =>
      outside(`${subject} wants credentials, and git has none that it accepts.`, failed, {
        hint: 'Set up a credential helper: `git ls-remote <address>` must work without a question.',
      }),
  },
  {
    pattern: /Permission denied \(|Host key verification failed|no mutual signature/,
    toError: (subject, failed) =>
      outside(`SSH access to ${subject} was refused.`, failed, {
        hint: 'Check your SSH key and known_hosts: `git ls-remote <address>` must work without a question.',
      }),
  },
  {
    pattern:
      /[Rr]epository .*not found|does not appear to be a git repository|not a git repository|repository .* does not exist|must be run in a work tree|returned error: 404/,
    toError: (subject) =>
      new NotFoundError(`${subject} is not a git repository.`, {
        hint: 'Check the address; a new folder needs `git init` and a commit, and of a repository name its own folder.',
      }),
  },
  {
    pattern:
      /Could not resolve host|Connection refused|Connection timed out|unable to access|Failed to connect|early EOF|hung up/i,
    toError: (subject, failed) =>
      outside(`${subject} cannot be reached.`, failed, {
        retryable: true,
        hint: 'Check the address and the network, then try again.',
      }),
  },
  {
    pattern: /No space left on device/,
    toError: (subject, failed) =>
      outside(`There is no space left on the disk for ${subject}.`, failed, {
        hint: 'Free some space and try again.',
      }),
  },
  {
    pattern:
      /object file .* is empty|loose object .* is corrupt|packfile .* (?:does not match|cannot be accessed|is corrupt)|file .*\.(?:pack|idx) .*(?:corrupt|too small|mismatch)|too short to be a packfile|missing (?:blob|tree|commit|object)|bad (?:object|tree object|config)|unable to (?:read|resolve ref)|not a tree object|unexpected line in .*packed-refs|broken ref/,
    toError: (subject, { cause }) => damagedRepository(subject, cause),
  },
]

/** Says in our words what git's error output means; the only place that reads it. */
export function translateGitError(output: string, failed: FailedCommand): PlatformError {
  const meaning = meanings.find(({ pattern }) => pattern.test(output))
  if (meaning !== undefined) return meaning.toError(failed.subject, failed)
  return outside(`git failed on ${failed.subject}: ${lastLine(output)}`, failed, {})
}

function outside(
  message: string,
  { status, cause }: FailedCommand,
  options: { hint?: string; retryable?: boolean },
): PlatformError {
  return new ExternalServiceError(message, { service: 'git', status, cause, ...options })
}

function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  const fatal = lines.find((line) => /^(?:fatal|error):/.test(line))
  return redactCredentials(fatal ?? lines.findLast((line) => line !== '') ?? 'no message')
}

/** What to throw for a repository that is there but cannot be read. */
export function damagedRepository(subject: string, cause?: unknown): InputError {
  return new InputError(`The git repository ${subject} is damaged.`, {
    hint: 'Look at it with `git fsck --full`; nothing was changed.',
    details: { damaged: true },
    cause,
  })
}

/** True if an error says that a repository is there but cannot be read. */
export function isDamage(error: unknown): boolean {
  return error instanceof InputError && error.details?.['damaged'] === true
}

/** Takes user names and passwords out of every URL in a text, also where they contain `@`. */
export function redactCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/gi, '$1')
}
