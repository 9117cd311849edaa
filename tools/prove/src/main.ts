// The door to long proofs: `npm run prove -- <name> [--count N] …`. Each prints one JSON line last and fails if it finds a fault.
import { parseArgs } from 'node:util'
import { hostKinds, type HostKind } from '@groundplan/forge'
import { proveHostileRepositories } from './hostile-repositories/prove-hostile-repositories.ts'
import { proveImportFaults } from './import-faults/prove-import-faults.ts'
import { proveMerges } from './merges/prove-merges.ts'
import { proveModuleChanges } from './module-changes/prove-module-changes.ts'
import { proveApprovals } from './prove-approvals.ts'
import { proveConstraints } from './prove-constraints.ts'
import { proveForms } from './forms/prove-forms.ts'
import { proveFuzzModules } from './prove-fuzz-modules.ts'
import { proveHostKills } from './prove-host-kills.ts'
import { proveImportKills } from './prove-import-kills.ts'
import { proveLargeRepository } from './prove-large-repository.ts'
import { proveLaunchability } from './launchability/prove-launchability.ts'
import { proveModuleParity } from './prove-module-parity.ts'
import { provePublicModules } from './public-modules/prove-public-modules.ts'
import { proveRunKills } from './run-kills/prove-run-kills.ts'
import { proveTorqueExport } from './prove-torque-export.ts'
import { proveTorque } from './prove-torque.ts'
import { proveWiring } from './prove-wiring.ts'
import { proveWorkerKills } from './worker-kills/prove-worker-kills.ts'

interface ProofOptions {
  /** How many cases are tried. */
  readonly count: number
  /** Directory of real modules to try on, instead of what the proof brings along. */
  readonly directory: string | undefined
  /** Folder with clones, instead of their hosts. */
  readonly from: string | undefined
  /** File with another tool's answers. */
  readonly reference: string | undefined
  /** Where the random numbers begin; printed with the result, so that a fault can be had again. */
  readonly seed: number
  /** Only the kinds of cases whose names begin so. */
  readonly only: string | undefined
  /** True to report each case as JSON. */
  readonly json: boolean
  /** Host that is stood in for. */
  readonly host: HostKind | undefined
}

interface ProofResult {
  readonly faults: readonly unknown[]
}

const proofs: Readonly<Record<string, (options: ProofOptions) => Promise<ProofResult>>> = {
  approvals: ({ count }) => proveApprovals(count),
  constraints: proveConstraints,
  forms: proveForms,
  'fuzz-modules': proveFuzzModules,
  'hostile-repositories': proveHostileRepositories,
  'import-faults': ({ host = 'github', ...options }) => proveImportFaults({ ...options, host }),
  'import-kills': ({ host, count, seed }) =>
    host === undefined ? proveImportKills(count) : proveHostKills({ count, seed, host }),
  launchability: proveLaunchability,
  'large-repository': proveLargeRepository,
  merges: proveMerges,
  'module-changes': proveModuleChanges,
  'module-parity': proveModuleParity,
  'public-modules': provePublicModules,
  'run-kills': proveRunKills,
  torque: proveTorque,
  'torque-export': proveTorqueExport,
  wiring: proveWiring,
  'worker-kills': proveWorkerKills,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '5' },
    dir: { type: 'string' },
    from: { type: 'string' },
    host: { type: 'string' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    reference: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const [name = ''] = positionals
const { dir: directory, from, json, only, reference } = values
const host = hostKinds.find((kind) => kind === values.host)
const [count, seed] = [Number(values.count), Number(values.seed)]
const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined
if (
  proof === undefined ||
  !Number.isInteger(count) ||
  count < 1 ||
  !Number.isInteger(seed) ||
  (values.host !== undefined && host === undefined)
) {
  const names = Object.keys(proofs).join('|')
  console.error(
    `Which proof? npm run prove -- <${names}> [--count N] [--dir DIR] [--from DIR] [--host ${hostKinds.join('|')}] [--json] [--only KIND] [--reference FILE] [--seed N]`,
  )
  process.exitCode = 2
} else {
  const result = await proof({ count, directory, from, only, reference, seed, host, json })
  console.log(JSON.stringify(result))
  process.exitCode = result.faults.length === 0 ? 0 : 1
}
