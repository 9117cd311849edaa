import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ProcessFolder } from './process-folder.ts'

// Keeps a folder until it is killed: node process-folder.fixture.ts <directory>
const { path } = await ProcessFolder.open(process.argv[2] ?? '')
await mkdir(join(path, 'run-1'))
await writeFile(join(path, 'run-1/secret'), 'canary')
process.stdout.write(path)
setInterval(() => {}, 1000)
