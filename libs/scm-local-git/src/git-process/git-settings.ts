/** Settings that no repository or user may override, and that make output predictable. */
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
  // A server without a response for two minutes counts as gone.
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=120',
]
