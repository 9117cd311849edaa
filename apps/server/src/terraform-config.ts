import { isAbsolute } from 'node:path'
import { isSecretVariable } from '@groundplan/process'
import { z } from 'zod'
import { splitList } from './access/reach-settings.ts'

const list = z.string().transform(splitList)

/** Names that decide about the run itself, and those of secrets, which belong into the credentials of a space. */
const reserved = /^(?:TF_|GROUNDPLAN_|GIT_|HOME$|PATH$|TMPDIR$|NODE_)/i

const variableNames = list.refine(
  (names) =>
    names.every((name) => /^[A-Za-z_]\w*$/.test(name) && !reserved.test(name) && !isSecretVariable(name)),
  { message: 'List names of variables without secrets, such as AWS_ENDPOINT_URL, separated by commas.' },
)

/** Variables that say how environments are run. */
export const terraformVariables = {
  /** `off`: no environments are launched. */
  GROUNDPLAN_ENVIRONMENTS: z.enum(['on', 'off']).default('on'),
  /** Names on PATH or paths of Terraform executables, separated by commas: of as many versions as blueprints need. */
  GROUNDPLAN_TERRAFORM: list.optional(),
  /** The same of OpenTofu. */
  GROUNDPLAN_TOFU: list.optional(),
  /** Folder with providers, as `terraform providers mirror` writes it. */
  GROUNDPLAN_PROVIDER_MIRROR: z
    .string()
    .refine(isAbsolute, { message: 'Use the absolute path of a folder.' })
    .optional(),
  /** `off`: providers come from the mirror only. */
  GROUNDPLAN_PROVIDER_DOWNLOADS: z.enum(['on', 'off']).default('on'),
  /** Names of further variables of the server that runs get, separated by commas. */
  GROUNDPLAN_RUN_VARIABLES: variableNames.optional(),
  /** How many runs are under way at a time in all spaces. */
  GROUNDPLAN_RUNS: z.coerce.number().int().min(1).max(1000).optional(),
  /** How many of them may be of one space. */
  GROUNDPLAN_RUNS_PER_SPACE: z.coerce.number().int().min(1).max(1000).optional(),
}

export interface TerraformConfig {
  /** Executables by tool; those on PATH if absent. */
  readonly files: { readonly terraform?: readonly string[]; readonly tofu?: readonly string[] }
  readonly providers: { readonly mirror: string; readonly allowsDownloads: boolean } | undefined
  /** Variables that every run gets. */
  readonly variables: Readonly<Record<string, string>>
  readonly limits: { readonly total?: number | undefined; readonly perSpace?: number | undefined }
}

/** `undefined` if environments are off. `own` are the variables of this process. */
export function readTerraformConfig(
  data: z.infer<z.ZodObject<typeof terraformVariables>>,
  own: Readonly<Record<string, string | undefined>>,
): TerraformConfig | undefined {
  if (data.GROUNDPLAN_ENVIRONMENTS === 'off') return undefined
  const { GROUNDPLAN_TERRAFORM: terraform, GROUNDPLAN_TOFU: tofu } = data
  const { GROUNDPLAN_PROVIDER_MIRROR: mirror, GROUNDPLAN_RUN_VARIABLES: names = [] } = data
  const allowsDownloads = data.GROUNDPLAN_PROVIDER_DOWNLOADS === 'on'
  return {
    files: { ...(terraform && { terraform }), ...(tofu && { tofu }) },
    providers: mirror === undefined ? undefined : { mirror, allowsDownloads },
    variables: Object.fromEntries(
      names.flatMap((name) => {
        const value = own[name]
        return value === undefined ? [] : [[name, value] as const]
      }),
    ),
    limits: { total: data.GROUNDPLAN_RUNS, perSpace: data.GROUNDPLAN_RUNS_PER_SPACE },
  }
}
