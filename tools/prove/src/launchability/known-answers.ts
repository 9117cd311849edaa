import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isConfigurationFile } from '@groundplan/terraform-module'
import { askTerraform, type TerraformAnswer } from './ask-terraform.ts'

/** Terraform's answers by what was asked, kept in a file so that only new questions take time. */
export class KnownAnswers {
  readonly #file: string | undefined
  readonly #answers = new Map<string, TerraformAnswer>()

  constructor(file: string | undefined) {
    this.#file = file
    if (file === undefined || !existsSync(file)) return
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const { key, answer } = JSON.parse(line) as { key: string; answer: TerraformAnswer }
      this.#answers.set(key, answer)
    }
  }

  /** True if the answer about these modules is known. */
  has(directory: string, modules: readonly string[]): boolean {
    return this.#answers.has(digestModules(directory, modules))
  }

  async ask(directory: string, modules: readonly string[]): Promise<TerraformAnswer> {
    const key = digestModules(directory, modules)
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const answer = await askTerraform(directory)
    this.#answers.set(key, answer)
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify({ key, answer })}\n`)
    return answer
  }
}

function digestModules(directory: string, modules: readonly string[]): string {
  const hash = createHash('sha256')
  for (const module of modules.toSorted()) {
    for (const name of existsSync(module) ? readdirSync(module).toSorted() : []) {
      if (!isConfigurationFile(name)) continue
      hash.update(`${relative(directory, join(module, name))}\0`).update(readFileSync(join(module, name)))
    }
  }
  return hash.digest('hex')
}
