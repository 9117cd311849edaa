import { runProgram } from '@groundplan/process'

export interface KilledImport {
  readonly home: string
  /** The command and its arguments. */
  readonly program: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Shell condition; the import is killed as soon as it holds, or when it is over. */
  readonly until: string
}

/**
 * Starts an import and kills it with SIGKILL. The shell finds every process of the run by its home folder, so that the server dies
 * with the command, and git with the server.
 */
export async function killImport({ home, program, env, until }: KilledImport): Promise<void> {
  const script = `home=$1; shift; "$@" >/dev/null 2>&1 & run=$!
    until { ${until}; } || ! kill -0 $run 2>/dev/null; do sleep 0.01; done
    kill -9 $run 2>/dev/null; for p in /proc/[0-9]*; do
      if tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -qxF "GROUNDPLAN_HOME=$home"; then
        [ "\${p#/proc/}" != $$ ] && kill -9 "\${p#/proc/}" 2>/dev/null; fi; done; true`
  await runProgram('bash', ['-c', script, 'kill', home, ...program], {
    env: { ...env, GROUNDPLAN_HOME: home },
  })
}
