// Over 300 lines: one table of what git says and what it means.
import {
  ConflictError,
  ExternalServiceError,
  InputError,
  NotAllowedError,
  NotFoundError,
  parseStorageProblem,
  storageError,
  type PlatformError,
} from '@groundplan/errors'
import { tokenHint } from '@groundplan/scm'
import { adviseOnRefusal } from './describe-refusal.ts'
import type { GitLimit, GitLimits } from './git-process/git-command.ts'

interface FailedCommand {
  /** The repository's address as shown to people. */
  readonly subject: string
  readonly status?: number | undefined
  readonly cause?: unknown
  /** Present if git was given credentials of ours, with the environment variable that holds the secret. */
  readonly grant?: { readonly variable?: string | undefined } | undefined
  /** The proxy that git connects through, without credentials. */
  readonly proxy?: string | undefined
}

type Meaning = (
  subject: string,
  failed: FailedCommand,
  match: RegExpExecArray,
  output: string,
) => PlatformError

const requiresCredentials: Meaning = (subject, failed) =>
  failed.grant !== undefined
    ? new NotAllowedError(`${subject} rejected the credentials.`, {
        hint: renewHint(failed.grant),
        details: { credentials: 'refused' },
        cause: failed.cause,
      })
    : outside(`${subject} requires credentials, and git has none that it accepts.`, failed, {
        hint: 'Set up a credential helper: `git ls-remote <address>` must work without a prompt.',
      })

function shownToken({ grant }: Pick<FailedCommand, 'grant'>): string {
  return grant?.variable === undefined ? 'the token' : `the token in ${grant.variable}`
}

function renewHint({ variable }: NonNullable<FailedCommand['grant']>): string {
  return variable === undefined
    ? 'The token may have expired or been revoked. Set a new one.'
    : tokenHint(variable)
}

const forbids: Meaning = (subject, failed, _match, output) => {
  if (/rate.?limit|too many requests|abuse/i.test(output)) return slowsDown(subject, failed)
  if (failed.grant === undefined) return requiresCredentials(subject, failed, _match, output)
  return new NotAllowedError(`The credentials for ${subject} do not allow this.`, {
    hint: `Grant ${shownToken(failed)} read access to the repository, and write access to open proposals.`,
    cause: failed.cause,
  })
}

function slowsDown(subject: string, failed: FailedCommand): PlatformError {
  return outside(`${subject} is rate limiting requests.`, { ...failed, status: 429 }, { retryable: true })
}

