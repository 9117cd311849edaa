import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import { isTerraformGrain, type Blueprint } from '../blueprint.ts'
import { hasExpression } from '../expressions/parse-expression.ts'
import type { Finding } from './finding.ts'

const hint = 'Remove it, rotate the secret, and pass it as a sensitive input.'

/** Finds secrets in the file. Messages never contain them. */
export function checkSecrets(blueprint: Blueprint): readonly Finding[] {
  const { inputs = {}, grains } = blueprint
  return [
    ...Object.entries(inputs).flatMap(([name, input]): readonly Finding[] => {
      const path = ['inputs', name, 'default']
      if (input?.default === undefined) return []
      if (input.sensitive !== true) return findLikely(name, input.default, path)
      if (isEmpty(input.default)) return []
      const message = `The sensitive input "${name}" has a default, which anyone who can read the file can see.`
      return [
        {
          rule: 'secret-default',
          path,
          message,
          hint: 'Remove the default. If the module has one, set `optional: true`.',
        },
      ]
    }),
    ...Object.entries(grains).flatMap(([name, grain]) => {
      const spec = isTerraformGrain(grain)
        ? {
            inputs: grain.spec.inputs ?? [],
            'env-vars': grain.spec['env-vars'] ?? [],
            providers: (grain.spec.providers ?? {}) as unknown as Json,
          }
        : grain.spec
      return findLikely('', spec, ['grains', name, 'spec'])
    }),
  ]
}

function isEmpty(value: Json): boolean {
  if (isJsonList(value)) return value.every(isEmpty)
  if (isJsonObject(value)) return Object.values(value).every(isEmpty)
  return value === null || value === '' || value === false
}

/** Finds random-looking strings in inputs and variables named like a secret. */
function findLikely(name: string, value: Json, path: readonly string[]): readonly Finding[] {
  if (typeof value === 'string') {
    if (!isSecretName(name) || !looksRandom(value)) return []
    const message = `The value of "${name}" looks like a real secret in plain text.`
    return [{ rule: 'likely-secret', path, message, hint }]
  }
  if (isJsonList(value))
    return value.flatMap((item, index) => findLikely(name, item, [...path, String(index)]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => findLikely(key, item, [...path, key]))
}

/** True for `db_password` and `API-Key`, but not of `password_length`, `secret_name` or `token_url`. */
function isSecretName(name: string): boolean {
  return /(?:pass(?:word|wd|phrase)|secret|token|credential|(?:api|access|private|secret|auth|account)[-_ ]?key)s?$/i.test(
    name,
  )
}

/** Characters that a drawn secret may have; what has others is a sentence, a path, an address or an expression. */
const drawn = /^[A-Za-z0-9+/=_!@#$%^&*~-]{12,500}$/

function looksRandom(value: string): boolean {
  if (hasExpression(value) || !drawn.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  // Names, numbers of versions and ids that are no secrets.
  if (/^(?:arn:|https?:|\/|\$|[0-9a-f]{8}-[0-9a-f]{4}-)/i.test(value)) return false
  if (/^[a-z]+(?:[-_/][a-z0-9]{1,12})+$/i.test(value)) return false
  return entropyOf(value) >= 3.2
}

/** Bits for each character, as often as it occurs. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
