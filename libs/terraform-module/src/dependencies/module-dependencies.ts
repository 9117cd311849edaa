/** The data flow within a module, read from its expressions. Arguments of resources are ignored. */
export interface ModuleDependencies {
  /** One for each output, in declared order. */
  readonly outputs: readonly OutputDependencies[]
  /** Which module calls feed which, in the order of the receiving arguments. */
  readonly flows: readonly ModuleFlow[]
  /** Modules of the same repository that are called, in declared order. */
  readonly localModules: readonly LocalModule[]
}

/** The origins of an expression, direct or through locals, deduplicated, in order of appearance. */
export interface Origins {
  /** Addresses, e.g. `aws_vpc.this`, `data.aws_ami.linux`, `ephemeral.random_password.db`. */
  readonly resources: readonly string[]
  readonly moduleOutputs: readonly ModuleOutput[]
  /** Names of variables. */
  readonly variables: readonly string[]
}

export interface OutputDependencies extends Origins {
  readonly name: string
}

/** An output of a called module. */
export interface ModuleOutput {
  /** Name of the module call. */
  readonly module: string
  /** Absent where all outputs are meant, e.g. `module.db` or `values(module.db)`. */
  readonly output: string | undefined
}

/** A module call whose argument comes from another call's output. */
export interface ModuleFlow {
  readonly from: ModuleOutput
  readonly to: { readonly module: string; readonly argument: string }
}

export interface LocalModule {
  /** Name of the module call. */
  readonly call: string
  /** The called module's directory within the repository; `.` is the root. */
  readonly path: string
}
