import { InputError } from '@groundplan/errors'

/** What a run does; `test` is for testing credentials, which has no blueprint and no environment. */
export const runKinds = ['plan', 'apply', 'destroy', 'drift-check', 'action', 'test'] as const
export type RunKind = (typeof runKinds)[number]

export interface RunSubject {
  readonly space: string
  readonly blueprint: string
  /** ID of the environment. */
  readonly environment: string
  readonly runKind: RunKind
}

/** AWS takes no longer subject: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html. */
const longestSubject = 255

/**
 * The subject of a run's token: `space:payments:blueprint:vpc:environment:42:run:apply`. AWS can only compare the subject and the audience,
 * so that everything a trust policy may depend on is in it, the widest first: `space:payments:*`. Throws InputError for parts that could
 * be read as several, or as a wildcard.
 */
export function printRunSubject({ space, blueprint, environment, runKind }: RunSubject): string {
  const parts = Object.entries({ space, blueprint, environment, run: runKind })
  const wrong = parts.find(([, value]) => !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value))
  if (wrong !== undefined) {
    throw new InputError(
      `The ${wrong[0]} "${wrong[1].slice(0, 80)}" cannot be part of the subject of a token.`,
      {
        hint: 'Use letters, digits, dots, dashes and underscores.',
      },
    )
  }
  const subject = parts.map(([name, value]) => `${name}:${value}`).join(':')
  if (subject.length <= longestSubject) return subject
  throw new InputError(
    `The subject of the token has ${subject.length} characters; AWS takes ${longestSubject}.`,
    {
      hint: 'Use shorter names of the space and the blueprint.',
    },
  )
}
