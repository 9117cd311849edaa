import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { PluginCache } from './plugin-cache.ts'

// Runs `init` in the given folders at the same time, with one cache: node plugin-cache.fixture.ts <cache> <configuration> <folder>…
const [cacheFolder = '', configuration = '', ...folders] = process.argv.slice(2)
const cache = await PluginCache.open(cacheFolder)
const read = (folder: string) => readFile(join(folder, '.terraform.lock.hcl'), 'utf8').catch(() => undefined)
const outcomes = folders.map(async (folder) => {
  let printed = ''
  await cache.use(await read(folder), async () => {
    const env = {
      TF_CLI_CONFIG_FILE: configuration,
      TF_PLUGIN_CACHE_DIR: cache.directory,
      CHECKPOINT_DISABLE: '1',
    }
    const { exitCode, stderr } = await runProgram('terraform', ['init', '-no-color'], { cwd: folder, env })
    printed = `${exitCode} ${stderr.trim()}`
    return read(folder)
  })
  return printed
})
process.stdout.write(JSON.stringify(await Promise.all(outcomes)))
