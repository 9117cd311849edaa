import { SecretReader, type SecretDependencies } from '@groundplan/secrets'
import type { StoredSecrets } from './host-secrets.ts'

/** The same use of a secret is only noted once in this many milliseconds. */
const useInterval = 60_000

/** The stored secrets of a space, for hosts. */
export function openStoredSecrets(dependencies: SecretDependencies): StoredSecrets {
  const { secrets, now } = dependencies
  const reader = new SecretReader(dependencies)
  const noted = new Map<string, number>()
  return {
    read: () => reader.read(),
    onUse: (name, purpose) => {
      const at = now()
      const key = JSON.stringify([name, purpose])
      if (at.getTime() - (noted.get(key) ?? -Infinity) < useInterval) return
      noted.set(key, at.getTime())
      // Best effort: a use must not fail because it cannot be noted.
      secrets.noteUse(name, { at, purpose }).catch(() => {})
    },
  }
}
