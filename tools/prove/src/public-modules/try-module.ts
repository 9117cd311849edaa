import { parseBlueprint, type Blueprint } from '@groundplan/blueprint'
import { convertValue, parseType, type JsonObject } from '@groundplan/terraform-type'
import { fillForm } from './fill-form.ts'
import { followRequest } from './follow-request.ts'
import type { Product } from './open-product.ts'
import { publish } from './publish.ts'
import { nameOf, type PublicModule } from './public-module.ts'
import { readExample } from './read-example.ts'
import { listAwsResources, type AloneResult } from './terraform-alone.ts'

export interface Trial {
  readonly module: string
  readonly outcome:
    | 'launched'
    /** Before anybody pressed launch, with a reason. */
    | 'refused'
    /** After that, as Terraform alone does: the module itself or the stand-in for AWS lacks something. */
    | 'fails-alone'
    | 'failed'
  /** Where it was refused or failed. */
  readonly at?: 'import' | 'verdict' | 'form' | 'plan' | 'launch' | 'end' | undefined
  readonly reason?: string | undefined
  /** How many resources were found in AWS after the launch, and not found after the end. */
  readonly resources: number
  readonly seconds: number
  readonly faults: readonly string[]
}

type Result = Omit<Trial, 'module' | 'seconds'>

interface TrialOptions {
  readonly product: Product
  readonly checkout: string
  /** Of what is created. */
  readonly name: string
}

/** Takes a module from its repository to a running environment and back, as people do it. */
export async function tryModule(module: PublicModule, options: TrialOptions): Promise<Trial> {
  const start = performance.now()
  const result = await launchAndEnd(module, options).catch((error: unknown): Result => ({
    outcome: 'failed',
    resources: 0,
    faults: [String(error)],
  }))
  return { module: nameOf(module), ...result, seconds: Math.round((performance.now() - start) / 1000) }
}

async function launchAndEnd({ path }: PublicModule, options: TrialOptions): Promise<Result> {
  const { product, checkout, name } = options
  const { client } = product
  const alone = (values: JsonObject) => product.terraform.try(checkout, path, values)
  const published = await publish(client, { checkout, path })
  if (published.kind === 'refused') return refuse('import', published.reason, await alone({}))
  const { blueprint } = published
  const { schema } = await client.catalog.form.query({ name: blueprint })
  const example = await readExample(checkout, path)
  const { launchVerdict, launchReasons = [], text } = await client.catalog.get.query({ name: blueprint })
  const filled = fillForm(schema, { name, account: product.account, example })
  const inputs = asTyped(filled, parseBlueprint(`${blueprint}.yaml`, text).blueprint)
  if (launchVerdict === 'not-launchable')
    return refuse('verdict', launchReasons.join(' '), await alone(inputs))
  const { problems } = await client.environments.checkValues.mutate({
    blueprint: { name: blueprint },
    inputs,
  })
  if (problems.length > 0) {
    const reasons = problems.map(({ input, message }) =>
      input === undefined ? message : `${input}: ${message}`,
    )
    return refuse('form', reasons.join(' '), await alone(inputs))
  }
  const { request } = await client.environments.launch.mutate({
    ...{ name, blueprint: { name: blueprint }, inputs, confirm: true },
  })
  const planned = await followRequest(client, request.id)
  const planHash = planned.request.waitsFor?.planHash
  if (planHash === undefined) {
    if (planned.request.status === 'done') return end(planned, options, () => alone(inputs))
    return refuse('plan', failureOf(planned), await alone(inputs))
  }
  await client.environments.confirm.mutate({ requestId: request.id, answer: 'approve', planHash })
  let launched = await followRequest(client, request.id)
  for (let hash = launched.request.waitsFor?.planHash; hash !== undefined;) {
    await client.environments.confirm.mutate({ requestId: request.id, answer: 'approve', planHash: hash })
    launched = await followRequest(client, request.id)
    hash = launched.request.waitsFor?.planHash
  }
  return end(launched, options, () => alone(inputs))
}

type Answer = Awaited<ReturnType<typeof followRequest>>

