// The door to measurements: `npm run bench -- <name>`. Each prints one JSON line last.
import { benchImport } from './bench-import.ts'

const benches: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  import: benchImport,
}

const name = process.argv[2] ?? ''
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench === undefined) {
  console.error(`Which measurement? npm run bench -- <${Object.keys(benches).join('|')}>`)
  process.exitCode = 2
} else {
  console.log(JSON.stringify(await bench()))
}
