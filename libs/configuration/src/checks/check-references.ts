import type { HostSettings } from '../configuration.ts'
import type { Finding } from '../finding.ts'
import { referencesOf } from '../list-references.ts'
import { isHostSecret, secretPrefix, serverAccessNames } from '../secret-names.ts'

/** Names of variables and secrets. They are not repeated where they are none: they may be the secret itself. */
export function checkReferences(name: string, host: HostSettings): readonly Finding[] {
  return referencesOf(name, host).flatMap(({ path, reference }): readonly Finding[] => {
    if ('env' in reference) {
      if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(reference.env)) return checkSecretName(path, reference.env)
      const message = 'This is not the name of an environment variable.'
      return [
        {
          rule: 'reference',
          path: [...path, 'env'],
          message,
          hint: `Write it like \`env: ${secretPrefix}GITHUB\`.`,
        },
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

/** Which variables there are is the operator's business: only those made for configurations may be named. */
function checkSecretName(path: readonly string[], name: string): readonly Finding[] {
  const key = path.at(-1)
  const [token, username] = serverAccessNames
  const isServerAccess = (key === 'token' && name === token) || (key === 'username' && name === username)
  if (isHostSecret(name) || isServerAccess) return []
  const message = `The ${String(key).replace('-', ' ')} refers to a variable that configurations may not read.`
  const hint = `Call it \`${secretPrefix}…\` in capitals, in the server's environment and here, and list where it may be sent in \`${secretPrefix}…_ORIGINS\`.`
  return [{ rule: 'secret-name', path: [...path, 'env'], message, hint }]
}
