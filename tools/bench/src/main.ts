// The door to measurements: `npm run bench -- <name> [<dir>]`. Each prints one JSON line last.
import { benchImport } from './bench-import.ts'
import { benchModules } from './bench-modules.ts'

const benches: Readonly<Record<string, (directory?: string) => Promise<Readonly<Record<string, unknown>>>>> =
  {
    import: () => benchImport(),
    modules: benchModules,
  }

const [name = '', directory] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench === undefined) {
  console.error(`Which measurement? npm run bench -- <${Object.keys(benches).join('|')}> [<dir>]`)
  process.exitCode = 2
} else {
  console.log(JSON.stringify(await bench(directory)))
}
