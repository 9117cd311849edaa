import { ExternalServiceError } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { z } from 'zod'
import { parseExactJson } from '../parse-json.ts'
import { requireFormat } from '../require-format.ts'

const json = z.custom<Json>(() => true)
const marks = json.optional().transform((value) => value ?? false)

const Change = z.object({
  actions: z.array(z.string()),
  before: json.optional().transform((value) => value ?? null),
  after: json.optional().transform((value) => value ?? null),
  after_unknown: marks,
  before_sensitive: marks,
  after_sensitive: marks,
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.object({ id: z.string().optional() }).optional(),
})

const ResourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  module_address: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  provider_name: z.string().optional(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: Change,
})

const PlanJson = z.object({
  terraform_version: z.string().optional(),
  resource_changes: z.array(ResourceChange).optional(),
  resource_drift: z.array(ResourceChange).optional(),
  output_changes: z.record(z.string(), Change).optional(),
  /** From Terraform 1.6 on. */
  errored: z.boolean().optional(),
})

export type ChangeJson = z.infer<typeof Change>
export type ResourceChangeJson = z.infer<typeof ResourceChange>
export type PlanJson = z.infer<typeof PlanJson>

/** Reads what `terraform show -json` prints of a plan. Throws ExternalServiceError. */
export function readPlanJson(text: string): PlanJson {
  const parsed = parse(text)
  requireFormat('a plan', z.object({ format_version: z.string() }).safeParse(parsed).data?.format_version, [
    // Terraform 0.13 to 1.1 and later: https://developer.hashicorp.com/terraform/internals/json-format
    ...['0', '1'],
  ])
  const plan = PlanJson.safeParse(parsed)
  if (plan.success) return plan.data
  const where = plan.error.issues[0]?.path.join('.') ?? ''
  throw new ExternalServiceError(`Terraform printed a plan that cannot be read, at "${where}".`, {
    service: 'terraform',
  })
}

function parse(text: string): Json {
  try {
    return parseExactJson(text)
  } catch (cause) {
    throw new ExternalServiceError('Terraform printed a plan that is not JSON.', {
      ...{ service: 'terraform', cause },
    })
  }
}
