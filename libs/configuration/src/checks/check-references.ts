import type { HostSettings } from '../configuration.ts'
import type { Finding } from '../finding.ts'
import { referencesOf } from '../list-references.ts'

/** Names of variables and secrets. They are not repeated where they are none: they may be the secret itself. */
export function checkReferences(name: string, host: HostSettings): readonly Finding[] {
  return referencesOf(name, host).flatMap(({ path, reference }): readonly Finding[] => {
    if ('env' in reference) {
      if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(reference.env)) return []
      const message = 'This is not the name of an environment variable.'
      return [
        { rule: 'reference', path: [...path, 'env'], message, hint: 'Write it like `env: GITHUB_TOKEN`.' },
      ]
    }
    if (/^[A-Za-z][A-Za-z0-9_./-]{0,127}$/.test(reference.secret)) return []
    const message = 'This is not the name of a secret.'
    return [
      {
        rule: 'reference',
        path: [...path, 'secret'],
        message,
        hint: 'Write it like `secret: github/token`.',
      },
    ]
  })
}
