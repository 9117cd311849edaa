/**
 * What Terraform tells while it runs, see https://developer.hashicorp.com/terraform/internals/machine-readable-ui. `message` is the line
 * that a person reads.
 */
export type TerraformEvent =
  | ({ readonly kind: 'version'; readonly version: string } & EventText)
  | ({ readonly kind: 'diagnostic' } & TerraformDiagnostic & EventText)
  | ({
      readonly kind: 'resource'
      readonly address: string
      readonly operation: ResourceOperation
      readonly phase: 'started' | 'running' | 'done' | 'failed'
      /** Since it started. */
      readonly seconds?: number
    } & EventText)
  | ({
      readonly kind: 'planned'
      readonly address: string
      /** As Terraform calls it: `create`, `update`, `replace`, `delete`, `move`, `import`, `noop`. */
      readonly action: string
      readonly isDrift: boolean
    } & EventText)
  | ({
      readonly kind: 'summary'
      readonly operation: 'plan' | 'apply' | 'destroy'
      readonly add: number
      readonly change: number
      readonly destroy: number
      readonly import: number
    } & EventText)
  | ({ readonly kind: 'outputs'; readonly names: readonly string[] } & EventText)
  /** Anything else, also what newer versions say and what is no JSON at all. */
  | ({ readonly kind: 'text' } & EventText)

export type ResourceOperation = 'create' | 'update' | 'delete' | 'read' | 'refresh' | 'provision' | 'other'

export interface EventText {
  readonly message: string
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  /** When, as Terraform says it: RFC 3339. */
  readonly at?: string
}

export interface TerraformDiagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail: string
  /** The resource that it is about. */
  readonly address?: string
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
}
