// The door to measurements: `npm run bench -- <name>`. Each prints one JSON line last.
import { parseArgs } from 'node:util'
import { benchCatalog } from './catalog/bench-catalog.ts'
import { benchImport } from './bench-import.ts'
import { benchModules } from './bench-modules.ts'
import { benchScan, type ScanOptions } from './bench-scan.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repositories: { type: 'string', default: '200' },
    modules: { type: 'string', default: '2000' },
    host: { type: 'string', default: 'github' },
    blueprints: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '20' },
  },
})
const [name = '', directory] = positionals

const benches: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  catalog: () =>
    benchCatalog({
      blueprints: Number(values.blueprints),
      requestsPerSecond: 200,
      seconds: Number(values.seconds),
    }),
  import: benchImport,
  modules: () => benchModules(directory),
  scan: () =>
    benchScan({
      repositories: Number(values.repositories),
      modules: Number(values.modules),
      host: values.host as ScanOptions['host'],
    }),
}

const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench === undefined) {
  console.error(
    [
      'Which measurement?',
      '  npm run bench -- catalog [--blueprints 10000] [--seconds 20]',
      '  npm run bench -- import',
      '  npm run bench -- modules [<dir>]',
      '  npm run bench -- scan [--repositories 200] [--modules 2000] [--host github|bitbucket-cloud|bitbucket-data-center]',
    ].join('\n'),
  )
  process.exitCode = 2
} else {
  console.log(JSON.stringify(await bench()))
}
