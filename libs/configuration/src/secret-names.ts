/** Prefix of the environment variables that a configuration may refer to. */
export const secretPrefix = 'GROUNDPLAN_SECRET_'

/** The server's own credentials for the blueprint repository, which that repository's host may refer to. */
export const serverAccessNames = ['GROUNDPLAN_BLUEPRINTS_TOKEN', 'GROUNDPLAN_BLUEPRINTS_USERNAME'] as const

/** True if the variable is one that operators set for configured hosts. */
export function isHostSecret(name: string): boolean {
  return /^GROUNDPLAN_SECRET_[A-Z0-9_]{1,100}$/.test(name) && !name.endsWith('_ORIGINS')
}

/** Name of the variable with the origins that a secret may be sent to. */
export function originsVariable(name: string): string {
  return `${name}_ORIGINS`
}
