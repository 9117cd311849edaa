import { vi } from 'vitest'

const none = '/dev/null'

/** Settings of the machine and of its user, and variables that a calling hook has set, must not show in tests. */
export const isolatedGitEnvironment: Readonly<Record<string, string | undefined>> = {
  GIT_CONFIG_GLOBAL: none,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
  GIT_CONFIG_PARAMETERS: undefined,
  GIT_CONFIG_COUNT: undefined,
}

/** Call it at the top of a test file: every git that the tests start, and the code under test, is apart from the user's settings. */
export function isolateGit(): void {
  for (const [name, value] of Object.entries(isolatedGitEnvironment)) vi.stubEnv(name, value)
}
