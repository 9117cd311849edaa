import { ExternalServiceError } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { z } from 'zod'
import { parseExactJson } from '../parse-json.ts'
import { maskValue } from '../plan/mask-value.ts'
import { requireFormat } from '../require-format.ts'
import type { StateResource, StateSummary } from './terraform-state-summary.ts'

const json = z.custom<Json>(() => true)

const Resource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  provider_name: z.string().optional(),
  values: json.optional().transform((value) => value ?? null),
  sensitive_values: json.optional().transform((value) => value ?? false),
  depends_on: z.array(z.string()).optional(),
  tainted: z.boolean().optional(),
  deposed_key: z.string().optional(),
})

const Output = z.object({
  value: json.optional().transform((value) => value ?? null),
  sensitive: z.boolean().optional(),
})

interface Module {
  readonly address?: string | undefined
  readonly resources?: readonly z.infer<typeof Resource>[] | undefined
  readonly child_modules?: readonly Module[] | undefined
}

const Module: z.ZodType<Module> = z.object({
  address: z.string().optional(),
  resources: z.array(Resource).optional(),
  get child_modules() {
    return z.array(Module).optional()
  },
})

const State = z.object({
  terraform_version: z.string().optional(),
  values: z
    .object({ outputs: z.record(z.string(), Output).optional(), root_module: Module.optional() })
    .optional(),
})

/** Parses what `terraform show -json` prints of a state. Throws ExternalServiceError if it is no state, or in an unknown format. */
export function parseState(text: string): StateSummary {
  const parsed = parse(text, 'a state')
  requireFormat('a state', z.object({ format_version: z.string() }).safeParse(parsed).data?.format_version, [
    '0',
    '1',
  ])
  const state = State.safeParse(parsed).data
  if (state === undefined) throw unreadable('a state')
  const { outputs = {}, root_module: root } = state.values ?? {}
  return {
    terraformVersion: state.terraform_version,
    resources: root === undefined ? [] : listResources(root),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, { value, sensitive = false }]) => [
        name,
        { value, isSensitive: sensitive },
      ]),
    ),
  }
}

function listResources({
  address: module,
  resources = [],
  child_modules: children = [],
}: Module): readonly StateResource[] {
  return [
    ...resources.map((resource): StateResource => ({
      address:
        resource.deposed_key === undefined
          ? resource.address
          : `${resource.address} (deposed ${resource.deposed_key})`,
      ...(module === undefined ? {} : { module }),
      mode: resource.mode === 'data' ? 'data' : 'managed',
      ...{ type: resource.type, name: resource.name, provider: resource.provider_name ?? '' },
      ...(resource.index === undefined ? {} : { index: resource.index }),
      attributes: maskValue(resource.values, resource.sensitive_values),
      dependsOn: resource.depends_on ?? [],
      isTainted: resource.tainted === true,
    })),
    ...children.flatMap(listResources),
  ]
}

function parse(text: string, subject: string): Json {
  try {
    return parseExactJson(text)
  } catch (cause) {
    throw new ExternalServiceError(`Terraform printed ${subject} that is not JSON.`, {
      service: 'terraform',
      cause,
    })
  }
}

function unreadable(subject: string): ExternalServiceError {
  return new ExternalServiceError(`Terraform printed ${subject} that cannot be read.`, {
    service: 'terraform',
  })
}
