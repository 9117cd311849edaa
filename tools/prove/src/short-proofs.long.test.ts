import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { isRequired } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'

/** Proofs in their short form; the long one is `npm run prove -- <name> --count <many>`. */
const proofs: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['import-kills', ['--count', '2']],
  ['fuzz-modules', ['--count', '3000', '--seed', '1']],
]

/** Those that compare with a real Terraform. */
const withTerraform: typeof proofs = [
  ['constraints', ['--count', '3', '--seed', '1']],
  ['module-changes', ['--count', '10', '--seed', '1']],
]

const main = join(import.meta.dirname, 'main.ts')
const hasTerraform =
  isRequired('terraform') ||
  (await runProgram('terraform', ['version']).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  ))

async function findFaults(name: string, args: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [main, name, ...args])
  const last = stdout.toString('utf8').trimEnd().split('\n').at(-1) ?? ''
  if (exitCode !== 0 && !last.startsWith('{')) throw new Error(`The proof ended with ${exitCode}: ${stderr}`)
  console.log(`${name}: ${last}`)
  return (JSON.parse(last) as { faults: unknown }).faults
}

const minutes = { timeout: 15 * 60_000 }

describe('a proof in its short form finds no fault', () => {
  it.each(proofs)('%s %j', minutes, async (name, args) => {
    expect(await findFaults(name, args)).toEqual([])
  })

  it.skipIf(!hasTerraform).each(withTerraform)(
    '%s %j (skipped where Terraform is not installed)',
    minutes,
    async (name, args) => {
      expect(await findFaults(name, args)).toEqual([])
    },
  )
})