/** What git prints, and what it means for the user; the first that fits counts. */
const meanings: readonly { readonly pattern: RegExp; readonly toError: Meaning }[] = [
  {
    pattern: /spawn git ENOENT|Program "git" not found/,
    toError: () =>
      new ExternalServiceError('Program "git" not found.', { service: 'git', hint: 'Install git.' }),
  },
  {
    pattern: /spawn \S* ?(?:EMFILE|ENFILE|EAGAIN|ENOMEM)/,
    toError: (subject, failed) =>
      outside(`Could not start git for ${subject}: too many open files or processes.`, failed, {
        retryable: true,
        hint: 'Try again; if this happens often, raise `ulimit -n` and `ulimit -u`.',
      }),
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
      new NotFoundError(`Folder ${subject} does not exist.`, {
        hint: 'Specify the path or URL of a git repository.',
      }),
  },
  {
    // The first is git's own judgement, the others the host's: somebody else was faster.
    pattern:
      /\[rejected\].*\((?:stale info|fetch first|non-fast-forward)\)|\[remote rejected\].*\((?:cannot lock ref|failed to update ref|incorrect old value|fetch first|reference already exists|failed to lock)/,
    toError: (subject, { cause }) =>
      new ConflictError(`${subject} has new commits.`, { details: { moved: true }, cause }),
  },
  {
    pattern: /unable to delete '.*': remote ref does not exist/,
    toError: (subject, { cause }) =>
      new NotFoundError(`The branch no longer exists in ${subject}.`, { details: { gone: true }, cause }),
  },
  {
    pattern: /\[remote rejected\].*\(((?:unpacker|unpack|internal server|Internal Server).*)\)/,
    toError: (subject, failed, match) =>
      outside(`${subject} failed to process the push: ${match[1]}.`, failed, { retryable: true }),
  },
  {
    pattern: /\[(?:remote )?rejected\].*\((.*)\)/,
    toError: (subject, { cause }, match, output) =>
      refusedPush(subject, refusal(match[1] ?? '', output), cause),
  },
  {
    pattern: /\.lock': File exists|cannot lock ref/,
    toError: (subject, failed) =>
      outside(`Another git process is running in ${subject}, or one was interrupted there.`, failed, {
        retryable: true,
        hint: 'Try again. If no git process is running there, remove its .lock files.',
      }),
  },
  {
    pattern: /(?:HTTP code|response|returned error:) 407/,
    toError: (subject, failed) =>
      outside(
        `Could not reach ${subject}: ${proxyOf(failed)} requires a user name and password, or rejected them (407).`,
        failed,
        {
          hint: 'Set them in HTTPS_PROXY=http://user:password@proxy.example.com:3128, with special characters percent-encoded.',
        },
      ),
  },
  {
    pattern: /HTTP code (\d+) from proxy after CONNECT|CONNECT tunnel failed, response (\d+)/,
    toError: (subject, failed, match) => {
      const status = Number(match[1] ?? match[2])
      const message = `Could not reach ${subject}: ${proxyOf(failed)} did not open the connection (${status}).`
      return outside(message, failed, {
        retryable: status >= 500,
        hint: 'Allow the host on the proxy or, if it is reached directly, add it to NO_PROXY.',
      })
    },
  },
  {
    pattern: /Could not resolve proxy|Proxy CONNECT aborted/,
    toError: (subject, failed) => unreachable(subject, failed),
  },
  {
    pattern:
      /could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Invalid username or|returned error: 401/,
    toError: requiresCredentials,
  },
  { pattern: /returned error: 403|HTTP 403/, toError: forbids },
  {
    pattern: /returned error: 30[1278]/,
    toError: (subject, { cause }) =>
      new NotFoundError(`${subject} has moved to another address.`, {
        hint: 'It may have been renamed. Use its present address.',
        cause,
      }),
  },
  { pattern: /returned error: 429|HTTP 429/, toError: slowsDown },
  {
    pattern: /(?:returned error:|HTTP) (408|5\d\d)/,
    toError: (subject, failed, match) =>
      outside(
        `${subject} is temporarily unavailable (HTTP ${match[1]}).`,
        { ...failed, status: Number(match[1]) },
        { retryable: true, hint: "Check the host's status page, then try again." },
      ),
  },
  {
    pattern: /couldn't find remote ref (\S+)/,
    toError: (subject, { cause }, match) =>
      new NotFoundError(`${subject} has no ${match[1]}.`, { details: { missingRef: match[1] }, cause }),
  },
  {
    pattern: /does not allow request for unadvertised object/,
    toError: (subject, failed) =>
      new ExternalServiceError(`${subject} does not serve single objects.`, {
        service: 'git',
        details: { unadvertised: true },
        cause: failed.cause,
      }),
  },
  {
    pattern: /not our ref/,
    toError: (subject, failed) =>
      outside(`An object that ${subject} listed no longer exists.`, failed, {
        retryable: true,
        hint: 'Its history was rewritten. Try again.',
      }),
  },
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    toError: (subject, failed) =>
      outside(`The SSH host key of ${subject} has changed, so nothing was sent to it.`, failed, {
        hint: 'Ask the administrators of the host whether its key was replaced. If so, replace it in the known_hosts file.',
      }),
  },
  {
    pattern: /Host key verification failed/,
    toError: (subject, failed) =>
      outside(`The SSH host key of ${subject} is unknown.`, failed, {
        hint: "Add the host's key to the known_hosts file of the server: `ssh-keyscan <host>`, compared with the fingerprint that the host publishes.",
      }),
  },
  {
    pattern:
      /Permission denied \(|no mutual signature|Load key .*: (?:error|invalid|bad|incorrect)|UNPROTECTED PRIVATE KEY/,
    toError: (subject, failed) =>
      outside(`SSH access to ${subject} was refused.`, failed, {
        hint: 'Check that the SSH key has access, has no passphrase, and is readable by the server only: `git ls-remote <address>` must work without a prompt.',
      }),
  },
  {
    pattern: /certificate/,
    toError: (subject, failed) =>
      outside(`Untrusted certificate of ${subject}.`, failed, {
        hint: 'Set GROUNDPLAN_CA_FILE to a PEM file with the certificate of your certificate authority.',
      }),
  },
  {
    pattern: /transport '(.*?)' not allowed/,
    toError: (subject, failed, match) =>
      outside(`Git was not allowed to use "${match[1]}" for ${subject}.`, failed, {
        hint: 'Check the URL, and `url.<base>.insteadOf` in the git configuration.',
      }),
  },
  {
    pattern:
      /[Rr]epository .*not found|does not appear to be a git repository|not a git repository|repository .* does not exist|must be run in a work tree|returned error: 4(?:04|10)/,
    toError: (subject, { grant }) =>
      grant !== undefined
        ? new NotFoundError(
            `The repository ${subject} does not exist, or the credentials have no access to it.`,
            {
              hint: `It may have been renamed, moved or deleted, or ${shownToken({ grant })} has no access to it.`,
            },
          )
        : new NotFoundError(`${subject} is not a git repository.`, {
            hint: 'Check the address; a new folder needs `git init` and a commit. For a repository, name its root folder.',
          }),
  },
  {
    pattern:
      /Could not resolve host|Connection refused|Connection timed out|Connection reset|unable to access|Failed to connect|early EOF|hung up|RPC failed|unexpected disconnect|transfer closed|Empty reply|invalid index-pack output|bad line length|expected (?:flush|packfile|'|response)|unexpected flush|Operation too slow/i,
    toError: (subject, failed) => unreachable(subject, failed),
  },
  {
    pattern:
      /object file .* is empty|loose object .* is corrupt|packfile .* (?:does not match|cannot be accessed|is corrupt)|file .*\.(?:pack|idx) .*(?:corrupt|too small|mismatch)|too short to be a packfile|missing (?:blob|tree|commit|object)|bad (?:object|tree object|config)|unable to (?:read|resolve ref)|not a tree object|unexpected line in .*packed-refs|broken ref|invalid sha1 pointer|^error: (?:refs\/\S+|HEAD): /m,
    toError: (subject, { cause }) => damagedRepository(subject, cause),
  },
]

function proxyOf({ proxy }: FailedCommand): string {
  return proxy === undefined ? "git's proxy" : `the proxy ${proxy}`
}

function unreachable(subject: string, failed: FailedCommand): PlatformError {
  const { proxy } = failed
  const through = proxy === undefined ? '' : ` through the proxy ${proxy}`
  return outside(`Could not reach ${subject}${through}.`, failed, {
    retryable: true,
    hint:
      proxy === undefined
        ? 'Check the URL and the network, then try again.'
        : 'Check the URL, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment of the server.',
  })
}

/** Says in our words what git's error output means; the only place that reads it. */
export function translateGitError(output: string, failed: FailedCommand): PlatformError {
  // What a host says of its own disk is not about ours.
  const problem = parseStorageProblem(output.replace(/^remote:.*$/gm, '').replace(/^.*\bspawn .*$/gm, ''))
  if (problem !== undefined) return storageError(problem, failed.subject, failed.cause)
  for (const { pattern, toError } of meanings) {
    const match = pattern.exec(output)
    if (match !== null) return toError(failed.subject, failed, match, output)
  }
  return outside(`git failed on ${failed.subject}: ${lastLine(output)}`, failed, {})
}

/** What to throw for a command that was stopped because it took too much. */
export function limitError(limit: GitLimit, subject: string, limits: GitLimits): PlatformError {
  const details = { limit }
  const seconds = (milliseconds: number) => `${Math.ceil(milliseconds / 1000)} seconds`
  switch (limit) {
    case 'milliseconds':
      return new ExternalServiceError(`Git timed out on ${subject} after ${seconds(limits.milliseconds)}.`, {
        service: 'git',
        details,
        hint: 'Try again when the machine, the network or the host is less busy.',
      })
    case 'stallMilliseconds':
      return new ExternalServiceError(
        `${subject} sent no data for ${seconds(limits.growth?.stallMilliseconds ?? 0)}.`,
        { service: 'git', details, hint: 'Check the network and the host, then try again.' },
      )
    case 'maximumBytes':
      return new InputError(
        `${subject} exceeds the clone limit of ${printBytes(limits.growth?.maximumBytes ?? 0)}.`,
        { details, hint: 'Clone it yourself and import the folder, or import a smaller repository.' },
      )
    case 'outputBytes':
      return new InputError(
        `${subject} is too large: the git output exceeds ${printBytes(limits.outputBytes)}.`,
        {
          details,
          hint: 'Import a smaller repository.',
        },
      )
  }
}

function printBytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${bytes} bytes`
}

function refusedPush(subject: string, said: string, cause: unknown): NotAllowedError {
  const { hint, onboardingHint } = adviseOnRefusal(said)
  return new NotAllowedError(`${subject} rejected the push: ${said}`, {
    hint,
    details: { onboardingHint },
    cause,
  })
}

/** Why a host refuses a push: git's word, and what the host says about it. */
function refusal(reason: string, output: string): string {
  const said = [...output.matchAll(/^remote: *(.*\S)/gm)].map(([, line]) => line)
  const text = [reason, ...said].join('; ').replace(/\p{Cc}(?:\[[\d;]*m)?/gu, '')
  return redactCredentials(text.slice(0, 500))
}

function outside(
  message: string,
  { status, cause }: FailedCommand,
  options: { hint?: string; retryable?: boolean },
): PlatformError {
  return new ExternalServiceError(message, { service: 'git', status, cause, ...options })
}

function lastLine(output: string): string {
  const lines = output.split(/[\r\n]/).map((line) => line.trim())
  const fatal = lines.find((line) => /^(?:fatal|error):/.test(line))
  return redactCredentials(fatal ?? lines.findLast((line) => line !== '') ?? 'no message')
}

/** What to throw for a repository that is there but cannot be read. */
export function damagedRepository(subject: string, cause?: unknown): InputError {
  return new InputError(`The git repository ${subject} is damaged.`, {
    hint: 'Inspect it with `git fsck --full`. Nothing was changed.',
    details: { damaged: true },
    cause,
  })
}

/** Takes user names and passwords out of every URL in a text, also where they contain `@`. */
export function redactCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/gi, '$1')
}
