// The door to long proofs: `npm run prove -- <name> [--count N]`. Each prints one JSON line last and fails if it finds a fault.
import { parseArgs } from 'node:util'
import { proveImportKills } from './prove-import-kills.ts'

interface ProofResult {
  readonly faults: readonly string[]
}

const proofs: Readonly<Record<string, (count: number) => Promise<ProofResult>>> = {
  'import-kills': proveImportKills,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '5' } },
})
const [name = ''] = positionals
const count = Number(values.count)
const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined
if (proof === undefined || !Number.isInteger(count) || count < 1) {
  console.error(`Which proof? npm run prove -- <${Object.keys(proofs).join('|')}> [--count N]`)
  process.exitCode = 2
} else {
  const result = await proof(count)
  console.log(JSON.stringify(result))
  process.exitCode = result.faults.length === 0 ? 0 : 1
}
