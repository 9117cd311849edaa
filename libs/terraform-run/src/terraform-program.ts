/** The programs that can run a grain. OpenTofu has versions of its own. */
export type TerraformTool = 'terraform' | 'tofu'

/** An executable that was asked for its version. */
export interface TerraformProgram {
  readonly tool: TerraformTool
  /** Name on PATH, or path. */
  readonly file: string
  /** Such as `1.11.4`. */
  readonly version: string
}