/** Ends what was launched, as far as it was, and compares with Terraform alone what did not go well. */
async function end(
  launched: Answer,
  { product }: TrialOptions,
  alone: () => Promise<AloneResult>,
): Promise<Result> {
  const { resources, left, faults } = await endAndCheck(launched.request.environmentId, product)
  const isLaunched = launched.request.status === 'done'
  if (isLaunched && left.length === 0)
    return {
      outcome: faults.length === 0 ? 'launched' : 'failed',
      at: faults.length === 0 ? undefined : 'end',
      resources,
      faults,
    }
  const compared = await alone()
  const ours = left.filter((address) => !compared.left.some((each) => address.endsWith(each)))
  const all = [...faults, ...(ours.length === 0 ? [] : [`left in AWS: ${ours.join(', ')}`])]
  const note = left.length === 0 ? [] : [`Terraform alone leaves this as well: ${left.join(', ')}`]
  if (isLaunched)
    return { outcome: all.length === 0 ? 'launched' : 'failed', reason: note[0], resources, faults: all }
  const reason = failureOf(launched)
  const isSame = compared.command === 'apply' && sayTheSame(reason, compared.errors)
  if (!isSame)
    all.push(`the launch failed, and Terraform alone says: ${compared.errors.join('; ') || 'nothing'}`)
  return {
    outcome: all.length === 0 ? 'fails-alone' : 'failed',
    at: 'launch',
    reason,
    resources,
    faults: all,
  }
}

/** A field for texts holds a text, whatever an example has there. */
function asTyped(values: JsonObject, blueprint: Blueprint | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const type = parseType(blueprint?.inputs?.[name]?.type ?? 'string')
      return [name, type.ok ? convertValue(value, type.type) : value] as const
    }),
  )
}

function failureOf({ request, run }: Answer): string {
  const failure = request.failure ?? run?.failure
  if (failure !== undefined) return [failure.message, failure.hint].filter(Boolean).join(' ')
  return request.decisions.flatMap(({ reasons }) => reasons).join(' ')
}

/** A refusal is right if Terraform alone fails as well, and readable if it has words. */
function refuse(at: NonNullable<Trial['at']>, reason: string, { command, errors }: AloneResult): Result {
  const faults = [
    ...(reason.trim() === '' ? ['it was refused without a word'] : []),
    ...(errors.length === 0 ? [`it was refused, and Terraform alone succeeds with "${command}"`] : []),
    ...(at === 'plan' && errors.length > 0 && !sayTheSame(reason, errors)
      ? [`Terraform alone says something else: ${errors.join('; ')}`]
      : []),
  ]
  return { outcome: faults.length === 0 ? 'refused' : 'failed', at, reason, resources: 0, faults }
}

/** True if the reason repeats one of the errors, whatever ids it has, or if all that it names by address is named by them. */
function sayTheSame(reason: string, errors: readonly string[]): boolean {
  const plain = (text: string) =>
    text
      .replaceAll(/-[\da-f]{8,}\b/g, '-x')
      .replaceAll(/\s+/g, ' ')
      .toLowerCase()
  const said = plain(errors.join(' '))
  if (errors.some((error) => plain(reason).includes(plain(error.split(': ')[0] ?? error).slice(0, 60))))
    return true
  // Providers and registries: `hashicorp/null`, `registry.terraform.io`.
  const named = plain(reason).match(/\bhashicorp\/[\w-]+|\bregistry\.[\w.]+\w/g) ?? []
  return named.length > 0 && named.every((name) => said.includes(name))
}

/** Compares AWS with the state, ends the environment, and looks what is left of it. */
async function endAndCheck(id: string, { client, terraform, readState }: Product) {
  const faults: string[] = []
  const { environment } = await client.environments.get.query({ id })
  const states = await Promise.all(
    environment.grains.map(({ name: grain }) => readState({ environment: id, grain })),
  )
  const expected = states.flatMap((state) => listAwsResources(state))
  const found = (await Promise.all(states.map((state) => terraform.listLeft(state)))).flat()
  const missing = expected.filter((address) => !found.includes(address))
  if (missing.length > 0) faults.push(`in the state, and not in AWS: ${missing.join(', ')}`)
  const { request } = await client.environments.end.mutate({ id })
  const ended = await followRequest(client, request.id)
  if (ended.request.status !== 'done') faults.push(`it does not end: ${failureOf(ended)}`)
  const left = (await Promise.all(states.map((state) => terraform.listLeft(state)))).flat()
  return { resources: expected.length, left, faults }
}
