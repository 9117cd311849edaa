/** What no repository or user may turn on, and what output must not depend on. */
export const gitSettings: readonly string[] = [
  'core.quotepath=false',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'protocol.ext.allow=never',
  'safe.bareRepository=explicit',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgsign=false',
  // A server that says nothing for two minutes has gone away.
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=120',
]
