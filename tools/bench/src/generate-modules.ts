import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateModule } from '@groundplan/forge'
import { createRandom } from '@groundplan/testing'

/** Writes a tree of Terraform modules that look like public ones. The same seed writes the same bytes. */
export async function generateModules(
  directory: string,
  { count, seed }: { count: number; seed: number },
): Promise<void> {
  const random = createRandom(seed)
  for (let number = 0; number < count; number += 1) {
    const { subject, files } = generateModule(random)
    const path = join(directory, `${subject}-${number}`)
    await mkdir(path, { recursive: true })
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(path, name), text)))
  }
}
