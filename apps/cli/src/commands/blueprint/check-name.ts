import { InputError } from '@groundplan/errors'

/** Throws InputError unless the name is valid for a blueprint's file, branch and grain. */
export function checkName(name: string): void {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/i.test(name)) return
  throw new InputError(`Invalid blueprint name "${name}".`, {
    hint: 'Use letters, digits, hyphens and underscores, e.g. rds-postgres.',
  })
}
