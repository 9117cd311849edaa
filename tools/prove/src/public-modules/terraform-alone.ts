import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import type { JsonObject } from '@groundplan/terraform-type'

export interface TerraformAloneOptions {
  /** Endpoint of the stand-in for AWS. */
  readonly endpoint: string
  /** Folder with providers; only those are used. */
  readonly mirror: string
  readonly region: string
}

export interface AloneResult {
  /** The last command, and the one that failed if there are errors. */
  readonly command: 'init' | 'plan' | 'apply'
  /** Terraform's words: summary and detail of each. */
  readonly errors: readonly string[]
  /** Addresses of what is in AWS after it was destroyed. */
  readonly left: readonly string[]
}

const limits = { milliseconds: 15 * 60_000, outputBytes: 100_000_000 }

/** The real `terraform`, outside of the product. */
export class TerraformAlone {
  readonly #options: TerraformAloneOptions
  #home: Promise<string> | undefined

  constructor(options: TerraformAloneOptions) {
    this.#options = options
  }

  /** Makes and destroys what a module describes, with the same values. Stops at the first command that fails. */
  async try(checkout: string, path: string, values: JsonObject): Promise<AloneResult> {
    const copy = await mkdtemp(join(tmpdir(), 'groundplan-alone-'))
    try {
      await cp(checkout, copy, { recursive: true, filter: (file) => !file.endsWith('/.git') })
      const cwd = join(copy, path)
      await writeFile(join(cwd, 'groundplan.auto.tfvars.json'), JSON.stringify(values))
      for (const command of ['init', 'plan'] as const) {
        const errors = await this.#run(cwd, command)
        if (errors.length > 0) return { command, errors, left: [] }
      }
      const errors = await this.#run(cwd, 'apply', ['-auto-approve'])
      return { command: 'apply', errors, left: await this.#destroy(cwd) }
    } finally {
      await rm(copy, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  async #destroy(cwd: string): Promise<readonly string[]> {
    const state = await readFile(join(cwd, 'terraform.tfstate'), 'utf8').catch(() => '')
    await this.#run(cwd, 'destroy', ['-auto-approve'])
    return this.listLeft(state)
  }

  /** What of a state is in AWS, by address. */
  async listLeft(state: string): Promise<readonly string[]> {
    const expected = listAwsResources(state)
    if (expected.length === 0) return []
    const gone = new Set(await this.listGone(state))
    return expected.filter((address) => !gone.has(address))
  }

  /** Which of the resources of a state are not in AWS, as the provider finds out, by address. */
  async listGone(state: string): Promise<readonly string[]> {
    const home = await this.#openHome()
    const file = join(await mkdtemp(join(home, 'state-')), 'terraform.tfstate')
    let text = withRootProvider(state)
    const deleted: string[] = []
    for (;;) {
      await writeFile(file, text)
      const { exitCode, stdout, stderr } = await this.#terraform(home, [
        ...['plan', '-refresh-only', '-json', '-input=false', '-lock=false', `-state=${file}`],
      ])
      const events = readEvents(stdout)
      if (exitCode === 0)
        return [
          ...deleted,
          ...events.flatMap(({ type, change }) =>
            type === 'resource_drift' && change?.action === 'delete' ? [change.resource.addr] : [],
          ),
        ]
      // What waits for the end of its recovery window cannot be read any more; the message has its id.
      const refusals = readErrors(stdout).filter((error) => /marked (?:for deletion|deleted)/.test(error))
      const waiting = listAwsResources(text, (id) => refusals.some((error) => error.includes(id)))
      const rest = withoutResources(text, new Set(waiting))
      if (rest === text) throw new Error(`AWS could not be asked: ${stderr}${readErrors(stdout).join('; ')}`)
      deleted.push(...waiting)
      text = rest
    }
  }

  async close(): Promise<void> {
    if (this.#home !== undefined) await rm(await this.#home, { recursive: true, force: true, maxRetries: 5 })
  }

  async #run(cwd: string, command: AloneResult['command'] | 'destroy', args: readonly string[] = []) {
    const { exitCode, stdout, stderr } = await this.#terraform(cwd, [
      ...[command, '-json', '-input=false', ...args],
    ])
    if (exitCode === 0) return []
    const errors = readErrors(stdout)
    return errors.length > 0 ? errors : [stderr.trim() || `exit code ${exitCode}`]
  }

  #openHome(): Promise<string> {
    this.#home ??= (async () => {
      const home = await mkdtemp(join(tmpdir(), 'groundplan-ask-aws-'))
      await writeFile(
        join(home, 'main.tf'),
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n',
      )
      const { exitCode, stderr } = await this.#terraform(home, ['init', '-input=false'])
      if (exitCode !== 0) throw new Error(`terraform init: ${stderr}`)
      return home
    })()
    return this.#home
  }

  async #terraform(cwd: string, args: readonly string[]) {
    const { endpoint, mirror, region } = this.#options
    const configuration = join(tmpdir(), `groundplan-prove-${process.pid}.tfrc`)
    await mkdir(cwd, { recursive: true })
    await writeFile(
      configuration,
      `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    )
    const { exitCode, stdout, stderr } = await runProgram('terraform', [...args, '-no-color'], {
      ...{ cwd, limits, ownGroup: true },
      env: {
        ...{ TF_CLI_CONFIG_FILE: configuration, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', GOGC: '800' },
        ...{ AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: region },
        ...{ AWS_ENDPOINT_URL: endpoint, AWS_S3_USE_PATH_STYLE: 'true', AWS_EC2_METADATA_DISABLED: 'true' },
      },
    })
    return { exitCode, stdout: stdout.toString('utf8'), stderr }
  }
}

interface TerraformLine {
  readonly type?: string
  readonly diagnostic?: {
    readonly severity: string
    readonly summary: string
    readonly detail?: string
  }
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } }
}

function readEvents(text: string): readonly TerraformLine[] {
  return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as TerraformLine] : []))
}

function readErrors(text: string): readonly string[] {
  return readEvents(text).flatMap(({ diagnostic }) =>
    diagnostic?.severity === 'error' ? [`${diagnostic.summary}: ${diagnostic.detail ?? ''}`.trim()] : [],
  )
}

interface StateText {
  readonly resources: readonly StateResource[]
}

interface StateResource {
  readonly mode: string
  readonly provider: string
  readonly module?: string
  readonly type: string
  readonly name: string
  readonly instances: readonly StateInstance[]
}

interface StateInstance {
  readonly index_key?: string | number
  readonly attributes?: { readonly id?: string }
}

/** A state with only what AWS has, asked for with one provider: its settings in the module are not there. */
function withRootProvider(text: string): string {
  const state = JSON.parse(text) as StateText
  const resources = state.resources
    .filter(({ mode, provider }) => mode === 'managed' && provider.includes('/hashicorp/aws"]'))
    .map((resource) => ({ ...resource, provider: 'provider["registry.terraform.io/hashicorp/aws"]' }))
  return JSON.stringify({ ...state, resources, outputs: {}, check_results: null })
}

function withoutResources(text: string, addresses: ReadonlySet<string>): string {
  const state = JSON.parse(text) as StateText
  const resources = state.resources.map((resource) => ({
    ...resource,
    instances: resource.instances.filter((instance) => !addresses.has(addressOf(resource, instance))),
  }))
  return JSON.stringify({ ...state, resources: resources.filter(({ instances }) => instances.length > 0) })
}

function addressOf({ module, type, name }: StateResource, { index_key: key }: StateInstance) {
  const place = module === undefined ? '' : `${module}.`
  return `${place}${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`
}

/** Addresses of what a state has of AWS, or of those of them with certain ids. */
export function listAwsResources(text: string, isMeant?: (id: string) => boolean): readonly string[] {
  if (text === '') return []
  const { resources } = JSON.parse(withRootProvider(text)) as StateText
  return resources.flatMap((resource) =>
    resource.instances
      .filter(({ attributes }) => isMeant === undefined || isMeant(attributes?.id ?? '\0'))
      .map((instance) => addressOf(resource, instance)),
  )
}
