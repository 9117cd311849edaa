// The door to measurements: `npm run bench -- <name>`. Each prints one JSON line last.
import { parseArgs } from 'node:util'
import { benchCatalog } from './catalog/bench-catalog.ts'
import { benchAudit } from './bench-audit.ts'
import { benchChecks } from './bench-checks.ts'
import { benchEstate } from './bench-estate.ts'
import { benchImport } from './bench-import.ts'
import { benchLargeImport } from './bench-large-import.ts'
import { benchLaunch } from './launch/bench-launch.ts'
import { benchModules } from './bench-modules.ts'
import { benchScan, type ScanOptions } from './bench-scan.ts'

const usage = `Usage: npm run bench -- <measurement> [options]

Prints the results as one JSON line, last. Times end in _ms or _seconds.

Measurements:
  audit          What recording an event costs, with its link in the chain and without, on the embedded database and PostgreSQL; how many
                 are read and verified per second
                 --events <n>        recorded in turns with and without, and again by several writers (default: 2000)
  catalog        Latencies of list, search, get and of a constant from the database (floor), at 200 requests/s from a second process,
                 on a PostgreSQL of its own; the time to approve a proposal at 100 and at --blueprints; the server's memory
                 --blueprints <n>    in the catalog, each with five versions (default: 10000)
                 --seconds <n>       how long it is queried, after 5 s to warm up (default: 20)
  checks         How long Terraform takes to check the values of a form, a second apart and back to back; how fast logs are masked
                 --count <n>         (default: 40)
  estate         Imports of an organization with archived, empty and waiting repositories: first, and with nothing changed
                 --repositories <n>  of 300, 35 are archived and 20 empty (default: 300)
                 --open <n>          pull requests that may be open (default: 150)
                 --host <host>       github, bitbucket-cloud or bitbucket-data-center (default: github)
  import         An import of the sample estate from nothing, and again with nothing changed
  large-import   Processor time and memory of a dry run of the real command, over all its processes, for repositories with 1, a tenth of
                 and all --modules; Linux only
                 --modules <n>       (default: 10000)
  launch         How long a launch takes beside Terraform alone, and the check of a form; many environments at once on two workers
                 --environments <n>  launched and ended at once (default: 50)
  modules [dir]  Reading all modules below a folder (default: 1,500 generated ones)
  scan           Imports of a generated estate from a stand-in of a host: first, unchanged, 1 % changed
                 --repositories <n>  (default: 200)
                 --modules <n>       in all of them (default: 2000)
                 --host <host>       github, bitbucket-cloud or bitbucket-data-center (default: github)`

const options = {
  repositories: { type: 'string' },
  open: { type: 'string', default: '150' },
  modules: { type: 'string' },
  host: { type: 'string', default: 'github' },
  blueprints: { type: 'string', default: '10000' },
  seconds: { type: 'string', default: '20' },
  events: { type: 'string', default: '2000' },
  count: { type: 'string', default: '40' },
  environments: { type: 'string', default: '50' },
  help: { type: 'boolean', short: 'h' },
} as const

type CountOption = Exclude<keyof typeof options, 'host' | 'help'>

type Bench = () => Promise<Readonly<Record<string, unknown>>>

/** Throws if an option is unknown, or no value of its kind. */
function readArguments(): { readonly isHelp: boolean; readonly bench: Bench | undefined } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  const [name = '', directory] = positionals
  const count = (option: CountOption, otherwise?: number) => {
    const value = Number(values[option] ?? otherwise)
    if (Number.isInteger(value) && value > 0) return value
    throw new Error(`--${option} must be a whole number from 1, not "${values[option]}".`)
  }
  const host = values.host as ScanOptions['host']
  const benches: Readonly<Record<string, Bench>> = {
    audit: () => benchAudit(count('events')),
    catalog: () =>
      benchCatalog({ blueprints: count('blueprints'), requestsPerSecond: 200, seconds: count('seconds') }),
    checks: () => benchChecks(count('count')),
    estate: () => benchEstate({ repositories: count('repositories', 300), open: count('open'), host }),
    import: benchImport,
    'large-import': () => benchLargeImport(count('modules', 10_000)),
    launch: () => benchLaunch(count('environments')),
    modules: () => benchModules(directory),
    scan: () =>
      benchScan({
        repositories: count('repositories', 200),
        modules: count('modules', 2000),
        host,
      }),
  }
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
  return { isHelp: values.help === true, bench }
}

try {
  const { isHelp, bench } = readArguments()
  if (isHelp) console.log(usage)
  else if (bench === undefined) {
    console.error(usage)
    process.exitCode = 2
  } else console.log(JSON.stringify(await bench()))
} catch (error) {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!isUsage) throw error
  console.error(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
